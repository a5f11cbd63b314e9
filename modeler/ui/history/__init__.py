"""The history of runs in the window: recorded off its thread, listed below, opened on the canvas."""
