"""The text that stands in or at an element on the diagram."""

from __future__ import annotations

from engine.bpmn import (
    CategoryValue,
    DataObject,
    DataObjectReference,
    DataStoreReference,
    Element,
    FlowNode,
    Group,
    ItemAwareElement,
    SequenceFlow,
    TextAnnotation,
)

_LONGEST = 4_000
"""Longer texts are cut for drawing: they would fill walls."""


def shown_name(element: Element) -> str:
    """The text to draw: the name, a remark's text, a group's category; data with its state in brackets."""
    if isinstance(element, (FlowNode, SequenceFlow)):
        text = element.node.get("name") or ""
    elif isinstance(element, TextAnnotation):
        text = element.text
    elif isinstance(element, Group):
        text = _category(element.category_value)
    elif isinstance(element, DataObjectReference | DataStoreReference | DataObject | ItemAwareElement):
        text = _data(element)
    else:
        text = element.get("name") or ""
    return text if len(text) <= _LONGEST else text[:_LONGEST]


def _category(value: CategoryValue | None) -> str:
    return (value.value or "") if value is not None else ""


def _data(element: DataObjectReference | DataStoreReference | DataObject | ItemAwareElement) -> str:
    name = element.get("name")
    if not name and isinstance(element, DataObjectReference) and element.data_object is not None:
        name = element.data_object.name
    if not name and isinstance(element, DataStoreReference) and element.data_store is not None:
        name = element.data_store.name
    state = element.data_state
    if state is None or not state.name:
        return name or ""
    return f"{name or ''}\n[{state.name}]".strip()
