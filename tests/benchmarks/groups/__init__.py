"""One module a group: `NAMES` of its metrics, and `run(bench)`."""
