"""Sequence and message flows, associations and conversation links (BPMN 2.0, 7.5, 8.4, 9.4)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache, partial
from itertools import pairwise
from types import MappingProxyType
from typing import NamedTuple

from engine.bpmn.geometry import Bounds, Point, bounds_of
from modeler.drawing import labels
from modeler.drawing.figure import NO_LOOK, Detail, Figure, Item, Look, Path, TextBox, figure_of, pen
from modeler.drawing.geometry import circle_commands, geometry, routed
from modeler.drawing.glyphs import Glyph, hollow, inked, lines
from modeler.drawing.metrics import EXTERNAL
from modeler.drawing.outlines import LineOutline, RectangleOutline, line
from modeler.drawing.paths import along, length, pointed, trimmed
from modeler.drawing.shapes import LABEL_HEIGHT, LABEL_WIDTH, grown, label_area_in, room, with_label
from modeler.drawing.style import FAR_WIDTH, FLOW_WIDTH, FileColors, Ink, Style, ink, label_color, shaded
from modeler.drawing.subject import EdgeSubject, Medium

_BOXES, _, _FULL = Detail
MESSAGE_DASH = (6.0, 4.0)
DOTTED = (0.1, 4.0)
BEND_RADIUS = 5.0
_MARGIN = 8.0
_line_outline: Callable[[tuple[Bounds, tuple[Point, ...]]], LineOutline] = partial(tuple.__new__, LineOutline)
_ENVELOPE: Glyph = (hollow("M0 0 H24 V16 H0 Z", 1.4), lines("M0.4 0.6 L12 9.4 L23.6 0.6", 1.4))


class Line(NamedTuple):
    """How the line of a kind of edge looks: width, dashes, round caps."""

    width: float
    dash: tuple[float, ...] = ()
    round_caps: bool = False


_LINES: Mapping[str, Line] = MappingProxyType(
    {
        "sequenceFlow": Line(FLOW_WIDTH),
        "messageFlow": Line(1.4, MESSAGE_DASH),
        "association": Line(1.6, DOTTED, True),
        "dataInputAssociation": Line(1.6, DOTTED, True),
        "dataOutputAssociation": Line(1.6, DOTTED, True),
    }
)


def draw(subject: EdgeSubject, medium: Medium) -> Figure:
    """An edge. Traits: `default`, `conditional`, `to-target`, `to-source`, `initiating`, `non-initiating`."""
    kind, points, _, traits, file_colors, _ = subject
    if medium.detail is _BOXES or len(points) < 2:
        return _plain(subject, _colors(kind, file_colors, medium.style))
    return _finished(subject, medium, *_route(kind, at_origin(points), traits, file_colors, medium.style))


class _Route(NamedTuple):
    """What all flows share that go alike: how they look, how far they reach and where a label belongs by itself."""

    look: Look
    box: Bounds
    label_area: Bounds


def at_origin(points: Sequence[Point]) -> tuple[tuple[float, float], ...]:
    """The same line, starting at the origin: lines that go alike share a look."""
    left, top = points[0]
    return tuple([(x - left, y - top) for x, y in points])


@lru_cache(maxsize=16384)
def _route(
    kind: str,
    places: tuple[tuple[float, float], ...],
    traits: frozenset[str],
    file_colors: FileColors | None,
    style: Style,
) -> _Route:
    points = tuple(map(Point._make, places))
    colors, envelope = _colors(kind, file_colors, style), _envelope_fill(traits, style)
    start, end = _room(kind, traits)
    stroke = pen(colors.stroke, *_LINES[kind])
    items: list[Item] = [routed(trimmed(points, start, end), BEND_RADIUS, stroke), *_ends(kind, points, traits, colors)]
    if envelope is not None:
        items.extend(_envelope(points, colors._replace(fill=envelope)))
    return _Route(Look(tuple(items)), line(points).bounds, _free_label_area(points))


def draw_link(subject: EdgeSubject, medium: Medium) -> Figure:
    """A conversation link: two parallel lines."""
    colors = _colors(subject.kind, subject.colors, medium.style)
    if medium.detail is _BOXES or len(subject.points) < 2:
        return _plain(subject, colors)
    wide = routed(at_origin(subject.points), BEND_RADIUS, pen(colors.stroke, 5.4))
    return finished(subject, medium, Look((wide, wide._replace(pen=pen(colors.fill, 2.6)))))


def finished(subject: EdgeSubject, medium: Medium, look: Look) -> Figure:
    """An edge's figure with its label; the look has its origin where the line starts."""
    points = [Point(x, y) for x, y in at_origin(subject.points)]
    return _finished(subject, medium, look, line(points).bounds, _free_label_area(points))


def _finished(subject: EdgeSubject, medium: Medium, look: Look, box: Bounds, label_area: Bounds) -> Figure:
    _, points, name, _, _, given = subject
    x, y = points[0]
    left, top, width, height = box
    left, top = left + x, top + y  # as `moved` and `grown`, for very many edges without their calls
    around = bounds_of((left, top, width, height))
    extent = bounds_of((left - _MARGIN, top - _MARGIN, width + 2 * _MARGIN, height + 2 * _MARGIN))
    area, label = label_area.moved(x, y) if given is None else label_area_in(given), None
    if name and medium.detail is _FULL:
        label = _label(subject, medium, area)
        extent = with_label(extent, label)
    return figure_of((extent, look, _line_outline((around, points)), x, y, None, label, area))


