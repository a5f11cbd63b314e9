"""A shape or line moves as a whole: its box or its points, and a label that has a place of its own."""

from __future__ import annotations

from engine.bpmn import Bounds, BPMNEdge, BPMNShape, Document, Point
from engine.bpmn.diagram import move_by, places_of

FILE = b"""<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" id="D" targetNamespace="t"
 xmlns:di="http://www.omg.org/spec/DD/20100524/DI" xmlns:dc="http://www.omg.org/spec/DD/20100524/DC"
 xmlns:b="http://www.omg.org/spec/BPMN/20100524/DI"><b:BPMNDiagram><b:BPMNPlane>
<b:BPMNShape id="S"><dc:Bounds x="10.1" y="20" width="36.00" height="36"/>
<b:BPMNLabel><dc:Bounds x="0" y="60" width="90" height="14"/></b:BPMNLabel></b:BPMNShape>
<b:BPMNEdge id="E"><di:waypoint x="1" y="2"/><di:waypoint x="3" y="2"/><b:BPMNLabel/></b:BPMNEdge>
<b:BPMNShape id="N"/></b:BPMNPlane></b:BPMNDiagram></definitions>"""


def test_the_box_and_the_label_of_a_shape_move_and_nothing_else_is_written():
    document = Document.from_bytes(FILE)
    shape = document.get("S", BPMNShape)

    with document.edit("Move"):
        move_by(shape, 0.2, 0)

    assert document.to_bytes() == FILE.replace(b'x="10.1"', b'x="10.3"').replace(b'x="0"', b'x="0.2"')


def test_all_points_of_a_line_move_and_a_label_without_a_place_stays_without():
    document = Document.from_bytes(FILE)
    edge = document.get("E", BPMNEdge)

    with document.edit("Move"):
        move_by(edge, -1, 5)

    assert edge.waypoints == (Point(0, 7), Point(2, 7))
    assert edge.label is not None
    assert edge.label.bounds is None


def test_a_shape_without_a_box_gets_none():
    document = Document.from_bytes(FILE)

    with document.edit("Move"):
        move_by(document.get("N", BPMNShape), 5, 5)

    assert not document.history.can_undo


def test_box_points_and_label_are_read_in_one_pass_as_each_is_read_alone():
    document = Document.from_bytes(FILE)

    assert places_of(document.get("S", BPMNShape)) == (Bounds(10.1, 20, 36, 36), (), Bounds(0, 60, 90, 14))
    assert places_of(document.get("E", BPMNEdge)) == (None, (Point(1, 2), Point(3, 2)), None)
    assert places_of(document.get("N", BPMNShape)) == (None, (), None)
