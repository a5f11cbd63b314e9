"""Activities: tasks of all types, sub-processes, transactions and call activities (BPMN 2.0, 10.2)."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from engine.bpmn.geometry import Bounds
from modeler.drawing import labels
from modeler.drawing.around_symbol import around
from modeler.drawing.event_glyphs import CATCHING, EVENT_SIZE
from modeler.drawing.figure import Detail, Figure, Item, Look, Pen, Picture, TextBox, figure_of, pen
from modeler.drawing.geometry import ellipse, rectangle
from modeler.drawing.glyphs import inked, sized
from modeler.drawing.markers import MARKERS
from modeler.drawing.markers import SIZE as MARKER_SIZE
from modeler.drawing.metrics import LABEL, Metrics
from modeler.drawing.outlines import RectangleOutline
from modeler.drawing.shapes import Kindred, body, box_figure, grown, kindred
from modeler.drawing.style import SHAPE_WIDTH, THICK_WIDTH, THIN_WIDTH, Ink, ink
from modeler.drawing.subject import Medium, ShapeSubject
from modeler.drawing.task_glyphs import SIZE as SYMBOL_SIZE
from modeler.drawing.task_glyphs import TASKS

_BOXES, _FULL = Detail.BOXES, Detail.FULL
RADIUS = 8.0
EVENT_SUB_PROCESS_DASH = (1.5, 3.5)
_PADDING = 6.0
_CORNER = 5.0
_BEYOND = _CORNER + SYMBOL_SIZE
"""Where the symbol of the type ends, to the right and down."""
_ORDER = ("loop", "parallel", "sequential", "collapsed", "compensation", "ad-hoc")
_TRANSACTION_GAP = 3.0
_CONTAINERS = frozenset({"subProcess", "transaction", "adHocSubProcess", "callActivity"})


def draw(subject: ShapeSubject, medium: Medium) -> Figure:
    """An activity. Traits: `expanded`, `event`, `non-interrupting` and the names of markers."""
    style, metrics, detail = medium
    bounds, name = subject.bounds, subject.name
    look, border, colors, room = _body(kindred(subject, style))
    outline = RectangleOutline(bounds, RADIUS)
    if detail is _BOXES:
        return box_figure(bounds, border, colors.fill, outline)
    text = _name(name, room, colors.text, metrics) if name and detail is _FULL else None
    x, y, _, _ = bounds
    return figure_of((grown(bounds, border.width), look, outline, x, y, text, None, room.area.moved(x, y)))


class _Body(NamedTuple):
    """What all activities share that differ only in name and place."""

    look: Look
    border: Pen
    colors: Ink
    room: _Room


class _Room(NamedTuple):
    """What decides where the name stands inside."""

    height: float
    area: Bounds
    has_symbol: bool
    is_expanded: bool


@lru_cache(maxsize=2048)
def _body(kindred: Kindred) -> _Body:
    subject, style = kindred.subject, kindred.style
    bounds, is_expanded = subject.bounds, "expanded" in subject.traits
    fill = style.container_fill if is_expanded else style.shape_fill
    colors = ink(style, subject.colors, style.shape_stroke, fill)
    border = _border(subject, colors)
    items: list[Item] = [body(rectangle(bounds.width, bounds.height, RADIUS), bounds, border, colors.fill)]
    if subject.kind == "transaction":
        items.append(_inner_border(bounds, colors))
    symbol = _symbol(subject, colors)
    markers = _markers(subject, colors)
    room = _Room(bounds.height, _text_area(bounds, bool(markers), is_expanded), bool(symbol), is_expanded)
    return _Body(Look((*items, *symbol, *markers)), border, colors, room)


def _border(subject: ShapeSubject, colors: Ink) -> Pen:
    if subject.kind == "callActivity":
        return pen(colors.stroke, THICK_WIDTH)
    if "event" in subject.traits:
        return pen(colors.stroke, SHAPE_WIDTH, EVENT_SUB_PROCESS_DASH, True)
    return pen(colors.stroke, SHAPE_WIDTH)


def _inner_border(bounds: Bounds, colors: Ink) -> Item:
    gap = _TRANSACTION_GAP
    shape = rectangle(bounds.width - 2 * gap, bounds.height - 2 * gap, RADIUS - gap)
    return body(shape, Bounds(bounds.x + gap, bounds.y + gap, 0, 0), pen(colors.stroke, THIN_WIDTH), None)


def _symbol(subject: ShapeSubject, colors: Ink) -> tuple[Item, ...]:
    """What stands in the top left corner: a connector's icon, the type of task, or an event."""
    x, y = subject.bounds.x + _CORNER, subject.bounds.y + _CORNER
    if subject.icon is not None:
        return (Picture(subject.icon, x, y, SYMBOL_SIZE),)
    if subject.kind in _CONTAINERS and "event" in subject.traits and "collapsed" in subject.traits:
        return _start_event(subject, colors, x, y)
    drawing = TASKS.get(subject.symbol or subject.kind)
    return inked(drawing, colors, x, y) if drawing else ()


