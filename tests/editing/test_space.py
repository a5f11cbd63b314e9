"""Room is made beyond a line: lines follow with the ends that go along, whatever way a file refers to elements."""

from __future__ import annotations

import pytest

from engine.bpmn import Bounds, BPMNEdge, Document, Point
from modeler.editing import behaviors, commands

FILE = """<b:definitions xmlns:b="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:p="urn:own" targetNamespace="o"
 xmlns:i="http://www.omg.org/spec/BPMN/20100524/DI" xmlns:d="http://www.omg.org/spec/DD/20100524/DI"
 xmlns:c="http://www.omg.org/spec/DD/20100524/DC" id="D"><b:process id="P"><b:task id="A"/><b:task id="B"/>
<b:sequenceFlow id="F" sourceRef="A" targetRef="B"/></b:process><i:BPMNDiagram><i:BPMNPlane bpmnElement="p:P">
<i:BPMNShape id="A_di" bpmnElement="p:A"><c:Bounds x="0" y="0" width="100" height="80"/></i:BPMNShape>
<i:BPMNShape id="B_di" bpmnElement="p:B"><c:Bounds x="200" y="0" width="100" height="80"/></i:BPMNShape>
<i:BPMNEdge id="F_di" bpmnElement="p:F"><d:waypoint x="100" y="40"/><d:waypoint x="200" y="40"/></i:BPMNEdge>
</i:BPMNPlane></i:BPMNDiagram></b:definitions>"""
PREFIXED, PLAIN = FILE, FILE.replace('"p:', '"')


@pytest.mark.parametrize("text", [PLAIN, PREFIXED], ids=["plain", "prefixed"])
@pytest.mark.parametrize(
    ("cut", "ends"),
    [
        (commands.Cut(150, "right", 50), (100, 250)),
        (commands.Cut(150, "left", 50), (50, 200)),
        (commands.Cut(-10, "right", 50), (150, 250)),
        (commands.Cut(400, "right", 50), (100, 200)),
    ],
)
def test_the_end_of_a_line_goes_with_its_shape(text: str, cut: commands.Cut, ends: tuple[float, float]) -> None:
    document = Document.from_bytes(text.encode(), "space.bpmn", behaviors.ALL)
    plane = document.diagrams[0].plane
    assert plane is not None

    commands.make_space(document, plane, cut)

    line = document.get("F_di", BPMNEdge)
    shapes = {shape.id: shape.bounds for shape in plane.shapes}
    assert line.waypoints == (Point(ends[0], 40), Point(ends[1], 40))
    assert shapes["A_di"] == Bounds(ends[0] - 100, 0, 100, 80)
    assert shapes["B_di"] == Bounds(ends[1], 0, 100, 80)
    document.history.undo()
    assert document.to_bytes() == text.encode()
