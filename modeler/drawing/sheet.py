"""A whole diagram as a picture: all its figures in drawing order, and the area that they cover."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from engine.bpmn import BPMNDiagram, BPMNEdge, BPMNShape, Element
from engine.bpmn.geometry import Bounds
from modeler.drawing.drawn import figures
from modeler.drawing.figure import Figure, extent
from modeler.drawing.metrics import Metrics
from modeler.drawing.order import standing_on, title
from modeler.drawing.reading import IconLookup, no_icons
from modeler.drawing.style import Style, printed

MARGIN = 12.0
_EMPTY = Bounds(0.0, 0.0, 200.0, 100.0)


class Placed(NamedTuple):
    """A figure, and whose it is."""

    drawn: BPMNShape | BPMNEdge
    element: Element | None
    figure: Figure


@dataclass(frozen=True, slots=True)
class Sheet:
    """What to paint for a diagram, and where."""

    title: str
    style: Style
    figures: tuple[Placed, ...]
    bounds: Bounds
    """All that is painted, with a margin."""


def sheet(diagram: BPMNDiagram, style: Style, metrics: Metrics, icons: IconLookup = no_icons) -> Sheet:
    """The picture of a diagram in a theme, for files and paper."""
    look = printed(style)
    drawn = standing_on(diagram)
    made = figures(drawn, look, metrics, icons)
    placed = [Placed(each, element, figure) for (each, element), figure in zip(drawn, made, strict=True)]
    boxes = [each.figure.bounds for each in placed if each.figure.look.items]
    return Sheet(title(diagram), look, tuple(placed), extent(boxes, MARGIN) if boxes else _EMPTY)
