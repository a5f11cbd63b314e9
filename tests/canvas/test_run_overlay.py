"""A Request over the diagram: what is painted where, only what changed, and tokens on their way."""

from __future__ import annotations

from collections.abc import Callable, Set
from math import dist

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPixmap
from pytestqt.qtbot import QtBot

from engine.bpmn import Point
from modeler.drawing import LIGHT
from modeler.services.preview.stops import Stop
from modeler.ui.canvas import path_picture
from modeler.ui.canvas.items import SceneItem
from modeler.ui.canvas.marks import RunMarks
from modeler.ui.canvas.run_button import RunButton
from modeler.ui.canvas.travel import Travels, Way
from tests.benchmarks.generate import generate
from tests.canvas.driver import Driver

WAITING = RunMarks(
    {"ship": 1}, {"check": 2, "ship": 1}, {"check": "done", "ship": "waiting"}, frozenset({"to_ship"}), {"check": "1 d"}
)
Show = Callable[..., Driver]


def color_at(driver: Driver, at: QPoint) -> QColor:
    """What is painted at a pixel of the canvas."""
    driver.paint()
    return driver.canvas.grab().toImage().pixelColor(at)


def is_like(color: QColor, wanted: str) -> bool:
    other = QColor(wanted)
    parts = (color.red() - other.red(), color.green() - other.green(), color.blue() - other.blue())
    return sum(map(abs, parts)) < 40


def test_a_token_goes_along_the_whole_line_at_one_speed() -> None:
    way = Way((Point(0, 0), Point(100, 0), Point(100, 100)))

    places = [way.at(part) for part in (0.0, 0.25, 0.5, 0.75, 1.0)]

    assert places == [Point(0, 0), Point(50, 0), Point(100, 0), Point(100, 50), Point(100, 100)]


def test_all_tokens_arrive_together_and_a_line_without_length_carries_none() -> None:
    travels = Travels()
    travels.start([[Point(0, 0), Point(10, 0)], [Point(5, 5)]])

    travels.go_on(1.0)

    assert travels.points == [Point(10, 0)]
    travels.stop()
    assert not travels.is_moving


def test_the_token_stands_at_the_lower_left_of_its_element(simple: Driver) -> None:
    corner = simple.pixel((440, 180))

    simple.canvas.set_run(WAITING)

    assert is_like(color_at(simple, corner + QPoint(-6, 0)), LIGHT.token)
    simple.canvas.set_run(None)
    assert not is_like(color_at(simple, corner + QPoint(-6, 0)), LIGHT.token)


def test_a_breakpoint_is_a_dot_and_a_hollow_one_is_off(simple: Driver) -> None:
    corner = simple.pixel((200, 100))

    simple.canvas.run_show.set_stops({"check": Stop("check")}, frozenset())
    on = color_at(simple, corner)
    simple.canvas.run_show.set_stops({"check": Stop("check", is_on=False)}, frozenset())
    off = color_at(simple, corner)

    assert is_like(on, LIGHT.error)
    assert is_like(off, LIGHT.canvas)


def test_only_what_changed_is_painted_again(simple: Driver) -> None:
    overlay = simple.canvas.overlays.run_layer
    overlay.show(WAITING)

    nothing = overlay.show(WAITING)
    moved = overlay.show(RunMarks({"end": 1}, WAITING.counts, WAITING.states, WAITING.taken, WAITING.spent))

    assert nothing == []
    assert moved is not None
    assert len(moved) == 2


def test_tokens_move_and_arrive(simple: Driver, qtbot: QtBot) -> None:
    show = simple.canvas.run_show

    with qtbot.waitSignal(show.arrived):
        show.move_tokens(["to_ship"], 30)
        assert show.is_moving

    assert not show.is_moving


def test_without_time_tokens_are_there_at_once(simple: Driver) -> None:
    simple.canvas.run_show.move_tokens(["to_ship"], 0)

    assert not simple.canvas.run_show.is_moving


def test_a_button_stands_at_what_waits_and_goes_along_with_the_view(simple: Driver, qtbot: QtBot) -> None:
    pressed: list[str] = []
    buttons = simple.canvas.run_buttons
    buttons.pressed.connect(pressed.append)

    buttons.show_buttons([RunButton("ship", "user", "Answer")])
    before = buttons.buttons[0].pos()
    simple.canvas.pan(20, 10)
    qtbot.mouseClick(buttons.buttons[0], Qt.MouseButton.LeftButton)

    assert buttons.buttons[0].pos() - before == QPoint(20, 10)
    assert pressed == ["ship"]
    buttons.show_buttons([])
    assert buttons.buttons == []


