"""Secrets of the user: kept in the keyring, named in files."""
