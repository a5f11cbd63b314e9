"""Versions of connectors: `1.10` is newer than `1.9`, and `2.0rc1` older than `2.0`."""

from __future__ import annotations

import re

_PART = re.compile(r"(\d+)|([A-Za-z]+)")
_FINAL = 1
VersionKey = tuple[tuple[int, ...], tuple[int, str, int]]


def version_key(text: str) -> VersionKey:
    """What versions are sorted by; a version that ends in a word such as `rc1` stands before the one without."""
    numbers: list[int] = []
    for match in _PART.finditer(text.partition("+")[0]):
        number, word = match.groups()
        if word:
            rest = re.search(r"\d+", text[match.end() :])
            return _trimmed(numbers), (0, word.lower(), int(rest.group()) if rest else 0)
        numbers.append(int(number))
    return _trimmed(numbers), (_FINAL, "", 0)


def is_newer(version: str, than: str) -> bool:
    """Whether one version comes after another."""
    return version_key(version) > version_key(than)


def _trimmed(numbers: list[int]) -> tuple[int, ...]:
    while numbers and numbers[-1] == 0:
        numbers = numbers[:-1]
    return tuple(numbers)
