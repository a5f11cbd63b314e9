"""Pools and lanes, horizontal and vertical, open and black box (BPMN 2.0, 9.3 and 10.8)."""

from __future__ import annotations

from engine.bpmn.geometry import Bounds
from modeler.drawing import labels
from modeler.drawing.figure import Detail, Figure, Font, Item, Look, TextBox, pen
from modeler.drawing.geometry import rectangle
from modeler.drawing.glyphs import inked
from modeler.drawing.markers import MARKERS
from modeler.drawing.markers import SIZE as MARKER_SIZE
from modeler.drawing.metrics import LABEL
from modeler.drawing.outlines import RectangleOutline
from modeler.drawing.shapes import body, box_figure, grown, inset
from modeler.drawing.style import POOL_WIDTH, THIN_WIDTH, Ink, ink
from modeler.drawing.subject import Medium, ShapeSubject

HEADER = 30.0
"""How deep the header of a pool or lane is."""
POOL_FONT = Font(12.0, bold=True)
_STANDING = 1.5


def draw_pool(subject: ShapeSubject, medium: Medium) -> Figure:
    """A pool. Traits: `black-box`, `vertical`, `multiple`."""
    bounds, style = subject.bounds, medium.style
    is_open = "black-box" not in subject.traits
    colors = ink(style, subject.colors, style.pool_stroke, style.pool_fill if is_open else style.shape_fill)
    outline = RectangleOutline(bounds)
    border = pen(colors.stroke, POOL_WIDTH)
    if medium.detail is Detail.BOXES:
        return box_figure(bounds, border, colors.fill, outline)
    items: list[Item] = [body(rectangle(bounds.width, bounds.height), bounds, border, colors.fill)]
    area = _header(subject) if is_open else inset(bounds, 8.0, 4.0)
    if is_open:
        items.append(_header_box(subject, medium, colors, area))
    if "multiple" in subject.traits:
        left = bounds.x + (bounds.width - MARKER_SIZE) / 2
        items.extend(inked(MARKERS["parallel"], colors, left, bounds.y + bounds.height - MARKER_SIZE - 3.0))
    if medium.detail is Detail.FULL and subject.name:
        text = _title(subject, medium, colors, area, is_open)
        items.extend((text,) if text else ())
    return Figure(grown(bounds, POOL_WIDTH), Look(tuple(items)), outline, label_area=area)


def draw_lane(subject: ShapeSubject, medium: Medium) -> Figure:
    """A lane: a frame with its name in the header. Trait: `vertical`."""
    bounds, style = subject.bounds, medium.style
    colors = ink(style, subject.colors, style.pool_stroke, style.pool_fill)
    outline = RectangleOutline(bounds)
    border = pen(colors.stroke, THIN_WIDTH)
    fill = colors.fill if subject.colors and subject.colors.fill else None
    if medium.detail is Detail.BOXES:
        return box_figure(bounds, border, fill, outline)
    items: list[Item] = [body(rectangle(bounds.width, bounds.height), bounds, border, fill)]
    area = _header(subject)
    if medium.detail is Detail.FULL and subject.name:
        text = _in_header(subject, medium, colors, area, LABEL)
        items.extend((text,) if text else ())
    return Figure(grown(bounds, POOL_WIDTH), Look(tuple(items)), outline, label_area=area)


def _header(subject: ShapeSubject) -> Bounds:
    bounds = subject.bounds
    if "vertical" in subject.traits:
        return Bounds(bounds.x, bounds.y, bounds.width, min(HEADER, bounds.height))
    return Bounds(bounds.x, bounds.y, min(HEADER, bounds.width), bounds.height)


def _header_box(subject: ShapeSubject, medium: Medium, colors: Ink, area: Bounds) -> Item:
    has_color = subject.colors is not None and bool(subject.colors.fill)
    fill = colors.fill if has_color else medium.style.header_fill
    return body(rectangle(area.width, area.height), area, pen(colors.stroke, POOL_WIDTH), fill)


def _title(subject: ShapeSubject, medium: Medium, colors: Ink, area: Bounds, is_open: bool) -> TextBox | None:
    if is_open:
        return _in_header(subject, medium, colors, area, POOL_FONT)
    bounds = subject.bounds
    if bounds.height > bounds.width * _STANDING and bounds.width < 2 * HEADER + 20.0:
        return labels.turned(subject.name, area, POOL_FONT, colors.text, medium.metrics)
    return labels.inside(subject.name, area, POOL_FONT, colors.text, medium.metrics)


def _in_header(subject: ShapeSubject, medium: Medium, colors: Ink, area: Bounds, font: Font) -> TextBox | None:
    if "vertical" in subject.traits:
        return labels.inside(subject.name, inset(area, 4.0, 0.0), font, colors.text, medium.metrics)
    return labels.turned(subject.name, inset(area, 0.0, 4.0), font, colors.text, medium.metrics)
