"""Live runs in the window."""
