"""What a place may be in, other than the element itself: its message or signal, its event definition, its errors."""

from __future__ import annotations

from typing import Final

from engine.bpmn import BaseElement, Document, Element, Event
from engine.bpmn.extensions import add_extension, extensions_of
from engine.bpmn.factory import create
from engine.bpmn.namespaces import CAMUNDA, ZEEBE, clark
from modeler.editing.naming import new_id_for
from modeler.editing.places.place import FindOwner

_TEMPLATE: Final = clark(ZEEBE, "modelerTemplate")


def message(element: Element, make: bool) -> Element | None:
    """The message that an event, a receive task or a send task refers to."""
    return _referred(element, "bpmn:messageEventDefinition", "messageRef", "bpmn:message", make)


def signal(element: Element, make: bool) -> Element | None:
    """The signal that an event refers to."""
    return _referred(element, "bpmn:signalEventDefinition", "signalRef", "bpmn:signal", make)


def message_or_signal(element: Element, _: bool) -> Element | None:
    """Where variables of a call stand: in the definition of an event that throws a signal, else on the element."""
    found = _definition(element, "bpmn:signalEventDefinition")
    return element if found is None else found


def definition(kind: str) -> FindOwner:
    """The event definition of a kind."""

    def find(element: Element, make: bool) -> Element | None:
        found = _definition(element, kind)
        if found is None and make and isinstance(element, Event):
            found = _insert(element, create(_document(element), kind))
        return found

    return find


def connector_error(reference: str, the_error: bool = False) -> FindOwner:
    """Camunda 7's error definition of a template's reference, or the error itself; its id tells the reference."""
    prefix = f"Error_{reference}_"

    def find(element: Element, make: bool) -> Element | None:
        if not isinstance(element, BaseElement):
            return None
        for each in extensions_of(element, CAMUNDA, "errorEventDefinition"):
            referred = each.get("errorRef") or ""
            if referred.startswith(prefix):
                return _root(element, referred) if the_error else each
        if not make:
            return None
        error = _new_root(element, "bpmn:error", prefix.rstrip("_"))
        made = add_extension(element, CAMUNDA, "errorEventDefinition")
        made.set("id", _document(element).new_id("ErrorEventDefinition"))
        made.set("errorRef", error.id)
        return error if the_error else made

    return find


def _referred(element: Element, kind: str, attribute: str, root: str, make: bool) -> Element | None:
    holder = _definition(element, kind) if isinstance(element, Event) else element
    if holder is None and make and isinstance(element, Event):
        holder = _insert(element, create(_document(element), kind))
    if holder is None:
        return None
    found = _root(element, holder.get(attribute) or "")
    if found is None and make:
        found = _new_root(element, root, "")
        template = element.get(_TEMPLATE)
        if template:
            found.set(_TEMPLATE, template)
        holder.set(attribute, found.id)
    return found


def _definition(element: Element, kind: str) -> Element | None:
    definitions = element.definitions if isinstance(element, Event) else ()
    return next((each for each in definitions if each.kind == kind), None)


def _root(element: Element, reference: str) -> Element | None:
    return _document(element).find(reference.rpartition(":")[2]) if reference else None


def _new_root(element: Element, kind: str, prefix: str) -> Element:
    document = _document(element)
    made = create(document, kind, id=document.new_id(prefix) if prefix else new_id_for(document, kind))
    return _insert(document.definitions, made)


def _insert(parent: Element, child: Element) -> Element:
    _document(parent).insert(parent, child)
    return child


def _document(element: Element) -> Document:
    document = element.document
    assert isinstance(document, Document)
    return document
