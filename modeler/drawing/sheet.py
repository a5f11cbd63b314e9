"""A whole diagram as a picture: all its figures in drawing order, and the area that they cover."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import NamedTuple, TypeAlias

from engine.bpmn import BPMNDiagram, BPMNEdge, BPMNShape, Document, Element, FlowNode
from engine.bpmn.geometry import Bounds
from modeler.drawing.drawn import outline_of
from modeler.drawing.figure import Figure, Reach, extent, reach
from modeler.drawing.figures import edge_figure, shape_figure
from modeler.drawing.metrics import Metrics
from modeler.drawing.order import Drawn, Ranking, drawn_on, title
from modeler.drawing.outlines import Outline
from modeler.drawing.reading import IconLookup, edge_subject, no_icons, shape_at, shape_subject
from modeler.drawing.style import Style, printed
from modeler.drawing.subject import Medium

MARGIN = 12.0
_BATCH = 256
_EMPTY = Bounds(0.0, 0.0, 200.0, 100.0)
_Shapes: TypeAlias = Sequence[tuple[BPMNShape, Element | None]]


class Placed(NamedTuple):
    """A figure, and whose it is."""

    drawn: Drawn
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
    drawing = Drawing(diagram, style, metrics, icons)
    placed = {each.drawn: each for batch in drawing for each in batch}
    figures = tuple([placed[drawn] for drawn in drawing.in_order()])
    return Sheet(drawing.title, drawing.style, figures, drawing.bounds)


class Drawing:
    """The picture of a diagram while it is made, for who passes it on piece by piece.

    Iterating gives the figures of some hundred elements at a time, shapes before the edges that end at them: what the
    processor has at hand is used up before it is gone, and each step has the processor for itself meanwhile. Only
    then `in_order` and `bounds` know all.
    """

    def __init__(self, diagram: BPMNDiagram, style: Style, metrics: Metrics, icons: IconLookup = no_icons) -> None:
        self.title = title(diagram)
        self.style = printed(style)
        self._diagram = diagram
        self._medium = Medium(self.style, metrics)
        self._icons = icons
        self._ranking = Ranking()
        self._reaches: list[Reach] = []

    @property
    def bounds(self) -> Bounds:
        """All that is painted, with a margin."""
        return extent(self._reaches, MARGIN) if self._reaches else _EMPTY

    def in_order(self) -> list[Drawn]:
        """All that is drawn, in the order of painting."""
        return self._ranking.in_order()

    def __iter__(self) -> Iterator[list[Placed]]:
        ends = _Ends()
        edges: list[tuple[BPMNEdge, Element | None]] = []
        drawn, document = drawn_on(self._diagram), self._diagram.document
        assert isinstance(document, Document)
        while batch := document.shown_by(islice(drawn, _BATCH)):
            self._ranking.add(batch)
            shapes = [(each, element) for each, element in batch if isinstance(each, BPMNShape)]
            edges.extend([(each, element) for each, element in batch if isinstance(each, BPMNEdge)])
            yield self._shapes(shapes, ends)
        for start in range(0, len(edges), _BATCH):
            yield self._edges(edges[start : start + _BATCH], ends)

    def _shapes(self, shapes: _Shapes, ends: _Ends) -> list[Placed]:
        subjects = [shape_subject(shape, element, self._icons) for shape, element in shapes]
        figures = [shape_figure(subject, self._medium) for subject in subjects]
        ends.add(shapes, figures)
        return self._placed(shapes, figures)

    def _edges(self, edges: Sequence[tuple[BPMNEdge, Element | None]], ends: _Ends) -> list[Placed]:
        subjects = [edge_subject(edge, element, ends.of, known=ends.known) for edge, element in edges]
        return self._placed(edges, [edge_figure(subject, self._medium) for subject in subjects])

    def _placed(self, drawn: Sequence[tuple[Drawn, Element | None]], figures: Sequence[Figure]) -> list[Placed]:
        boxes = [figure.bounds for figure in figures if figure.look.items]
        if boxes:
            self._reaches.append(reach(boxes))
        pairs = zip(drawn, figures, strict=True)
        return [tuple.__new__(Placed, (each, element, figure)) for (each, element), figure in pairs]


class _Ends:
    """The outlines at which edges end: those of the figures that are made already."""

    def __init__(self) -> None:
        self._outlines: dict[BPMNShape, Outline] = {}
        self._only: dict[Element, Outline | None] = {}
        self.known: dict[str, FlowNode] = {}
        """The flow nodes of shapes by the references to them."""

    def add(self, shapes: _Shapes, figures: Sequence[Figure]) -> None:
        """Remember the outlines of shapes; an element that is drawn twice has no only one."""
        outlines, only, known = self._outlines, self._only, self.known
        for (shape, element), figure in zip(shapes, figures, strict=True):
            outlines[shape] = outline = figure.outline
            if element is not None:
                only[element] = None if element in only else outline
                if isinstance(element, FlowNode):
                    known[shape.node.get("bpmnElement", "")] = element

    def of(self, edge: BPMNEdge, element: Element) -> Outline | None:
        """The outline at an end of an edge; elements that are drawn twice, or elsewhere, are looked up."""
        return self._only.get(element) or self._found(edge, element)

    def _found(self, edge: BPMNEdge, element: Element) -> Outline | None:
        shape = shape_at(edge, element)
        return None if shape is None else self._outlines.get(shape) or outline_of(shape)
