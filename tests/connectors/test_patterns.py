"""The linear-time matcher agrees with Python's `re` and does not explode where that does."""

from __future__ import annotations

import re

import pytest

from connectors.sdk.patterns import Pattern, PatternError

TEXTS = ["", "a", "ab", "aab", "abc-123", "A_9", "a\nb", "2026-11-24", "x" * 30, "(b)", "ä", "a.b", "]"]
PATTERNS = [
    "^a+b?$", "a|b", "^(ab|a)*$", "[a-c]+-[0-9]{3}", r"^\d{4}-\d{2}-\d{2}$", r"\w+", "[^a]", "^$", "a{2,}", "a{1,2}b",
    r"\.", r"^\S*$", "(?:a|b)c", "^[\\]]$", "x{30}", r"\(b\)", "^.$", "(a*)*b",
]  # fmt: skip


@pytest.mark.parametrize("pattern", PATTERNS)
def test_a_pattern_matches_what_the_standard_matcher_matches(pattern):
    compiled = Pattern(pattern)

    found = [compiled.search(text) for text in TEXTS]

    assert found == [re.search(pattern, text) is not None for text in TEXTS]


def test_a_pattern_that_freezes_the_standard_matcher_answers_at_once():
    compiled = Pattern("^(a+)+$")

    assert not compiled.search("a" * 5_000 + "!")


@pytest.mark.parametrize(
    "pattern", ["(", "a)", "[", "*a", "a{", "a{1,500}", r"\1", "(?=a)", "((((a{200}){200})))", "\\"]
)
def test_a_pattern_that_cannot_be_matched_safely_is_refused(pattern):
    with pytest.raises(PatternError):
        Pattern(pattern)
