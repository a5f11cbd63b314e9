"""The window: canvas, panels, dialogs and what holds them together. The only package that shows anything."""
