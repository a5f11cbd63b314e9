"""Choreography activities with the bands of their participants (BPMN 2.0, 11.5)."""

from __future__ import annotations

from functools import lru_cache

from engine.bpmn.geometry import Bounds
from modeler.drawing import labels
from modeler.drawing.activities import RADIUS
from modeler.drawing.figure import Command, Detail, Figure, Geometry, Item, Look, TextBox, pen
from modeler.drawing.geometry import KAPPA, geometry, glyph, rectangle
from modeler.drawing.glyphs import Glyph, hollow, inked, lines, sized
from modeler.drawing.markers import MARKERS
from modeler.drawing.markers import SIZE as MARKER_SIZE
from modeler.drawing.metrics import EXTERNAL, LABEL
from modeler.drawing.outlines import RectangleOutline
from modeler.drawing.shapes import body, box_figure, grown, united
from modeler.drawing.style import SHAPE_WIDTH, THICK_WIDTH, THIN_WIDTH, Ink, ink, shaded
from modeler.drawing.subject import Band, Medium, ShapeSubject

BAND = 20.0
"""How high the band of a participant is where the file does not say."""
_ENVELOPE: Glyph = (hollow("M0 0 H30 V20 H0 Z", 1.4), lines("M0.4 0.6 L15 11.4 L29.6 0.6", 1.4))
_ENVELOPE_GAP = 14.0
_SMALL = 0.65
"""How much smaller the marker of a band is."""
_ORDER = ("loop", "parallel", "sequential", "collapsed", "multiple")


def draw(subject: ShapeSubject, medium: Medium) -> Figure:
    """A choreography activity. Traits: markers, `expanded`; `bands` have no shapes of their own."""
    bounds, style = subject.bounds, medium.style
    colors = ink(style, subject.colors, style.shape_stroke, style.shape_fill)
    outline = RectangleOutline(bounds, RADIUS)
    width = THICK_WIDTH if subject.kind == "callChoreography" else SHAPE_WIDTH
    border = pen(colors.stroke, width)
    if medium.detail is Detail.BOXES:
        return box_figure(bounds, border, colors.fill, outline)
    items: list[Item] = [body(rectangle(bounds.width, bounds.height, RADIUS), bounds, border, colors.fill)]
    items.extend(_own_bands(subject, medium, colors))
    if width == THICK_WIDTH:
        items.append(body(rectangle(bounds.width, bounds.height, RADIUS), bounds, border, None))
    items.extend(_markers(subject, colors))
    area = _middle(subject)
    if medium.detail is Detail.FULL and subject.name:
        place: labels.Place = "top" if "expanded" in subject.traits else "middle"
        text = labels.inside(subject.name, area, LABEL, colors.text, medium.metrics, "center", place)
        items.extend((text,) if text else ())
    return Figure(grown(bounds, width), Look(tuple(items)), outline, label_area=area)


def draw_band(subject: ShapeSubject, medium: Medium) -> Figure:
    """The band of one participant. Traits: `top`, `bottom`, `initiating`, `message`, `multiple`."""
    bounds, style = subject.bounds, medium.style
    fill = style.shape_fill if "initiating" in subject.traits else shaded(style, 0.1)
    colors = ink(style, subject.colors, style.shape_stroke, fill)
    outline = RectangleOutline(bounds)
    if medium.detail is Detail.BOXES:
        return box_figure(bounds, pen(colors.stroke, THIN_WIDTH), colors.fill, outline)
    items, extent = _band(bounds, subject.traits, colors), grown(bounds, SHAPE_WIDTH)
    if "message" in subject.traits:
        envelope, box = _message(subject, colors, shaded(style))
        items.extend(envelope)
        extent = united(extent, box)
    below = MARKER_SIZE * _SMALL - 1.0 if "multiple" in subject.traits else 0.0
    area = Bounds(bounds.x + 4.0, bounds.y, max(bounds.width - 8.0, 0.0), max(bounds.height - below, 0.0))
    text = _band_name(subject.name, area, medium, colors)
    return Figure(extent, Look((*items, *text)), outline, label_area=area)


def _band(bounds: Bounds, traits: frozenset[str], colors: Ink) -> list[Item]:
    shape = _band_shape(bounds.width, bounds.height, "top" in traits, "bottom" in traits)
    items: list[Item] = [body(shape, bounds, pen(colors.stroke, THIN_WIDTH), colors.fill)]
    if "multiple" in traits:
        size = MARKER_SIZE * _SMALL
        left = bounds.x + (bounds.width - size) / 2
        items.extend(inked(sized(MARKERS["parallel"], _SMALL), colors, left, bounds.bottom - size))
    return items


