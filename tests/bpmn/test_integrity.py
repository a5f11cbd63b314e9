"""What real files get wrong is found, with the element, the line and words that a designer understands."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.bpmn import Document, Problem
from engine.bpmn.integrity import problems

HEAD = """<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL"
    xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI" xmlns:pm="http://processmaker.com/BPMN/2.0/Schema.xsd"
    xmlns:tns="t" xmlns:other="elsewhere" id="D" targetNamespace="t">
"""
RIGHT = """<bpmn:process id="P" name="Order">
<bpmn:task id="A" name="Check"><bpmn:outgoing>tns:F</bpmn:outgoing></bpmn:task>
<bpmn:task id="B"><bpmn:incoming> F </bpmn:incoming></bpmn:task>
<bpmn:sequenceFlow id="F" sourceRef="A" targetRef="tns:B"/>
</bpmn:process>
"""
DIAGRAM = """<bpmndi:BPMNDiagram id="G"><bpmndi:BPMNPlane id="L" bpmnElement="P">
<bpmndi:BPMNShape id="S1" bpmnElement="A"/>
<bpmndi:BPMNShape id="S2" bpmnElement="tns:B"/>
<bpmndi:BPMNEdge id="E1" bpmnElement="F"/>
</bpmndi:BPMNPlane></bpmndi:BPMNDiagram>
"""


def found(body: str = RIGHT, diagram: str = DIAGRAM) -> list[Problem]:
    return problems(Document.from_bytes(f"{HEAD}{body}{diagram}</bpmn:definitions>".encode()))


def test_a_right_file_has_no_problems() -> None:
    assert found() == []


@pytest.mark.parametrize(
    ("old", "new", "rule", "severity", "element", "line", "words"),
    [
        ('id="B"', 'id="A"', "duplicate-id", "error", "A", 6, 'The task "A" has the id "A"'),
        ('<bpmn:task id="B"', '<bpmn:task id="B 2"', "invalid-id", "error", "B 2", 6, "starts with a letter"),
        (' targetRef="tns:B"', "", "open-flow", "error", "F", 7, 'The sequence flow "F" has no end'),
        ('sourceRef="A"', 'sourceRef="Z"', "open-flow", "error", "F", 7, 'there is no element "Z"'),
        (
            'id="A" name',
            'id="A" default="X" name',
            "dangling-reference",
            "warning",
            "A",
            5,
            'refers to "X" as its default',
        ),
        ("> F <", "> Q <", "dangling-reference", "warning", "B", 6, 'lists "Q" as incoming'),
        ("<bpmn:incoming> F </bpmn:incoming>", "", "unlisted-flow", "info", "P", 4, "1 sequence flow(s)"),
        (
            "<bpmn:incoming> F </bpmn:incoming>",
            "<bpmn:outgoing>F</bpmn:outgoing>",
            "wrongly-listed-flow",
            "warning",
            "B",
            6,
            "connected elsewhere",
        ),
        (
            'id="A" name',
            'id="A" pm:config="{&quot;a&quot;:" name',
            "malformed-settings",
            "warning",
            "A",
            5,
            "pm:config",
        ),
        ('id="A" name', 'id="A" color="red" name', "unprefixed-attribute", "warning", "A", 5, "read as pm:color"),
        (
            "> F </bpmn:incoming>",
            "> F </bpmn:incoming><bpmn:documentation/>",
            "wrong-order",
            "warning",
            "B",
            6,
            '"documentation" stands too late',
        ),
        (
            "<bpmn:sequenceFlow",
            '<bpmn:boundaryEvent id="V"/><bpmn:sequenceFlow',
            "unattached-event",
            "error",
            "V",
            7,
            "not attached",
        ),
    ],
)
def test_each_fault_is_found_where_it_is(
    old: str, new: str, rule: str, severity: str, element: str, line: int, words: str
) -> None:
    assert old in RIGHT

    matching = [problem for problem in found(RIGHT.replace(old, new)) if problem.rule == rule]

    assert [(problem.severity, problem.element_id, problem.line) for problem in matching] == [(severity, element, line)]
    assert words in matching[0].message


@pytest.mark.parametrize(
    ("diagram", "rule", "element"),
    [
        ("", "no-diagram", "D"),
        (DIAGRAM.replace('bpmnElement="F"', 'bpmnElement="Q"'), "stray-shape", "E1"),
        (DIAGRAM.replace(' bpmnElement="F"', ""), "stray-shape", "E1"),
        (DIAGRAM.replace('bpmnElement="tns:B"', 'bpmnElement="A"'), "not-drawn", "B"),
        (DIAGRAM.split("\n")[0] + "</bpmndi:BPMNPlane></bpmndi:BPMNDiagram>", "not-drawn", "P"),
    ],
)
def test_what_is_not_drawn_and_what_draws_nothing_is_found(diagram: str, rule: str, element: str) -> None:
    matching = [problem for problem in found(RIGHT, diagram) if problem.rule == rule]

    assert [problem.element_id for problem in matching] == [element]


def test_the_only_shape_of_a_diagram_is_found() -> None:
    bounds = '<dc:Bounds xmlns:dc="http://www.omg.org/spec/DD/20100524/DC" x="0"/>'
    shape = f'<bpmndi:BPMNShape id="s" bpmnElement="A">{bounds}</bpmndi:BPMNShape>'
    diagram = f"{DIAGRAM.splitlines()[0]}{shape}</bpmndi:BPMNPlane></bpmndi:BPMNDiagram>"

    assert found('<bpmn:process id="P"><bpmn:startEvent id="A"/></bpmn:process>', diagram) == []


def test_a_reference_into_another_namespace_is_no_fault_of_this_file() -> None:
    body = RIGHT.replace('id="A" name', 'id="A" default="other:X" name')

    assert found(body) == []


def test_settings_nested_beyond_reason_are_a_finding_and_no_crash() -> None:
    body = RIGHT.replace('id="A" name', f'id="A" pm:errorHandling="{"[" * 100_000}" name')

    assert [problem.rule for problem in found(body)] == ["malformed-settings"]


def test_problems_stand_in_the_order_of_the_file() -> None:
    lines = [problem.line or 0 for problem in found(RIGHT.replace("F", "X", 1).replace('"A"', '"A A"', 1), "")]

    assert len(lines) > 2
    assert lines == sorted(lines)


def test_the_reference_diagrams_of_the_standard_have_nothing_wrong_but_one_undrawn_process(shared_data: Path) -> None:
    for path in sorted((shared_data / "bpmn" / "miwg-reference").glob("*.bpmn")):
        rules = {problem.rule for problem in problems(Document.from_bytes(path.read_bytes()))}

        assert rules <= {"not-drawn"}, path.name
