"""Connector packages of a user: looked at before they are trusted, installed whole or not at all, run elsewhere.

A source (folder, zip, wheel, index) is read into memory as `contents` and judged there; `installation` writes it to a
folder of its own in the profile and then one file, `registry`, which is the only thing that makes it installed.
"""
