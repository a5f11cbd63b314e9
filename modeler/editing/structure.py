"""Questions about how elements hang together: ends of connections, scopes, pools, kinds of events."""

from __future__ import annotations

from typing import Final, TypeAlias

from engine.bpmn import (
    Activity,
    AdHocSubProcess,
    Association,
    BoundaryEvent,
    CallActivity,
    CatchEvent,
    Collaboration,
    CompensateEventDefinition,
    DataAssociation,
    DataInputAssociation,
    DataObjectReference,
    DataStoreReference,
    Document,
    Element,
    Event,
    EventBasedGateway,
    EventDefinition,
    FlowNode,
    Group,
    Lane,
    LinkEventDefinition,
    MessageFlow,
    Participant,
    Process,
    SequenceFlow,
    SubProcess,
    TextAnnotation,
    ThrowEvent,
    Transaction,
)

Connection: TypeAlias = SequenceFlow | MessageFlow | Association | DataAssociation
_LONGEST: Final = 60
CONNECTIONS: Final = (SequenceFlow, MessageFlow, Association, DataAssociation)
DATA: Final = (DataObjectReference, DataStoreReference)
SCOPES: Final = (Process, SubProcess)
_EXPANDED: Final = (150.0, 110.0)


def source_of(connection: Element) -> Element | None:
    """The element that a connection starts at, whatever its type."""
    if isinstance(connection, DataInputAssociation):
        return next(iter(connection.sources), None)
    if isinstance(connection, DataAssociation):
        return connection.parent
    return connection.source if isinstance(connection, SequenceFlow | MessageFlow | Association) else None


def target_of(connection: Element) -> Element | None:
    """The element that a connection leads to, whatever its type."""
    if isinstance(connection, DataInputAssociation):
        return connection.parent
    if isinstance(connection, DataAssociation):
        return connection.target
    return connection.target if isinstance(connection, SequenceFlow | MessageFlow | Association) else None


def other_end(connection: Element, end: Element) -> Element | None:
    """The end of a connection that is not this one."""
    source = source_of(connection)
    return target_of(connection) if source is end else source


def scope_of(element: Element) -> Element | None:
    """The process or sub-process that an element belongs to."""
    return next((each for each in element.ancestors() if isinstance(each, SCOPES)), None)


def process_of(element: Element) -> Process | None:
    """The process that an element belongs to; a pool's own process."""
    if isinstance(element, Process):
        return element
    if isinstance(element, Participant):
        return element.process
    return next((each for each in element.ancestors() if isinstance(each, Process)), None)


def pool_of(document: Document, element: Element) -> Participant | None:
    """The pool that an element stands in, if its process has one."""
    if isinstance(element, Participant):
        return element
    process = process_of(element)
    if process is None:
        return None
    return next((each for each in document.referrers(process) if isinstance(each, Participant)), None)


def organization_of(document: Document, element: Element) -> Element | None:
    """Who owns an element: its pool, or its process where there are no pools."""
    return pool_of(document, element) or process_of(element)


def definitions_of(event: Event) -> list[EventDefinition]:
    """The event definitions inside an event and those it refers to."""
    shared = event.referenced_event_definitions if isinstance(event, CatchEvent | ThrowEvent) else []
    return [*event.definitions, *shared]


def has_definition(element: Element | None, kind: type[EventDefinition]) -> bool:
    """Whether an element is an event with a definition of this kind."""
    return isinstance(element, Event) and any(isinstance(each, kind) for each in definitions_of(element))


def is_event_sub_process(element: Element | None) -> bool:
    """Whether an element is a sub-process that an event starts."""
    return isinstance(element, SubProcess) and element.triggered_by_event


def is_for_compensation(element: Element | None) -> bool:
    """Whether an element is an activity that undoes another."""
    return isinstance(element, Activity) and element.is_for_compensation


def is_compensation_boundary(element: Element | None) -> bool:
    """Whether an element is a boundary event that compensation triggers."""
    return isinstance(element, BoundaryEvent) and has_definition(element, CompensateEventDefinition)


def is_link(element: Element | None) -> bool:
    """Whether an element is a link event."""
    return has_definition(element, LinkEventDefinition)


def follows_event_gateway(document: Document, element: Element) -> bool:
    """Whether a flow from an event-based gateway leads to an element."""
    if not isinstance(element, FlowNode):
        return False
    return any(isinstance(flow.source, EventBasedGateway) for flow in document.incoming(element))


def is_expanded(document: Document, element: Element) -> bool:
    """Whether an element is a sub-process that shows its content in its place.

    Where a file does not say so, one with a plane of its own, or of a task's size, is collapsed (as it is drawn).
    """
    shape = document.shape_of(element) if isinstance(element, SubProcess) else None
    if shape is None:
        return False
    if shape.is_expanded is not None:
        return shape.is_expanded
    bounds = shape.bounds
    return bounds.width >= _EXPANDED[0] and bounds.height >= _EXPANDED[1] and not document.planes_of(element)


def is_container(element: Element) -> bool:
    """Whether an element can have others inside."""
    return isinstance(element, Process | SubProcess | Collaboration | Participant | Lane)


def has_outside_label(element: Element) -> bool:
    """Whether the name stands beside the shape."""
    return isinstance(element, Event | DataObjectReference | DataStoreReference | Group) or (
        isinstance(element, FlowNode) and not isinstance(element, Activity)
    )


def text_of(element: Element) -> str:
    """What the label of an element says."""
    if isinstance(element, TextAnnotation):
        return element.text
    if isinstance(element, Group):
        return (element.category_value.value or "") if element.category_value is not None else ""
    return element.get("name") or ""


def type_name(element: Element) -> str:
    """The type in the words of a designer, such as `user task`."""
    if isinstance(element, AdHocSubProcess | Transaction | CallActivity | SubProcess):
        return (
            "event sub-process"
            if is_event_sub_process(element)
            else _spaced(element.tag).replace("sub process", "sub-process")
        )
    if isinstance(element, Participant):
        return "pool"
    return _spaced(element.tag).removesuffix(" reference")


def describe(element: Element) -> str:
    """An element in the words of a designer, such as `user task “Check order”`."""
    text = " ".join((text_of(element) or element.id or "").split())
    short = text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
    return f"{type_name(element)} “{short}”" if text else type_name(element)


def called(element: Element) -> str:
    """An element as steps of the history name it: as `describe` does, but nobody knows it by its id."""
    return _with_type(element, text_of(element))


def _with_type(element: Element, text: str | None) -> str:
    return f"{type_name(element)} “{text}”" if text else type_name(element)


def _spaced(tag: str) -> str:
    plain = tag.removeprefix("BPMN")
    return plain[:1].lower() + "".join(f" {each.lower()}" if each.isupper() else each for each in plain[1:])
