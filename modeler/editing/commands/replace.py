"""Replacing an element by one of another type (R-M1 to R-M5)."""

from __future__ import annotations

from engine.bpmn import (
    Activity,
    BoundaryEvent,
    BPMNShape,
    CatchEvent,
    DataObject,
    DataObjectReference,
    DataStoreReference,
    Document,
    Element,
    Event,
    ExclusiveGateway,
    Participant,
    Point,
    StartEvent,
    SubProcess,
    ThrowEvent,
)
from engine.bpmn.factory import collapsed_pool_size, default_size
from engine.bpmn.factory import create as create_detached
from engine.bpmn.namespaces import tag_of
from engine.bpmn.registry import VIEWS
from modeler.editing.commands.collapse import collapse, expand
from modeler.editing.commands.create import create
from modeler.editing.commands.mending import legal_connections, mend
from modeler.editing.commands.morphing import change_type, may_carry
from modeler.editing.commands.new_elements import new_definition
from modeler.editing.commands.removal import remove_element
from modeler.editing.commands.reparenting import own_data_object
from modeler.editing.commands.resize import set_bounds
from modeler.editing.drawn import bounds_of, content_of
from modeler.editing.element_types import ElementType, type_for
from modeler.editing.facts import ElementReplaced
from modeler.editing.layout.geometry import center, centered
from modeler.editing.naming import new_id_for
from modeler.editing.refusals import CommandRefused
from modeler.editing.rules.attaching import can_host
from modeler.editing.rules.replacing import can_replace, is_of_type
from modeler.editing.structure import called, definitions_of, describe, is_expanded


def replace(document: Document, element: Element, what: ElementType | str) -> Element:
    """Change the type of an element, as one step, and give back the new view of it.

    Id, name, place, colors, label, documentation, extensions and vendors' attributes stay; so do connections, boundary
    events and properties that the new type may have. A bare BPMN name keeps what fits: an event's definition, a
    sub-process's content. Raises `CommandRefused` where the rules offer no such replacement.
    """
    name = what if isinstance(what, str) else what.kind
    name = name if ":" in name else f"bpmn:{name}"
    if not can_replace(document, element, name):
        other = type_for(name)
        raise CommandRefused(f"{describe(element)} cannot become {'a ' + other.label.lower() if other else name}")
    if isinstance(what, ElementType) and is_of_type(document, element, what):
        return element
    if isinstance(element, Participant):
        return _replace_pool(document, element, isinstance(what, ElementType) and what.is_expanded is not False)
    with document.edit(f"Change type of {called(element)}") as edit:
        allowed = legal_connections(document, element)
        own_data = own_data_object(document, element)
        expanded = is_expanded(document, element)
        _remove_content(document, element, name)
        made = change_type(document, element, name)
        if isinstance(what, ElementType):
            _make_type(document, made, what)
        else:
            _drop_illegal_definitions(document, made)
        _adapt_shapes(document, made, expanded, what.is_expanded if isinstance(what, ElementType) else None)
        mend(document, allowed)
        _mend_data(document, element, made, own_data)
        _mend_attached(document, made)
        edit.note(ElementReplaced(element, made))
        return made


def _remove_content(document: Document, element: Element, kind: str) -> None:
    """What stands in a sub-process goes when it becomes something that holds nothing (R-E3)."""
    if isinstance(element, SubProcess) and not issubclass(VIEWS[tag_of(kind)], SubProcess):
        for child in [*content_of(element), *element.lane_sets]:
            if child.parent is element:
                remove_element(document, child)
        for plane in document.planes_of(element):
            if plane.parent is not None:
                document.remove(plane.parent)


def _make_type(document: Document, element: Element, kind: ElementType) -> None:
    if isinstance(element, Event):
        _set_definition(document, element, kind.definition)
        if isinstance(element, BoundaryEvent) and element.cancel_activity != kind.is_interrupting:
            element.cancel_activity = kind.is_interrupting
        if isinstance(element, StartEvent) and element.is_interrupting != kind.is_interrupting:
            element.is_interrupting = kind.is_interrupting
    if isinstance(element, SubProcess) and element.triggered_by_event != kind.triggered_by_event:
        element.set("triggeredByEvent", "true" if kind.triggered_by_event else None)


