"""Aligning and distributing elements."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import Literal, TypeAlias

from engine.bpmn import BoundaryEvent, Bounds, BPMNDiagram, BPMNEdge, Document, Element, Lane, Participant
from engine.bpmn.diagram import move_by
from modeler.editing.commands.moving import outermost, with_belongings
from modeler.editing.drawn import bounds_of, diagram_on
from modeler.editing.facts import ShapesMoved
from modeler.editing.layout.geometry import bottom, right
from modeler.editing.refusals import CommandRefused
from modeler.editing.relayout import connections_at, follow
from modeler.editing.structure import CONNECTIONS, source_of, target_of

Alignment: TypeAlias = Literal["left", "center", "right", "top", "middle", "bottom"]
Direction: TypeAlias = Literal["horizontal", "vertical"]
Shift: TypeAlias = tuple[float, float]


def align(
    document: Document, elements: Sequence[Element], where: Alignment, diagram: BPMNDiagram | None = None
) -> None:
    """Move elements onto one line: their outermost border, or a center that most of them have or the common one."""
    boxes = _boxes(document, elements, diagram, 2)
    around = list(boxes.values())
    lines: dict[Alignment, Callable[[Bounds], Shift]] = {
        "left": lambda each: (min(other.x for other in around) - each.x, 0),
        "right": lambda each: (max(map(right, around)) - right(each), 0),
        "top": lambda each: (0, min(other.y for other in around) - each.y),
        "bottom": lambda each: (0, max(map(bottom, around)) - bottom(each)),
        "center": lambda each: (_common([other.center.x for other in around]) - each.center.x, 0),
        "middle": lambda each: (0, _common([other.center.y for other in around]) - each.center.y),
    }
    shifts = {element: lines[where](bounds) for element, bounds in boxes.items()}
    with document.edit(f"Align {len(boxes)} elements"):
        move_each(document, shifts, diagram)


def distribute(
    document: Document, elements: Sequence[Element], direction: Direction, diagram: BPMNDiagram | None = None
) -> None:
    """Give elements equal gaps between the first and the last of them."""
    boxes = _boxes(document, elements, diagram, 3)
    level = direction == "horizontal"
    order = sorted(boxes, key=lambda each: boxes[each].center.x if level else boxes[each].center.y)
    sizes = [boxes[each].width if level else boxes[each].height for each in order]
    first, last = boxes[order[0]], boxes[order[-1]]
    span = right(last) - first.x if level else bottom(last) - first.y
    gap = (span - sum(sizes)) / (len(order) - 1)
    at, shifts = (first.x if level else first.y), {}
    for element, size in zip(order, sizes, strict=True):
        here = boxes[element].x if level else boxes[element].y
        shifts[element] = (round(at) - here, 0.0) if level else (0.0, round(at) - here)
        at += size + gap
    shifts[order[0]] = shifts[order[-1]] = (0.0, 0.0)
    with document.edit(f"Distribute {len(order)} elements"):
        move_each(document, shifts, diagram)


def move_each(document: Document, shifts: Mapping[Element, Shift], diagram: BPMNDiagram | None = None) -> None:
    """Move elements by distances of their own, with all that belongs to them; connections are laid out once."""
    with document.edit("Move") as edit:
        before: dict[Element, Bounds] = {}
        moved_by: dict[Element | None, Shift] = {}
        for element, (dx, dy) in shifts.items():
            if (dx, dy) == (0, 0):
                continue
            shape = document.shape_of(element, diagram)
            on = diagram or (None if shape is None else diagram_on(shape))
            inside = frozenset(_shift(document, element, dx, dy, on, before))
            moved_by.update(dict.fromkeys(inside, (dx, dy)))
            edit.note(ShapesMoved((element,), inside, dx, dy, on))
        for connection in connections_at(document, before):
            edge = document.edge_of(connection, diagram)
            if edge is not None:
                _follow(document, connection, edge, before, moved_by, diagram)


def _follow(
    document: Document,
    connection: Element,
    edge: BPMNEdge,
    before: Mapping[Element, Bounds],
    moved_by: Mapping[Element | None, Shift],
    diagram: BPMNDiagram | None,
) -> None:
    first, last = moved_by.get(source_of(connection)), moved_by.get(target_of(connection))
    if first is not None and first == last:
        move_by(edge, *first)
    else:
        follow(document, edge, before, diagram)


def _shift(
    document: Document,
    element: Element,
    dx: float,
    dy: float,
    diagram: BPMNDiagram | None,
    before: dict[Element, Bounds],
) -> list[Element]:
    found = []
    for each in with_belongings(document, element, diagram):
        shape = document.shape_of(each, diagram)
        if shape is not None and each not in before:
            before[each] = shape.bounds
            move_by(shape, dx, dy)
            found.append(each)
    return found


def _boxes(
    document: Document, elements: Sequence[Element], diagram: BPMNDiagram | None, least: int
) -> dict[Element, Bounds]:
    shapes = [each for each in elements if not isinstance(each, (Lane, Participant, BoundaryEvent, *CONNECTIONS))]
    found = {each: bounds for each in outermost(shapes) if (bounds := bounds_of(document, each, diagram)) is not None}
    if len(found) < least:
        raise CommandRefused(f"This needs at least {least} elements")
    return found


def _common(centers: Sequence[float]) -> float:
    """The center that at least two share, or the middle between the outermost ones."""
    value, count = Counter(centers).most_common(1)[0]
    return value if count > 1 else (min(centers) + max(centers)) / 2
