"""Copies keep everything, get new ids, and refer to each other instead of to the originals."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from engine.bpmn import (
    Bounds,
    BPMNEdge,
    BPMNShape,
    Document,
    FormalExpression,
    Point,
    Process,
    SequenceFlow,
    Task,
    TranscriptError,
)
from engine.bpmn.copying import copies_of, copy_of, fresh_ids
from engine.bpmn.diagram import places_of
from engine.bpmn.schema import schema_problems_of

SOURCE = """<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:v="urn:vendor" id="D"
    xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:me="t" targetNamespace="t">
  <process id="P">
    <task id="A" name="Line&#10;two" v:setting="1">
      <documentation>See <b xmlns="http://www.w3.org/1999/xhtml">this</b> first</documentation>
      <extensionElements>
        <v:box me="x"><v:item xmlns:v="urn:vendor" xmlns="">raw  text</v:item></v:box>
      </extensionElements>
      <!-- keep --><?tool and this?>
      <outgoing>me:F</outgoing>
    </task>
    <task id="B"/>
    <sequenceFlow id="F" sourceRef="A" targetRef="B"><conditionExpression
      xsi:type="tFormalExpression" language="feel">x</conditionExpression></sequenceFlow>
  </process>
</definitions>"""


def test_copies_refer_to_each_other_and_keep_all_that_vendors_wrote() -> None:
    source, target = Document.from_bytes(SOURCE.encode()), Document.new()
    originals = [source.get(id) for id in ("A", "B", "F")]
    process, before = next(target.elements(Process)), target.to_bytes()

    with target.edit("Paste"):
        ids = fresh_ids(target, originals)
        for original in originals:
            target.insert(process, copy_of(target, original, ids))

    pasted = Document.from_bytes(target.to_bytes())
    flow, task = pasted.get(ids["F"], SequenceFlow), pasted.get(ids["A"], Task)
    assert flow.source is task
    assert task.outgoing == [ids["F"]]
    assert isinstance(flow.condition, FormalExpression)
    assert flow.condition.get("{http://www.w3.org/2001/XMLSchema-instance}type") == "bpmn:tFormalExpression"
    assert (task.name, task.foreign("urn:vendor", "setting")) == ("Line\ntwo", "1")
    assert task.documentation[0].text == "See this first"
    assert task.extension_elements is not None
    assert task.extension_elements.children[0].children[0].text == "raw  text"
    assert b"<!-- keep -->" in target.to_bytes()
    assert b"<?tool and this?>" in target.to_bytes()
    assert b'xmlns:v="urn:vendor"' in target.to_bytes()
    target.history.undo()
    assert target.to_bytes() == before


def test_what_was_copied_is_recovered_from_the_record_of_edits_with_its_mixed_text() -> None:
    source, target, recovered = Document.from_bytes(SOURCE.encode()), Document.new(), Document.new()
    lines: list[dict[str, object]] = []
    target.transcribe(lines.append)

    with target.edit("Paste"):
        target.insert(next(target.elements(Process)), copy_of(target, source.get("A"), {}))
    for line in json.loads(json.dumps(lines)):
        recovered.replay(line)

    assert recovered.to_bytes() == target.to_bytes()
    assert recovered.get("A", Task).documentation[0].text == "See this first"


def test_copies_with_names_that_only_a_file_can_bring_are_recovered_too() -> None:
    odd = SOURCE.replace("urn:vendor", "urn: a b").replace('me="x"', 'u:me="x &lt; y&#10;z"')
    document, recovered = Document.from_bytes(odd.encode()), Document.from_bytes(odd.encode())
    lines: list[dict[str, object]] = []
    document.transcribe(lines.append)

    with document.edit("Copy"):
        document.insert(next(document.elements(Process)), copy_of(document, document.get("A"), {"A": "C"}))
    for line in json.loads(json.dumps(lines)):
        recovered.replay(line)

    assert recovered.to_bytes() == document.to_bytes()
    assert document.to_bytes().count(b'u:me="x &lt; y&#10;z"') == 2


@pytest.mark.parametrize("name", ["a b", "<", "a/><b", '{urn:x}a="1" b', "{urn: x}", ""])
def test_a_recorded_element_with_a_name_that_is_none_is_refused(name: str) -> None:
    document = Document.new()
    node = [name, {}, None, [], None, {}]

    with pytest.raises(TranscriptError):
        document.replay({"do": "edit", "changes": [["insert", 0, 0, node, None]]})


def test_a_copy_in_its_own_document_keeps_the_prefixes_of_references() -> None:
    document = Document.from_bytes(SOURCE.encode())

    copy = copy_of(document, document.get("A", Task), {"A": "A2", "F": "F2"})

    assert isinstance(copy, Task)
    assert (copy.id, list(copy.outgoing)) == ("A2", ["me:F2"])


def test_a_copy_changes_neither_document_until_it_is_inserted() -> None:
    document = Document.from_bytes(SOURCE.encode())

    copy_of(document, document.get("A"), {})

    assert document.to_bytes() == SOURCE.encode()


def test_a_whole_process_of_every_reference_file_can_be_copied_validly(shared_data: Path) -> None:
    for path in sorted((shared_data / "bpmn" / "miwg-reference").glob("*.bpmn")):
        source = Document.from_bytes(path.read_bytes())
        processes = list(source.elements(Process))

        with source.edit("Duplicate"):
            ids = fresh_ids(source, processes)
            for process in processes:
                source.insert(source.definitions, copy_of(source, process, ids))

        assert schema_problems_of(source.to_bytes()) == [], path.name


def test_copies_of_drawings_stand_elsewhere_and_what_they_copy_stays():
    document = Document.from_bytes(
        b"""<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" id="D" targetNamespace="t"
 xmlns:di="http://www.omg.org/spec/DD/20100524/DI" xmlns:dc="http://www.omg.org/spec/DD/20100524/DC"
 xmlns:b="http://www.omg.org/spec/BPMN/20100524/DI"><b:BPMNDiagram><b:BPMNPlane>
<b:BPMNShape id="S"><dc:Bounds x="10" y="20" width="36" height="36"/>
<b:BPMNLabel><dc:Bounds x="0" y="60" width="90" height="14"/></b:BPMNLabel></b:BPMNShape>
<b:BPMNEdge id="E"><di:waypoint x="1" y="2"/><di:waypoint x="3" y="2"/></b:BPMNEdge>
</b:BPMNPlane></b:BPMNDiagram></definitions>"""
    )
    before = document.to_bytes()

    shape, edge = copies_of(document, [document.get("S"), document.get("E")], {}, (5.0, -2.0))

    assert isinstance(shape, BPMNShape)
    assert isinstance(edge, BPMNEdge)
    assert places_of(shape) == (Bounds(15, 18, 36, 36), (), Bounds(5, 58, 90, 14))
    assert edge.waypoints == (Point(6, 0), Point(8, 0))
    assert document.to_bytes() == before
