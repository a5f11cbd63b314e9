"""The document: one door for edits, one history, behaviors inside the step, change sets after it."""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from engine.bpmn.changes import ChangeSet, EditClosing
from engine.bpmn.document import Document
from engine.bpmn.elements import Element, SequenceFlow
from engine.bpmn.factory import create
from engine.bpmn.geometry import Bounds
from engine.bpmn.journal import Insert, Remove
from engine.bpmn.problems import DocumentError, EditOutsideStep, HostileFileError, NotBpmnError
from engine.bpmn.processes import Process
from engine.bpmn.transcript import TranscriptError
from engine.bpmn.verification import require_same_content
from tests.bpmn.corpus import FILES, NAMES, OWN

APPROVAL = (OWN / "approval.bpmn").read_bytes()


def approval(**options: Any) -> Document:
    return Document.from_bytes(APPROVAL, "approval.bpmn", **options)


def rename(document: Document, id: str, name: str, merge: str | None = None) -> None:
    with document.edit("Rename", merge):
        document.get(id).set("name", name)


def test_a_write_outside_a_step_raises_and_changes_nothing() -> None:
    document = approval()

    with pytest.raises(EditOutsideStep):
        document.get("check").set("name", "X")

    assert document.to_bytes() == APPROVAL


def test_nested_edits_are_one_step() -> None:
    document = approval()

    with document.edit("Both"):
        rename(document, "check", "A")
        rename(document, "end", "B")

    assert document.history.labels == ("Both",)
    document.history.undo()
    assert document.to_bytes() == APPROVAL


def test_an_exception_takes_back_the_whole_step() -> None:
    document = approval()

    def break_off() -> None:
        with document.edit("Broken"):
            rename(document, "check", "A")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        break_off()

    assert document.to_bytes() == APPROVAL
    assert not document.history.can_undo


def test_undo_brings_the_same_views_back() -> None:
    document = approval()
    flow = document.get("f1", SequenceFlow)
    parent = flow.parent
    assert parent is not None

    with document.edit("Delete"):
        parent.flow_elements.remove(flow)  # type: ignore[attr-defined]
    gone = document.find("f1")
    document.history.undo()

    assert gone is None
    assert document.get("f1") is flow
    assert document.outgoing(document.get("start")) == [flow]


def test_steps_with_one_merge_key_become_one() -> None:
    document = approval()

    rename(document, "check", "a", merge="typing")
    rename(document, "check", "ab", merge="typing")
    document.history.seal()
    rename(document, "check", "abc", merge="typing")

    assert len(document.history.labels) == 2
    document.history.undo()
    assert document.get("check").get("name") == "ab"


def test_a_step_after_a_save_never_joins_the_step_before() -> None:
    document = approval()
    rename(document, "check", "a", merge="typing")
    document.history.mark_saved()

    rename(document, "check", "ab", merge="typing")

    assert document.history.is_modified
    document.history.undo()
    assert not document.history.is_modified


def test_a_changed_set_is_published_once_for_each_step() -> None:
    document = approval()
    seen: list[ChangeSet] = []
    unsubscribe = document.subscribe(seen.append)
    shape = document.shape_of(document.get("check"))
    assert shape is not None

    with document.edit("Move"):
        shape.bounds = Bounds(1, 2, 100, 80)
        document.get("check").set("name", "X")
    document.history.undo()
    unsubscribe()
    document.history.redo()

    assert [change.kind for change in seen] == ["edit", "undo"]
    assert seen[0].changed == {shape, document.get("check")}
    assert not seen[0].added
    assert not seen[0].removed


def test_observers_only_read() -> None:
    document = approval()
    document.subscribe(lambda _: rename(document, "end", "never"))

    with pytest.raises(EditOutsideStep):
        rename(document, "check", "A")

    assert document.get("end").get("name") is None


def test_behaviors_react_to_facts_inside_the_step_and_close_it() -> None:
    seen: list[object] = []

    def echo(document: Document, fact: object) -> None:
        seen.append(fact)
        if fact == "renamed":
            document.get("end").set("name", "too")

    document = approval(behaviors=(echo,))
    with document.edit("Rename") as edit:
        document.get("check").set("name", "A")
        edit.note("renamed")

    assert seen[0] == "renamed"
    assert isinstance(seen[-1], EditClosing)
    assert seen[-1].elements == {document.get("check"), document.get("end")}
    assert document.history.labels == ("Rename",)
    document.history.undo()
    assert document.to_bytes() == APPROVAL


