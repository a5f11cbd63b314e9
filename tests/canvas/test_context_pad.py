"""What the context pad offers beside special elements: lanes of a pool, and what alone may follow."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from engine.bpmn import Element, EventBasedGateway, Lane, Participant, Point
from modeler.editing import commands
from modeler.editing.commands.lanes import lanes_of
from tests.canvas.driver import Driver


@pytest.fixture
def pool(simple: Driver) -> Element:
    """A pool round everything, selected."""
    made = commands.create(simple.document, "bpmn:participant", at=Point(400, 240))
    select(simple, made)
    return made


def select(driver: Driver, element: Element) -> None:
    driver.canvas.stage.select_elements([element])
    driver.canvas.zoom_to(0.6)
    driver.paint()


def press(driver: Driver, entry: str) -> None:
    button = driver.canvas.context_pad.button(entry)
    assert button is not None
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def test_a_pool_gets_lanes_above_and_below(simple: Driver, pool: Participant) -> None:
    press(simple, "lane-below")
    select(simple, pool)
    press(simple, "lane-above")

    lanes = lanes_of(pool)
    tops = [shape.bounds.y for lane in lanes if (shape := simple.document.shape_of(lane)) is not None]
    assert len(lanes) == 3
    assert tops == sorted(tops)
    assert simple.canvas.selected_elements == (lanes[0],)


def test_a_pool_is_divided_and_one_undo_takes_the_lanes_away(simple: Driver, pool: Participant) -> None:
    before = simple.document.to_bytes()

    press(simple, "lane-three")
    heights = [simple.bounds(str(lane.id)).height for lane in lanes_of(pool)]
    simple.document.history.undo()

    assert len(heights) == 3
    assert max(heights) - min(heights) <= 2
    assert simple.document.to_bytes() == before


def test_a_small_lane_is_not_offered_to_be_divided(simple: Driver, pool: Participant) -> None:
    commands.divide_lane(simple.document, pool, 3)

    select(simple, simple.document.get(str(lanes_of(pool)[0].id)))

    assert isinstance(simple.canvas.selected_elements[0], Lane)
    assert simple.canvas.context_pad.button("lane-above") is not None
    assert simple.canvas.context_pad.button("lane-three") is None


def test_an_event_based_gateway_is_followed_by_what_it_can_wait_for(simple: Driver) -> None:
    gateway = commands.create(simple.document, "bpmn:eventBasedGateway", at=Point(420, 340))
    select(simple, gateway)

    assert simple.canvas.context_pad.button("task") is None
    press(simple, "timer-intermediate-catch-event")

    (flow,) = simple.document.outgoing(gateway)
    assert isinstance(flow.source, EventBasedGateway)
    assert flow.target is not None
    assert flow.target.tag == "intermediateCatchEvent"


def test_the_append_menu_of_an_event_based_gateway_offers_nothing_else(simple: Driver) -> None:
    gateway = commands.create(simple.document, "bpmn:eventBasedGateway", at=Point(420, 340))
    select(simple, gateway)

    simple.key(Qt.Key.Key_A)

    shown = simple.canvas.menus.popup
    titles = [shown.list.item(row).text() for row in range(shown.list.count())]
    assert "Receive task" in titles
    assert not {"User task", "Exclusive gateway", "End event"} & set(titles)
