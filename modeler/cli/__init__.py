"""The command line: each module here but `main` is one command and exports it as `command`."""
