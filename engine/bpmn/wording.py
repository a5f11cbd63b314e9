"""How problems speak of elements: the standard's names as plain words, with the designer's own names."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from engine.bpmn.journal import Node
from engine.bpmn.namespaces import local_name

_LONGEST: Final = 60


def speak(node: Node) -> str:
    """How to begin a sentence about an element: `The user task "Check order"`."""
    called = " ".join((node.get("name") or "").split()) or node.get("id")
    kind = words(local_name(node.tag))
    if not called:
        return f"A {kind} without a name" if kind[0] not in "aeiou" else f"An {kind} without a name"
    short = called if len(called) <= _LONGEST else f"{called[:_LONGEST]}…"
    return f'The {kind} "{short}"'


@lru_cache(maxsize=1024)
def words(name: str) -> str:
    """A name of the standard in plain words: `dataInputAssociation` is a data input association."""
    spaced = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name.removeprefix("BPMN"))
    return re.sub(r" refs?$", "", spaced.lower())


def lower(sentence: str) -> str:
    """The beginning of a sentence, to stand inside one."""
    return sentence[0].lower() + sentence[1:]
