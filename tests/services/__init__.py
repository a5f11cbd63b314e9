"""Tests of files, journals, previews and exports."""
