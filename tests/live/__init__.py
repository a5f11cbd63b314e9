"""Live runs against real servers of this machine."""