def _band_name(name: str, area: Bounds, medium: Medium, colors: Ink) -> tuple[TextBox, ...]:
    if medium.detail is not Detail.FULL:
        return ()
    text = labels.inside(name, area, EXTERNAL, colors.text, medium.metrics)
    return (text,) if text else ()


def _message(subject: ShapeSubject, colors: Ink, shade: str) -> tuple[list[Item], Bounds]:
    """The envelope over a top band or under a bottom one, tied to it by a dotted line."""
    bounds = subject.bounds
    is_top = "bottom" not in subject.traits
    middle = bounds.x + bounds.width / 2
    y = bounds.y - _ENVELOPE_GAP - 20.0 if is_top else bounds.y + bounds.height + _ENVELOPE_GAP
    fill = colors.fill if "initiating" in subject.traits else shade
    tie = bounds.y - _ENVELOPE_GAP if is_top else bounds.y + bounds.height
    dots = pen(colors.stroke, 1.5, (0.1, 4.0), True)
    items: list[Item] = [body(glyph(f"M0 0 V{_ENVELOPE_GAP}"), Bounds(middle, tie, 0, 0), dots, None)]
    items.extend(inked(_ENVELOPE, colors._replace(fill=fill), middle - 15.0, y))
    return items, Bounds(middle - 16.0, y - 1.0, 32.0, 22.0)


def _own_bands(subject: ShapeSubject, medium: Medium, colors: Ink) -> list[Item]:
    items: list[Item] = []
    for index, band in enumerate(subject.bands):
        items.extend(_own_band(subject, medium, colors, index, band))
    return items


def _own_band(subject: ShapeSubject, medium: Medium, colors: Ink, index: int, band: Band) -> list[Item]:
    bounds = subject.bounds
    is_bottom = index == len(subject.bands) - 1 and index > 0
    y = bounds.y + bounds.height - BAND if is_bottom else bounds.y + index * BAND
    place = Bounds(bounds.x, y, bounds.width, BAND)
    traits = frozenset({"bottom"} if is_bottom else {"top"} if index == 0 else ())
    fill = colors.fill if band.is_initiating else shaded(medium.style, 0.1)
    shades = colors._replace(fill=fill)
    return [*_band(place, traits, shades), *_band_name(band.name, place, medium, shades)]


def _middle(subject: ShapeSubject) -> Bounds:
    bounds = subject.bounds
    edge = BAND if min(bounds.height, 60.0) == 60.0 else bounds.height / 3
    below = MARKER_SIZE + 2.0 if any(name in subject.traits for name in _ORDER) else 0.0
    height = max(bounds.height - 2 * edge - 4.0 - below, 12.0)
    return Bounds(bounds.x + 6.0, bounds.y + edge + 2.0, max(bounds.width - 12.0, 0.0), height)


def _markers(subject: ShapeSubject, colors: Ink) -> list[Item]:
    names = [name for name in _ORDER if name in subject.traits]
    bounds, step = subject.bounds, MARKER_SIZE + 4.0
    x = bounds.x + bounds.width / 2 - (len(names) * step - 4.0) / 2
    y = bounds.y + bounds.height - BAND - MARKER_SIZE - 2.0
    items: list[Item] = []
    for index, name in enumerate(names):
        items.extend(inked(MARKERS[name if name in MARKERS else "parallel"], colors, x + index * step, y))
    return items


@lru_cache(maxsize=256)
def _band_shape(w: float, h: float, is_top: bool, is_bottom: bool) -> Geometry:
    """A band whose outer corners follow the round corners of the activity."""
    t = min(RADIUS, h) if is_top else 0.0
    b = min(RADIUS, h) if is_bottom else 0.0
    kt, kb = t * (1 - KAPPA), b * (1 - KAPPA)
    commands: list[Command] = [("M", t, 0.0), ("L", w - t, 0.0), ("C", w - kt, 0.0, w, kt, w, t)]
    commands += [("L", w, h - b), ("C", w, h - kb, w - kb, h, w - b, h)]
    commands += [("L", b, h), ("C", kb, h, 0.0, h - kb, 0.0, h - b)]
    commands += [("L", 0.0, t), ("C", 0.0, kt, kt, 0.0, t, 0.0), ("Z",)]
    return geometry(commands)
