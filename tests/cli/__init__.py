"""Tests of the command line: what it prints, where, and with which status it ends."""
