"""Validation by the OMG's schemas, in a designer's words."""

from __future__ import annotations

from pathlib import Path

import pytest

import resources
from engine.bpmn import Document, Point
from engine.bpmn.schema import schema_problems, validate
from modeler.editing import commands

FOLDER = Path(resources.__file__).parent / "xsd"
FILE = """<?xml version="1.0"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" targetNamespace="t">
<bpmn:process id="P">
{body}
</bpmn:process>
</bpmn:definitions>"""


def messages(body: str) -> list[tuple[str | None, int | None, str]]:
    found = validate(FILE.format(body=body).encode())
    return [(problem.element_id, problem.line, problem.message) for problem in found]


def test_a_new_document_is_valid() -> None:
    assert validate(Document.new().to_bytes()) == []


@pytest.mark.parametrize(
    ("body", "element", "words"),
    [
        ('<bpmn:task id="A"/><bpmn:task id="A"/>', "A", "which another element has too"),
        ('<bpmn:task id="A A"/>', "A A", "it must be an id"),
        ('<bpmn:task id="A" name="Pay" color="red"/>', "A", 'The task "Pay" has the attribute "color"'),
        ('<bpmn:sequenceFlow id="F" sourceRef="A"/>', "F", "has no target (targetRef), which BPMN requires"),
        ('<bpmn:task id="A"><bpmn:outgoing>a b</bpmn:outgoing></bpmn:task>', "A", '"a b" does not fit in outgoing'),
        ('<bpmn:task id="A"><bpmn:outgoing/><bpmn:documentation/></bpmn:task>', "A", "stands in the wrong place"),
        ('<bpmn:task id="A">loose</bpmn:task>', "A", "contains loose text"),
        ('<bpmn:parallelGateway id="G" gatewayDirection="up"/>', "G", "one of Unspecified, Converging, Diverging"),
        ('<bpmn:task id="A" isForCompensation="yes"/>', "A", "it must be true or false"),
        (
            '<bpmn:startEvent id="S"><bpmn:conditionalEventDefinition id="C"/></bpmn:startEvent>',
            *("C", 'is incomplete: it still needs "condition"'),
        ),
        (
            '<bpmn:task id="A"><v:x xmlns:v="urn:v"/></bpmn:task>',
            *("A", 'the vendor\'s element "x" belongs into extensionElements'),
        ),
        (
            '<bpmn:task id="A"><bpmn:extensionElements><x/></bpmn:extensionElements></bpmn:task>',
            *("A", 'In the task "A", "x" needs a namespace of its own'),
        ),
    ],
)
def test_a_fault_is_told_with_its_element_and_line_in_plain_words(body: str, element: str, words: str) -> None:
    found = messages(body)

    assert [(id, line) for id, line, _ in found][:1] == [(element, 4)]
    assert any(words in message for _, _, message in found)
    assert not any("{" in message or "xs:" in message for _, _, message in found)


def test_a_way_point_in_the_wrong_namespace_is_told_as_that() -> None:
    data = b"""<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" targetNamespace="t"
 xmlns:i="http://www.omg.org/spec/BPMN/20100524/DI" xmlns:dc="http://www.omg.org/spec/DD/20100524/DC">
<bpmn:process id="P"/><i:BPMNDiagram><i:BPMNPlane bpmnElement="P"><i:BPMNEdge id="E" bpmnElement="P">
<dc:waypoint x="1" y="1"/></i:BPMNEdge></i:BPMNPlane></i:BPMNDiagram></bpmn:definitions>"""

    found = [(problem.element_id, problem.line, problem.message) for problem in validate(data)]

    assert [(id, line) for id, line, _ in found] == [("E", 4)]
    assert '"waypoint" is written in another namespace' in found[0][2]


def test_an_undeclared_prefix_is_told_at_the_element_that_has_it() -> None:
    body = '<bpmn:task id="A"><bpmn:extensionElements><v:x v:y="1"/></bpmn:extensionElements></bpmn:task>'

    found = [message for id, _, message in messages(body) if id == "A"]

    assert found == ['In the task "A", "x" needs a namespace of its own, as vendors\' elements have']


def test_a_bad_value_is_told_once_and_equal_faults_of_two_elements_twice() -> None:
    found = messages('<bpmn:task id="A" startQuantity="x"/><bpmn:task id="B" startQuantity="x"/>')

    assert [element for element, _, _ in found] == ["A", "B"]


def test_lines_are_right_beyond_what_the_validator_can_count() -> None:
    found = messages("\n" * 70_000 + '<bpmn:task id="A" startQuantity="x"/>')

    assert [line for _, line, _ in found] == [70_004]


def test_a_file_that_cannot_be_read_is_one_problem() -> None:
    assert [problem.rule for problem in validate(b"no file")] == ["not-bpmn"]
    assert [problem.rule for problem in validate(b"<!DOCTYPE a><a/>")] == ["hostile-file"]


def test_an_html_entity_makes_a_file_invalid_although_it_opens() -> None:
    body = '<bpmn:task id="A"><bpmn:documentation>a&nbsp;b</bpmn:documentation></bpmn:task>'

    assert [problem.severity for problem in validate(FILE.format(body=body).encode())] == ["error"]


def test_the_schemas_are_the_published_ones_byte_for_byte(shared_data: Path) -> None:
    for path in (shared_data / "xsd").glob("*.xsd"):
        assert (FOLDER / path.name).read_bytes() == path.read_bytes()


def test_the_reference_diagrams_of_the_standard_are_valid(shared_data: Path) -> None:
    for path in sorted((shared_data / "bpmn" / "miwg-reference").glob("*.bpmn")):
        assert validate(path.read_bytes()) == [], path.name


def test_an_open_document_is_checked_as_it_is_now_with_its_edits() -> None:
    document = Document.from_bytes(FILE.format(body='<bpmn:task id="A" startQuantity="x"/>').encode())
    before = schema_problems(document)

    with document.edit("Break"):
        document.definitions.root_elements[0].set("isClosed", "maybe")
        document.get("A").set("startQuantity", "1")

    assert [(problem.element_id, problem.line) for problem in before] == [("A", 4)]
    assert [(problem.element_id, problem.line) for problem in schema_problems(document)] == [("P", 3)]


def test_an_element_that_took_the_place_of_another_has_its_id_alone() -> None:
    document = Document.new()
    task = commands.create(document, "bpmn:serviceTask", at=Point(100, 100), id="A")
    assert schema_problems(document) == []

    commands.replace(document, task, "bpmn:sendTask")
    assert schema_problems(document) == []
    document.history.undo()
    assert schema_problems(document) == []


def test_an_id_that_two_elements_have_is_still_told_after_edits() -> None:
    document = Document.new()
    task = commands.create(document, "bpmn:serviceTask", at=Point(100, 100), id="A")
    commands.create(document, "bpmn:task", at=Point(300, 100), id="B")
    assert schema_problems(document) == []
    commands.replace(document, task, "bpmn:sendTask")

    with document.edit("Same id"):
        document.get("B").set("id", "A")

    assert any("which another element has too" in each.message for each in schema_problems(document))
