"""Figures that look alike share their look: it is made, prepared and written once, wherever they stand."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest

from engine.bpmn.geometry import Bounds, Point
from modeler.drawing import DARK, LIGHT, EdgeSubject, Medium, PlainMetrics, ShapeSubject, edge_figure, shape_figure
from modeler.drawing.figure import is_same_look
from modeler.drawing.style import FileColors
from modeler.services.export.svg import svg
from tests.drawing.small_diagrams import document, shape

FULL = Medium(LIGHT, PlainMetrics())
HERE, THERE = Bounds(100, 100, 100, 80), Bounds(730.5, 20, 100, 80)
KINDS = (
    "task",
    "userTask",
    "subProcess",
    "startEvent",
    "exclusiveGateway",
    "dataObjectReference",
    "dataStoreReference",
)
SVG = "{http://www.w3.org/2000/svg}"


def drawn(kind: str = "userTask", bounds: Bounds = HERE, name: str = "Name", medium: Medium = FULL, **more):
    return shape_figure(ShapeSubject(kind, bounds, name, **more), medium)


@pytest.mark.parametrize("kind", [*KINDS, "conversation"])
def test_shapes_that_differ_in_name_and_place_only_share_a_look(kind):
    one, other = drawn(kind), drawn(kind, THERE, "Another name")

    assert one.look is other.look
    assert (one.x, one.y, other.x, other.y) == (100, 100, 730.5, 20)


@pytest.mark.parametrize(
    "other",
    [
        drawn("task"),
        drawn(bounds=Bounds(100, 100, 120, 80)),
        drawn(traits=frozenset(("loop",))),
        drawn(colors=FileColors("#ff0000")),
        drawn(icon="mail"),
        drawn(medium=FULL._replace(style=DARK)),
    ],
)
def test_what_looks_otherwise_has_a_look_of_its_own(other):
    assert drawn().look is not other.look


def test_flows_that_go_alike_share_a_look():
    line = (Point(0, 0), Point(50, 0), Point(50, 40))
    moved = tuple(Point(at.x + 20.5, at.y - 8) for at in line)

    one, other = (edge_figure(EdgeSubject("sequenceFlow", points), FULL) for points in (line, moved))

    assert one.look is other.look
    assert (other.x - one.x, other.y - one.y) == (20.5, -8)


def test_figures_in_other_places_or_with_other_names_do_not_paint_the_same():
    assert is_same_look(drawn(), drawn())
    assert not is_same_look(drawn(), drawn(bounds=THERE))
    assert not is_same_look(drawn(), drawn(name="Another name"))


def test_items_are_told_in_places_on_the_diagram():
    frame, *_, name = drawn(bounds=THERE).items

    assert (frame.x, frame.y) == (THERE.x, THERE.y)
    assert name.box.center.x == pytest.approx(THERE.center.x)


def test_svg_puts_what_stands_inside_a_shape_where_the_shape_is():
    semantic = '<bpmn:userTask id="A" name="One"/><bpmn:userTask id="B" name="Two"/>'
    found = document(semantic, shape("A", 100, 100, 100, 80) + shape("B", 400.25, 300, 100, 80))

    root = ElementTree.fromstring(svg(found.diagrams[0]))

    one, other = (root.find(f".//{SVG}g[@id='{id}']") for id in "AB")
    assert (one.get("transform"), other.get("transform")) == ("translate(100 100)", "translate(400.25 300)")
    assert inside(one) == inside(other)
    assert [each.findtext(f"{SVG}text") for each in (one, other)] == ["One", "Two"]
    assert [each.find(f"{SVG}text").get("x") for each in (one, other)] == ["50", "50"]


def inside(group: ElementTree.Element) -> list[bytes]:
    """What a group draws beside its title and its name."""
    return [ElementTree.tostring(each) for each in group if each.tag not in (f"{SVG}title", f"{SVG}text")]
