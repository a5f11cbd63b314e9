"""Names of several words or signs that a parser knows, found by their first word."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType

from engine.expressions.errors import ExpressionError
from engine.expressions.feel.lexer import tokens

Known = tuple[tuple[tuple[str, ...], str], ...]
"""The names that begin with one word: their parts and the name itself, those of more parts first."""
Vocabulary = Mapping[str, Known]


@lru_cache(maxsize=256)
def vocabulary(names: tuple[str, ...]) -> Vocabulary:
    """The names by their first words; every expression of a model knows the same ones."""
    found: dict[str, Known] = {}
    for name in names:
        learn(found, name)
    return MappingProxyType(found)


def learn(known: dict[str, Known], name: str) -> None:
    """Add a name; one of a single word needs no learning, and one that is no name is left out."""
    parts = parts_of(name)
    if len(parts) > 1:
        options = (*known.get(parts[0], ()), (parts, name))
        known[parts[0]] = tuple(sorted(options, key=lambda option: -len(option[0])))


@lru_cache(maxsize=1024)
def parts_of(name: str) -> tuple[str, ...]:
    """The words and signs of a name."""
    try:
        return tuple(token.text for token in tokens(name)[:-1])
    except ExpressionError:
        return ()
