"""Fields that are finished by one click: a choice and a yes or no."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QCheckBox, QComboBox, QWidget

from modeler.ui.panels.fields.editor import FieldEditor
from modeler.ui.panels.form_model import Field


class QuietComboBox(QComboBox):
    """A combo box that leaves the wheel to the panel it stands in, so that scrolling changes nothing."""

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Let the panel scroll."""
        event.ignore()


class ChoiceField(FieldEditor):
    """One of several options; a value that is no option is kept and shown as it is."""

    _box: QuietComboBox

    def _build(self, field: Field) -> QWidget:
        self._box = QuietComboBox()
        self._box.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self._box.setMinimumContentsLength(8)
        for choice in field.choices:
            self._box.addItem(choice.title)
        self._box.setEnabled(not field.is_readonly)
        self._box.activated.connect(self._chosen)
        return self._box

    def _chosen(self) -> None:
        self.edited.emit(self.field.key, self._read_value())
        self.commit()

    def _read_value(self) -> object:
        index = self._box.currentIndex()
        if 0 <= index < len(self.field.choices):
            return self.field.choices[index].value
        return self._known

    def _show_value(self, value: object) -> None:
        self._forget_foreign()
        index = next((i for i, choice in enumerate(self.field.choices) if choice.value == value), -1)
        if index < 0 and value not in (None, ""):
            self._box.addItem(str(value))
            index = self._box.count() - 1
        self._box.setCurrentIndex(index)

    def _forget_foreign(self) -> None:
        while self._box.count() > len(self.field.choices):
            self._box.removeItem(self._box.count() - 1)


class BooleanField(FieldEditor):
    """A check box with its label beside it."""

    _check: QCheckBox

    def _build(self, field: Field) -> QWidget:
        self._check = QCheckBox(field.label.replace("&", "&&"))
        self._check.setEnabled(not field.is_readonly)
        self._check.clicked.connect(self._chosen)
        return self._check

    def _chosen(self) -> None:
        self.edited.emit(self.field.key, self._read_value())
        self.commit()

    def _shows_label(self) -> bool:
        return False

    def _read_value(self) -> object:
        return self._check.isChecked()

    def _show_value(self, value: object) -> None:
        self._check.setChecked(bool(value))

    def update_field(self, field: Field) -> None:
        """As for every field; a missing value is not the same as no."""
        self.field = field
        self._known = field.value
        self._show_value(field.value)
        self.set_error(field.error)
