"""Scenarios in the window: what stands beside the document in front, run and recorded."""
