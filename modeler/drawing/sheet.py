"""A whole diagram as a picture: all its figures in drawing order, and the area that they cover."""

from __future__ import annotations

from dataclasses import dataclass

from engine.bpmn import BPMNDiagram, BPMNEdge, BPMNShape
from engine.bpmn.geometry import Bounds
from modeler.drawing.drawn import figure
from modeler.drawing.figure import Detail, Figure, extent
from modeler.drawing.metrics import Metrics
from modeler.drawing.order import contents, title
from modeler.drawing.reading import IconLookup, no_icons
from modeler.drawing.style import Style, printed

MARGIN = 12.0
_EMPTY = Bounds(0.0, 0.0, 200.0, 100.0)


@dataclass(frozen=True, slots=True)
class Sheet:
    """What to paint for a diagram, and where."""

    title: str
    style: Style
    figures: tuple[tuple[BPMNShape | BPMNEdge, Figure], ...]
    bounds: Bounds
    """All that is painted, with a margin."""


def sheet(diagram: BPMNDiagram, style: Style, metrics: Metrics, icons: IconLookup = no_icons) -> Sheet:
    """The picture of a diagram in a theme, for files and paper."""
    look = printed(style)
    figures = tuple((drawn, figure(drawn, look, metrics, Detail.FULL, icons)) for drawn in contents(diagram))
    bounds = extent([each.bounds for _, each in figures if each.items], MARGIN) if figures else _EMPTY
    return Sheet(title(diagram), look, figures, bounds)
