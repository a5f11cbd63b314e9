"""Choices that stand open: a few options as a bar of segments or as radio buttons, and several options to check."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QButtonGroup,
    QCheckBox,
    QHBoxLayout,
    QRadioButton,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from modeler.ui.panels.fields.editor import FieldEditor
from modeler.ui.panels.form_model import Field
from modeler.ui.plain_text import without_mnemonics


class OptionsField(FieldEditor):
    """One of a few options, all of them in sight; the arrows choose, a value that is no option is kept and shown."""

    _group: QButtonGroup

    @property
    def editor(self) -> QWidget:
        """The chosen button, or the first."""
        return self._group.checkedButton() or self._group.buttons()[0]

    def _build(self, field: Field) -> QWidget:
        frame = QWidget()
        self._frame = frame
        self._group = QButtonGroup(self)
        line = self._line(frame)
        values = [choice.title for choice in field.choices]
        for index, title in enumerate(values):
            button = self._button(without_mnemonics(title))
            button.setCheckable(True)
            button.setAccessibleName(f"{field.label}: {title}")
            button.setEnabled(not field.is_readonly)
            button.installEventFilter(self)
            self._group.addButton(button, index)
            line.addWidget(button)
        self._group.idClicked.connect(self._chosen)
        return frame

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Left and right, up and down choose the next option."""
        steps = {Qt.Key.Key_Left: -1, Qt.Key.Key_Up: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Down: 1}
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and Qt.Key(event.key()) in steps:
            self._step(steps[Qt.Key(event.key())])
            return True
        return super().eventFilter(watched, event)

    def _step(self, by: int) -> None:
        buttons = self._group.buttons()
        here = self._group.checkedId()
        target = buttons[max(0, min(len(buttons) - 1, here + by))]
        target.setFocus()
        target.click()

    def _chosen(self) -> None:
        self.edited.emit(self.field.key, self._read_value())
        self.commit()

    def _read_value(self) -> object:
        index = self._group.checkedId()
        return self.field.choices[index].value if index >= 0 else self._known

    def _show_value(self, value: object) -> None:
        index = next((i for i, choice in enumerate(self.field.choices) if choice.value == value), -1)
        self._group.setExclusive(False)
        for place, button in enumerate(self._group.buttons()):
            button.setChecked(place == index)
        self._group.setExclusive(True)

    def _note_text(self, field: Field) -> str:
        values = [choice.value for choice in field.choices]
        if field.value in values or field.value in (None, ""):
            return field.help
        return self.tr("Now: {}").format(field.value)

    def _describe(self, field: Field) -> None:
        self._frame.setAccessibleName(field.label)
        self.set_error(field.error)

    def _line(self, frame: QWidget) -> QHBoxLayout | QVBoxLayout:
        line = QVBoxLayout(frame)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(4)
        return line

    def _button(self, words: str) -> QAbstractButton:
        return QRadioButton(words)


class SegmentedField(OptionsField):
    """Options side by side in one bar."""

    def _line(self, frame: QWidget) -> QHBoxLayout:
        frame.setProperty("surface", "segments")
        frame.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        line = QHBoxLayout(frame)
        line.setContentsMargins(2, 2, 2, 2)
        line.setSpacing(2)
        return line

    def _button(self, words: str) -> QAbstractButton:
        button = QToolButton()
        button.setText(words)
        button.setProperty("look", "segment")
        button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        return button


class ChecksField(FieldEditor):
    """Several of some options, each a check box; values that are no option are shown and kept."""

    _boxes: list[QCheckBox]

    @property
    def editor(self) -> QWidget:
        """The first check box."""
        return self._boxes[0] if self._boxes else self._frame

    def _build(self, field: Field) -> QWidget:
        self._frame = QWidget()
        self._rows = QVBoxLayout(self._frame)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(4)
        self._boxes = []
        self._offered: list[object] = []
        self._offer(field)
        return self._frame

    def _offer(self, field: Field) -> None:
        values = [choice.value for choice in field.choices]
        held = field.value if isinstance(field.value, list) else []
        offered = [*values, *(value for value in held if value not in values)]
        if offered == self._offered:
            return
        for box in self._boxes:
            self._rows.removeWidget(box)
            box.hide()
            box.deleteLater()
        titles = {repr(choice.value): choice.title for choice in field.choices}
        self._offered = offered
        self._boxes = [self._box(field, titles.get(repr(value), str(value))) for value in offered]
        for box in self._boxes:
            self._rows.addWidget(box)

    def _box(self, field: Field, title: str) -> QCheckBox:
        box = QCheckBox(without_mnemonics(title))
        box.setAccessibleName(f"{field.label}: {title}")
        box.setEnabled(not field.is_readonly)
        box.clicked.connect(self._chosen)
        return box

    def _chosen(self) -> None:
        self.edited.emit(self.field.key, self._read_value())
        self.commit()

    def _read_value(self) -> object:
        held = list(self._known) if isinstance(self._known, list) else []
        checked = [value for value, box in zip(self._offered, self._boxes, strict=True) if box.isChecked()]
        kept = [value for value in held if value in checked]
        value = kept + [value for value in checked if value not in kept]
        return value if value or self._known is not None else self._known

    def _show_value(self, value: object) -> None:
        self._offer(self.field)
        held = value if isinstance(value, list) else []
        for offered, box in zip(self._offered, self._boxes, strict=True):
            box.setChecked(offered in held)

    def _describe(self, field: Field) -> None:
        self._frame.setAccessibleName(field.label)
        self.set_error(field.error)
