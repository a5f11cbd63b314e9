"""Connector packages: what is installed and what each one does."""
