"""Resizing: connections, boundary events and labels keep their place on the border."""

from __future__ import annotations

import pytest

from engine.bpmn import Bounds
from modeler.editing import CommandRefused, commands
from modeler.editing.element_types import ALL
from tests.editing.notation import box, diagram, flow, line, node


def test_a_task_can_be_resized_and_its_flows_follow():
    document = diagram("start > A > end")

    commands.resize(document, node(document, "A"), Bounds(186, 100, 120, 80))

    assert box(document, "A") == (186, 100, 120, 80)
    assert line(document, flow(document, "A", "end")) == [(306, 140), (336, 140)]
    assert line(document, flow(document, "start", "A")) == [(136, 140), (186, 140)]


def test_a_boundary_event_keeps_its_relative_place():
    document = diagram("start > A > end")
    timer = next(each for each in ALL if each.id == "timer-boundary-event")
    event = commands.create(document, timer, host=node(document, "A"))
    x, y, _, _ = box(document, event)
    assert (x + 18 - 186) / 100 == 0.73

    commands.resize(document, node(document, "A"), Bounds(186, 100, 200, 120))

    x, y, _, _ = box(document, event)
    assert (x + 18, y + 18) == (186 + 146, 220)


@pytest.mark.parametrize("id", ["start", "xor"])
def test_events_and_gateways_have_a_fixed_size(id):
    document = diagram("start > xor > end")

    with pytest.raises(CommandRefused, match="fixed size"):
        commands.resize(document, node(document, id), Bounds(0, 0, 100, 100))


def test_a_task_has_a_least_size():
    document = diagram("start > A > end")

    with pytest.raises(CommandRefused, match="needs at least 50 × 40"):
        commands.resize(document, node(document, "A"), Bounds(186, 100, 20, 80))


def test_resizing_is_one_step():
    document = diagram("start > A > end")
    before = document.to_bytes()

    commands.resize(document, node(document, "A"), Bounds(150, 90, 160, 120))
    document.history.undo()

    assert document.to_bytes() == before
