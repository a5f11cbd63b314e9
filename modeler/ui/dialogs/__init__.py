"""Dialogs: each asks one question in a designer's words and returns the answer."""