def _free_label_area(points: Sequence[Point]) -> Bounds:
    """Where an edge's label stands by itself: beside the middle of its middle segment."""
    index = max((len(points) - 1) // 2, 0)
    a, b = points[index], points[min(index + 1, len(points) - 1)]
    x, y = (a.x + b.x) / 2, (a.y + b.y) / 2
    if abs(a.x - b.x) < abs(a.y - b.y):
        return Bounds(x + 8.0, y - LABEL_HEIGHT / 2, LABEL_WIDTH, LABEL_HEIGHT)
    return Bounds(x - LABEL_WIDTH / 2, y - 15.0 - LABEL_HEIGHT / 2, LABEL_WIDTH, LABEL_HEIGHT)


def _label(subject: EdgeSubject, medium: Medium, area: Bounds) -> TextBox | None:
    color = label_color(medium.style, subject.colors)
    text = labels.external(
        subject.name, area.x + area.width / 2, area.y, room(area, subject.label), EXTERNAL, color, medium.metrics
    )
    if text is None:
        return None
    if subject.label is not None:
        return text._replace(backdrop=medium.style.pool_fill) if _crosses(subject.points, text.box) else text
    room_for_envelope = 9.0 if _has_envelope(subject.traits) else 0.0
    if area.x > min(point.x for point in subject.points) and _is_upright(subject):
        return text.at(area.x + room_for_envelope, area.y + (area.height - text.height) / 2)
    return text.at(text.x, area.y + area.height - text.height + 2.0 - room_for_envelope)


def _crosses(points: Sequence[Point], box: Bounds) -> bool:
    """Whether the line runs through the box."""
    inside = RectangleOutline(box)
    return any(
        inside.contains(start) or inside.contains(end) or inside.crossing(start, end) is not None
        for start, end in pairwise(points)
    )


def _is_upright(subject: EdgeSubject) -> bool:
    index = max((len(subject.points) - 1) // 2, 0)
    a, b = subject.points[index], subject.points[min(index + 1, len(subject.points) - 1)]
    return abs(a.x - b.x) < abs(a.y - b.y)


def _colors(kind: str, given: FileColors | None, style: Style) -> Ink:
    is_flow = kind in ("sequenceFlow", "messageFlow")
    return ink(style, given, style.flow if is_flow else style.association, style.canvas)


def _plain(subject: EdgeSubject, colors: Ink) -> Figure:
    thin = pen(colors.stroke, FAR_WIDTH)
    outline = line(subject.points)
    look = Look((routed(subject.points, 0.0, thin),)) if len(subject.points) > 1 else NO_LOOK
    return Figure(grown(outline.bounds, _MARGIN), look, outline)


def _room(kind: str, traits: frozenset[str]) -> tuple[float, float]:
    """How much of the line to leave out at its ends, where symbols stand."""
    if kind == "sequenceFlow":
        return (16.0 if "conditional" in traits else 0.0), 8.0
    if kind == "messageFlow":
        return 7.0, 9.5
    return 0.0, 0.0


def _ends(kind: str, points: tuple[Point, ...], traits: frozenset[str], colors: Ink) -> list[Item]:
    if kind == "sequenceFlow":
        return _sequence_ends(points, traits, colors)
    if kind == "messageFlow":
        return _message_ends(points, colors)
    stroke = pen(colors.stroke, FLOW_WIDTH, (), True)
    ends: list[Item] = []
    if "to-target" in traits:
        ends.append(pointed(points, _OPEN_ARROW, stroke, close=False))
    if "to-source" in traits:
        ends.append(pointed(points[::-1], _OPEN_ARROW, stroke, close=False))
    return ends


_ARROW = ((-10.0, -4.2), (0.0, 0.0), (-10.0, 4.2))
_OPEN_ARROW = ((-8.0, -4.8), (0.0, 0.0), (-8.0, 4.8))
_MESSAGE_ARROW = ((-10.0, -4.6), (-0.8, 0.0), (-10.0, 4.6))
_CONDITION = ((0.0, 0.0), (-8.0, -4.6), (-16.0, 0.0), (-8.0, 4.6))
_START = geometry(circle_commands(0.0, 0.0, 3.4))
_DEFAULT = ((-14.5, 5.2), (-8.5, -5.2))


def _sequence_ends(points: tuple[Point, ...], traits: frozenset[str], colors: Ink) -> list[Item]:
    ends: list[Item] = [pointed(points, _ARROW, pen(colors.stroke, 1.0, (), True), colors.stroke)]
    if "conditional" in traits:
        ends.append(pointed(points[::-1], _CONDITION, pen(colors.stroke, 1.3), colors.fill))
    if "default" in traits:
        ends.append(pointed(points[::-1], _DEFAULT, pen(colors.stroke, FLOW_WIDTH), close=False))
    return ends


def _message_ends(points: tuple[Point, ...], colors: Ink) -> list[Item]:
    stroke = pen(colors.stroke, 1.3)
    tip = pointed(points, _MESSAGE_ARROW, stroke, colors.fill)
    center = along(points, 3.6)
    ring = Path(_START, stroke, colors.fill, center.x, center.y)
    return [ring, tip]


def _has_envelope(traits: frozenset[str]) -> bool:
    return "initiating" in traits or "non-initiating" in traits


def _envelope_fill(traits: frozenset[str], style: Style) -> str | None:
    """What fills the envelope of a visible message; None where there is none."""
    if not _has_envelope(traits):
        return None
    return style.shape_fill if "initiating" in traits else shaded(style)


def _envelope(points: tuple[Point, ...], colors: Ink) -> tuple[Path, ...]:
    middle = along(points, length(points) / 2)
    return inked(_ENVELOPE, colors, middle.x - 12.0, middle.y - 8.0)
