"""A text annotation grows with its text, so that its bracket spans all lines; it never shrinks by itself."""

from __future__ import annotations

from typing import Final

from engine.bpmn import BPMNShape, Document, TextAnnotation
from modeler.editing.commands.resize import set_bounds
from modeler.editing.drawn import diagram_on
from modeler.editing.facts import PropertyChanged, ShapeCreated
from modeler.editing.layout.geometry import box
from modeler.editing.layout.labels import lines_of

_LETTER, _LINE = 7.2, 15.0
_BESIDE, _ABOVE = 12.0, 10.0
"""What an annotation leaves free beside its text, and above and below it."""
_MOST: Final = 600.0


def fit_remark(document: Document, fact: object) -> None:
    """Make room for the text of an annotation that is new or says something else."""
    if not isinstance(fact, ShapeCreated | PropertyChanged) or not isinstance(fact.element, TextAnnotation):
        return
    for shape in document.shapes_of(fact.element):
        if isinstance(shape, BPMNShape):
            _grow(document, fact.element, shape)


def _grow(document: Document, remark: TextAnnotation, shape: BPMNShape) -> None:
    bounds = shape.bounds
    lines = lines_of(remark.text, max(bounds.width - _BESIDE, 3 * _LETTER), _LETTER)
    height = min(lines * _LINE + _ABOVE, _MOST)
    if height > bounds.height:
        set_bounds(document, remark, box(bounds.x, bounds.y, bounds.width, height), diagram_on(shape))
