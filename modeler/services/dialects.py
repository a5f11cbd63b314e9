"""In which language the engine reads a condition: by the file's profile, the declared language, and its first signs."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from engine.bpmn import Document, FormalExpression, SequenceFlow
from engine.expressions.front import dialect_of

NAMES: Mapping[str, str] = MappingProxyType(
    {"processmaker": "ProcessMaker", "tolerant": "ProcessMaker", "juel": "JUEL (${…})", "feel": "FEEL"}
)


def language_of_condition(flow: SequenceFlow) -> str:
    """What a designer calls the language of a flow's condition, also of one that is still to be written."""
    document, condition = flow.document, flow.condition
    profile = document.profile if isinstance(document, Document) else "standard"
    declared = condition.language if isinstance(condition, FormalExpression) else None
    return NAMES[dialect_of(condition.text if condition is not None else "", profile, declared)]
