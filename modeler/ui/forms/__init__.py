"""The form of what is selected: read from elements, written back as it is filled in."""
