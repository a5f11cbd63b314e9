"""What is drawn above what.

Levels from the bottom: pools, lanes, other things, flow elements, sub-processes and associations, boundary events,
flows and annotations, groups. What lies in an expanded sub-process is drawn above it and below everything that is
above the sub-process, so a key is the key of the container followed by level and age.
"""

from __future__ import annotations

from engine.bpmn import (
    Association,
    BoundaryEvent,
    BPMNShape,
    CallActivity,
    ChoreographyActivity,
    DataAssociation,
    Document,
    Element,
    FlowElement,
    Group,
    Lane,
    LaneSet,
    MessageFlow,
    Participant,
    SequenceFlow,
    SubChoreography,
    SubProcess,
    TextAnnotation,
)

StackingKey = tuple[int, ...]

_LEVELS: tuple[tuple[type[Element], int], ...] = (
    (Participant, -2),
    (Lane, -1),
    (Association, 6),
    (SubProcess, 6),
    (ChoreographyActivity, 6),
    (BoundaryEvent, 8),
    (SequenceFlow, 9),
    (MessageFlow, 9),
    (DataAssociation, 9),
    (TextAnnotation, 9),
    (Group, 10),
    (FlowElement, 5),
)
_UNDER_FLOW_ELEMENTS = 4


class Stacking:
    """Gives each drawn thing its key; a thing that comes back by undo gets its old one."""

    def __init__(self, document: Document | None = None) -> None:
        self._document = document
        self._ages: dict[Element, int] = {}
        self._levels: dict[type[Element], int] = {}

    def key(self, view: Element, element: Element | None) -> StackingKey:
        """The sort key of a shape or edge that shows an element."""
        if element is None:
            return 1, self._age(view)
        around = self._container_key(element)
        if isinstance(view, BPMNShape) and view.participant_band_kind:
            return *around, 7, self._age(view)
        if isinstance(element, Lane):
            nesting = sum(isinstance(each, Lane) for each in element.ancestors())
            return *around, -1, nesting, self._age(view)
        if isinstance(view, BPMNShape) and isinstance(element, CallActivity) and view.is_expanded:
            return *around, _UNDER_FLOW_ELEMENTS, self._age(view)
        return *around, self._level(type(element)), self._age(view)

    def _container_key(self, element: Element) -> StackingKey:
        parent = element.parent
        while parent is not None and not isinstance(parent, SubProcess | SubChoreography):
            if not isinstance(parent, FlowElement | LaneSet | Lane):
                return ()
            parent = parent.parent
        if parent is None or self._document is None:
            return ()
        shape = self._document.shape_of(parent)
        if shape is None or shape.is_expanded is False:
            return ()
        return self.key(shape, parent)

    def _level(self, kind: type[Element]) -> int:
        known = self._levels.get(kind)
        if known is None:
            known = self._levels[kind] = level_of(kind)
        return known

    def _age(self, view: Element) -> int:
        return self._ages.setdefault(view, len(self._ages))


def level_of(kind: type[Element]) -> int:
    """The level of a class of elements."""
    return next((level for known, level in _LEVELS if issubclass(kind, known)), 1)