def test_new_ids_are_free_and_the_same_for_the_same_file() -> None:
    first, second = approval(), approval()

    ids = [first.new_id("Activity") for _ in range(1000)]

    assert len(set(ids)) == 1000
    assert ids[:3] == [second.new_id("Activity") for _ in range(3)]


def test_an_unknown_id_names_near_misses() -> None:
    with pytest.raises(KeyError, match="did you mean check"):
        approval().get("chek")


@pytest.mark.parametrize(
    ("data", "error"),
    [
        (b"", NotBpmnError),
        (b"\x1f\x8b\x08rest", NotBpmnError),
        (b"\x00\x01\x02", NotBpmnError),
        (b"plain text", NotBpmnError),
        (b"<html/>", NotBpmnError),
        (b"<definitions>", NotBpmnError),
        (b"<!DOCTYPE definitions><definitions/>", HostileFileError),
        (b"<?xml version='1.0'?><!-- x --><!doctype a [<!ENTITY b 'c'>]><a>&b;</a>", HostileFileError),
        (b"<a>" * 300 + b"</a>" * 300, HostileFileError),
    ],
)
def test_what_is_hostile_or_no_bpmn_is_refused_with_one_line(data: bytes, error: type[DocumentError]) -> None:
    with pytest.raises(error) as caught:
        Document.from_bytes(data)

    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"<a>" + b"<b>" * 300, "nested more than 256 levels deep"),
        (b"<a b='" + b"c" * 11_000_000 + b"'/>", "an attribute is longer than 10 million"),
        (b"<a>" + b"c" * 11_000_000 + b"</a>", "a text is longer than 10 million"),
        (b"<a><!--" + b"c" * 11_000_000 + b"--></a>", "a comment is longer than 10 million"),
        (b"<a><?b " + b"c" * 11_000_000 + b"?></a>", "an instruction is longer than 10 million"),
        (b"<a>&nothing;</a>", "not well-formed XML: Entity 'nothing' not defined"),
        (b"\x89PNG\r\n\x1a\n", "no XML: no tag is where the first one should be"),
        (b"\xef\xbb\xbf \n", "The file is empty"),
        ("<a/>".encode("utf-16") + b"x", "damaged or cut off: it is no UTF-16-LE text"),
        (b"<a" + b"b" * 5000 + b"></c>", "Opening and ending tag mismatch"),
        (b"<a" + b"b" * 5000 + b"/>", "its root element is <abbb"),
    ],
    ids=lambda value: value[:12] if isinstance(value, str) else "",
)
def test_why_a_file_is_refused_is_told_in_plain_words_and_few(data: bytes, words: str) -> None:
    with pytest.raises(DocumentError, match=words) as caught:
        Document.from_bytes(data)

    assert "XML_PARSE" not in str(caught.value)
    assert len(str(caught.value)) < 300


def test_more_elements_than_any_diagram_has_are_refused_before_they_are_read() -> None:
    with pytest.raises(HostileFileError, match="more than 1,000,000 elements"):
        Document.from_bytes(b"<a>" + b"<b/>" * 2_000_001 + b"</a>")


def test_html_entities_are_read_and_kept() -> None:
    data = APPROVAL.replace(b"<![CDATA[Look <b>closely</b>]]>", b"a&nbsp;b &amp; c")

    document = Document.from_bytes(data)

    documentation = document.get("check").children[0]
    assert documentation.text == "a\u00a0b & c"
    assert [problem.rule for problem in document.problems] == ["html-entity"]
    rename(document, "check", "X")
    assert b"a&nbsp;b &amp; c" in document.to_bytes()


@pytest.mark.parametrize(
    "aside", ["<![CDATA[a&nbsp;b &eacute; ]] > &amp;]]>", "<!-- a&nbsp;b -->c", "<?note a&nbsp;b?>c"]
)
def test_what_looks_like_an_entity_where_nothing_is_one_stays_as_it_is(aside: str) -> None:
    data = APPROVAL.replace(b"<![CDATA[Look <b>closely</b>]]>", aside.encode())

    document = Document.from_bytes(data)

    assert document.problems == ()
    assert "&#160;" not in etree.tostring(document.get("check").node, encoding="unicode")
    rename(document, "check", "X")
    require_same_content(document, document.to_bytes())
    assert aside.encode() in document.to_bytes()


