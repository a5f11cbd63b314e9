"""Long proofs, on demand: `python -m tests.reliability`; short forms of them run with the tests."""
