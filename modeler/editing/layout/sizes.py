"""Default and least sizes of shapes (R-S2), and the standard distances between them."""

from __future__ import annotations

from typing import Final, TypeAlias

from engine.bpmn import (
    CallActivity,
    DataObjectReference,
    DataStoreReference,
    Element,
    Event,
    Gateway,
    Group,
    Lane,
    Participant,
    SubProcess,
    TextAnnotation,
)

Size: TypeAlias = tuple[float, float]

TASK: Final[Size] = (100, 80)
EVENT: Final[Size] = (36, 36)
GATEWAY: Final[Size] = (50, 50)
SUB_PROCESS: Final[Size] = (350, 200)
POOL: Final[Size] = (600, 250)
EMPTY_POOL: Final[Size] = (400, 60)
LANE: Final[Size] = (400, 100)
DATA_OBJECT: Final[Size] = (36, 50)
DATA_STORE: Final[Size] = (50, 50)
ANNOTATION: Final[Size] = (100, 40)
GROUP: Final[Size] = (300, 300)
LABEL: Final[Size] = (90, 20)

POOL_HEADER: Final = 30.0
LEAST_LANE: Final[Size] = (300, 60)
LEAST_ACTIVITY: Final[Size] = (50, 40)


def default_size(element: Element, *, expanded: bool = False, horizontal: bool = True) -> Size:
    """The size that a new shape of this element gets."""
    if isinstance(element, SubProcess) and expanded:
        return SUB_PROCESS
    if isinstance(element, Participant):
        return _turned(POOL if element.get("processRef") else EMPTY_POOL, horizontal)
    if isinstance(element, Lane):
        return _turned(LANE, horizontal)
    for kind, size in _BY_TYPE:
        if isinstance(element, kind):
            return size
    return TASK


def least_size(element: Element, *, expanded: bool = True, horizontal: bool = True) -> Size:
    """The smallest size to which a shape may be resized."""
    if isinstance(element, SubProcess) and expanded:
        return (140, 120)
    if isinstance(element, Participant):
        return _turned((300, 150 if element.get("processRef") else 60), horizontal)
    if isinstance(element, Lane):
        return _turned(LEAST_LANE, horizontal)
    if isinstance(element, TextAnnotation):
        return ANNOTATION
    if isinstance(element, Group):
        return (140, 120)
    return LEAST_ACTIVITY


_BY_TYPE: Final[tuple[tuple[type[Element], Size], ...]] = (
    (Event, EVENT),
    (Gateway, GATEWAY),
    (CallActivity, TASK),
    (DataObjectReference, DATA_OBJECT),
    (DataStoreReference, DATA_STORE),
    (TextAnnotation, ANNOTATION),
    (Group, GROUP),
)


def _turned(size: Size, horizontal: bool) -> Size:
    return size if horizontal else (size[1], size[0])
