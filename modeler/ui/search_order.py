"""How well a title fits what was typed, so that Enter takes what the user most likely means."""

from __future__ import annotations

from collections.abc import Sequence


def fit(title: str, words: Sequence[str]) -> int:
    """Zero is the best: the title itself, then its beginning, then the beginnings of its words, then anything else.

    The words are in lower case, as `casefold` gives them.
    """
    text, name = " ".join(words), title.casefold()
    if name == text:
        return 0
    if name.startswith(text):
        return 1
    parts = name.replace("-", " ").split()
    return 2 if all(any(part.startswith(word) for part in parts) for word in words) else 3
