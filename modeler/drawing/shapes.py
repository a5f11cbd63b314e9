"""What figures of shapes have in common: a body, an outline, a name inside or below."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from engine.bpmn.geometry import Bounds, bounds_of
from modeler.drawing import labels
from modeler.drawing.figure import Detail, Figure, Geometry, Look, Path, Pen, TextBox, figure_of
from modeler.drawing.figure import pen as pen_of
from modeler.drawing.geometry import rectangle
from modeler.drawing.metrics import EXTERNAL
from modeler.drawing.outlines import Outline
from modeler.drawing.style import FAR_WIDTH, FileColors, Ink, Style, ink, label_color
from modeler.drawing.subject import Medium, ShapeSubject

_FULL = Detail.FULL
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


class Kindred(NamedTuple):
    """What the look of a shape depends on: all but place and name, as a key to remember the look by."""

    kind: str
    width: float
    height: float
    traits: frozenset[str]
    symbol: str | None
    icon: str | None
    colors: FileColors | None
    style: Style

    @property
    def subject(self) -> ShapeSubject:
        """One of them, without a name and at the origin."""
        bounds = Bounds(0.0, 0.0, self.width, self.height)
        return ShapeSubject(self.kind, bounds, "", self.traits, self.symbol, self.colors, icon=self.icon)

    @property
    def ink(self) -> Ink:
        """The colors that most shapes are drawn with."""
        return ink(self.style, self.colors, self.style.shape_stroke, self.style.shape_fill)


def kindred(subject: ShapeSubject, style: Style) -> Kindred:
    """What all shapes share that look like this one."""
    kind, (_, _, width, height), _, traits, symbol, colors, _, icon, _, _ = subject
    return tuple.__new__(Kindred, (kind, width, height, traits, symbol, icon, colors, style))


def box_figure(bounds: Bounds, pen: Pen, fill: str | None, outline: Outline) -> Figure:
    """The plain box that stands for a shape from far away, its line thick enough to be seen there."""
    look = _box(bounds.width, bounds.height, pen.color, fill)
    return Figure(grown(bounds, FAR_WIDTH), look, outline, bounds.x, bounds.y, label_area=bounds)


@lru_cache(maxsize=2048)
def _box(width: float, height: float, color: str, fill: str | None) -> Look:
    return Look((Path(rectangle(width, height), pen_of(color, FAR_WIDTH), fill),))


def grown(bounds: Bounds, margin: float) -> Bounds:
    """The box with a margin on all sides."""
    x, y, width, height = bounds
    return bounds_of((x - margin, y - margin, width + 2 * margin, height + 2 * margin))


def inset(bounds: Bounds, horizontal: float, vertical: float) -> Bounds:
    """The box with less on both sides, never less than nothing."""
    width, height = max(bounds.width - 2 * horizontal, 0.0), max(bounds.height - 2 * vertical, 0.0)
    return Bounds(bounds.x + horizontal, bounds.y + vertical, width, height)


def united(one: Bounds, other: Bounds) -> Bounds:
    """The box round two boxes."""
    x, y, width, height = one
    left, top, wide, high = other
    right, bottom = x + width, y + height
    right, bottom = right if right > left + wide else left + wide, bottom if bottom > top + high else top + high
    left, top = x if x < left else left, y if y < top else top
    return bounds_of((left, top, right - left, bottom - top))


def external_label_area(subject: ShapeSubject) -> Bounds:
    """Where an external label stands: the file's place, at least as wide as usual, or on the side that is free."""
    given, bounds = subject.label, subject.bounds
    if given is not None:
        return label_area_in(given)
    if subject.side in ("above-left", "below-left"):
        return _corner_area(subject)
    x, y, width, height = bounds
    left, beside = x + (width - LABEL_WIDTH) / 2, y + (height - LABEL_HEIGHT) / 2
    if subject.side == "bottom":
        return bounds_of((left, y + height + LABEL_GAP, LABEL_WIDTH, LABEL_HEIGHT))
    if subject.side == "top":
        return bounds_of((left, y - LABEL_GAP - LABEL_HEIGHT, LABEL_WIDTH, LABEL_HEIGHT))
    if subject.side == "left":
        return bounds_of((x - _BESIDE - LABEL_WIDTH, beside, LABEL_WIDTH, LABEL_HEIGHT))
    return bounds_of((x + width + _BESIDE, beside, LABEL_WIDTH, LABEL_HEIGHT))


def label_area_in(given: Bounds) -> Bounds:
    """Where a label stands by the file: at least as wide and high as usual, about the same middle."""
    x, y, width, height = given
    if width >= LABEL_WIDTH and height >= LABEL_HEIGHT:
        return given
    wide = max(width, LABEL_WIDTH)
    return bounds_of((x + (width - wide) / 2, y, wide, max(height, LABEL_HEIGHT)))


def labelled(subject: ShapeSubject, medium: Medium, look: Look, outline: Outline, margin: float) -> Figure:
    """A figure with its name outside."""
    area, bounds = external_label_area(subject), subject.bounds
    extent, label = grown(bounds, margin), None
    if subject.name and medium.detail is _FULL:
        label = external_label(subject, medium, area)
        extent = with_label(extent, label)
    return figure_of((extent, look, outline, bounds[0], bounds[1], None, label, area))


def with_label(extent: Bounds, label: TextBox | None) -> Bounds:
    """What is painted of something with a label outside."""
    return extent if label is None else united(extent, grown(label.box, 1.0))


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
    return text.at(text.x, lowest) if is_above and text.y > lowest else text


def _beside(subject: ShapeSubject, text: TextBox, area: Bounds) -> TextBox:
    """The text on the free side of its shape, close to it."""
    if subject.side == "bottom":
        return text
    if subject.side == "top":
        return text.at(text.x, area.bottom - text.height)
    if subject.side in ("above-left", "below-left"):
        y = area.bottom - text.height if subject.side == "above-left" else area.y
        return text.at(area.right - text.width, y)
    middle = area.y + (area.height - text.height) / 2
    return text.at(area.x if subject.side == "right" else area.right - text.width, middle)
