"""Taking things out without leaving anything that points to them."""

from __future__ import annotations

from collections.abc import Iterator

from engine.bpmn import BPMNDiagram, BPMNPlane, Document, Element
from engine.bpmn.index import REFERENCE_SET
from modeler.editing.facts import ConnectionDeleted, ElementDeleted
from modeler.editing.structure import CONNECTIONS, source_of, target_of


def remove_connection(document: Document, connection: Element) -> None:
    """Take a connection out of the model and off every diagram, with the associations that end on it."""
    with document.edit("Delete connection") as edit:
        source, target = source_of(connection), target_of(connection)
        for association in document.connections_of(connection):
            remove_connection(document, association)
        _remove_drawings(document, connection)
        _remove_references(document, connection)
        document.remove(connection)
        edit.note(ConnectionDeleted(connection, source, target))


def remove_element(document: Document, element: Element) -> None:
    """Take an element and all its content out of the model and off every diagram, with all connections to it."""
    with document.edit("Delete element") as edit:
        inside = [each for each in _inside(element) if each.id]
        for each in (*inside, element):
            for connection in document.connections_of(each):
                if connection.parent is not None:
                    remove_connection(document, connection)
        for each in (*inside, element):
            _remove_drawings(document, each)
            _remove_references(document, each)
        parent = element.parent
        document.remove(element)
        edit.note(ElementDeleted(element, parent))


def remove_alone(document: Document, element: Element) -> None:
    """Take an element out of the model, and leave all that refers to its id to another element that has it too."""
    with document.edit("Delete element") as edit:
        parent = element.parent
        document.remove(element)
        edit.note(ElementDeleted(element, parent))


def _inside(element: Element) -> Iterator[Element]:
    for child in element.children:
        yield child
        yield from _inside(child)


def _remove_drawings(document: Document, element: Element) -> None:
    for drawn in document.shapes_of(element):
        _remove_references(document, drawn)
        document.remove(drawn)
    for plane in document.planes_of(element):
        diagram = plane.parent
        if isinstance(diagram, BPMNDiagram):
            document.remove(diagram)


def _remove_references(document: Document, element: Element) -> None:
    """Clear what still refers to an element: an attribute goes, so does a child that only names it."""
    if element.id is None or document.find(element.id) is not element:
        return
    for referrer in document.referrers(element):
        if isinstance(referrer, (BPMNPlane, *CONNECTIONS)) or _is_within(referrer, element):
            continue
        named = [
            name for name, value in referrer.attributes.items() if name in REFERENCE_SET and _names(value, element)
        ]
        for name in named:
            referrer.set(name, None)
        if not named and _names(referrer.text, element) and not referrer.children:
            document.remove(referrer)


def _names(value: str, element: Element) -> bool:
    text = value.strip()
    return text == element.id or text.rpartition(":")[2] == element.id


def _is_within(referrer: Element, element: Element) -> bool:
    return referrer is element or element in referrer.ancestors()
