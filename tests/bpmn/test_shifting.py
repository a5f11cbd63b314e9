"""Many shapes and lines move as one change: the file, the undo and what is told are as if each were moved alone."""

from __future__ import annotations

import json
import random

import pytest

from engine.bpmn import BPMNEdge, BPMNShape, ChangeSet, Document
from engine.bpmn.diagram import move_by
from engine.bpmn.journal import Shift
from engine.bpmn.shifting import move_all
from engine.bpmn.transcript import TranscriptError
from tests.bpmn.test_moving_drawings import FILE

LABELED = FILE.replace(b"<b:BPMNLabel><dc", b'<b:BPMNLabel id="L"><dc')
ODD = (b'x="10.1"', b'y="20"'), (b"", b'y="20"'), (b'x="somewhere"', b'y=" 20 "'), (b'x="1e300"', b'y="0.1234567"')


def drawn_of(document: Document) -> list[BPMNShape | BPMNEdge]:
    return [*document.elements(BPMNShape), *document.elements(BPMNEdge)]


def steps_of(document: Document) -> list[ChangeSet]:
    steps: list[ChangeSet] = []
    document.subscribe(steps.append)
    return steps


@pytest.mark.parametrize(("x", "y"), ODD)
@pytest.mark.parametrize("by", [(50, 0), (0, -3.25), (0.1, 0.2)])
def test_the_file_is_the_same_as_when_each_is_moved_alone(x: bytes, y: bytes, by: tuple[float, float]) -> None:
    file = FILE.replace(b'x="10.1"', x).replace(b'y="20"', y)
    alone, together = Document.from_bytes(file), Document.from_bytes(file)

    with alone.edit("Move"):
        for each in drawn_of(alone):
            move_by(each, *by)
    with together.edit("Move"):
        move_all(drawn_of(together), *by)

    assert together.to_bytes() == alone.to_bytes()
    together.history.undo()
    assert together.to_bytes() == file


def test_it_is_one_change_for_each_direction() -> None:
    document = Document.from_bytes(FILE)

    with document.edit("Move") as edit:
        move_all(drawn_of(document), 5, 6)

    assert [type(change) for change in edit.changes] == [Shift, Shift]


def test_moving_nothing_makes_no_step() -> None:
    document = Document.from_bytes(FILE)

    with document.edit("Move"):
        move_all([], 5, 5)
        move_all([document.get("N", BPMNShape)], 5, 5)
        move_all(drawn_of(document), 0, 0)

    assert not document.history.can_undo


def test_observers_hear_how_far_each_moved_and_undo_tells_the_way_back() -> None:
    document = Document.from_bytes(FILE)
    steps = steps_of(document)
    shape, edge = document.get("S"), document.get("E")

    with document.edit("Move"):
        move_all(drawn_of(document), 5, 6)
        move_all([document.get("S", BPMNShape)], 1, 0)
    document.history.undo()
    document.history.redo()

    assert [step.changed for step in steps] == [{shape, edge}] * 3
    assert steps[0].shifted == steps[2].shifted == {shape: (6, 6), edge: (5, 6)}
    assert steps[1].shifted == {shape: (-6, -6), edge: (-5, -6)}


def test_what_was_changed_otherwise_as_well_is_told_as_changed_only() -> None:
    document = Document.from_bytes(FILE)
    steps = steps_of(document)
    shape, edge = document.get("S", BPMNShape), document.get("E", BPMNEdge)

    with document.edit("Move"):
        move_all(drawn_of(document), 5, 0)
        shape.is_expanded = True

    assert steps[0].changed == {shape, edge}
    assert steps[0].shifted == {edge: (5, 0)}


def test_a_label_with_an_id_is_told_as_when_it_is_moved_alone() -> None:
    document = Document.from_bytes(LABELED)
    steps = steps_of(document)

    with document.edit("Move"):
        move_by(document.get("S", BPMNShape), 5, 0)
    with document.edit("Move"):
        move_all([document.get("S", BPMNShape)], 5, 0)

    assert steps[0].changed == steps[1].changed == {document.get("S"), document.get("L")}


def test_attributes_written_before_and_after_keep_their_order_and_undo_gives_the_file_back() -> None:
    document = Document.from_bytes(FILE)
    shape = document.get("S", BPMNShape)
    assert shape.bounds_element is not None

    with document.edit("Before"):
        shape.bounds_element.width = 40
    with document.edit("Move"):
        move_all(drawn_of(document), 5, 0)
    with document.edit("After"):
        shape.bounds_element.set("x", None)
        shape.bounds_element.set("x", "7")
    written = document.to_bytes()
    document.history.undo(3)

    assert b'<dc:Bounds x="7" y="20" width="40" height="36"/>' in written
    assert document.to_bytes() == FILE


def test_moving_there_and_back_leaves_the_file_as_it_was() -> None:
    document = Document.from_bytes(FILE)

    with document.edit("Move"):
        move_all(drawn_of(document), 5, 0)
    with document.edit("Move"):
        move_all(drawn_of(document), -5, 0)

    assert document.to_bytes() == FILE


def test_a_record_of_it_makes_the_same_file_and_can_be_undone() -> None:
    document, again = Document.from_bytes(FILE), Document.from_bytes(FILE)
    lines: list[dict[str, object]] = []
    document.transcribe(lines.append)

    with document.edit("Move"):
        move_all(drawn_of(document), 0.25, -7)
    document.history.undo()
    document.history.redo()
    for line in json.loads(json.dumps(lines)):
        again.replay(line)

    assert again.to_bytes() == document.to_bytes() != FILE
    again.history.undo()
    assert again.to_bytes() == FILE


def test_who_replays_a_record_hears_of_the_same_shapes() -> None:
    document, again = Document.from_bytes(FILE), Document.from_bytes(FILE)
    lines: list[dict[str, object]] = []
    document.transcribe(lines.append)
    steps = steps_of(again)

    with document.edit("Move"):
        move_all(drawn_of(document), 1, 1)
    again.replay(lines[0])

    assert steps[0].changed == {again.get("S"), again.get("E")}


@pytest.mark.parametrize(
    "change",
    [
        ["shift", "x", [0], ["5"]],
        ["shift", "x", [4], []],
        ["shift", "x", [4, 4], ["1", "2"]],
        ["shift", "id", [3], ["S2"]],
        ["shift", "x", "4", ["1"]],
        ["shift", "x", [99999], ["1"]],
        ["shift", "x"],
    ],
)
def test_a_damaged_record_is_refused_and_nothing_is_written(change: list[object]) -> None:
    document = Document.from_bytes(FILE)

    with pytest.raises(TranscriptError):
        document.replay({"do": "edit", "label": "Move", "changes": [change]})

    assert document.to_bytes() == FILE


def test_random_moves_of_random_shapes_are_undone_and_redone_to_the_byte() -> None:
    document, chance = Document.from_bytes(LABELED), random.Random(7)
    states = [document.to_bytes()]

    for _ in range(30):
        with document.edit("Move"):
            move_all(chance.sample(drawn_of(document), 2), chance.choice((0, 1.5, -20)), chance.choice((0, 0.1)))
        if document.history.position == len(states):
            states.append(document.to_bytes())

    for state in reversed(states[:-1]):
        document.history.undo()
        assert document.to_bytes() == state
    for state in states[1:]:
        document.history.redo()
        assert document.to_bytes() == state
