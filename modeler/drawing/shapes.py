"""What figures of shapes have in common: a body, an outline, a name inside or below."""

from __future__ import annotations

from functools import lru_cache

from engine.bpmn.geometry import Bounds
from modeler.drawing import labels
from modeler.drawing.figure import Detail, Figure, Geometry, Look, Path, Pen, TextBox
from modeler.drawing.figure import pen as pen_of
from modeler.drawing.geometry import rectangle
from modeler.drawing.metrics import EXTERNAL
from modeler.drawing.outlines import Outline
from modeler.drawing.style import FAR_WIDTH, label_color
from modeler.drawing.subject import Medium, ShapeSubject

LABEL_WIDTH = 90.0
LABEL_HEIGHT = 20.0
LABEL_GAP = 4.0
_BESIDE = 6.0
_TOUCHING = 4.0
_SLACK = 1.12
"""A label outside may be that much wider than its box before it breaks: fonts differ, and it stands free."""
_TWO_LINES = 1.7 * EXTERNAL.size


def body(shape: Geometry, bounds: Bounds, pen: Pen, fill: str | None) -> Path:
    """The path of a whole shape at its place."""
    return Path(shape, pen, fill, bounds.x, bounds.y)


def bare(subject: ShapeSubject) -> ShapeSubject:
    """What the look of a shape depends on beside its colors: without place and name, as a key to remember it by."""
    kind, (_, _, width, height), _, traits, symbol, _, _, icon, _, _ = subject
    return ShapeSubject(kind, Bounds(0.0, 0.0, width, height), "", traits, symbol, icon=icon)


def box_figure(bounds: Bounds, pen: Pen, fill: str | None, outline: Outline) -> Figure:
    """The plain box that stands for a shape from far away, its line thick enough to be seen there."""
    look = _box(bounds.width, bounds.height, pen.color, fill)
    return Figure(grown(bounds, FAR_WIDTH), look, outline, bounds.x, bounds.y, label_area=bounds)


@lru_cache(maxsize=2048)
def _box(width: float, height: float, color: str, fill: str | None) -> Look:
    return Look((Path(rectangle(width, height), pen_of(color, FAR_WIDTH), fill),))


def grown(bounds: Bounds, margin: float) -> Bounds:
    """The box with a margin on all sides."""
    return Bounds(bounds.x - margin, bounds.y - margin, bounds.width + 2 * margin, bounds.height + 2 * margin)


def inset(bounds: Bounds, horizontal: float, vertical: float) -> Bounds:
    """The box with less on both sides, never less than nothing."""
    width, height = max(bounds.width - 2 * horizontal, 0.0), max(bounds.height - 2 * vertical, 0.0)
    return Bounds(bounds.x + horizontal, bounds.y + vertical, width, height)


def united(one: Bounds, other: Bounds) -> Bounds:
    """The box round two boxes."""
    left, top = min(one.x, other.x), min(one.y, other.y)
    right = max(one.x + one.width, other.x + other.width)
    bottom = max(one.y + one.height, other.y + other.height)
    return Bounds(left, top, right - left, bottom - top)


def external_label_area(subject: ShapeSubject) -> Bounds:
    """Where an external label stands: the file's place, at least as wide as usual, or on the side that is free."""
    given, bounds = subject.label, subject.bounds
    if given is not None:
        width = max(given.width, LABEL_WIDTH)
        return Bounds(given.x + (given.width - width) / 2, given.y, width, max(given.height, LABEL_HEIGHT))
    if subject.side in ("above-left", "below-left"):
        return _corner_area(subject)
    left = bounds.x + (bounds.width - LABEL_WIDTH) / 2
    beside = bounds.y + (bounds.height - LABEL_HEIGHT) / 2
    if subject.side == "top":
        return Bounds(left, bounds.y - LABEL_GAP - LABEL_HEIGHT, LABEL_WIDTH, LABEL_HEIGHT)
    if subject.side == "left":
        return Bounds(bounds.x - _BESIDE - LABEL_WIDTH, beside, LABEL_WIDTH, LABEL_HEIGHT)
    if subject.side == "right":
        return Bounds(bounds.right + _BESIDE, beside, LABEL_WIDTH, LABEL_HEIGHT)
    return Bounds(left, bounds.bottom + LABEL_GAP, LABEL_WIDTH, LABEL_HEIGHT)


def labelled(subject: ShapeSubject, medium: Medium, look: Look, outline: Outline, margin: float) -> Figure:
    """A figure with its name outside."""
    area = external_label_area(subject)
    bounds = subject.bounds
    extent, label = grown(bounds, margin), None
    if subject.name and medium.detail is Detail.FULL:
        label = external_label(subject, medium, area)
    if label is not None:
        extent = united(extent, grown(label.box, 1.0))
    return Figure(extent, look, outline, bounds.x, bounds.y, None, label, area)


def _corner_area(subject: ShapeSubject) -> Bounds:
    bounds = subject.bounds
    left = bounds.x + bounds.width / 2 - _BESIDE - LABEL_WIDTH
    top = bounds.y - LABEL_HEIGHT if subject.side == "above-left" else bounds.bottom
    return Bounds(left, top, LABEL_WIDTH, LABEL_HEIGHT)


def room(area: Bounds, given: Bounds | None) -> float:
    """How wide a label outside may be; a box of several lines is meant to break, so it gets no slack."""
    return area.width if given is not None and given.height > _TWO_LINES else area.width * _SLACK


def external_label(subject: ShapeSubject, medium: Medium, area: Bounds) -> TextBox | None:
    """The text of an external label: it grows downward, or upward where the file wants it above the shape."""
    color = label_color(medium.style, subject.colors)
    center = area.x + area.width / 2
    text = labels.external(subject.name, center, area.y, room(area, subject.label), EXTERNAL, color, medium.metrics)
    if text is None:
        return None
    if subject.label is None:
        return _beside(subject, text, area)
    is_above = area.y + subject.label.height <= subject.bounds.y + _TOUCHING
    lowest = min(area.bottom, subject.bounds.y) - text.height
    return text._replace(y=lowest) if is_above and text.y > lowest else text


def _beside(subject: ShapeSubject, text: TextBox, area: Bounds) -> TextBox:
    """The text on the free side of its shape, close to it."""
    if subject.side == "bottom":
        return text
    if subject.side == "top":
        return text._replace(y=area.bottom - text.height)
    if subject.side in ("above-left", "below-left"):
        y = area.bottom - text.height if subject.side == "above-left" else area.y
        return text._replace(x=area.right - text.width, y=y)
    middle = area.y + (area.height - text.height) / 2
    return text._replace(x=area.x if subject.side == "right" else area.right - text.width, y=middle)
