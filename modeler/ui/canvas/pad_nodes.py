"""What can be appended from the context pad: a few common nodes, or what alone may follow a special one."""

from __future__ import annotations

from engine.bpmn import Bounds, Document, Element, EventBasedGateway
from modeler.drawing import ShapeSubject
from modeler.editing import element_types
from modeler.editing.element_types import ElementType
from modeler.editing.rules import followers
from modeler.ui.canvas.context_pad import PadEntry

_COMMON = {
    "task": ("task", "Append task"),
    "gateway": ("exclusive-gateway", "Append gateway"),
    "intermediate": ("intermediate-throw-event", "Append intermediate event"),
    "end": ("end-event", "Append end event"),
}
_BOXES = {
    "Tasks": Bounds(0, 0, 38, 30),
    "Gateways": Bounds(0, 0, 30, 30),
    "Intermediate events": Bounds(0, 0, 28, 28),
    "End events": Bounds(0, 0, 28, 28),
}


def node_entries(document: Document, source: Element) -> list[PadEntry]:
    """The nodes that the pad offers to append to an element; none where nothing may follow."""
    allowed = followers(document, source)
    if isinstance(source, EventBasedGateway):
        return [_entry(kind.id, f"Append {kind.label.lower()}", kind) for kind in allowed]
    common = [(name, title, node_type(name)) for name, (_, title) in _COMMON.items()]
    return [_entry(name, title, kind) for name, title, kind in common if kind is not None and kind in allowed]


def node_type(entry: str) -> ElementType | None:
    """What an entry of the pad appends; None for entries that append nothing."""
    id = _COMMON[entry][0] if entry in _COMMON else entry
    return next((kind for kind in element_types.ALL if kind.id == id), None)


def _entry(name: str, title: str, kind: ElementType) -> PadEntry:
    symbol = kind.definition.removeprefix("bpmn:").removesuffix("EventDefinition") if kind.definition else None
    subject = ShapeSubject(kind.kind.removeprefix("bpmn:"), _BOXES[kind.category], symbol=symbol)
    return PadEntry(name, title, figure=subject, can_drag=True)
