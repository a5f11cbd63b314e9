"""Edits of real files from many tools change what was asked and nothing else; undo gives the very bytes back.

Each file gets a rename, a move, a deletion, an appended task and a change of type. Lines that come or go must speak
of the edited elements; the schema must find nothing new.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

from engine.bpmn import Document, DocumentError, FlowNode, StartEvent, Task
from engine.bpmn.schema import validate
from modeler.editing import behaviors, commands


def test_renaming_touches_one_attribute(shared_data):
    for document, task in _files(shared_data):
        before = document.to_bytes()

        _do_and_undo(
            document, lambda task=task, document=document: commands.rename(document, task, "Renamed"), may_break=False
        )

        document.history.redo()
        after = document.to_bytes()
        assert _difference(before, after) == 1, document.name


def test_moving_touches_shapes_and_lines_only(shared_data):
    for document, task in _files(shared_data):
        before = document.to_bytes()
        places = _places(document)
        allowed = _around(document, task)

        _do_and_undo(
            document, lambda task=task, document=document: commands.move(document, [task], 10, 20), may_break=False
        )

        document.history.redo()
        after = Document.from_bytes(document.to_bytes())
        moved = {id for id, place in _places(after).items() if place != places[id]}
        assert moved <= allowed, document.name
        assert _without_places(document.to_bytes()) == _without_places(before), document.name


def test_deleting_leaves_everything_else(shared_data):
    for document, task in _files(shared_data):
        known = {each.id for each in document.elements() if each.id}
        gone = {each.id for each in (task, *_inner(task), *document.connections_of(task)) if each.id}
        gone |= {inner.id for event in document.attached_to(task) for inner in (event, *_inner(event)) if inner.id}
        gone |= {link.id for event in document.attached_to(task) for link in document.connections_of(event)}
        drawn = [one for id in gone if (each := document.find(id)) for one in document.shapes_of(each)]
        gone |= {each.id for one in drawn for each in (one, *_inner(one))}

        _do_and_undo(document, lambda task=task, document=document: commands.delete(document, [task]))

        document.history.redo()
        lost = known - {each.id for each in document.elements() if each.id}
        assert task.id in lost or task.id is None, document.name
        assert lost <= gone, document.name


def test_appending_adds_and_changes_nothing_but_lists(shared_data):
    for document, task in _files(shared_data):
        before = _attributes(document)

        _do_and_undo(document, lambda task=task, document=document: commands.append(document, task, "bpmn:userTask"))

        document.history.redo()
        after = _attributes(document)
        assert {key: after.get(key) for key in before} == before, document.name


def test_changing_the_type_keeps_what_is_inside(shared_data):
    for document, task in _files(shared_data):
        kind = "bpmn:manualTask" if isinstance(task, Task) else "bpmn:endEvent"
        if not isinstance(task, Task | StartEvent):
            continue
        id, inside = task.id, [each.id for each in task.children if each.kind == "bpmn:documentation"]
        foreign = {name: value for name, value in task.attributes.items() if name.startswith("{")}
        extensions = [] if task.extension_elements is None else task.extension_elements.children

        changed = _do_and_undo(
            document, lambda task=task, document=document, kind=kind: commands.replace(document, task, kind)
        )

        document.history.redo()
        assert changed.kind == kind
        assert changed.id == id
        assert {name: value for name, value in changed.attributes.items() if name.startswith("{")} == foreign
        assert [each.id for each in changed.children if each.kind == "bpmn:documentation"] == inside
        assert ([] if changed.extension_elements is None else changed.extension_elements.children) == extensions


def _files(shared_data: Path) -> Iterator[tuple[Document, FlowNode]]:
    """Every file with an activity to edit, opened afresh."""
    for path in sorted((*shared_data.rglob("bpmn/**/*.bpmn"), *shared_data.rglob("bpmn/**/*.xml"))):
        try:
            document = Document.from_bytes(path.read_bytes(), path.name, behaviors.ALL)
        except DocumentError:
            continue
        nodes = [each for each in document.elements(FlowNode) if each.id]
        nodes = [each for each in nodes if each.parent is not None and each.parent.tag in ("process", "subProcess")]
        drawn = [each for each in nodes if document.shape_of(each) is not None] or nodes
        found = next((each for each in drawn if isinstance(each, Task)), drawn[0] if drawn else None)
        if found is not None:
            yield document, found


def _do_and_undo(document: Document, command: Callable[[], object], *, may_break: bool = True) -> object:
    """Run a command; its result must be undone to the byte, reopen, and have no new schema error."""
    before = document.to_bytes()
    made = command()
    after = document.to_bytes()
    assert not may_break or _errors(after) <= _errors(before), document.name
    document.history.undo()
    assert document.to_bytes() == before, document.name
    document.history.redo()
    assert document.to_bytes() == after, document.name
    document.history.undo()
    return made


@cache
def _errors(data: bytes) -> int:
    return len(validate(data))


def _difference(before: bytes, after: bytes) -> int:
    """How many stretches differ, where nothing but one stretch may."""
    start = next((i for i, (a, b) in enumerate(zip(before, after, strict=False)) if a != b), None)
    if start is None:
        return 0
    tail = next(i for i, (a, b) in enumerate(zip(before[::-1], after[::-1], strict=False)) if a != b)
    return 1 if len(after) - tail - start <= len("Renamed") + 12 else 2


def _places(document: Document) -> dict[str, str]:
    return {each.id or "": _numbers(each) for each in document.elements() if each.tag in ("BPMNShape", "BPMNEdge")}


def _numbers(drawn) -> str:
    return repr([each.attributes for each in _inner(drawn) if each.tag in ("Bounds", "waypoint")])


def _inner(element) -> Iterator:
    for child in element.children:
        yield child
        yield from _inner(child)


def _around(document: Document, task: FlowNode) -> set[str]:
    """The shapes and edges that a move may change: of the node, its events and their connections."""
    nodes = [task, *document.attached_to(task)]
    links = [link for each in nodes for link in document.connections_of(each)]
    links += [each for link in links for each in document.connections_of(link)]
    return {drawn.id or "" for each in (*nodes, *links) for drawn in document.shapes_of(each)}


def _attributes(document: Document) -> dict[tuple[str, str], object]:
    """The attributes of every element with an id (the box of a shape is an element of its own)."""
    return {(each.tag, each.id): dict(each.attributes) for each in document.elements() if each.id}


def _without_places(data: bytes) -> object:
    """The lines that say no place; the root may have gained a declaration for new way-points."""
    marks = (b"Bounds", b"aypoint", b"<definitions")
    return [each.strip() for each in data.splitlines() if not any(mark in each for mark in marks)]
