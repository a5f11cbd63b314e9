"""The outbox in the window: the list of everything that a run sends or makes, and a reader for each kind of it."""
