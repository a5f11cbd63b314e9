"""What a journal holds gives the same document again, whatever was done, refused, undone and redone in between."""

from __future__ import annotations

import json
import random
from pathlib import Path

import pytest

from engine.bpmn import Document, Element, FlowNode
from modeler.editing import behaviors, commands
from modeler.editing.refusals import CommandRefused
from tests.benchmarks.generate import generate
from tests.services.small_process import SMALL

KINDS = ("bpmn:userTask", "bpmn:exclusiveGateway", "bpmn:endEvent", "bpmn:subProcess", "bpmn:intermediateThrowEvent")


def recorded(data: bytes) -> tuple[Document, list[dict[str, object]]]:
    """A document and, growing with each step, its lines as they come back from a disk."""
    document = Document.from_bytes(data, "order.bpmn", behaviors.ALL)
    lines: list[dict[str, object]] = []
    document.transcribe(lambda line: lines.append(json.loads(json.dumps(line))))
    return document, lines


def replayed(data: bytes, lines: list[dict[str, object]]) -> bytes:
    document = Document.from_bytes(data)
    for line in lines:
        document.replay(line)
    return document.to_bytes()


def something(document: Document, chance: random.Random) -> None:
    """One random command, undo or redo; the rules may refuse it."""
    nodes = [node for node in document.elements(FlowNode) if node.id]
    kind = chance.randrange(9)
    if kind == 0:
        document.history.undo(chance.randint(1, 3))
    elif kind == 1:
        document.history.redo(chance.randint(1, 3))
    elif nodes:
        command(document, chance, kind, chance.choice(nodes), chance.choice(nodes))


def command(document: Document, chance: random.Random, kind: int, node: Element, other: Element) -> None:
    if kind in (2, 3):
        commands.move(document, [node], chance.randint(-200, 200), chance.randint(-100, 100))
    elif kind == 4:
        commands.append(document, node, chance.choice(KINDS))
    elif kind == 5:
        commands.connect(document, node, other)
    elif kind == 6:
        commands.delete(document, [node])
    elif kind == 7:
        commands.replace(document, node, chance.choice(KINDS))
    else:
        for letter in "New":
            commands.set_property(document, node, "name", letter * chance.randint(1, 3), merge=True)


@pytest.mark.parametrize("seed", range(12))
def test_a_journal_gives_the_same_document_again(seed):
    chance, data = random.Random(seed), generate(40).encode()
    document, lines = recorded(data)

    for _ in range(30):
        try:
            something(document, chance)
        except CommandRefused:
            continue

    assert replayed(data, lines) == document.to_bytes()


def append_and_fail(document: Document) -> None:
    with document.edit("Fails"):
        commands.append(document, document.get("Check"), "bpmn:userTask")
        raise ZeroDivisionError


def test_a_step_that_was_rolled_back_leaves_nothing_that_later_lines_count_on():
    document, lines = recorded(SMALL)
    with pytest.raises(ZeroDivisionError):
        append_and_fail(document)

    commands.append(document, document.get("Check"), "bpmn:userTask")
    commands.rename(document, list(document.elements(FlowNode))[-1], "Later")

    assert replayed(SMALL, lines) == document.to_bytes()


def test_a_journal_gives_the_same_document_again_for_every_published_file(shared_data: Path):
    for number, path in enumerate(sorted((shared_data / "bpmn").rglob("*.bpmn"))):
        data = path.read_bytes()
        document, lines = recorded(data)
        chance = random.Random(number)

        for _ in range(8):
            try:
                something(document, chance)
            except CommandRefused:
                continue

        assert replayed(data, lines) == document.to_bytes(), path.name
