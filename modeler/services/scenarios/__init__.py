"""Scenarios: runs that are saved beside a process, played again, and compared with what must come out."""
