"""The history of runs: recorded while they happen, listed and searched, opened again to be looked at."""
