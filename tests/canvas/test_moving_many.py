"""What a change of very many things leaves on the canvas: the same as if the file had been opened just then."""

from __future__ import annotations

import random
import re
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt

from modeler.editing import commands
from modeler.ui.canvas import scene as scenes
from modeler.ui.canvas.items import Part
from tests.benchmarks.generate import generate
from tests.canvas.conftest import Show
from tests.canvas.diagrams import HEAD
from tests.canvas.driver import Driver
from tests.canvas.test_monkey import ACTIONS, Monkey, fresh, shown

PLACES = 60


@pytest.fixture
def large(show: Show) -> Driver:
    """Some hundred shapes in pools and lanes, seen at 100 %."""
    return show(generate(300))


def row_of(count: int) -> str:
    """Tasks side by side, in no pool."""
    tasks = "".join(f'<bpmn:task id="t{number}" name="{number}" />' for number in range(count))
    shapes = "".join(
        f'<bpmndi:BPMNShape bpmnElement="t{number}"><dc:Bounds x="{number * 130}" y="80" width="100" height="80" />'
        "</bpmndi:BPMNShape>"
        for number in range(count)
    )
    return (
        f'{HEAD}<bpmn:process id="P">{tasks}</bpmn:process><bpmndi:BPMNDiagram><bpmndi:BPMNPlane bpmnElement="P">'
        f"{shapes}</bpmndi:BPMNPlane></bpmndi:BPMNDiagram></bpmn:definitions>"
    )


def make_room(driver: Driver, side: str = "right", by: float = 50) -> None:
    diagram = driver.canvas.diagram
    assert diagram is not None
    assert diagram.plane is not None
    commands.make_space(driver.document, diagram.plane, commands.Cut(700 if side == "right" else 250, side, by))


def found(scene: scenes.Scene, rects: list[tuple[float, float, float, float]]) -> list[list[object]]:
    return [[item.view for item in scene.within(rect)] for rect in rects]


def some_rects(driver: Driver) -> list[tuple[float, float, float, float]]:
    around, chance = driver.canvas.stage.scene.bounds(), random.Random(1)
    assert around is not None
    corners = [(chance.uniform(around[0], around[2]), chance.uniform(around[1], around[3])) for _ in range(PLACES)]
    return [(x, y, x + chance.uniform(50, 900), y + chance.uniform(50, 900)) for x, y in corners]


@pytest.mark.parametrize(("side", "by"), [("right", 50), ("right", 1300), ("bottom", 70), ("left", 33.5), ("top", 600)])
def test_room_for_very_many_leaves_everything_where_the_document_has_it(large: Driver, side: str, by: float) -> None:
    make_room(large, side, by)

    for step in (None, large.document.history.undo, large.document.history.redo):
        if step is not None:
            step()
        scene, read = large.canvas.stage.scene, fresh(large)
        assert shown(scene) == shown(read)
        assert scene.bounds() is not None
        rects = some_rects(large)
        assert found(scene, rects) == found(read, rects)


def test_it_was_many_enough_to_be_carried(large: Driver) -> None:
    make_room(large)

    assert sum(item.is_carried for item in large.canvas.stage.scene) > scenes._MANY / 2


def test_what_was_carried_and_is_scrolled_to_looks_as_in_a_file_opened_now(large: Driver, show: Show) -> None:
    make_room(large)
    make_room(large, "bottom", 40)
    other = show(large.document.to_bytes().decode())

    for center in ((3000, 400), (2000, 1500), (6000, 700)):
        for each in (large, other):
            each.canvas.stage.viewport = each.canvas.stage.viewport.centered(*center)
            each.paint()
        assert large.canvas.grab().toImage() == other.canvas.grab().toImage()


def test_what_is_selected_is_framed_where_it_stands_to_the_last_digit(show: Show) -> None:
    driver = show(re.sub(r' x="(\d+)"', r' x="\1.333333333"', generate(300)))
    make_room(driver, by=0.1)

    scene, read = driver.canvas.stage.scene, fresh(driver)

    for item in list(scene):
        assert scene.part_rect(Part(item.view)) == read.part_rect(Part(item.view))


@pytest.mark.parametrize("by", [50, 1300])
def test_what_comes_into_view_or_leaves_it_by_the_change_is_seen_at_once(show: Show, by: float) -> None:
    driver = show(row_of(600))
    stage = driver.canvas.stage
    stage.viewport = replace(stage.viewport, x=650.0, y=0.0)
    driver.paint()

    make_room(driver, by=by)
    driver.paint()
    changed = driver.canvas.grab().toImage()
    stage.tiles.clear()
    driver.paint()

    assert driver.canvas.grab().toImage() == changed


@pytest.mark.parametrize("seed", range(3))
def test_random_use_keeps_in_step_where_everything_counts_as_many(
    show: Show, seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scenes, "_MANY", 0)
    driver = show()
    monkey = Monkey(driver, seed)

    for _ in range(ACTIONS):
        monkey.act()
        driver.key(Qt.Key.Key_Escape)
        driver.paint()
        near = {view: place_of(place) for view, place in shown(driver.canvas.stage.scene).items()}
        assert near == {view: place_of(place) for view, place in shown(fresh(driver)).items()}


def place_of(place: object) -> object:
    """A place as far as one can see it, with what stands there."""
    box, points, role, element = place  # type: ignore[misc]
    rounded = [round(number, 4) for number in (*box, *(number for point in points for number in point))]
    return rounded, role, element