@pytest.mark.parametrize("path", FILES, ids=NAMES)
def test_recorded_steps_make_the_same_document_again(path: Path) -> None:
    document = Document.from_bytes(path.read_bytes(), path.name)
    lines: list[dict[str, Any]] = []
    document.transcribe(lines.append)
    chance = random.Random(path.name)
    states = [document.to_bytes()]

    for number in range(12):
        random_step(document, chance, number)
        states.append(document.to_bytes())

    again = Document.from_bytes(path.read_bytes())
    for line in json.loads(json.dumps(lines)):
        again.replay(line)
    assert again.to_bytes() == states[-1]
    again.history.undo(1000)
    assert again.to_bytes() == path.read_bytes()
    again.history.redo(1000)
    document.history.redo(1000)
    assert again.to_bytes() == document.to_bytes()


def test_a_recorded_step_that_changed_only_what_is_gone_counts_when_it_is_made_again() -> None:
    lines: list[Any] = []
    document = approval()
    document.transcribe(lines.append)
    check = document.get("check")
    rename(document, "end", "Stop")
    with document.edit("Remove"):
        document.remove(check)
    with document.edit("Rename"):
        check.set("name", "gone")
    document.history.undo(2)

    again = approval()
    for line in json.loads(json.dumps(lines)):
        again.replay(line)

    assert again.to_bytes() == document.to_bytes()
    assert again.history.labels == document.history.labels


def test_a_record_of_another_document_is_refused() -> None:
    document = approval()

    with pytest.raises(TranscriptError):
        document.replay({"do": "edit", "label": "x", "changes": [["attribute", 10_000, "name", "x"]]})

    assert document.to_bytes() == APPROVAL


def random_step(document: Document, chance: random.Random, number: int) -> None:
    """One random edit, undo or redo."""
    kind = chance.randrange(6)
    if kind == 0:
        document.history.undo()
        return
    if kind == 1:
        document.history.redo()
        return
    elements = [element for element in document.elements() if element.parent is not None]
    if not elements:
        return
    with document.edit(f"Step {number}", merge="same" if kind == 2 else None):
        change(document, chance.choice(elements), kind, chance)


def change(document: Document, element: Element, kind: int, chance: random.Random) -> None:
    """Rename an element, or take it out and put it back as the last of its siblings, or delete it."""
    if kind in (2, 3):
        element.set("name", f"name {chance.random()}")
        return
    parent = element.node.getparent()
    assert parent is not None
    document.record(Remove(parent, element.node, parent.index(element.node)))
    if kind == 4:
        document.record(Insert(parent, element.node, len(parent)))


def test_many_elements_appended_at_once_come_last_in_their_order_and_go_by_undo() -> None:
    document = Document.new()
    before = document.to_bytes()
    plane = document.diagrams[0].plane
    assert plane is not None
    made = [create(document, "bpmndi:BPMNShape", id=f"Shape_{number}") for number in range(3)]

    with document.edit("Append"):
        document.append_all(plane, made[:1])
        document.append_all(plane, made[1:])

    after = document.to_bytes()
    assert list(plane.elements) == made
    document.history.undo()
    assert document.to_bytes() == before
    document.history.redo()
    assert list(plane.elements) == made
    assert document.to_bytes() == after


def test_what_was_taken_from_the_end_and_the_middle_comes_back_to_the_byte() -> None:
    document = Document.from_bytes(Document.new().to_bytes())
    process = next(document.elements(Process))
    with document.edit("Fill"):
        for number in range(4):
            document.insert(process, create(document, "bpmn:task", id=f"T{number}"))
    before = document.to_bytes()

    with document.edit("Take out and put in"):
        for id in ("T3", "T1"):
            document.remove(document.get(id, Element))
        document.insert(process, create(document, "bpmn:task", id="T4"))
    document.history.undo()

    assert document.to_bytes() == before


def test_who_is_told_of_undo_and_redo_finds_the_history_where_it_is_then():
    document = Document.new()
    seen: list[tuple[str, bool, bool]] = []
    with document.edit("Name"):
        next(document.elements(Process)).set("name", "Other")
    document.subscribe(lambda told: seen.append((told.kind, document.history.can_undo, document.history.can_redo)))

    document.history.undo()
    document.history.redo()

    assert seen == [("undo", False, True), ("redo", True, False)]


def test_undo_inside_a_step_is_refused_and_leaves_the_history_where_it_was():
    document = Document.new()
    with document.edit("Name"):
        next(document.elements(Process)).set("name", "Other")

    with document.edit("Another"), pytest.raises(EditOutsideStep):
        document.history.undo()

    assert document.history.position == 1
