"""Changing what an element is, keeping all that it can keep (R-M1)."""

from __future__ import annotations

from typing import Final

from engine.bpmn import (
    DataAssociation,
    Document,
    Element,
    EventDefinition,
    LoopCharacteristics,
)
from engine.bpmn.content import rank_of
from engine.bpmn.fields import Attr, Flag, Integer, Ref
from engine.bpmn.namespaces import BPMN, split_clark, tag_of
from engine.bpmn.registry import VIEWS
from engine.bpmn.retagging import retag
from modeler.editing.commands.removal import remove_connection
from modeler.editing.element_types import definition_kind
from modeler.editing.structure import is_event_sub_process

_LEGAL: Final[dict[str, str]] = {
    "bpmn:startEvent": "message timer conditional signal error escalation compensate",
    "bpmn:intermediateCatchEvent": "message timer conditional link signal",
    "bpmn:intermediateThrowEvent": "message escalation link compensate signal",
    "bpmn:boundaryEvent": "message timer escalation conditional error cancel signal compensate",
    "bpmn:endEvent": "message escalation error cancel compensate signal terminate",
}
_UNIVERSAL: Final = frozenset({"id", "name"})


def change_type(document: Document, element: Element, kind: str) -> Element:
    """Make an element another type in place: same id, shape, connections, documentation, extensions and the rest
    that the new type knows. Says nothing about rules; `replace` does.
    """
    with document.edit("Change type"):
        if element.kind == kind:
            return element
        made = VIEWS.get(tag_of(kind), Element)
        for child in element.children:
            if isinstance(child, DataAssociation) and not keeps_child(made, kind, child):
                remove_connection(document, child)
        attributes = {
            name: value for name, value in element.attributes.items() if _keeps_attribute(type(element), made, name)
        }
        return retag(element, kind, attributes, lambda child: keeps_child(made, kind, child))


def may_carry(kind: str, definition: Element | str) -> bool:
    """Whether an event of a kind may have an event definition."""
    name = definition if isinstance(definition, str) else definition.kind
    return kind not in _LEGAL or name in {definition_kind(each) for each in _LEGAL[kind].split()}


def keeps_child(made: type[Element], kind: str, child: Element) -> bool:
    """Whether a child may stand in an element of another type; what is not BPMN's always may."""
    if isinstance(child, EventDefinition):
        return may_carry(kind, child)
    if isinstance(child, LoopCharacteristics) and child.parent is not None and is_event_sub_process(child.parent):
        return False
    tag = tag_of(child.kind)
    return split_clark(tag)[0] != BPMN or rank_of(made, tag, type(child)) is not None


def _keeps_attribute(old: type[Element], made: type[Element], name: str) -> bool:
    """Foreign and unknown attributes stay; the standard's own stay where the new type has them."""
    return name in _UNIVERSAL or name in _attributes(made) or name not in _attributes(old)


def _attributes(kind: type[Element]) -> frozenset[str]:
    return frozenset(
        field.xml_name
        for part in kind.__mro__
        for field in vars(part).values()
        if isinstance(field, Attr | Flag | Integer | Ref)
    )