def test_seen_from_far_away_the_path_is_one_picture_that_grows(show: Show) -> None:
    driver = show(generate(1_000))
    nodes = [each.id for each in driver.document.elements() if each.tag.endswith(("ask", "Event")) and each.id]
    driver.canvas.fit()
    driver.canvas.stage.zoom_to(0.15)

    driver.canvas.set_run(RunMarks(states=dict.fromkeys(nodes[:500], "done")))
    few = inked(driver)
    driver.canvas.set_run(RunMarks(states=dict.fromkeys(nodes, "done")))
    many = inked(driver)
    driver.canvas.set_run(None)

    assert inked(driver) < few < many


def test_a_very_long_path_is_drawn_in_several_frames_so_that_none_takes_long(
    show: Show, monkeypatch: pytest.MonkeyPatch
) -> None:
    driver = show(generate(1_000))
    stage, document = driver.canvas.stage, driver.document
    nodes = [each.id for each in document.elements() if each.tag.endswith(("ask", "Event")) and each.id]
    monkeypatch.setattr(path_picture, "MOST_AT_ONCE", len(nodes) // 3)
    picture, frame, drawn = path_picture.PathPicture(stage), QPixmap(driver.canvas.size()), []

    def find(names: Set[str]) -> list[SceneItem]:
        drawn.append(len(names))
        found = (stage.scene.item(document.find(name)) for name in names)
        return [item for item in found if item is not None]

    def paint() -> bool:
        painter = QPainter(frame)
        try:
            return picture.paint(painter, set(nodes), find)
        finally:
            painter.end()

    finished = [paint() for _ in range(5)]

    assert finished == [False, False, len(nodes) % 3 == 0, True, True]
    assert sum(drawn) == len(nodes)
    assert max(drawn) == len(nodes) // 3


def test_what_did_not_fit_into_a_frame_is_painted_in_the_next_ones(
    show: Show, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(path_picture, "MOST_AT_ONCE", 10)
    driver = show(generate(1_000))
    nodes = [each.id for each in driver.document.elements() if each.tag.endswith(("ask", "Event")) and each.id]
    driver.canvas.fit()
    driver.canvas.stage.zoom_to(0.15)
    known = driver.canvas.overlays.run_layer._far._known

    driver.canvas.set_run(RunMarks(states=dict.fromkeys(nodes, "done")))

    qtbot.waitUntil(lambda: driver.canvas.overlays.run_layer._far._known == set(nodes))
    assert known == set()


def test_steps_back_wipe_out_only_what_they_take_away_and_look_like_a_path_drawn_anew(show: Show) -> None:
    driver = show(generate(200))
    driver.canvas.fit()
    driver.canvas.stage.zoom_to(0.15)
    scene = driver.canvas.stage.scene
    middle = driver.canvas.stage.viewport.center
    items = sorted(scene, key=lambda item: -dist(item.center, middle))
    path = [item.element.id for item in items if item.element is not None and not item.is_frame and item.element.id]
    asked: list[int] = []

    def paint(picture: path_picture.PathPicture, length: int) -> QImage:
        frame = QPixmap(driver.canvas.size())
        frame.fill(Qt.GlobalColor.white)
        painter = QPainter(frame)
        picture.paint(painter, set(path[:length]), found)
        painter.end()
        return frame.toImage()

    def found(names: Set[str]) -> list[SceneItem]:
        asked.append(len(names))
        return [item for name in sorted(names) if (item := scene.item(driver.document.find(name))) is not None]

    picture = path_picture.PathPicture(driver.canvas.stage)
    whole = paint(picture, len(path))
    for length in (len(path) - 1, len(path) - 2, len(path) - 40, len(path) - 41):
        asked.clear()
        back = paint(picture, length)
        assert sum(asked) < len(path) / 2
        assert back == paint(path_picture.PathPicture(driver.canvas.stage), length)
        assert back != whole


def inked(driver: Driver) -> int:
    """How many pixels have the color of the path."""
    driver.paint()
    image = driver.canvas.grab().toImage()
    green = 0
    for y in range(0, image.height(), 2):
        for x in range(0, image.width(), 2):
            color = image.pixelColor(x, y)
            green += color.green() > color.red() + 30
    return green
