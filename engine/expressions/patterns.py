"""Regular expressions that cannot run away: what backtracks without bound is refused before it starts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from engine.expressions.errors import ExpressionError

MAX_PATTERN = 500
MAX_SUBJECT = 20_000
_CLASS = re.compile(r"\[\^?\]?(?:\\.|[^\]\\])*\]", re.DOTALL)
_QUANTIFIER = re.compile(r"[*+]|\{\d*,\}")
_COUNTED = re.compile(r"\{(\d+)(?:,(\d+))?\}")


@lru_cache(maxsize=512)
def safe_pattern(pattern: str, flags: int = 0) -> re.Pattern[str]:
    """A compiled pattern; raises `ExpressionError` for a wrong one and for one that could take for ever."""
    if len(pattern) > MAX_PATTERN:
        raise ExpressionError(f"the pattern is longer than {MAX_PATTERN} characters")
    if runs_away(pattern):
        raise ExpressionError(f'the pattern "{pattern}" repeats a repetition: matching could take for ever')
    try:
        return re.compile(pattern, flags)
    except (re.error, OverflowError) as error:
        raise ExpressionError(f'the pattern "{pattern}" is wrong: {error}') from None


def bounded_subject(text: str) -> str:
    """The text to search in, unless it is too long for a backtracking matcher."""
    if len(text) > MAX_SUBJECT:
        raise ExpressionError(f"the text to match is longer than {MAX_SUBJECT:,} characters")
    return text


def runs_away(pattern: str) -> bool:
    """Whether an endlessly repeated group holds a repetition or a choice, or too many repetitions follow each other."""
    open_groups: list[bool] = [False]
    loops = 0
    previous_risky = False
    for sign, at in _signs(pattern):
        risky_group = False
        if sign == "(":
            open_groups.append(False)
        elif sign == ")" and len(open_groups) > 1:
            risky_group = open_groups.pop()
            open_groups[-1] = open_groups[-1] or risky_group
        elif sign == "|":
            open_groups[-1] = True
        elif _repeats(pattern, at):
            if previous_risky:
                return True
            loops += 1
            open_groups[-1] = True
        previous_risky = risky_group
    return loops > 6


def _signs(pattern: str) -> Iterator[tuple[str, int]]:
    """Each sign outside escapes, once per character class."""
    at = 0
    while at < len(pattern):
        if pattern[at] == "\\":
            yield "\\", at
            at += 2
        elif pattern[at] == "[" and (match := _CLASS.match(pattern, at)):
            yield "[", at
            at = match.end()
        else:
            yield pattern[at], at
            at += 1


def _repeats(pattern: str, at: int) -> bool:
    if _QUANTIFIER.match(pattern, at):
        return True
    counted = _COUNTED.match(pattern, at)
    return counted is not None and int(counted[2] or counted[1]) > 20
