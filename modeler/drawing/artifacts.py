"""Text annotations and groups (BPMN 2.0, 8.4.1)."""

from __future__ import annotations

from functools import lru_cache

from engine.bpmn.geometry import Bounds
from modeler.drawing import labels
from modeler.drawing.figure import Detail, Figure, Geometry, Item, Look, TextBox, pen
from modeler.drawing.geometry import geometry, polygon_commands, rectangle
from modeler.drawing.metrics import ANNOTATION, EXTERNAL
from modeler.drawing.outlines import FrameOutline, RectangleOutline
from modeler.drawing.shapes import LABEL_HEIGHT, LABEL_WIDTH, body, box_figure, grown, inset, room, united
from modeler.drawing.style import SHAPE_WIDTH, Ink, ink, label_color
from modeler.drawing.subject import Medium, ShapeSubject

GROUP_DASH = (9.0, 4.0, 1.5, 4.0)
_BRACKET = 12.0
_NARROWEST = 40.0
_UNBOUNDED = 10_000.0


def draw_annotation(subject: ShapeSubject, medium: Medium) -> Figure:
    """An open bracket with text beside it; text that needs more room runs on below."""
    bounds, style = subject.bounds, medium.style
    colors = ink(style, subject.colors, style.association, style.canvas)
    outline = RectangleOutline(bounds)
    border = pen(colors.stroke, SHAPE_WIDTH)
    if medium.detail is Detail.BOXES:
        return box_figure(bounds, border, None, outline)
    items: list[Item] = _background(subject, colors)
    items.append(body(_bracket(bounds.height), bounds, border, None))
    inner = inset(bounds, 6.0, 4.0)
    area, extent = Bounds(inner.x, inner.y, max(inner.width, _NARROWEST), inner.height), grown(bounds, SHAPE_WIDTH)
    if medium.detail is Detail.FULL and subject.name:
        text = _remark(subject, medium, colors, area)
        items.extend((text,) if text else ())
        extent = united(extent, grown(text.box, 1.0)) if text else extent
    return Figure(extent, Look(tuple(items)), outline, label_area=area)


def _background(subject: ShapeSubject, colors: Ink) -> list[Item]:
    if subject.colors is None or not subject.colors.fill:
        return []
    shape = rectangle(subject.bounds.width, subject.bounds.height)
    return [body(shape, subject.bounds, pen(colors.fill, 0.5), colors.fill)]


@lru_cache(maxsize=256)
def _bracket(height: float) -> Geometry:
    points = ((_BRACKET, 0.0), (0.0, 0.0), (0.0, height), (_BRACKET, height))
    return geometry(polygon_commands(points, close=False))


def _remark(subject: ShapeSubject, medium: Medium, colors: Ink, area: Bounds) -> TextBox | None:
    color, metrics = colors.text, medium.metrics
    text = labels.inside(subject.name, area, ANNOTATION, color, metrics, align="left")
    if text is not None and not text.is_cut:
        return text
    endless = Bounds(area.x, area.y, area.width, _UNBOUNDED)
    return labels.inside(subject.name, endless, ANNOTATION, color, metrics, align="left", place="top")


def draw_group(subject: ShapeSubject, medium: Medium) -> Figure:
    """A frame of dashes and dots, its name on top; only the frame itself is hit."""
    bounds, style = subject.bounds, medium.style
    colors = ink(style, subject.colors, style.association, style.canvas)
    outline = FrameOutline(bounds)
    border = pen(colors.stroke, SHAPE_WIDTH, GROUP_DASH, True)
    area = _group_label_area(subject)
    frame = body(rectangle(bounds.width, bounds.height, 10.0), bounds, border, None)
    extent, label = grown(bounds, SHAPE_WIDTH), None
    if medium.detail is Detail.FULL and subject.name:
        color = label_color(style, subject.colors)
        center = area.x + area.width / 2
        label = labels.external(
            subject.name, center, area.y, room(area, subject.label), EXTERNAL, color, medium.metrics
        )
        extent = united(extent, grown(label.box, 1.0)) if label else extent
    return Figure(extent, Look((frame,)), outline, label=label, label_area=area)


def _group_label_area(subject: ShapeSubject) -> Bounds:
    bounds, given = subject.bounds, subject.label
    width = max(given.width if given else 0.0, LABEL_WIDTH)
    if given is not None:
        return Bounds(given.x + (given.width - width) / 2, given.y, width, max(given.height, LABEL_HEIGHT))
    width = max(width, bounds.width - 20.0)
    return Bounds(bounds.x + (bounds.width - width) / 2, bounds.y + 5.0, width, LABEL_HEIGHT)
