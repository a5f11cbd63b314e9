"""Kinds of elements as small signs, for palettes and menus: what is large on the canvas is drawn small at once.

A pool that is drawn in its own size and then scaled down has no line left that could be seen.
"""

from __future__ import annotations

from engine.bpmn import Bounds
from modeler.drawing import ShapeSubject
from modeler.editing.element_types import ElementType

_SIZES: dict[str, tuple[float, float]] = {
    "subProcess": (66, 46), "participant": (70, 42), "dataObjectReference": (32, 42), "dataStoreReference": (40, 40),
    "textAnnotation": (46, 34), "group": (60, 44),
}  # fmt: skip
_ACTIVITY = (60.0, 46.0)


def sign_of(kind: ElementType) -> ShapeSubject:
    """What a new element of this kind looks like, without a name."""
    name = kind.kind.removeprefix("bpmn:")
    return ShapeSubject(name, Bounds(0, 0, *sign_size(name)), "", _traits_of(kind), _symbol_of(kind))


def sign_size(kind: str) -> tuple[float, float]:
    """How large an element of this kind is drawn where it is a sign: far smaller than on the canvas."""
    if kind in _SIZES:
        return _SIZES[kind]
    if kind.endswith("Event"):
        return (36.0, 36.0)
    return (50.0, 50.0) if kind.endswith("Gateway") else _ACTIVITY


def _symbol_of(kind: ElementType) -> str | None:
    """The event definition that a new element shows, as figures name it."""
    if kind.definition is None:
        return None
    name = kind.definition.removeprefix("bpmn:").removesuffix("EventDefinition")
    return {"compensate": "compensation"}.get(name, name)


def _traits_of(kind: ElementType) -> frozenset[str]:
    """What else a new element shows, as figures name it."""
    found = set()
    if kind.is_expanded is not None:
        found.add("expanded" if kind.is_expanded else "collapsed")
    if kind.kind == "bpmn:exclusiveGateway":
        found.add("marked")
    if not kind.is_interrupting:
        found.add("non-interrupting")
    if kind.triggered_by_event:
        found.add("event")
    return frozenset(found)
