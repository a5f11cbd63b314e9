"""In which language the engine reads a condition: by the file's profile, the declared language, and its first signs."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from engine.bpmn import Document, Element, FormalExpression, SequenceFlow
from engine.expressions.front import Dialect, dialect_of

NAMES: Mapping[str, str] = MappingProxyType(
    {"processmaker": "ProcessMaker", "tolerant": "ProcessMaker", "juel": "JUEL (${…})", "feel": "FEEL"}
)


def language_of_condition(flow: SequenceFlow) -> str:
    """What a designer calls the language of a flow's condition, also of one that is still to be written."""
    return NAMES[dialect_at(flow, flow.condition.text if flow.condition is not None else "")]


def example_of_condition(flow: SequenceFlow) -> str:
    """How a condition looks in the language of a flow's condition."""
    before, after = marks_of_condition(flow)
    return f"{before}amount > 1000{after}"


def marks_of_condition(flow: SequenceFlow) -> tuple[str, str]:
    """What stands around a condition that is written from nothing: `${` and `}`, or a sign before it, or nothing."""
    dialect, document = dialect_at(flow, ""), flow.document
    if dialect == "juel":
        return "${", "}"
    is_marked = isinstance(document, Document) and document.profile == "camunda8"
    return ("=" if is_marked else ""), ""


def dialect_at(element: Element, text: str) -> Dialect:
    """In which language the engine would read an expression that stands at an element."""
    document = element.document
    condition = element.condition if isinstance(element, SequenceFlow) else None
    profile = document.profile if isinstance(document, Document) else "standard"
    declared = condition.language if isinstance(condition, FormalExpression) else None
    return dialect_of(text, profile, declared)
