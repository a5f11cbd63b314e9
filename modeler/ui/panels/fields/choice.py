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
        if field.is_open:
            self._open(field)
        return self._box

    def _open(self, field: Field) -> None:
        self._box.setEditable(True)
        self._box.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        line = self._box.lineEdit()
        assert line is not None
        line.setPlaceholderText(field.placeholder)
        line.textEdited.connect(self._typed)
        line.editingFinished.connect(self.commit)

    def _chosen(self) -> None:
        self.edited.emit(self.field.key, self._read_value())
        self.commit()

    def _read_value(self) -> object:
        if self._box.isEditable():
            return self._typed_value(self._box.currentText())
        index = self._box.currentIndex()
        if 0 <= index < len(self.field.choices):
            return self.field.choices[index].value
        return self._known

    def _typed_value(self, text: str) -> object:
        named = next((choice.value for choice in self.field.choices if choice.title == text), None)
        if named is not None or (not text and self._known is None):
            return named
        return text

    def _show_value(self, value: object) -> None:
        if self._box.isEditable():
            titles = (choice.title for choice in self.field.choices if choice.value == value)
            self._box.setEditText(next(titles, "" if value is None else str(value)))
            return
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