def _start_event(subject: ShapeSubject, colors: Ink, x: float, y: float) -> tuple[Item, ...]:
    dash = (2.5, 1.8) if "non-interrupting" in subject.traits else ()
    ring = body(ellipse(SYMBOL_SIZE, SYMBOL_SIZE), Bounds(x, y, 0, 0), pen(colors.stroke, 1.0, dash), colors.fill)
    drawing = CATCHING.get(subject.symbol or "")
    return (ring, *inked(sized(drawing, SYMBOL_SIZE / EVENT_SIZE), colors, x, y)) if drawing else (ring,)


def _markers(subject: ShapeSubject, colors: Ink) -> list[Item]:
    names = [name for name in _ORDER if name in subject.traits]
    if not names:
        return []
    bounds, step = subject.bounds, MARKER_SIZE + 4.0
    bottom = 0.5 if "collapsed" in names else 4.0
    x = bounds.x + bounds.width / 2 - (len(names) * step - 4.0) / 2
    y = bounds.y + bounds.height - MARKER_SIZE - max(bottom, 3.0)
    items: list[Item] = []
    for index, name in enumerate(names):
        items.extend(inked(MARKERS[name], colors, x + index * step, y))
    return items


def _text_area(bounds: Bounds, has_markers: bool, is_expanded: bool) -> Bounds:
    """The room for the name: all but the padding and the markers; one line or two on top if expanded."""
    width = max(bounds.width - 2 * _PADDING, 0.0)
    if is_expanded:
        return Bounds(bounds.x + _PADDING, bounds.y + 5.0, width, min(32.0, bounds.height - 5.0))
    below = MARKER_SIZE + 4.0 if has_markers else 3.0
    return Bounds(bounds.x + _PADDING, bounds.y + 3.0, width, max(bounds.height - 3.0 - below, 0.0))


@lru_cache(maxsize=8192)
def _name(name: str, room: _Room, color: str, metrics: Metrics) -> TextBox | None:
    area = room.area
    if room.is_expanded:
        return labels.inside(name, area, LABEL, color, metrics, place="top")
    text = labels.inside(name, _centered(room.height, area), LABEL, color, metrics)
    if text is None or text.is_cut:
        text = labels.inside(name, area, LABEL, color, metrics)
    if not room.has_symbol or text is None or not _collides(text):
        return text
    return _beyond(name, room, color, metrics) or text


def _beyond(name: str, room: _Room, color: str, metrics: Metrics) -> TextBox | None:
    """The name below the symbol, as near to the middle as it gets, where all of it fits; else around the symbol."""
    area = room.area
    below = Bounds(area.x, _BEYOND, area.width, max(area.bottom - _BEYOND, 0.0))
    text = labels.inside(name, below, LABEL, color, metrics)
    if text is not None and not text.is_cut:
        return text.at(text.x, max((room.height - text.height) / 2, _BEYOND))
    return around(name, area, _BEYOND, LABEL, color, metrics)


def _centered(height: float, area: Bounds) -> Bounds:
    """The largest part of the area whose middle is the middle of the shape: names line up along a flow."""
    middle = height / 2
    half = min(middle - area.y, area.y + area.height - middle)
    return Bounds(area.x, middle - half, area.width, 2 * half)


def _collides(text: TextBox) -> bool:
    """Whether a line of the text runs into the symbol in the corner."""
    top = text.y
    step = text.height / len(text.lines)
    return any(
        top + index * step < _BEYOND - 2.0 and text.x + line.x < _BEYOND for index, line in enumerate(text.lines)
    )
