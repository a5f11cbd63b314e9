"""What an answer or start data could look like: the variables that conditions compare, as they compare them."""

from __future__ import annotations

import re

from engine.bpmn import Document, Element, FlowNode, Gateway, SequenceFlow

COMPARISON = re.compile(
    r"\b([A-Za-z_]\w*)\s*(==|!=|>=|<=|>|<|=)\s*(true|false|-?\d+(?:\.\d+)?|\"[^\"]*\"|'[^']*')", re.IGNORECASE
)
FAR = 4


def suggestion(document: Document, element: Element) -> dict[str, object]:
    """An answer that could be: the variables that the conditions after a task compare."""
    found: dict[str, object] = {}
    front, seen = [element], {element}
    for _ in range(FAR):
        flows = [flow for node in front if isinstance(node, FlowNode) for flow in document.outgoing(node)]
        for flow in flows:
            for name, value in _compared(flow):
                found.setdefault(name, value)
        targets = [flow.target for flow in flows if isinstance(flow.target, Gateway)]
        front = [target for target in targets if target not in seen]
        seen.update(front)
    return found


def known_variables(document: Document) -> dict[str, object]:
    """Every variable that a condition of the document compares, with an example of its value."""
    found: dict[str, object] = {}
    for flow in document.elements(SequenceFlow):
        for name, value in _compared(flow):
            found.setdefault(name, value)
    return found


def _compared(flow: SequenceFlow) -> list[tuple[str, object]]:
    text = flow.condition.text if flow.condition is not None else ""
    return [(match[1], _literal(match[3])) for match in COMPARISON.finditer(text)]


def _literal(text: str) -> object:
    if text.lower() in ("true", "false"):
        return text.lower() == "true"
    if text[0] in "\"'":
        return text[1:-1]
    return float(text) if "." in text else int(text)
