"""Measures what a user waits for, by protocol 1: `python -m tests.benchmarks --protocol 1 --group open --file F`."""
