"""Tests of the house itself: who imports whom, how large a file may grow, what a start loads."""
