"""The outbox: its list and what it shows of each kind of effect."""
