"""Watching a Request in the window, with real mouse and key events."""
