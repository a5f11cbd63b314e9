"""YAML as version 1.2 reads it, in which descriptions are written: `no`, `on`, dates and `12:30` are texts.

The library follows version 1.1, where these are truths, moments and numbers.
"""

from __future__ import annotations

import re
from functools import cache

import yaml

_TAG = "tag:yaml.org,2002:"
_PLAIN = (
    ("null", r"~|null|Null|NULL|", "~nN\0"),
    ("bool", r"true|True|TRUE|false|False|FALSE", "tTfF"),
    ("int", r"[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+", "-+0123456789"),
    ("float", r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?", "-+.0123456789"),
    ("merge", r"<<", "<"),
)


@cache
def loader() -> type[yaml.SafeLoader]:
    """A loader for `yaml.load`; it makes plain values only."""

    class Loader(yaml.SafeLoader):
        """Has tables of its own: those of the library are shared by all."""

    resolvers: dict[str, list[tuple[str, re.Pattern[str]]]] = {}
    for name, pattern, letters in _PLAIN:
        for letter in letters:
            known = resolvers.setdefault("" if letter == "\0" else letter, [])
            known.append((_TAG + name, re.compile(f"(?:{pattern})$")))
    Loader.yaml_implicit_resolvers = resolvers
    Loader.add_constructor(f"{_TAG}int", _whole)
    Loader.add_constructor(f"{_TAG}float", _fraction)
    return Loader


def _whole(loader: yaml.SafeLoader, node: yaml.ScalarNode) -> int:
    text = loader.construct_scalar(node)
    base = {"0o": 8, "0x": 16}.get(text[:2], 10)
    return int(text, base)


def _fraction(loader: yaml.SafeLoader, node: yaml.ScalarNode) -> float:
    return float(loader.construct_scalar(node))
