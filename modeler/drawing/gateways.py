"""Gateways of all types (BPMN 2.0, 10.6)."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType

from modeler.drawing import outlines
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
from modeler.drawing.figure import Detail, Figure, Look, pen
from modeler.drawing.geometry import rhombus
from modeler.drawing.glyphs import Glyph, inked, sized
from modeler.drawing.shapes import Kindred, body, kindred, labelled
from modeler.drawing.style import FAR_WIDTH, SHAPE_WIDTH
from modeler.drawing.subject import Medium, ShapeSubject

_BOXES = Detail.BOXES
_GLYPHS: Mapping[str, Glyph] = MappingProxyType(
    {"parallelGateway": PARALLEL, "inclusiveGateway": INCLUSIVE, "complexGateway": COMPLEX}
)


def draw(subject: ShapeSubject, medium: Medium) -> Figure:
    """A gateway. Traits: `marked` (exclusive), `instantiate` and `parallel` (event-based)."""
    is_far = medium.detail is _BOXES
    look = _look(kindred(subject, medium.style), is_far)
    outline = outlines.diamond(subject.bounds)
    return labelled(subject, medium, look, outline, (FAR_WIDTH if is_far else SHAPE_WIDTH) + 1.0)


@lru_cache(maxsize=2048)
def _look(kindred: Kindred, is_far: bool) -> Look:
    subject, colors = kindred.subject, kindred.ink
    bounds, border = subject.bounds, pen(colors.stroke, FAR_WIDTH if is_far else SHAPE_WIDTH)
    diamond = body(rhombus(bounds.width, bounds.height), bounds, border, colors.fill)
    if is_far:
        return Look((diamond,))
    size = min(bounds.width, bounds.height)
    factor = round(size / GATEWAY_SIZE, 3)
    x, y = (bounds.width - size) / 2, (bounds.height - size) / 2
    return Look((diamond, *inked(sized(_glyph(subject), factor), colors, x, y)))


def _glyph(subject: ShapeSubject) -> Glyph:
    if subject.kind == "exclusiveGateway":
        return EXCLUSIVE if "marked" in subject.traits else ()
    if subject.kind != "eventBasedGateway":
        return _GLYPHS.get(subject.kind, ())
    if "instantiate" not in subject.traits:
        return EVENT_BASED
    return PARALLEL_EVENT_BASED_START if "parallel" in subject.traits else EVENT_BASED_START
