"""The label of a flow keeps its place relative to the line when the line changes (R-T3)."""

from __future__ import annotations

from engine.bpmn import Document
from engine.bpmn.factory import set_label_bounds
from modeler.editing.drawn import label_bounds
from modeler.editing.facts import ConnectionLaidOut
from modeler.editing.layout.labels import followed_label


def follow_line(_document: Document, fact: object) -> None:
    """Move a flow's label with its segment."""
    if not isinstance(fact, ConnectionLaidOut) or fact.edge.parent is None:
        return
    label, path = label_bounds(fact.edge), fact.edge.waypoints
    if label is not None and len(path) > 1 and len(fact.before) > 1:
        place = followed_label(fact.before, path, label)
        if place != label:
            set_label_bounds(fact.edge, place)
