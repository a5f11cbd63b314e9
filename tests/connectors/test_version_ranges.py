"""Ranges of versions as npm writes them, which element templates use to say what engines they are for."""

from __future__ import annotations

import pytest

from connectors.sdk.version_ranges import RangeError, lies_within


@pytest.mark.parametrize(("version", "range", "expected"), [
    ("8.5.0", "^8.5", True), ("8.6.3", "^8.5", True), ("8.4.9", "^8.5", False), ("9.0.0", "^8.5", False),
    ("8.5", "^8.5.0", True), ("0.2.9", "^0.2.3", True), ("0.3.0", "^0.2.3", False), ("0.0.4", "^0.0.3", False),
    ("8.4.7", "~8.4.1", True), ("8.5.0", "~8.4.1", False), ("8.4.0", "~8.4.1", False), ("8.9.0", "~8", True),
    ("8.4.0", ">=8.3 <8.6", True), ("8.6.0", ">=8.3 <8.6", False), ("8.6.1", ">8.6", False), ("8.7.0", ">8.6", True),
    ("8.6.9", "<=8.6", True), ("8.7.0", "<=8.6", False), ("8.6.9", "8.x", True), ("9.0.0", "8.x", False),
    ("8.3.5", "8.2 - 8.4", True), ("8.4.9", "8.2 - 8.4", True), ("8.5.0", "8.2 - 8.4", False),
    ("7.20.0", "^8 || 7.20", True), ("7.21.0", "^8 || 7.20", False), ("1.0.0", "*", True), ("1.0.0", "", True),
    ("8.5.0-alpha2", "^8.5", True), ("v8.5.0", "=8.5.0", True), ("8.5.1", "8.5.0", False),
])  # fmt: skip
def test_a_version_lies_within_a_range_or_not(version, range, expected):
    assert lies_within(version, range) is expected


@pytest.mark.parametrize(("version", "range"), [("8.5.0", "newest"), ("8.5.0", "^8.5 or so"), ("new", "^8")])
def test_what_is_no_range_or_no_version_is_said(version, range):
    with pytest.raises(RangeError, match="is no"):
        lies_within(version, range)
