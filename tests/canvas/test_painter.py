"""Figures are painted by Qt as they say: colors at places, text in its box, labels last."""

from __future__ import annotations

import gc

import pytest
from PySide6.QtGui import QColor, QGuiApplication, QImage, QPainter

from engine.bpmn.geometry import Bounds, Point
from modeler.drawing import LABEL, LIGHT, EdgeSubject, Figure, Medium, ShapeSubject, edge_figure, shape_figure
from modeler.drawing.figure import Look, Path, pen
from modeler.drawing.figures import EDGES, SHAPES
from modeler.drawing.geometry import geometry
from modeler.drawing.outlines import RectangleOutline
from modeler.drawing.style import FileColors
from modeler.ui.canvas.painter import FigurePainter, qt_path
from modeler.ui.metrics import QtMetrics

BOX = Bounds(10, 10, 100, 80)


@pytest.fixture
def metrics(qapp: QGuiApplication) -> QtMetrics:
    return QtMetrics()


def figure(metrics: QtMetrics, kind: str, name: str = "", **more: object) -> Figure:
    return shape_figure(ShapeSubject(kind, BOX, name, **more), Medium(LIGHT, metrics))  # type: ignore[arg-type]


def painted(metrics: QtMetrics, *figures: Figure, **options: object) -> QImage:
    image = QImage(120, 140, QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    painter = QPainter(image)
    FigurePainter(metrics, **options).paint_all(painter, figures)
    painter.end()
    return image


def dark_pixels(image: QImage, area: Bounds) -> int:
    columns, rows = range(int(area.x), int(area.right)), range(int(area.y), int(area.bottom))
    return sum(image.pixelColor(x, y).lightness() < 128 for x in columns for y in rows)


def test_a_shape_is_filled_with_its_color_and_framed(metrics):
    image = painted(metrics, figure(metrics, "task", colors=FileColors("#ff0000", "#00ff00")))

    assert image.pixelColor(60, 50) == QColor("#ff0000")
    assert image.pixelColor(60, 10).green() > 150
    assert image.pixelColor(5, 5) == QColor("white")


def test_text_is_painted_inside_its_box(metrics):
    named = figure(metrics, "task", "Check the order")
    (text,) = [item for item in named.items if hasattr(item, "lines")]

    image = painted(metrics, named)

    assert dark_pixels(image, text.box) > 50
    inside = Bounds(BOX.x + 4, BOX.y + 4, BOX.width - 8, BOX.height - 8)
    assert dark_pixels(image, inside) == dark_pixels(image, text.box)


def test_labels_outside_are_painted_above_everything(metrics):
    event = figure(metrics, "startEvent", "Start")
    cover = shape_figure(ShapeSubject("task", Bounds(0, 90, 120, 50)), Medium(LIGHT, metrics))

    image = painted(metrics, event, cover)

    assert event.label is not None
    assert dark_pixels(image, event.label.box) > 20


def test_icons_come_from_the_picture_source(metrics):
    icon = QImage(18, 18, QImage.Format.Format_RGB32)
    icon.fill(QColor("#123456"))

    image = painted(metrics, figure(metrics, "serviceTask", icon="mail"), pictures={"mail": icon}.get)
    without = painted(metrics, figure(metrics, "serviceTask", icon="mail"))

    assert image.pixelColor(24, 24) == QColor("#123456")
    assert without.pixelColor(24, 24) == QColor("white")


@pytest.mark.parametrize("kind", [*SHAPES, "vendorThing"])
def test_every_figure_can_be_painted(metrics, kind):
    image = painted(metrics, figure(metrics, kind, "Name", symbol="timer"))

    assert dark_pixels(image, Bounds(0, 0, 120, 140)) > 10


@pytest.mark.parametrize("kind", [*EDGES, "vendorFlow"])
def test_every_edge_can_be_painted(metrics, kind):
    subject = EdgeSubject(kind, (Point(10, 10), Point(60, 10), Point(60, 100)), "Name", frozenset(("to-target",)))

    image = painted(metrics, edge_figure(subject, Medium(LIGHT, metrics)))

    assert dark_pixels(image, Bounds(0, 0, 120, 140)) > 10


def test_paths_are_prepared_once_and_forgotten_with_their_figure(metrics):
    painter = FigurePainter(metrics)
    shape = geometry((("M", 0.0, 0.0), ("L", 50.0, 50.0)))
    drawn = Figure(BOX, Look((Path(shape, pen("#000000", 1.0)),)), RectangleOutline(BOX))
    image = QImage(60, 60, QImage.Format.Format_RGB32)
    canvas = QPainter(image)

    painter.paint(canvas, drawn)
    painter.paint(canvas, drawn)
    kept = painter.prepared
    canvas.end()
    del drawn, shape
    gc.collect()

    assert kept == 1
    assert painter.prepared == 0


def test_what_looks_alike_is_prepared_once(metrics):
    painter = FigurePainter(metrics)
    image = QImage(300, 100, QImage.Format.Format_RGB32)
    canvas = QPainter(image)
    subject = ShapeSubject("userTask", BOX, "One")

    for place in (BOX, BOX.moved(120, 0)):
        painter.paint(canvas, shape_figure(subject._replace(bounds=place, name="Two"), Medium(LIGHT, metrics)))
    canvas.end()

    assert painter.prepared == 1


def test_a_look_is_painted_where_its_figure_stands(metrics):
    one, other = (
        shape_figure(ShapeSubject("userTask", place, "Name"), Medium(LIGHT, metrics))
        for place in (Bounds(10, 10, 50, 40), Bounds(60, 70, 50, 40))
    )

    here, there = painted(metrics, one).copy(8, 8, 54, 44), painted(metrics, other).copy(58, 68, 54, 44)

    assert here == there


def test_a_qt_path_has_the_extent_of_its_geometry(metrics):
    for item in figure(metrics, "userTask").items[1:]:
        box = qt_path(item.geometry).controlPointRect()

        assert box.width() == pytest.approx(item.geometry.box.width)
        assert box.height() == pytest.approx(item.geometry.box.height)


def test_widths_grow_with_the_font_and_words_are_measured_once(metrics):
    order = metrics.text_width("Order", LABEL)

    assert metrics.text_width("Order", LABEL) == order > 0
    assert metrics.text_width("Order of the week", LABEL) > order
    assert metrics.text_width("Order", LABEL._replace(size=24.0)) == pytest.approx(2 * order, rel=0.05)
    assert metrics.families[-1] == "sans-serif"
