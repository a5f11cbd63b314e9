"""The interactions: one file each, objects with press, move, release and cancel."""
