"""The colors that files give elements: BPMN in Color, bpmn.io's older `bioc`, and ProcessMaker's `pm:color`."""

from __future__ import annotations

from engine.bpmn import BPMNEdge, BPMNLabel, BPMNShape, Element
from engine.bpmn.namespaces import BIOC, COLOR, PROCESSMAKER, clark
from modeler.drawing.style import FileColors

_FILL, _OLD_FILL = clark(COLOR, "background-color"), clark(BIOC, "fill")
_STROKE, _OLD_STROKE = clark(COLOR, "border-color"), clark(BIOC, "stroke")
_LABEL = clark(COLOR, "color")
_PROCESSMAKER = clark(PROCESSMAKER, "color")


def read_colors(drawn: BPMNShape | BPMNEdge, element: Element | None, label: BPMNLabel | None) -> FileColors | None:
    """The colors of a shape or edge as written, or None where the file gives none."""
    get = drawn.get
    fill = get(_FILL) or get(_OLD_FILL)
    stroke = get(_STROKE) or get(_OLD_STROKE)
    text = label.get(_LABEL) if label is not None else None
    if fill is None and stroke is None and element is not None:
        fill = element.get(_PROCESSMAKER) or element.get("color")
        if fill is not None and isinstance(drawn, BPMNEdge):
            fill, stroke = None, fill
    return FileColors(fill, stroke, text) if fill or stroke or text else None
