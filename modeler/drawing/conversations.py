"""Conversations, sub-conversations and call conversations (BPMN 2.0, 9.5)."""

from __future__ import annotations

from functools import lru_cache

from engine.bpmn.geometry import Bounds
from modeler.drawing.figure import Figure, Geometry, Item, Look, pen
from modeler.drawing.geometry import geometry, polygon_commands
from modeler.drawing.glyphs import inked
from modeler.drawing.markers import MARKERS
from modeler.drawing.markers import SIZE as MARKER_SIZE
from modeler.drawing.outlines import hexagon
from modeler.drawing.shapes import Kindred, body, kindred, labelled
from modeler.drawing.style import SHAPE_WIDTH, THICK_WIDTH
from modeler.drawing.subject import Medium, ShapeSubject


def draw(subject: ShapeSubject, medium: Medium) -> Figure:
    """A hexagon. Trait: `collapsed` (a sub-conversation, or a call of one)."""
    width = THICK_WIDTH if subject.kind == "callConversation" else SHAPE_WIDTH
    return labelled(subject, medium, _look(kindred(subject, medium.style), width), hexagon(subject.bounds), width)


@lru_cache(maxsize=1024)
def _look(kindred: Kindred, width: float) -> Look:
    subject, colors = kindred.subject, kindred.ink
    bounds = subject.bounds
    items: list[Item] = [body(_hexagon(bounds.width, bounds.height), bounds, pen(colors.stroke, width), colors.fill)]
    if "collapsed" in subject.traits:
        left, top = (bounds.width - MARKER_SIZE) / 2, bounds.height - MARKER_SIZE - 3.0
        items.extend(inked(MARKERS["collapsed"], colors, left, top))
    return Look(tuple(items))


@lru_cache(maxsize=256)
def _hexagon(width: float, height: float) -> Geometry:
    outline = hexagon(Bounds(0.0, 0.0, width, height))
    return geometry(polygon_commands([(point.x, point.y) for point in outline.points]))
