"""Files on disk: opened, saved whole, backed up, locked, journaled and recovered."""
