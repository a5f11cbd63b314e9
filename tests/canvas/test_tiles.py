"""Tiles: what is drawn, how much is painted for it, and that a frame never works past its budget."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage, QPainter

from modeler.ui.canvas.index import Rect
from modeler.ui.canvas.tiles import TileCache, level_of
from modeler.ui.canvas.viewport import Viewport

pytestmark = pytest.mark.usefixtures("qapp")
RED, BLUE, WHITE = QColor("red").rgb(), QColor("blue").rgb(), QColor("white").rgb()


class OneBox:
    """A white world with one box in it, and a record of what was asked."""

    def __init__(self) -> None:
        self.box = QRectF(100, 100, 50, 50)
        self.color = QColor("red")
        self.asked: list[Rect] = []

    def background(self) -> QColor:
        return QColor("white")

    def steps(self, painter: QPainter, rect: Rect, scale: float) -> Iterator[None]:
        self.asked.append(rect)
        yield
        painter.fillRect(self.box, self.color)
        yield


def frame(tiles: TileCache, view: Viewport, budget: float = 10.0) -> tuple[QImage, bool]:
    image = QImage(int(view.width), int(view.height), QImage.Format.Format_RGB32)
    painter = QPainter(image)
    complete = tiles.draw(painter, view, 1.0, True, budget)
    painter.end()
    return image, complete


def test_a_frame_shows_the_diagram_and_the_next_one_paints_nothing_again() -> None:
    world = OneBox()
    tiles = TileCache(world)
    view = Viewport(width=600, height=400)

    image, complete = frame(tiles, view)
    asked = len(world.asked)
    frame(tiles, view.panned(-40, 0))

    assert complete
    assert image.pixel(125, 125) == RED
    assert image.pixel(99, 99) == WHITE
    assert len(world.asked) == asked


def test_a_frame_without_budget_is_coarse_and_later_frames_complete_it() -> None:
    world = OneBox()
    tiles = TileCache(world)
    view = Viewport(width=600, height=400)

    _, first = frame(tiles, view, budget=0.0)
    done = [frame(tiles, view, budget=0.0)[1] for _ in range(20)]

    assert not first
    assert done[-1]
    assert frame(tiles, view)[0].pixel(125, 125) == RED


def test_an_edit_repaints_only_its_rectangle() -> None:
    world = OneBox()
    tiles = TileCache(world)
    view = Viewport(width=500, height=500)
    frame(tiles, view)
    world.asked.clear()
    world.color = QColor("blue")

    tiles.invalidate([(100, 100, 150, 150)])
    image, _ = frame(tiles, view)

    assert image.pixel(125, 125) == BLUE
    assert world.asked == [(98, 98, 153, 153)]


def test_zooming_shows_the_old_picture_scaled_until_the_new_one_is_there() -> None:
    world = OneBox()
    tiles = TileCache(world)
    view = Viewport(width=500, height=500)
    frame(tiles, view)

    image, complete = frame(tiles, view.zoomed(2.0, at=(0, 0)), budget=0.0)

    assert not complete
    assert image.pixel(250, 250) == RED


def test_of_several_old_pictures_the_one_of_the_nearest_scale_is_shown() -> None:
    world = OneBox()
    tiles = TileCache(world)
    view = Viewport(width=500, height=500)
    frame(tiles, view)
    world.color = QColor("blue")
    frame(tiles, view.zoomed(2.0, at=(0, 0)))

    nearer, _ = frame(tiles, view.zoomed(1.8, at=(0, 0)), budget=0.0)
    farther, _ = frame(tiles, view.zoomed(1.1, at=(0, 0)), budget=0.0)

    assert nearer.pixel(225, 225) == BLUE
    assert farther.pixel(137, 137) == RED


def test_what_no_old_picture_shows_is_background() -> None:
    tiles = TileCache(OneBox())
    view = Viewport(width=500, height=500)
    frame(tiles, view)

    image, _ = frame(tiles, view.zoomed(0.2, at=(0, 0)), budget=0.0)

    assert image.pixel(25, 25) == RED
    assert image.pixel(400, 400) == WHITE


def test_old_pictures_of_several_scales_leave_no_gap_between_them() -> None:
    world = OneBox()
    world.box = QRectF(-2000, -2000, 4000, 4000)
    tiles = TileCache(world)
    view = Viewport(width=900, height=700)
    frame(tiles, view)
    world.color = QColor("blue")
    frame(tiles, Viewport(x=100, y=80, width=300, height=200, scale=1.7))

    image, complete = frame(tiles, view.zoomed(1.4, at=(0, 0)), budget=0.0)

    seen = {image.pixel(x, y) for x in range(0, 900, 3) for y in range(0, 700, 3)}
    assert not complete
    assert seen == {RED, BLUE}


def test_at_most_the_capacity_is_kept() -> None:
    tiles = TileCache(OneBox(), capacity=6)
    view = Viewport(width=600, height=400)

    for step in range(12):
        frame(tiles, view.panned(-step * 700, 0))

    assert len(tiles) == 6


def test_clearing_forgets_every_picture() -> None:
    world = OneBox()
    tiles = TileCache(world)
    view = Viewport(width=500, height=500)
    frame(tiles, view)
    world.color = QColor("blue")

    tiles.clear()

    assert frame(tiles, view)[0].pixel(125, 125) == BLUE


@pytest.mark.parametrize(("scale", "level"), [(1.0, 1.0), (1.1, 1.0), (1.3, 2**0.5), (0.26, 0.25)])
def test_levels_are_half_an_octave_apart(scale: float, level: float) -> None:
    assert level_of(scale) == pytest.approx(level)
