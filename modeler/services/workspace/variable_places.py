"""Where a file names the variables that an element sets: vendors' mappings, result variables and payloads."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping

from connectors.sdk.values import as_list, as_object, as_text
from engine.bpmn import Element
from engine.bpmn.namespaces import CAMUNDA, PROCESSMAKER

TARGETS: Mapping[str, str] = {
    "zeebe:output": "target",
    "zeebe:script": "resultVariable",
    "zeebe:calledDecision": "resultVariable",
    "camunda:outputParameter": "name",
}
DEEPEST = 6


def written_names(element: Element) -> Iterator[str]:
    """The variables that an element's vendor settings set, as far as the file says so."""
    name = element.foreign(CAMUNDA, "resultVariable")
    if name:
        yield name
    yield from _in_children(element, 0)
    config = _json(element.foreign(PROCESSMAKER, "config"))
    update = as_text(as_object(config.get("update_data")).get("variable"))
    payload = [as_text(as_object(each).get("variable")) for each in as_list(config.get("payload"))]
    yield from (each.partition(".")[0] for each in (update, *payload) if each)


def _in_children(element: Element, depth: int) -> Iterator[str]:
    """Only below `extensionElements`: what is inside a sub-process is an element of its own."""
    for child in element.children:
        if child.kind in TARGETS:
            name = (child.get(TARGETS[child.kind]) or "").partition(".")[0]
            if name:
                yield name
        is_own = not child.kind.startswith("bpmn:") or child.kind == "bpmn:extensionElements"
        if depth < DEEPEST and is_own:
            yield from _in_children(child, depth + 1)


def _json(text: str | None) -> dict[str, object]:
    try:
        value = json.loads(text) if text else {}
    except (ValueError, RecursionError):
        return {}
    return dict(as_object(value))
