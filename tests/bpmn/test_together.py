"""What is told of several units together follows their marks one by one."""

from __future__ import annotations

from engine.bpmn import Document
from engine.bpmn.integrity import look
from engine.bpmn.together import JOINT, Together

FILE = b"""<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" targetNamespace="t">
<bpmn:process id="P" name="Order"><bpmn:task id="A"/>
<bpmn:sequenceFlow id="F" sourceRef="A" targetRef="A"/><bpmn:sequenceFlow id="G" sourceRef="A" targetRef="A"/>
</bpmn:process></bpmn:definitions>"""


def told(document: Document, together: Together, *ids: str) -> list[str]:
    for id in ids:
        unit = document.get(id).node
        together.put(unit, [finding for finding in look(unit, document.index) if finding.rule in JOINT])
    return [finding.message for finding in together.told(document.definitions.node)]


def test_flows_that_nobody_lists_are_counted_with_each_mark() -> None:
    document, together = Document.from_bytes(FILE), Together()

    one, two = told(document, together, "F")[0], told(document, together, "G")[0]
    together.put(document.get("F").node, ())
    left = told(document, together)[0]

    assert "has 1 sequence flow(s)" in one
    assert (
        'has 2 sequence flow(s) that the connected elements do not list as incoming or outgoing, the first is "F"'
        in two
    )
    assert 'the first is "G"' in left


def test_a_container_with_another_name_is_spoken_of_by_that() -> None:
    document, together = Document.from_bytes(FILE), Together()
    assert 'The process "Order"' in told(document, together, "F", "P")[0]

    with document.edit("Rename"):
        document.get("P").set("name", "Purchase")

    assert 'The process "Purchase"' in told(document, together, "P")[0]


def test_a_mark_that_another_unit_has_taken_over_stays() -> None:
    document, together = Document.from_bytes(FILE), Together()
    flow, process = document.get("F").node, document.get("P").node
    marks = [finding for finding in look(flow, document.index) if finding.rule == "unlisted-flow"]

    together.put(flow, marks)
    together.put(process, marks)
    together.put(flow, ())

    assert len(list(together.told(document.definitions.node))) == 1


def test_without_a_diagram_that_is_all_that_is_told_of_drawing() -> None:
    document, together = Document.from_bytes(FILE), Together()

    assert "The file has no diagram: its elements are not drawn" in told(document, together, "A", "F", "G")
