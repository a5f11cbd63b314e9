"""What a screen reader says about the canvas: one sentence about what is selected and where its flows lead."""

from __future__ import annotations

from collections.abc import Sequence

from engine.bpmn import Document, Element, FlowNode
from modeler.editing.structure import describe


def describe_selection(document: Document | None, elements: Sequence[Element]) -> str:
    """The selection in words."""
    if document is None:
        return "No diagram"
    if not elements:
        return "Nothing selected"
    if len(elements) > 1:
        return f"{len(elements)} elements selected"
    element = elements[0]
    return f"{describe(element)}{_flows(document, element)}"


def _flows(document: Document, element: Element) -> str:
    if not isinstance(element, FlowNode):
        return ""
    targets = [describe(flow.target) for flow in document.outgoing(element) if flow.target is not None]
    return f", leads to {', '.join(targets)}" if targets else ""
