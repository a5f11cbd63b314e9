"""The form of a waiting task, filled in by hand."""
