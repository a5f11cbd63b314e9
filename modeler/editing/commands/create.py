"""Creating elements: at a place, after another one, on a flow, or on the border of a host."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, TypeAlias

from connectors.sdk.manifest import Manifest
from engine.bpmn import (
    AdHocSubProcess,
    Bounds,
    BPMNDiagram,
    BPMNPlane,
    Collaboration,
    DataObjectReference,
    Document,
    Element,
    Event,
    FlowNode,
    Group,
    Lane,
    Participant,
    Point,
    Process,
    SubProcess,
    TextAnnotation,
)
from engine.bpmn.content import Children
from engine.bpmn.factory import collapsed_pool_size, default_size
from engine.bpmn.namespaces import bpmn
from modeler.editing import binding
from modeler.editing.commands.attachment import attach
from modeler.editing.commands.categories import give_category, name_group
from modeler.editing.commands.connections import connect
from modeler.editing.commands.insertion import insert_on_flow, room_on_flow
from modeler.editing.commands.lanes import add_lane
from modeler.editing.commands.new_elements import new_element
from modeler.editing.commands.pools import create_first_pool
from modeler.editing.commands.properties import change_id
from modeler.editing.commands.reparenting import container_for
from modeler.editing.drawn import bounds_of, diagram_on, path_of, plane_of
from modeler.editing.element_types import ALL, ElementType, type_for, type_with
from modeler.editing.facts import PlainCreated, ShapeCreated
from modeler.editing.layout.autoplace import autoplace
from modeler.editing.layout.connections import middle_of
from modeler.editing.layout.geometry import bottom, centered, holds_point, overlaps, right
from modeler.editing.naming import new_id_for, require_free_id
from modeler.editing.new_drawings import draw_shape, new_plane
from modeler.editing.refusals import CommandRefused
from modeler.editing.rules.attaching import can_host, is_boundary_candidate
from modeler.editing.rules.connecting import can_connect
from modeler.editing.rules.dropping import can_drop, can_insert_on_flow, why_not_into
from modeler.editing.structure import describe, is_expanded, scope_of

Choice: TypeAlias = ElementType | Manifest | str
"""What can be created: a type of the palette, a connector, or a BPMN name."""


_SUB_PROCESSES: Final = Children(SubProcess, *map(bpmn, ("subProcess", "transaction", "adHocSubProcess")))


@dataclass(frozen=True, slots=True)
class Placement:
    """Where a new element goes. `at` is its middle; without it the other fields find a place."""

    at: Point | None = None
    after: Element | None = None
    flow: Element | None = None
    host: Element | None = None
    parent: Element | None = None
    diagram: BPMNDiagram | None = None
    make_room: bool = False


def create(
    document: Document,
    what: Choice,
    *,
    at: Point | None = None,
    after: Element | None = None,
    flow: Element | None = None,
    host: Element | None = None,
    parent: Element | None = None,
    id: str | None = None,
    name: str | None = None,
    size: tuple[float, float] | None = None,
    diagram: BPMNDiagram | None = None,
    make_room: bool = False,
) -> Element:
    """Create an element, as one step, with its shape, ids and connector settings.

    `what` is a type of the palette, a connector's manifest, or a BPMN name. The new element goes `at` a place (its
    middle), `after` an element (placed beside and connected to it), on a `flow` (of which it becomes part) or to a
    `host` (on whose border it sits). With `make_room`, what stands behind a flow that is too short gives way.
    Raises `CommandRefused` where the rules forbid it.
    """
    kind = chosen_type(what)
    if id is not None:
        require_free_id(document, id)
    if size is not None and min(size) < 1:
        raise CommandRefused("An element cannot be smaller than 1 × 1")
    place = Placement(at, after, flow, host, parent, diagram, make_room)
    label = what.name if isinstance(what, Manifest) else kind.label
    with document.edit(f"Create {label.lower() if not isinstance(what, Manifest) else label}") as edit:
        if at is not None:
            begin_diagram(document)
        if kind.kind == "bpmn:participant":
            return _create_pool(document, kind, place, id, name, size)
        if kind.kind == "bpmn:lane":
            return _create_lane(document, place, id, name)
        element = _create(document, kind, place, id, name, size)
        if isinstance(what, Manifest):
            binding.initialize(what, element)
            if name is None and not element.get("name"):
                element.set("name", what.name)
        else:
            edit.note(PlainCreated(element))
        return element


def append(
    document: Document,
    source: Element,
    what: Choice,
    *,
    at: Point | None = None,
    id: str | None = None,
    name: str | None = None,
    diagram: BPMNDiagram | None = None,
) -> Element:
    """Create an element after another one, connected to it (R-P1)."""
    return create(document, what, after=source, at=at, id=id, name=name, diagram=diagram)


def chosen_type(what: Choice) -> ElementType:
    """The type of element that a choice of the palette makes."""
    if isinstance(what, ElementType):
        return what
    kind = what if isinstance(what, str) else (what.applies_to[0] if what.applies_to else "bpmn:serviceTask")
    kind = kind if ":" in kind else f"bpmn:{kind}"
    definition = what.binding.event_definition if isinstance(what, Manifest) else ""
    found = type_with(kind, definition) if definition else type_for(kind)
    if found is not None:
        return found
    if kind == "bpmn:lane":
        return ElementType("lane", kind, "Lane", "Participants")
    raise CommandRefused(f"{kind} cannot be drawn on a diagram{_meant(kind)}")


def _meant(kind: str) -> str:
    """What somebody may have meant who wrote the name of a type that there is not."""
    from difflib import get_close_matches

    known = {each.kind.casefold(): each.kind for each in ALL}
    close = get_close_matches(kind.casefold(), known, n=1, cutoff=0.75)
    return f"; did you mean {known[close[0]]}?" if close else ""


def _create(
    document: Document,
    kind: ElementType,
    place: Placement,
    id: str | None,
    name: str | None,
    size: tuple[float, float] | None,
) -> Element:
    with document.edit("Create") as edit:
        target = _target(document, place)
        element = new_element(document, kind, id, name)
        _check(document, element, target, place)
        container = container_for(element, target)
        if container is None:
            raise CommandRefused(f"{describe(element)} belongs into a pool")
        _insert(document, container, element)
        _write_remark(document, element, name)
        _draw(document, element, kind, place, target, size)
        edit.note(ShapeCreated(element, place.diagram))
        element = _join(document, element, place)
        _fill(document, element, kind, place.diagram)
        return element


def _target(document: Document, place: Placement) -> Element:
    """What the new element is dropped on: what was said, or where the thing it goes to stands."""
    if place.parent is not None:
        return place.parent
    near = place.after or place.flow or place.host
    if near is not None:
        found = scope_of(near) or near.parent
        if isinstance(near, Participant):
            found = near.parent
        if found is not None:
            return found
    root = root_of(document, place.diagram)
    return root if place.at is None else container_at(document, root, place.at)


def container_at(document: Document, root: Element, at: Point) -> Element:
    """The innermost pool or expanded sub-process that is drawn round a place, or what the diagram shows."""
    inside = (
        list(root.participants) if isinstance(root, Collaboration) else list(_SUB_PROCESSES.__get__(root, type(root)))
    )
    for each in inside:
        bounds = bounds_of(document, each)
        open_here = isinstance(each, Participant) or is_expanded(document, each)
        if open_here and bounds is not None and holds_point(bounds, at):
            process = each.process if isinstance(each, Participant) else each
            return each if process is None else _deeper(document, each, process, at)
    return root


def _deeper(document: Document, pool: Element, process: Element, at: Point) -> Element:
    found = container_at(document, process, at)
    return pool if found is process else found


def root_of(document: Document, diagram: BPMNDiagram | None = None) -> Element:
    """What a diagram shows: a process, collaboration or sub-process; without diagrams the first of the file."""
    diagrams = [diagram] if diagram is not None else document.diagrams
    for each in diagrams:
        shown = shown_by(document, each)
        if shown is not None:
            return shown
    root = first_root(document)
    if root is None:
        raise CommandRefused("The file has no process to put anything into")
    return root


def shown_by(document: Document, diagram: BPMNDiagram) -> Element | None:
    """What a diagram shows; one that names nothing of the file stands for the first process or collaboration."""
    if diagram.plane is None:
        return None
    return diagram.plane.element or first_root(document)


def first_root(document: Document) -> Process | Collaboration | None:
    """What the first diagram of a file that has none would show."""
    roots = (each for each in document.definitions.root_elements if isinstance(each, Process | Collaboration))
    return next(roots, None)


def begin_diagram(document: Document) -> None:
    """Give a file without any diagram one, so that what gets a place can be drawn there."""
    if document.diagrams:
        return
    root = root_of(document)
    if not root.id:
        root.id = new_id_for(document, root.kind)
    new_plane(document, root)


def _check(document: Document, element: Element, target: Element, place: Placement) -> None:
    what = describe(element)
    plane = _plane_beside(document, place)
    diagram = place.diagram if plane is None else diagram_on(plane)
    if not can_drop(document, element, target, diagram):
        raise CommandRefused(why_not_into(what, target))
    if place.flow is not None and not can_insert_on_flow(document, element, place.flow):
        raise CommandRefused(f"{what} cannot become part of {describe(place.flow)}")
    if place.host is not None and not (is_boundary_candidate(element) and can_host(document, place.host)):
        raise CommandRefused(f"{what} cannot be attached to {describe(place.host)}")
    if place.host is None and element.kind == "bpmn:boundaryEvent":
        raise CommandRefused(f"{what} needs an activity to sit on")


def _write_remark(document: Document, element: Element, name: str | None) -> None:
    if isinstance(element, TextAnnotation) and name:
        element.text = name
    if isinstance(element, Group):
        give_category(document, element)
        name_group(document, element, name or "")


def _insert(document: Document, container: Element, element: Element) -> None:
    document.insert(container, element)
    if isinstance(element, DataObjectReference):
        made = new_element(document, ElementType("", "bpmn:dataObject", "Data object", "Data"), None, None)
        document.insert(container, made, element)
        element.set("dataObjectRef", made.id)


def _draw(
    document: Document,
    element: Element,
    kind: ElementType,
    place: Placement,
    target: Element,
    size: tuple[float, float] | None,
) -> None:
    plane = _plane_beside(document, place) or plane_for(document, target, place.diagram)
    if plane is None:
        return
    measures = size or default_size(document, element, is_expanded=kind.is_expanded is True)
    bounds = _bounds(document, element, place, measures)
    if bounds is not None:
        draw_shape(document, plane, element, bounds, is_expanded=kind.is_expanded)


def _plane_beside(document: Document, place: Placement) -> BPMNPlane | None:
    """The plane of the thing that the new element goes to."""
    near = place.after or place.flow or place.host
    if near is None or place.diagram is not None:
        return None
    drawn = document.shape_of(near) or document.edge_of(near)
    return None if drawn is None else plane_of(drawn)


def plane_for(document: Document, target: Element, diagram: BPMNDiagram | None = None) -> BPMNPlane | None:
    """The plane on which something inside a target is drawn."""
    if diagram is not None:
        return diagram.plane
    own = document.planes_of(target)
    if own:
        return own[0]
    shape = document.shape_of(target)
    if shape is not None:
        return plane_of(shape)
    pools = [each for each in document.referrers(target) if isinstance(each, Participant)]
    if pools:
        shape = document.shape_of(pools[0])
        return None if shape is None else plane_of(shape)
    shown = (each.plane for each in document.diagrams if shown_by(document, each) is target)
    return next(shown, None)


def _bounds(document: Document, element: Element, place: Placement, size: tuple[float, float]) -> Bounds | None:
    if place.flow is not None and place.make_room:
        fitting = room_on_flow(document, place.flow, size, place.diagram)
        if fitting is not None:
            return fitting
    if place.at is not None:
        return centered(place.at, *size)
    if place.after is not None:
        return autoplace(document, place.after, element, size, place.diagram)
    if place.flow is not None:
        path = path_of(document, place.flow, place.diagram)
        return centered(middle_of(path), *size) if len(path) > 1 else None
    if place.host is not None:
        return _free_on_border(document, place.host, size, place.diagram)
    raise CommandRefused(f"{describe(element)} needs a place, an element or a flow to go to")


def _free_on_border(
    document: Document, host: Element, size: tuple[float, float], diagram: BPMNDiagram | None
) -> Bounds | None:
    """A free place on the lower border of a host, from the right, then the upper one."""
    around = bounds_of(document, host, diagram)
    if around is None:
        return None
    others = [bounds_of(document, each, diagram) for each in document.attached_to(host)]
    taken = [each for each in others if each is not None]
    for y in (bottom(around), around.y):
        x = right(around) - size[0] * 0.75
        while x >= around.x:
            found = centered(Point(x, y), *size)
            if not any(overlaps(each, found) for each in taken):
                return found
            x -= size[0] + 4
    return centered(Point(right(around), bottom(around)), *size)


def _join(document: Document, element: Element, place: Placement) -> Element:
    """Make the new element part of what it was created for."""
    if place.host is not None and isinstance(element, Event):
        return attach(document, element, place.host, place.diagram)
    if place.flow is not None and isinstance(element, FlowNode):
        bounds = bounds_of(document, element, place.diagram)
        insert_on_flow(document, element, place.flow, Point(0, 0) if bounds is None else bounds.center, place.diagram)
    elif place.after is not None:
        _connect_after(document, place.after, element, place.diagram)
    return element


def _connect_after(document: Document, source: Element, element: Element, diagram: BPMNDiagram | None) -> None:
    """Connect the new element: from the source, or towards it where only that is allowed."""
    if can_connect(document, source, element) is None and isinstance(element, TextAnnotation):
        connect(document, element, source, diagram=diagram)
    else:
        connect(document, source, element, diagram=diagram)


def _fill(document: Document, element: Element, kind: ElementType, diagram: BPMNDiagram | None) -> None:
    """A new expanded sub-process has a start event inside; in an ad-hoc one there may be none (BPMN 2.0, 10.3.5)."""
    if isinstance(element, AdHocSubProcess):
        return
    if isinstance(element, SubProcess) and kind.is_expanded and not kind.triggered_by_event:
        bounds = bounds_of(document, element, diagram)
        if bounds is not None:
            at = Point(bounds.x + bounds.width / 6, bounds.center.y)
            create(document, "bpmn:startEvent", at=at, parent=element, diagram=diagram)


def _create_pool(
    document: Document,
    kind: ElementType,
    place: Placement,
    id: str | None,
    name: str | None,
    size: tuple[float, float] | None,
) -> Element:
    root = place.parent or root_of(document, place.diagram)
    plane = plane_for(document, root, place.diagram)
    expanded = kind.is_expanded is not False
    if isinstance(root, SubProcess) or plane is None:
        raise CommandRefused("A pool belongs on a process or collaboration diagram")
    measures = size or (default_size(document, Participant) if expanded else collapsed_pool_size())
    bounds = None if place.at is None else centered(place.at, *measures)
    if isinstance(root, Process):
        return create_first_pool(document, root, plane, bounds, id=id, name=name)
    if bounds is None:
        raise CommandRefused("A further pool needs a place to go to")
    if not isinstance(root, Collaboration):
        raise CommandRefused("A pool belongs on a process or collaboration diagram")
    return _add_pool(document, root, plane, bounds, expanded, id, name)


def _add_pool(
    document: Document,
    root: Collaboration,
    plane: BPMNPlane,
    bounds: Bounds,
    expanded: bool,
    id: str | None,
    name: str | None,
) -> Element:
    with document.edit("Create pool") as edit:
        pool = new_element(document, ElementType("", "bpmn:participant", "Pool", "Participants"), id, name)
        document.insert(root, pool)
        if expanded:
            process = new_element(document, ElementType("", "bpmn:process", "Process", "Participants"), None, None)
            document.insert(document.definitions, process)
            pool.set("processRef", process.id)
        draw_shape(document, plane, pool, bounds, is_horizontal=True)
        edit.note(ShapeCreated(pool))
        return pool


def _create_lane(document: Document, place: Placement, id: str | None, name: str | None) -> Element:
    near = place.parent or place.after
    if not isinstance(near, Lane | Participant):
        raise CommandRefused("A lane belongs into a pool")
    made = add_lane(document, near, "below", name=name)
    if id is not None:
        change_id(document, made, id)
    return made
