"""The validator, unit by unit: nothing is passed over, and what stands around a unit is no matter of it."""

from __future__ import annotations

import pytest

from engine.bpmn import Document
from engine.bpmn.journal import Insert, Remove
from engine.bpmn.schema import schema_problems
from engine.bpmn.units import units
from engine.bpmn.validation import faults, suspects

FILE = """<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:x="http://bad uri/of a tool"
 xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI" xmlns:q="urn:q" targetNamespace="urn:q">
<bpmn:process id="P">{body}</bpmn:process>
</bpmn:definitions>"""


def opened(body: str) -> Document:
    return Document.from_bytes(FILE.format(body=body).encode())


def told(document: Document) -> list[tuple[str | None, str]]:
    root = document.definitions.node
    return [(unit.get("id"), fault.message) for unit in units(root) for fault in faults(unit)]


def test_a_valid_file_has_no_suspects() -> None:
    document = opened('<bpmn:task id="A"/><bpmn:sequenceFlow id="F" sourceRef="A" targetRef="A"/>')

    assert suspects(document.definitions.node) == []
    assert told(document) == []


def test_what_follows_an_element_that_was_not_expected_is_checked_too() -> None:
    document = opened('<q:odd/><bpmn:task id="A" bogus="1"/><bpmn:subProcess id="S"><bpmn:task id="B" isForCompensation="no"/></bpmn:subProcess>')  # fmt: skip # noqa: E501

    assert [problem.element_id for problem in schema_problems(document)] == ["P", "A", "B"]


@pytest.mark.parametrize(
    "body",
    [
        '<bpmn:task id="A" bogus="1"/>',
        '<bpmn:laneSet id="L"><bpmn:lane id="N"><bpmn:childLaneSet><bpmn:lane bogus="1"/></bpmn:childLaneSet></bpmn:lane></bpmn:laneSet>',  # noqa: E501
        '<bpmn:task id="A"/><bpmn:property id="L"/>',
        '<bpmn:task id="A"/>loose<bpmn:task id="B"/>',
        "<bpmn:task id='A'/>" * 3 + '<bpmn:group id="G"/><bpmn:task id="B"/>',
        '<bpmn:task id="A"><bpmn:outgoing>none:F</bpmn:outgoing></bpmn:task>',
        '<bpmn:task id="A"/><!-- a word -->loose<bpmn:task id="B"/>',
    ],
)
def test_every_unit_with_a_fault_is_a_suspect(body: str) -> None:
    root = opened(body).definitions.node

    faulty = {unit for unit in units(root) if faults(unit)}

    assert faulty
    assert faulty <= set(suspects(root))


def test_prefixes_that_are_declared_far_outside_hold_in_a_unit() -> None:
    document = opened('<bpmn:task id="A"><bpmn:outgoing>q:F</bpmn:outgoing></bpmn:task>')

    assert told(document) == []


def test_what_was_moved_out_of_the_reach_of_its_prefix_keeps_its_namespace() -> None:
    listed = '<b:outgoing xmlns:b="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns="">q:F</b:outgoing>'
    text = FILE.format(body=f'<bpmn:subProcess id="A">{listed}</bpmn:subProcess><bpmn:transaction id="B"/>')
    document = Document.from_bytes(text.replace("bpmn:", "").replace("xmlns:bpmn=", "xmlns=").encode())
    moved = document.get("A").children[0]
    assert told(document) == []

    with document.edit("Move"):
        document.record(Remove(document.get("A").node, moved.node, 0))
        document.record(Insert(document.get("B").node, moved.node, 0))

    assert told(document) == []
    assert suspects(document.definitions.node) == []


def test_a_container_is_judged_by_itself_also_with_very_many_in_it() -> None:
    many = "".join(f'<bpmn:task id="T{number}"/>' for number in range(50))
    document = opened(f'{many}<bpmn:property id="L"/>')

    ((unit, message),) = told(document)

    assert unit == "P"
    assert "property" in message
