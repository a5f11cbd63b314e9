"""The line of a connection: laid out anew, kept as far as it can be when an end moves, and cut at the outlines."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from engine.bpmn import Association, BPMNDiagram, DataAssociation, Document, Element, Participant, Point, SubProcess
from modeler.editing.drawn import outline_on, path_of
from modeler.editing.layout.docking import cut, dock_of, is_cut
from modeler.editing.layout.geometry import Path, are_aligned, center, midpoint, nearest_segment, without_redundant
from modeler.editing.layout.outlines import Outline
from modeler.editing.layout.plans import plans_for
from modeler.editing.layout.routing import repaired, route, straight
from modeler.editing.structure import is_compensation_boundary


@dataclass(frozen=True, slots=True)
class End:
    """One end of a connection: what it docks to, where it aims, and whether the line is cut at the outline."""

    element: Element
    outline: Outline | None
    dock: Point
    is_cut: bool = True


def new_path(
    document: Document,
    kind: str,
    source: Element,
    target: Element,
    diagram: BPMNDiagram | None = None,
    start: Point | None = None,
    end: Point | None = None,
) -> Path | None:
    """The line of a new connection between two drawn elements, aiming at their middles or at the given docks."""
    first, last = end_with_dock(document, source, diagram, start), end_with_dock(document, target, diagram, end)
    if first is None or last is None:
        return None
    return lay_out(document, kind, first, last)


def lay_out(document: Document, kind: str, first: End, last: End) -> Path:
    """A line laid out anew between two ends."""
    if first.outline is None or last.outline is None or is_straight_kind(kind, first.element):
        return _cut((first.dock, last.dock), first, last)
    plans = plans_for(document, kind, first.element, last.element, first.dock)
    found = route(first.outline.bounds, last.outline.bounds, first.dock, last.dock, plans)
    return without_redundant(_cut(found, first, last))


def is_straight_kind(kind: str, source: Element) -> bool:
    """Whether a connection is a straight line with bends of the user's own (R-L7)."""
    if kind == "bpmn:association":
        return not is_compensation_boundary(source)
    return kind.endswith("Association")


def adapted_path(
    document: Document, connection: Element, before: Path, first: End, last: End, moved: tuple[bool, bool]
) -> Path:
    """The line after one or both ends moved: the user's route where it can be kept (R-L5), otherwise a new one.

    `first` and `last` are the ends as they are now; an end that did not move keeps its very point.
    """
    if isinstance(connection, Association | DataAssociation) and is_straight_kind(connection.kind, first.element):
        return _keep_far_ends(before, _cut((first.dock, *before[1:-1], last.dock), first, last), moved)
    path = (before[0] if moved[0] else first.dock, *before[1:-1], before[-1] if moved[1] else last.dock)
    found = _kept(path, first, last, moved, connection.kind)
    if found is None:
        return lay_out(document, connection.kind, first, last)
    return _keep_far_ends(before, without_redundant(_cut(found, first, last)), moved)


def _kept(path: Path, first: End, last: End, moved: tuple[bool, bool], kind: str) -> Path | None:
    if first.outline is None or last.outline is None:
        return (first.dock, *path[1:-1], last.dock)
    source, target = first.outline.bounds, last.outline.bounds
    if kind == "bpmn:messageFlow" and len(path) == 2:
        return straight(source, target, first.dock, last.dock, _steady(first.element, last.element))
    if len(path) <= 4 and are_aligned(path):
        return None
    found: Path | None = path
    if moved[0]:
        found = repaired(source, target, first.dock, path)
    if moved[1] and found is not None:
        back = repaired(target, source, last.dock, found[::-1])
        found = None if back is None else back[::-1]
    return found


def _steady(source: Element, target: Element) -> Literal["source", "target"]:
    """The end whose dock stays when a straight line slides: the smaller thing, event before sub-process before pool."""
    return "target" if _size_rank(target) < _size_rank(source) else "source"


def _size_rank(element: Element) -> int:
    return 2 if isinstance(element, Participant) else 1 if isinstance(element, SubProcess) else 0


def _keep_far_ends(before: Path, path: Path, moved: tuple[bool, bool]) -> Path:
    """The exact old point at an end whose last segment did not change its line."""
    found = list(path)
    if not moved[0] and len(path) > 2 and len(before) > 2 and path[1] == before[1]:
        found[0] = before[0]
    if not moved[1] and len(path) > 2 and len(before) > 2 and path[-2] == before[-2]:
        found[-1] = before[-1]
    return tuple(found)


def _cut(path: Path, first: End, last: End) -> Path:
    return cut(path, first.outline if first.is_cut else None, last.outline if last.is_cut else None)


def end_drawn(document: Document, element: Element | None, diagram: BPMNDiagram | None, path: Path) -> End | None:
    """The end at which a line that starts with this path is drawn; None where nothing is drawn there."""
    outline = outline_on(document, element, diagram)
    if element is None:
        return None
    if outline is None:
        return End(element, None, path[0]) if path_of(document, element, diagram) else None
    return End(element, outline, dock_of(outline, path[0], path[1]), is_cut(outline, path[0]))


def end_with_dock(
    document: Document, element: Element, diagram: BPMNDiagram | None, dock: Point | None = None
) -> End | None:
    """The end that aims at a dock of an element, or at its middle; None where the element is not drawn."""
    outline = outline_on(document, element, diagram)
    if outline is not None:
        return End(element, outline, dock or center(outline.bounds))
    path = path_of(document, element, diagram)
    if len(path) < 2:
        return None
    return End(element, None, nearest_segment(dock, path)[1] if dock is not None else middle_of(path))


def middle_of(path: Path) -> Point:
    """The middle of the middle segment of a line: where its label belongs."""
    index = (len(path) - 1) // 2
    return midpoint(path[index], path[index + 1])
