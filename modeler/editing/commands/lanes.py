"""Lanes: adding, dividing, deleting and resizing them, and resizing pools with their lanes (R-N1 to R-N4)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

from engine.bpmn import Bounds, BPMNShape, Document, Element, Lane, LaneSet, Participant, Point, Process, SubProcess
from engine.bpmn.factory import create
from modeler.editing.commands.removal import remove_element
from modeler.editing.commands.space import Cut, make_space
from modeler.editing.drawn import bounds_of, lanes_in, plane_of
from modeler.editing.facts import LanesChanged
from modeler.editing.layout.geometry import Side, bottom, box, from_edges, right, with_side_moved
from modeler.editing.layout.sizes import POOL_HEADER
from modeler.editing.naming import new_id_for
from modeler.editing.new_drawings import draw_shape
from modeler.editing.refusals import CommandRefused
from modeler.editing.relayout import mapped
from modeler.editing.structure import called, describe, pool_of

Place: TypeAlias = Literal["above", "below"]
NEW_LANE = 120.0
_TOUCHES = 6.0


@dataclass(frozen=True, slots=True)
class Frame:
    """A pool, sub-process or lane that holds lanes: its shape and the direction of its flow."""

    element: Element
    shape: BPMNShape
    horizontal: bool


def add_lane(document: Document, element: Element, place: Place, *, name: str | None = None) -> Lane:
    """Add a lane above or below a lane, or to a pool; the first one in a pool shares it with a sibling (R-N1)."""
    with document.edit("Add lane") as edit:
        if isinstance(element, Lane):
            made = _add_beside(document, element, place, name)
        else:
            made = _add_to_pool(document, element, place, name)
        edit.note(LanesChanged(owner_of_lanes(document, made)))
        return made


def divide_lane(document: Document, element: Element, parts: int) -> list[Lane]:
    """Divide a lane or pool into equal lanes, the last taking the rest; lanes already inside shrink alike (R-N2)."""
    frame = _frame(document, element)
    least = 60 * parts
    extent = frame.shape.bounds.height if frame.horizontal else frame.shape.bounds.width
    if extent < least:
        raise CommandRefused(f"{describe(element)} is too small for {parts} lanes; it needs {least}")
    with document.edit(f"Divide into {parts} lanes") as edit:
        lane_set = _lane_set(document, element)
        lanes = list(lane_set.lanes)
        while len(lanes) < parts:
            lanes.append(_new_lane(document, lane_set, frame, inner_area(frame)))
        _stack(document, lanes, inner_area(frame), frame.horizontal)
        edit.note(LanesChanged(owner_of_lanes(document, element)))
        return lanes


def delete_lane(document: Document, lane: Lane) -> None:
    """Delete a lane; its neighbors share its room, and the nodes stay in the pool (R-N3)."""
    with document.edit(f"Delete {called(lane)}") as edit:
        owner = owner_of_lanes(document, lane)
        lane_set, shape = lane.parent, document.shape_of(lane)
        siblings = [] if not isinstance(lane_set, LaneSet) else [each for each in lane_set.lanes if each is not lane]
        if shape is not None:
            _share_room(document, shape, siblings, shape.is_horizontal is not False)
        remove_element(document, lane)
        if isinstance(lane_set, LaneSet) and not siblings:
            remove_element(document, lane_set)
        edit.note(LanesChanged(owner))


def resize_lane(document: Document, lane: Lane, bounds: Bounds) -> None:
    """Resize a lane: the neighbor at a moved border gives way, an outer border takes the pool along (R-N4)."""
    shape = document.shape_of(lane)
    if shape is None:
        raise CommandRefused(f"{describe(lane)} is not drawn in this diagram")
    with document.edit(f"Resize {called(lane)}") as edit:
        for side, delta in changed_sides(shape.bounds, bounds).items():
            _move_border(document, lane, side, delta)
        edit.note(LanesChanged(owner_of_lanes(document, lane)))


def resize_with_lanes(document: Document, element: Element, bounds: Bounds) -> None:
    """Resize a pool or sub-process, its lanes following the borders that move."""
    shape = document.shape_of(element)
    if shape is None:
        return
    before = shape.bounds
    for lane in lanes_of(element):
        own = document.shape_of(lane)
        if own is not None:
            own.bounds = _stretched(own.bounds, before, bounds, shape.is_horizontal is not False)
    shape.bounds = bounds


def lanes_of(element: Element) -> list[Lane]:
    """All lanes of a pool, process, sub-process or lane, nested ones after their parent."""
    if isinstance(element, Lane):
        return list(lanes_in(element.child_lane_set)) if element.child_lane_set is not None else []
    holder = element.process if isinstance(element, Participant) else element
    if not isinstance(holder, Process | SubProcess):
        return []
    return [lane for lane_set in holder.lane_sets for lane in lanes_in(lane_set)]


def owner_of_lanes(document: Document, element: Element) -> Element:
    """The pool or sub-process that lanes divide."""
    around = next((each for each in (element, *element.ancestors()) if isinstance(each, SubProcess)), None)
    return around or pool_of(document, element) or element


def inner_area(frame: Frame) -> Bounds:
    """Where the lanes of a pool or lane lie: beside its header."""
    area = frame.shape.bounds
    if isinstance(frame.element, SubProcess):
        return area
    if frame.horizontal:
        return box(area.x + POOL_HEADER, area.y, area.width - POOL_HEADER, area.height)
    return box(area.x, area.y + POOL_HEADER, area.width, area.height - POOL_HEADER)


def changed_sides(before: Bounds, after: Bounds) -> dict[Side, float]:
    """How far each border moved, along its axis."""
    moved: dict[Side, float] = {
        "left": after.x - before.x,
        "top": after.y - before.y,
        "right": right(after) - right(before),
        "bottom": bottom(after) - bottom(before),
    }
    return {side: delta for side, delta in moved.items() if delta}


def edge_value(bounds: Bounds, side: Side) -> float:
    """The coordinate of a border."""
    return {"left": bounds.x, "top": bounds.y, "right": right(bounds), "bottom": bottom(bounds)}[side]


def _frame(document: Document, element: Element) -> Frame:
    shape = document.shape_of(element)
    if shape is None or not isinstance(element, Participant | Lane | SubProcess):
        raise CommandRefused(f"{describe(element)} holds no lanes")
    if isinstance(element, Participant) and element.process is None:
        raise CommandRefused(f"{describe(element)} is an empty pool")
    if min(shape.bounds.width, shape.bounds.height) < POOL_HEADER * 2:
        raise CommandRefused(f"{describe(element)} is too small for lanes")
    return Frame(element, shape, shape.is_horizontal is not False)


def _lane_set(document: Document, element: Element) -> LaneSet:
    if isinstance(element, Lane):
        if element.child_lane_set is None:
            made = create(document, "bpmn:childLaneSet", id=document.new_id("LaneSet"))
            document.insert(element, made)
        assert element.child_lane_set is not None
        return element.child_lane_set
    holder = element.process if isinstance(element, Participant) else element
    assert isinstance(holder, Process | SubProcess)
    if not holder.lane_sets:
        document.insert(holder, create(document, LaneSet, id=document.new_id("LaneSet")))
    return holder.lane_sets[0]


def _new_lane(
    document: Document,
    lane_set: LaneSet,
    frame: Frame,
    area: Bounds,
    before: Lane | None = None,
    name: str | None = None,
) -> Lane:
    lane = create(document, Lane, id=new_id_for(document, "bpmn:lane"), name=name)
    document.insert(lane_set, lane, before)
    plane = plane_of(frame.shape)
    if plane is not None:
        draw_shape(document, plane, lane, area, is_horizontal=frame.horizontal)
    return lane


def _add_to_pool(document: Document, element: Element, place: Place, name: str | None) -> Lane:
    frame = _frame(document, element)
    lane_set = _lane_set(document, element)
    if not lane_set.lanes:
        _new_lane(document, lane_set, frame, inner_area(frame))
    lanes = lane_set.lanes
    return _add_beside(document, lanes[0] if place == "above" else lanes[-1], place, name)


def _add_beside(document: Document, lane: Lane, place: Place, name: str | None) -> Lane:
    """Make room beside a lane by moving everything beyond its border out, then put the new lane there."""
    frame, lane_set, plane = _frame(document, lane), lane.parent, plane_of(_frame(document, lane).shape)
    assert isinstance(lane_set, LaneSet)
    assert plane is not None
    side, area = _side(place, frame.horizontal), frame.shape.bounds
    around = [each for each in (*lane.ancestors(), owner_of_lanes(document, lane)) if each.parent is not None]
    ending = [each for each in around if _ends_at(document, each, side, edge_value(area, side))]
    make_space(document, plane, Cut(edge_value(area, side), side, NEW_LANE))
    sign = -1 if side in ("top", "left") else 1
    for each in ending:
        shape = document.shape_of(each)
        if shape is not None:
            shape.bounds = with_side_moved(shape.bounds, side, sign * NEW_LANE)
    siblings = lane_set.lanes
    index = siblings.index(lane) + (place == "below")
    following = siblings[index] if index < len(siblings) else None
    return _new_lane(document, lane_set, frame, _beside(area, side), following, name)


def _ends_at(document: Document, element: Element, side: Side, value: float) -> bool:
    bounds = bounds_of(document, element)
    return bounds is not None and abs(edge_value(bounds, side) - value) < 1


def _side(place: Place, horizontal: bool) -> Side:
    if horizontal:
        return "top" if place == "above" else "bottom"
    return "left" if place == "above" else "right"


def _beside(area: Bounds, side: Side) -> Bounds:
    if side == "top":
        return box(area.x, area.y - NEW_LANE, area.width, NEW_LANE)
    if side == "bottom":
        return box(area.x, bottom(area), area.width, NEW_LANE)
    if side == "left":
        return box(area.x - NEW_LANE, area.y, NEW_LANE, area.height)
    return box(right(area), area.y, NEW_LANE, area.height)


def _stack(document: Document, lanes: list[Lane], area: Bounds, horizontal: bool) -> None:
    """Give lanes equal parts of an area, the last one the rest, with the lanes inside them stretched alike."""
    extent = area.height if horizontal else area.width
    part = float(int(extent / len(lanes)))
    for index, lane in enumerate(lanes):
        start = part * index
        own = extent - start if index == len(lanes) - 1 else part
        bounds = (
            box(area.x, area.y + start, area.width, own)
            if horizontal
            else box(area.x + start, area.y, own, area.height)
        )
        _set_lane(document, lane, bounds)


def _set_lane(document: Document, lane: Lane, bounds: Bounds) -> None:
    """Give a lane another box; the lanes inside it share it in their proportions."""
    shape = document.shape_of(lane)
    if shape is None:
        return
    before = shape.bounds
    for inner in lanes_of(lane):
        own = document.shape_of(inner)
        if own is not None:
            start, end = (
                mapped(Point(own.bounds.x, own.bounds.y), before, bounds),
                mapped(Point(right(own.bounds), bottom(own.bounds)), before, bounds),
            )
            own.bounds = from_edges(start.x, start.y, end.x, end.y)
    shape.bounds = bounds


def _share_room(document: Document, gone: BPMNShape, siblings: list[Lane], horizontal: bool) -> None:
    before_side: Side = "top" if horizontal else "left"
    after_side: Side = "bottom" if horizontal else "right"
    area = gone.bounds
    before = _neighbors(document, siblings, after_side, edge_value(area, before_side))
    after = _neighbors(document, siblings, before_side, edge_value(area, after_side))
    extent = area.height if horizontal else area.width
    half = extent if not after else (0.0 if not before else float(int(extent / 2)))
    for lane in before:
        _grow_lane(document, lane, after_side, half)
    for lane in after:
        _grow_lane(document, lane, before_side, -(extent - half))


def _neighbors(document: Document, lanes: list[Lane], side: Side, value: float) -> list[Lane]:
    """The lanes whose border on a side lies at a coordinate."""
    return [
        lane
        for lane in lanes
        if (bounds := bounds_of(document, lane)) is not None and abs(edge_value(bounds, side) - value) <= _TOUCHES
    ]


def _grow_lane(document: Document, lane: Lane, side: Side, delta: float) -> None:
    """Move one border of a lane, and that of the lanes inside which touch it."""
    shape = document.shape_of(lane)
    if shape is None or not delta:
        return
    value = edge_value(shape.bounds, side)
    for each in [lane, *_neighbors(document, lanes_of(lane), side, value)]:
        own = document.shape_of(each)
        if own is not None:
            own.bounds = with_side_moved(own.bounds, side, delta)


def _move_border(document: Document, lane: Lane, side: Side, delta: float) -> None:
    """Move a lane's border with whatever else ends there: the neighbors, the lanes inside, or the whole pool."""
    owner, area = owner_of_lanes(document, lane), bounds_of(document, lane)
    frame = document.shape_of(owner)
    if area is None or frame is None:
        return
    value = edge_value(area, side)
    opposite: Side = {"top": "bottom", "bottom": "top", "left": "right", "right": "left"}[side]  # type: ignore[assignment]  # the values are sides
    outer = abs(edge_value(frame.bounds, side) - value) <= _TOUCHES or not _is_across(side, frame)
    if outer:
        resize_with_lanes(document, owner, with_side_moved(frame.bounds, side, delta))
        return
    lanes = lanes_of(owner)
    for each in _neighbors(document, lanes, side, value):
        _move_own_border(document, each, side, delta)
    for each in _neighbors(document, lanes, opposite, value):
        _move_own_border(document, each, opposite, delta)


def _move_own_border(document: Document, lane: Lane, side: Side, delta: float) -> None:
    shape = document.shape_of(lane)
    if shape is None:
        return
    after = with_side_moved(shape.bounds, side, delta)
    least = 60
    if min(after.height, after.width) < least:
        raise CommandRefused(f"{describe(lane)} would become too small")
    shape.bounds = after


def _is_across(side: Side, frame: BPMNShape) -> bool:
    """Whether a border divides lanes, as opposed to the ends of the pool."""
    return (side in ("top", "bottom")) == (frame.is_horizontal is not False)


def _stretched(own: Bounds, before: Bounds, after: Bounds, horizontal: bool) -> Bounds:
    """A lane's box after its pool was resized: it keeps its distance to every border that it touches."""
    found = own
    for side, delta in changed_sides(before, after).items():
        along = (side in ("left", "right")) == horizontal
        if along or abs(edge_value(own, side) - edge_value(before, side)) <= _TOUCHES:
            found = with_side_moved(found, side, delta)
    return found
