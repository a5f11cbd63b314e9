"""The index answers as a fresh one would, whatever was edited, undone and redone before."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import pytest

from engine.bpmn import Document
from engine.bpmn.index import REFERENCE_SET, Index
from engine.bpmn.roles import ROLES
from tests.bpmn.corpus import FILES, NAMES
from tests.bpmn.test_document import random_step


def contents(index: Index) -> Any:
    """Everything an index knows, without the order in which it learned it."""
    tables = (index._referrers, index._drawn)
    return (
        {id: set(nodes) for id, nodes in index.ids.items()},
        [{id: set(nodes) for id, nodes in table.items()} for table in tables],
    )


@pytest.mark.parametrize("path", FILES, ids=NAMES)
def test_the_index_stays_what_a_fresh_one_would_be(path: Path) -> None:
    document = Document.from_bytes(path.read_bytes(), path.name)
    chance = random.Random(path.name)

    for number in range(40):
        random_step(document, chance, number)

    assert contents(document._index) == contents(Index(document._root))


@pytest.mark.parametrize("path", FILES, ids=NAMES)
def test_references_follow_ids_and_written_text(path: Path) -> None:
    document = Document.from_bytes(path.read_bytes(), path.name)
    named = [element for element in document.elements() if element.id and document.referrers(element)]

    with document.edit("Renumber"):
        for number, element in enumerate(named):
            element.id = f"renumbered_{number}"
            for text in element.children:
                if text.tag in ("incoming", "outgoing", "flowNodeRef"):
                    text.text = f"elsewhere_{number}"

    assert contents(document._index) == contents(Index(document._root))
    document.history.undo()
    assert contents(document._index) == contents(Index(document._root))


def test_every_attribute_that_a_rule_follows_is_followed_by_the_index() -> None:
    followed = {name for role in ROLES.values() for name in role.references}

    assert followed - REFERENCE_SET == {"type"}, "vendors write that one too, with words of their own"
