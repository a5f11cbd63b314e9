"""What elements are called in a designer's words."""

from __future__ import annotations

import re

from PySide6.QtCore import QCoreApplication

from engine.bpmn import BPMNDiagram, Element, Event, SubProcess
from modeler.drawing import ends_of
from modeler.drawing.names import shown_name

SPECIAL = {
    "bpmn:participant": "Pool",
    "bpmn:dataObjectReference": "Data object",
    "bpmn:dataStoreReference": "Data store",
    "bpmn:textAnnotation": "Annotation",
    "bpmn:businessRuleTask": "Rule task",
    "bpmn:definitions": "Document",
}


def kind_name(element: Element) -> str:
    """The type of an element, such as `User task` or `Timer start event`."""
    if element.kind in SPECIAL:
        return QCoreApplication.translate("Kinds", SPECIAL[element.kind])
    words = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", element.tag).lower()
    if isinstance(element, Event):
        words = f"{_definition(element)} {words}".strip()
    if isinstance(element, SubProcess) and element.get("triggeredByEvent") == "true":
        words = f"event {words}"
    words = words.replace("sub process", "sub-process")
    return QCoreApplication.translate("Kinds", words[:1].upper() + words[1:])


def display_name(element: Element) -> str:
    """The element's name in one line; a connection without one is known by its ends, anything else by its type."""
    return _name(element) or _ends(element) or kind_name(element)


def _name(element: Element) -> str:
    return " ".join(shown_name(element).split())


def _ends(element: Element) -> str:
    """`Order checked? → Send mail`; nothing where an end is missing or both have no name."""
    source, target = ends_of(element)
    if source is None or target is None or not (_name(source) or _name(target)):
        return ""
    return f"{_name(source) or kind_name(source)} → {_name(target) or kind_name(target)}"


def diagram_name(diagram: BPMNDiagram, index: int) -> str:
    """What the selector of diagrams calls one of them."""
    shown = diagram.plane.element if diagram.plane is not None else None
    name = diagram.get("name") or (" ".join(shown_name(shown).split()) if shown is not None else "")
    return name or QCoreApplication.translate("Kinds", "Diagram {}").format(index + 1)


def _definition(element: Event) -> str:
    definitions = [child.tag for child in element.children if child.tag.endswith("EventDefinition")]
    if len(definitions) > 1:
        return "multiple"
    return definitions[0].removesuffix("EventDefinition").lower() if definitions else ""
