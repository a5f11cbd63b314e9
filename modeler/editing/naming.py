"""Ids of new elements and shapes, in the style that the file has."""

from __future__ import annotations

import re
from typing import Final

from engine.bpmn import Activity, BPMNPlane, Document, Element, Event, Gateway
from engine.bpmn.factory import diagram_id
from engine.bpmn.namespaces import tag_of
from engine.bpmn.registry import VIEWS
from modeler.editing.refusals import CommandRefused
from modeler.editing.structure import CONNECTIONS

_PREFIXES: Final[tuple[tuple[type[Element], str], ...]] = (
    (Activity, "Activity"),
    (Event, "Event"),
    (Gateway, "Gateway"),
)
_FLOWS: Final = ("bpmn:sequenceFlow", "bpmn:messageFlow")
_ID: Final = re.compile(r"[A-Za-z_\u00c0-\uffff][\w.\-]*")


def require_free_id(document: Document, id: str) -> None:
    """Refuse an id that XML does not allow, or that an element has already."""
    if not _ID.fullmatch(id):
        raise CommandRefused(
            f"“{id}” is no valid id: it starts with a letter or _ and has letters, digits, . - and _ only"
        )
    if document.find(id) is not None:
        raise CommandRefused(f"There is already an element with the id “{id}”")


def new_id_for(document: Document, kind: str) -> str:
    """A free id for a new element: `node_7` in ProcessMaker's files, `Activity_1x3k9q0` elsewhere."""
    view = VIEWS.get(tag_of(kind), Element)
    if document.profile == "processmaker" and not kind.endswith(("rocess", "Definition", "ollaboration")):
        return _numbered(document, "node_")
    prefix = next((prefix for known, prefix in _PREFIXES if issubclass(view, known)), None)
    if prefix is None:
        prefix = "Flow" if kind in _FLOWS else view.__name__
    return document.new_id(prefix)


def drawn_id_for(document: Document, plane: BPMNPlane, element: Element) -> str:
    """A free id for a new shape or edge, made from the element's as the file's other ones are."""
    other = plane.edges.first if isinstance(element, CONNECTIONS) else plane.shapes.first
    own, drawn = (None, None) if other is None else (other.get("id"), other.get("bpmnElement"))
    if own and drawn and drawn in own and own != drawn:
        wanted = own.replace(drawn, element.id or "", 1)
        if document.find(wanted) is None:
            return wanted
    return diagram_id(document, element)


def _numbered(document: Document, prefix: str) -> str:
    """The first free number, found by doubling: such files number from 1 with few gaps."""
    last = 1
    while document.find(f"{prefix}{last}") is not None:
        last *= 2
    low = last // 2
    while last - low > 1:
        middle = (low + last) // 2
        if document.find(f"{prefix}{middle}") is None:
            last = middle
        else:
            low = middle
    return f"{prefix}{last}"
