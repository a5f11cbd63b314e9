"""Gateways of all types (BPMN 2.0, 10.6)."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from modeler.drawing.event_glyphs import (
    COMPLEX,
    EVENT_BASED,
    EVENT_BASED_START,
    EXCLUSIVE,
    GATEWAY_SIZE,
    INCLUSIVE,
    PARALLEL,
    PARALLEL_EVENT_BASED_START,
)
from modeler.drawing.figure import Detail, Figure, Item, pen
from modeler.drawing.geometry import rhombus
from modeler.drawing.glyphs import Glyph, inked, sized
from modeler.drawing.outlines import diamond
from modeler.drawing.shapes import body, labelled
from modeler.drawing.style import FAR_WIDTH, SHAPE_WIDTH, ink
from modeler.drawing.subject import Medium, ShapeSubject

_GLYPHS: Mapping[str, Glyph] = MappingProxyType(
    {"parallelGateway": PARALLEL, "inclusiveGateway": INCLUSIVE, "complexGateway": COMPLEX}
)


def draw(subject: ShapeSubject, medium: Medium) -> Figure:
    """A gateway. Traits: `marked` (exclusive), `instantiate` and `parallel` (event-based)."""
    bounds, style = subject.bounds, medium.style
    colors = ink(style, subject.colors, style.shape_stroke, style.shape_fill)
    outline = diamond(bounds)
    width = FAR_WIDTH if medium.detail is Detail.BOXES else SHAPE_WIDTH
    items: list[Item] = [body(rhombus(bounds.width, bounds.height), bounds, pen(colors.stroke, width), colors.fill)]
    if medium.detail is not Detail.BOXES:
        size = min(bounds.width, bounds.height)
        factor = round(size / GATEWAY_SIZE, 3)
        x, y = bounds.x + (bounds.width - size) / 2, bounds.y + (bounds.height - size) / 2
        items.extend(inked(sized(_glyph(subject), factor), colors, x, y))
    return labelled(subject, medium, items, outline, width + 1.0)


def _glyph(subject: ShapeSubject) -> Glyph:
    if subject.kind == "exclusiveGateway":
        return EXCLUSIVE if "marked" in subject.traits else ()
    if subject.kind != "eventBasedGateway":
        return _GLYPHS.get(subject.kind, ())
    if "instantiate" not in subject.traits:
        return EVENT_BASED
    return PARALLEL_EVENT_BASED_START if "parallel" in subject.traits else EVENT_BASED_START
