"""Connector packages: what is installed, what each one does and may do; install, upgrade, migrate, remove."""
