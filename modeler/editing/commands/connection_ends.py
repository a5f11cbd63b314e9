"""Connections in the model: making one between two elements, and giving one other ends."""

from __future__ import annotations

from typing import Final

from engine.bpmn import (
    Activity,
    Association,
    Collaboration,
    DataAssociation,
    DataInputAssociation,
    DataOutputAssociation,
    Document,
    Element,
    Event,
    MessageFlow,
    Participant,
    Process,
    Property,
    SequenceFlow,
    SubProcess,
)
from engine.bpmn.factory import create
from modeler.editing.drawn import diagram_on
from modeler.editing.naming import new_id_for
from modeler.editing.refusals import CommandRefused
from modeler.editing.structure import describe, pool_of, process_of, scope_of

PLACEHOLDER: Final = "__targetRef_placeholder"


def new_connection(
    document: Document, kind: str, source: Element, target: Element, direction: str | None = None, id: str | None = None
) -> Element:
    """Make a connection in the model, in the container where it belongs."""
    container = container_of_connection(document, kind, source, target)
    made = create(document, kind, id=id or new_id_for(document, kind))
    if container is None:
        raise CommandRefused(f"{describe(source)} and {describe(target)} have no place for a connection in common")
    if isinstance(made, Association) and direction is not None:
        made.set("associationDirection", direction)
    document.insert(container, made)
    set_ends(document, made, source, target)
    return made


def set_ends(document: Document, connection: Element, source: Element | None, target: Element | None) -> None:
    """Write the ends of a connection, whatever its type."""
    if isinstance(connection, DataAssociation):
        _set_data_ends(document, connection, source, target)
    elif isinstance(connection, SequenceFlow | MessageFlow | Association):
        for name, end in (("sourceRef", source), ("targetRef", target)):
            if end is not None:
                _point(connection, name, end)
    _set_drawn_ends(document, connection, source, target)


def container_of_connection(
    document: Document, kind: str, source: Element | None, target: Element | None
) -> Element | None:
    """The element of the file in which a connection between these ends stands."""
    if source is None or target is None:
        return None
    if kind == "bpmn:dataInputAssociation":
        return target
    if kind == "bpmn:dataOutputAssociation":
        return source
    if kind == "bpmn:messageFlow":
        found = collaboration_of(document, source) or collaboration_of(document, target)
        return found or next((each for each in document.definitions.children if isinstance(each, Collaboration)), None)
    return common_container(document, source, target)


def collaboration_of(document: Document, element: Element) -> Collaboration | None:
    """The collaboration in which an element's pool stands."""
    pool = pool_of(document, element)
    around = element.parent if pool is None else pool.parent
    return around if isinstance(around, Collaboration) else None


def common_container(document: Document, source: Element, target: Element) -> Element | None:
    """The innermost process, sub-process or collaboration around both ends (R-O4)."""
    outer = list(_containers(document, target))
    return next((each for each in _containers(document, source) if each in outer), scope_of(source))


def _containers(document: Document, element: Element) -> list[Element]:
    found: list[Element] = [each for each in element.ancestors() if isinstance(each, SubProcess)]
    process = None if isinstance(element, Participant) else process_of(element)
    around = collaboration_of(document, element)
    if isinstance(element.parent, Process):
        process = element.parent
    return [*found, *(each for each in (process, around) if each is not None)]


def _set_drawn_ends(document: Document, connection: Element, source: Element | None, target: Element | None) -> None:
    """Where edges name the shapes at their ends, let them name the new ones."""
    for edge in document.shapes_of(connection):
        for name, end in (("sourceElement", source), ("targetElement", target)):
            if edge.get(name) is not None and end is not None:
                shape = document.shape_of(end, diagram_on(edge)) or document.edge_of(end, diagram_on(edge))
                edge.set(name, None if shape is None else _qualified(edge.get(name) or "", shape.id))


def _qualified(before: str, id: str | None) -> str | None:
    """An id as a reference, with the prefix that the old reference had."""
    prefix, colon, local = before.strip().rpartition(":")
    return before if local == id else f"{prefix}{colon}{id}"


def _point(connection: Element, name: str, end: Element) -> None:
    """Write one end with the prefix that the reference had; one that is right already stays as it is."""
    before = connection.get(name) or ""
    prefix, colon, local = before.strip().rpartition(":")
    if before.strip() != end.id and local != end.id:
        connection.set(name, f"{prefix}{colon}{end.id}")


def _set_data_ends(
    document: Document, association: DataAssociation, source: Element | None, target: Element | None
) -> None:
    if isinstance(association, DataInputAssociation):
        if source is not None and source not in association.sources:
            _replace_sources(association, source)
        if target is not None and target is not association.parent:
            document.insert(target, association)
        if association.target_ref is None and target is not None:
            association.target_ref = _placeholder(document, target).id
        return
    if isinstance(association, DataOutputAssociation):
        if source is not None and source is not association.parent:
            document.insert(source, association)
        if target is not None and association.target is not target:
            association.target_ref = target.id


def _replace_sources(association: DataAssociation, source: Element) -> None:
    for old in list(association.source_refs):
        association.source_refs.remove(old)
    association.source_refs.append(source)


def _placeholder(document: Document, target: Element) -> Property:
    """The property that stands for an activity's input: the schema wants a target (as other modelers write it)."""
    if isinstance(target, Activity | Event):
        for known in target.properties:
            if known.name == PLACEHOLDER:
                return known
    made = create(document, Property, name=PLACEHOLDER)
    document.insert(target, made)
    return made
