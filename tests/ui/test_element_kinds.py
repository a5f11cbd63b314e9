"""Elements by the words and signs under which designers know them."""

from __future__ import annotations

import pytest

from engine.bpmn import Document
from modeler.ui.forms.element_kinds import display_name
from tests.drawing.small_diagrams import document, edge, shape


@pytest.fixture
def flows() -> Document:
    semantic = (
        '<bpmn:task id="A" name="Check\nprice"/><bpmn:task id="B"/><bpmn:task id="C"/>'
        '<bpmn:sequenceFlow id="named" name="yes" sourceRef="A" targetRef="B"/>'
        '<bpmn:sequenceFlow id="half" sourceRef="A" targetRef="B"/>'
        '<bpmn:sequenceFlow id="bare" sourceRef="B" targetRef="C"/>'
        '<bpmn:sequenceFlow id="open" sourceRef="A"/>'
    )
    drawn = shape("A", 0, 0, 100, 80) + shape("B", 200, 0, 100, 80) + edge("half", (100, 40), (200, 40))
    return document(semantic, drawn)


@pytest.mark.parametrize(
    ("flow", "words"),
    [("named", "yes"), ("half", "Check price → Task"), ("bare", "Sequence flow"), ("open", "Sequence flow")],
)
def test_a_flow_without_a_name_is_known_by_its_ends(flows: Document, flow: str, words: str) -> None:
    element = flows.find(flow)

    assert element is not None
    assert display_name(element) == words


@pytest.mark.parametrize("flow", ["half", "bare"])
def test_the_picture_of_a_flow_is_an_arrow_from_below_to_above(window, flows: Document, flow: str) -> None:
    element = flows.find(flow)
    assert element is not None

    picture = window.entry_pictures().of_element(element, 28, 1.0).toImage()

    drawn = [(x, y) for x in range(28) for y in range(28) if picture.pixelColor(x, y).alpha() > 100]
    left, right = min(drawn), max(drawn)
    assert left[1] > right[1] + 5
