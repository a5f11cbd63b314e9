"""Events of all positions and definitions (BPMN 2.0, 10.5)."""

from __future__ import annotations

from functools import lru_cache

from engine.bpmn.geometry import Bounds
from modeler.drawing.event_glyphs import CATCHING, EVENT_SIZE, THROWING
from modeler.drawing.figure import Detail, Figure, Look, Path, pen
from modeler.drawing.geometry import ellipse
from modeler.drawing.glyphs import inked, sized
from modeler.drawing.outlines import EllipseOutline
from modeler.drawing.shapes import Kindred, body, box_figure, kindred, labelled
from modeler.drawing.style import SHAPE_WIDTH, THICK_WIDTH, THIN_WIDTH, Ink, ink
from modeler.drawing.subject import Medium, ShapeSubject

_BOXES = Detail.BOXES
NON_INTERRUPTING_DASH = (5.0, 3.1)
_RING_GAP = 3.2
_THROWING_KINDS = frozenset({"endEvent", "intermediateThrowEvent", "implicitThrowEvent"})


def draw(subject: ShapeSubject, medium: Medium) -> Figure:
    """An event; `symbol` is its definition. Trait: `non-interrupting`."""
    style, bounds = medium.style, subject.bounds
    outline = EllipseOutline(bounds)
    if medium.detail is _BOXES:
        colors = ink(style, subject.colors, style.shape_stroke, style.shape_fill)
        return box_figure(bounds, pen(colors.stroke, SHAPE_WIDTH), colors.fill, outline)
    return labelled(subject, medium, _look(kindred(subject, style)), outline, THICK_WIDTH)


@lru_cache(maxsize=2048)
def _look(kindred: Kindred) -> Look:
    subject, colors = kindred.subject, kindred.ink
    return Look((*_rings(subject, colors), *_glyph(subject, colors)))


def _rings(subject: ShapeSubject, colors: Ink) -> tuple[Path, ...]:
    bounds = subject.bounds
    if subject.kind == "startEvent":
        dash = NON_INTERRUPTING_DASH if "non-interrupting" in subject.traits else ()
        return (_ring(bounds, 0.0, SHAPE_WIDTH, dash, colors, colors.fill),)
    if subject.kind == "endEvent":
        return (_ring(bounds, (THICK_WIDTH - SHAPE_WIDTH) / 2, THICK_WIDTH, (), colors, colors.fill),)
    dash = NON_INTERRUPTING_DASH if "non-interrupting" in subject.traits else ()
    gap = _RING_GAP * min(bounds.width, bounds.height) / EVENT_SIZE
    return (
        _ring(bounds, 0.0, THIN_WIDTH, dash, colors, colors.fill),
        _ring(bounds, gap, THIN_WIDTH, dash, colors, None),
    )


def _ring(bounds: Bounds, gap: float, width: float, dash: tuple[float, ...], colors: Ink, fill: str | None) -> Path:
    shape = ellipse(max(bounds.width - 2 * gap, 0.0), max(bounds.height - 2 * gap, 0.0))
    return body(shape, Bounds(bounds.x + gap, bounds.y + gap, 0, 0), pen(colors.stroke, width, dash), fill)


def _glyph(subject: ShapeSubject, colors: Ink) -> tuple[Path, ...]:
    table = THROWING if subject.kind in _THROWING_KINDS else CATCHING
    drawing = table.get(subject.symbol or "") or CATCHING.get(subject.symbol or "")
    if drawing is None:
        drawing = THROWING.get(subject.symbol or "", ())
    bounds = subject.bounds
    size = min(bounds.width, bounds.height)
    factor = round(size / EVENT_SIZE, 3)
    x, y = bounds.x + (bounds.width - size) / 2, bounds.y + (bounds.height - size) / 2
    return inked(drawing if factor == 1.0 else sized(drawing, factor), colors, x, y)