def _set_definition(document: Document, event: Event, definition: str | None) -> None:
    """Keep the event definition if it is of the wanted type, otherwise put a new one in its place (R-M2)."""
    found = definitions_of(event)
    if [each.kind for each in found] == ([definition] if definition else []):
        return
    for old in event.definitions:
        document.remove(old)
    if isinstance(event, CatchEvent | ThrowEvent):
        for reference in list(event.event_definition_refs):
            event.event_definition_refs.remove(reference)
    if definition is not None:
        document.insert(event, new_definition(document, definition))


def _drop_illegal_definitions(document: Document, element: Element) -> None:
    if isinstance(element, Event):
        for definition in element.definitions:
            if not may_carry(element.kind, definition):
                document.remove(definition)


def _adapt_shapes(document: Document, element: Element, was_expanded: bool, wanted: bool | None) -> None:
    """Give the shapes the size and the marks of the new type, round the same middle."""
    for shape in document.shapes_of(element):
        if not isinstance(shape, BPMNShape):
            continue
        if isinstance(element, ExclusiveGateway) and shape.is_marker_visible is None:
            shape.is_marker_visible = True
        elif not isinstance(element, ExclusiveGateway) and shape.is_marker_visible is not None:
            shape.is_marker_visible = None
        if isinstance(element, SubProcess):
            _adapt_sub_process(document, element, shape, was_expanded, was_expanded if wanted is None else wanted)
        elif was_expanded:
            _fit(document, element, False)
            shape.is_expanded = None
        elif shape.is_expanded is not None:
            shape.is_expanded = None


def _adapt_sub_process(
    document: Document, element: SubProcess, shape: BPMNShape, was_expanded: bool, expanded: bool
) -> None:
    if was_expanded and not expanded:
        collapse(document, element)
    elif expanded and not was_expanded:
        shape.is_expanded = False
        expand(document, element)
    if was_expanded == expanded or not expanded:
        return
    bounds = bounds_of(document, element)
    if expanded and bounds is not None and not element.flow_elements and not element.triggered_by_event:
        at = Point(bounds.x + bounds.width / 6, center(bounds).y)
        create(document, "bpmn:startEvent", at=at, parent=element)


def _fit(document: Document, element: Element, expanded: bool) -> None:
    bounds = bounds_of(document, element)
    if bounds is not None:
        size = default_size(document, element, is_expanded=expanded)
        set_bounds(document, element, centered(center(bounds), *size))


def _mend_data(document: Document, before: Element, element: Element, data: list[Element]) -> None:
    """A data object has data behind it, a data store has none in the process."""
    if before.kind == element.kind:
        return
    for each in data:
        remove_element(document, each)
    if isinstance(element, DataObjectReference):
        made = create_detached(document, DataObject, id=new_id_for(document, "bpmn:dataObject"))
        if element.parent is not None:
            document.insert(element.parent, made, element)
        element.data_object = made
    if isinstance(element, DataObjectReference | DataStoreReference):
        bounds = bounds_of(document, element)
        if bounds is not None:
            set_bounds(document, element, centered(center(bounds), *default_size(document, element)))


def _mend_attached(document: Document, element: Element) -> None:
    if isinstance(element, Activity) and not can_host(document, element):
        for event in document.attached_to(element):
            remove_element(document, event)


def _replace_pool(document: Document, pool: Participant, expanded: bool) -> Element:
    """Make a pool empty, which removes its content, or give an empty one a process (R-O2)."""
    if expanded == (pool.process is not None):
        return pool
    with document.edit("Expand pool" if expanded else "Empty pool") as edit:
        if expanded:
            made = create_detached(document, "bpmn:process", isExecutable=False)
            document.insert(document.definitions, made)
            pool.set("processRef", made.id)
        elif pool.process is not None:
            remove_element(document, pool.process)
            pool.set("processRef", None)
        _resize_pool(document, pool, expanded)
        edit.note(ElementReplaced(pool, pool))
    return pool


def _resize_pool(document: Document, pool: Participant, expanded: bool) -> None:
    """A pool keeps its long side (R-M4)."""
    shape = document.shape_of(pool)
    if shape is None:
        return
    level = shape.is_horizontal is not False
    size = default_size(document, pool, is_horizontal=level) if expanded else collapsed_pool_size(level)
    bounds = shape.bounds
    kept = (max(bounds.width, 300), size[1]) if level else (size[0], max(bounds.height, 300))
    set_bounds(document, pool, centered(center(bounds), *kept))
