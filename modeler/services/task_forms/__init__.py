"""The form of a waiting task, filled in by hand in a preview: what is shown, what was entered, what becomes of it."""
