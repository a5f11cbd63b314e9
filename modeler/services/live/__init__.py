"""Requests run for real: planned, sent at most once, answered by links and replies."""
