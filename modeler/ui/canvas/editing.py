"""Editing labels in place: where the text field goes, what it holds, and the command that takes the new text."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from engine.bpmn import Element, Group, Participant, TextAnnotation
from modeler.drawing import ANNOTATION, EXTERNAL, LABEL, Font
from modeler.editing import commands
from modeler.editing.structure import has_outside_label, text_of
from modeler.ui.canvas.index import Rect
from modeler.ui.canvas.items import HEADER, Part, SceneItem
from modeler.ui.canvas.label_editor import LabelEditor
from modeler.ui.canvas.marking import view_rect
from modeler.ui.canvas.stage import Stage
from modeler.ui.metrics import QtMetrics

_EDGE_LABEL = (110.0, 24.0)


class LabelEditing(QObject):
    """Opens the editor over one element at a time."""

    def __init__(self, stage: Stage, canvas: QWidget, metrics: QtMetrics) -> None:
        super().__init__(canvas)
        self._stage = stage
        self._metrics = metrics
        self._element: Element | None = None
        self.editor = LabelEditor(canvas)
        self.editor.committed.connect(self._commit)
        stage.viewport_changed.connect(self.editor.commit)

    def edit(self, part: Part) -> bool:
        """Start editing the label of a part; false when it has none."""
        item = self._stage.scene.item(part.view)
        element = part.element
        if item is None or element is None or not _has_text(element):
            return False
        self.editor.commit()
        self._stage.show_rect(item.box)
        self._element = element
        area = view_rect(self._area(item, element), self._stage.viewport)
        font = self._metrics.font(_font(element, item))
        is_centered = not isinstance(element, TextAnnotation)
        scale, style = self._stage.viewport.scale, self._stage.style
        self.editor.open(text_of(element), area.toAlignedRect(), font, scale, style, is_centered)
        return True

    def _commit(self, text: str) -> None:
        document, element = self._stage.document, self._element
        if document is not None and element is not None:
            self._stage.run(lambda: commands.rename(document, element, text))

    def _area(self, item: SceneItem, element: Element) -> Rect:
        made = self._stage.scene.figure(item)
        label = item.label_rect()
        if label is not None:
            return label
        if made.label_area is not None:
            area = made.label_area
            return area.x, area.y, area.x + area.width, area.y + area.height
        return self._default_area(item, element)

    def _default_area(self, item: SceneItem, element: Element) -> Rect:
        left, top, right, bottom = item.box
        if item.points:
            middle = item.points[len(item.points) // 2]
            width, height = _EDGE_LABEL
            return middle.x - width / 2, middle.y - height / 2, middle.x + width / 2, middle.y + height / 2
        if has_outside_label(element):
            middle_x = (left + right) / 2
            return middle_x - 45, bottom + 4, middle_x + 45, bottom + 24
        if isinstance(element, Participant):
            return left, top, left + max(HEADER, 150.0), bottom
        return item.box


def _font(element: Element, item: SceneItem) -> Font:
    if isinstance(element, TextAnnotation):
        return ANNOTATION
    return EXTERNAL if item.role == "edge" or has_outside_label(element) else LABEL


def _has_text(element: Element) -> bool:
    return hasattr(element, "name") or isinstance(element, TextAnnotation | Group)
