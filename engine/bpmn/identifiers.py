"""New ids, and near misses for an id that is not there."""

from __future__ import annotations

import difflib
from collections.abc import Collection

ALPHABET = "0123456789abcdefghijklmnopqrstuvwxyz"
STRIDE = 2_654_435_761
SPACE = 36**7


class Identifiers:
    """Gives ids such as `Activity_1x3k9q0` that nothing has yet.

    They look random, so that two people's branches rarely give the same one to different elements, but come from a
    counter: the same edits of the same file give the same ids.
    """

    def __init__(self, taken: Collection[str]) -> None:
        self._taken = taken
        self._counter = len(taken)

    def new(self, prefix: str) -> str:
        """A free id with this prefix; never the same one twice."""
        while True:
            self._counter += 1
            candidate = f"{prefix}_{scrambled(self._counter)}"
            if candidate not in self._taken:
                return candidate


def scrambled(number: int) -> str:
    """Seven letters and digits for a number, different for different numbers below 36**7."""
    value = number * STRIDE % SPACE
    digits = []
    for _ in range(7):
        value, digit = divmod(value, 36)
        digits.append(ALPHABET[digit])
    return "".join(digits)


def nearest(id: str, known: Collection[str]) -> list[str]:
    """Ids that somebody who wrote `id` may have meant, best first."""
    return difflib.get_close_matches(id, known, n=3)
