"""Editors of form fields, one kind a file."""
