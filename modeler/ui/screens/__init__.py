"""The window of screens: pages of one's own are edited, ProcessMaker's screens are looked at, with any data."""
