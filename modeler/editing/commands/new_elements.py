"""New elements of a chosen type, not yet in the tree."""

from __future__ import annotations

from typing import Final

from engine.bpmn import Document, Element
from engine.bpmn.factory import create, create_expression
from modeler.editing.element_types import ElementType
from modeler.editing.naming import new_id_for

_UNNAMED: Final = ("bpmn:textAnnotation", "bpmn:group")


def new_element(document: Document, kind: ElementType, id: str | None, name: str | None) -> Element:
    """Make an element of a type, with its event definition; what an artifact says is written once it is there."""
    contents = [] if kind.definition is None else [new_definition(document, kind.definition)]
    if kind.kind == "bpmn:textAnnotation":
        contents = [create(document, "bpmn:text")]
    return create(
        document,
        kind.kind,
        id=id or new_id_for(document, kind.kind),
        name=None if kind.kind in _UNNAMED else name,
        contents=contents,
        **_attributes(kind),
    )


def new_definition(document: Document, kind: str) -> Element:
    """Make an event definition, with the parts that the schema wants to be there, though empty."""
    made = create(document, kind, name="" if kind == "bpmn:linkEventDefinition" else None)
    if kind != "bpmn:conditionalEventDefinition":
        return made
    return create(document, kind, id=made.id, contents=[create_expression(document.definitions, "condition", "")])


def _attributes(kind: ElementType) -> dict[str, object]:
    found: dict[str, object] = {}
    if kind.triggered_by_event:
        found["triggeredByEvent"] = True
    if not kind.is_interrupting:
        found["cancelActivity" if kind.kind == "bpmn:boundaryEvent" else "isInterrupting"] = False
    if kind.kind == "bpmn:process":
        found["isExecutable"] = False
    return found
