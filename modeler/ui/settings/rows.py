"""One setting of the dialog: its title, what changes it, what it is for, and in red why a value cannot be taken."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable
from typing import Protocol

from PySide6.QtCore import QEvent, QLocale, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from modeler.ui.panels.fields.choice import QuietComboBox
from modeler.ui.plain_text import label, without_mnemonics, wrapped_label
from modeler.ui.settings.described import Choice, Number, Setting, Switch, Text
from modeler.ui.theme import set_look

NARROW, WIDE = 120, 360
BIG = 10


class SettingsPort(Protocol):
    """What the dialog needs of the window: values, and what takes new ones."""

    def value(self, name: str) -> object:
        """What is chosen now."""

    def choose(self, name: str, value: object) -> str:
        """Take a value at once; why not, or nothing."""


class Row(QWidget):
    """`changed` tells that another value was taken."""

    changed = Signal(str)

    def __init__(self, setting: Setting, port: SettingsPort) -> None:
        super().__init__()
        self.setting = setting
        self._port = port
        self.error = wrapped_label("", "error")
        self.error.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        self.editor = self._build(column)
        self.editor.setAccessibleName(setting.title)
        self.editor.setAccessibleDescription(setting.help)
        if setting.help:
            column.addWidget(wrapped_label(setting.help, "muted"))
        column.addWidget(self.error)

    @abstractmethod
    def _build(self, column: QVBoxLayout) -> QWidget:
        """Put what edits it into the column."""

    def _title(self, column: QVBoxLayout, editor: QWidget) -> None:
        title = label(self.setting.title, "field")
        title.setBuddy(editor)
        column.addWidget(title)

    def _take(self, value: object) -> None:
        self._say(self._port.choose(self.setting.name, value))
        self.changed.emit(self.setting.name)

    def _say(self, problem: str) -> None:
        self.error.setText(problem)
        self.error.setVisible(bool(problem))
        set_look(self.editor, "state", "error" if problem else "")


class SwitchRow(Row):
    """A check box."""

    def _build(self, column: QVBoxLayout) -> QWidget:
        box = QCheckBox(without_mnemonics(self.setting.title))
        box.setChecked(bool(self._port.value(self.setting.name)))
        box.toggled.connect(self._take)
        column.addWidget(box)
        return box


class ChoiceRow(Row):
    """A list to choose from."""

    def _build(self, column: QVBoxLayout) -> QWidget:
        assert isinstance(self.setting, Choice)
        box = QuietComboBox()
        for value, words in self.setting.options:
            box.addItem(words, value)
        box.setCurrentIndex(max(0, box.findData(self._port.value(self.setting.name))))
        box.setMinimumWidth(NARROW * 2)
        box.activated.connect(lambda index: self._take(box.itemData(index)))
        self._title(column, box)
        column.addWidget(box, 0, Qt.AlignmentFlag.AlignLeft)
        return box


class TextRow(Row):
    """A line; it counts when it is left or Enter is pressed."""

    def _build(self, column: QVBoxLayout) -> QWidget:
        self.line = QLineEdit(str(self._port.value(self.setting.name)))
        self.line.setFixedWidth(WIDE)
        if isinstance(self.setting, Text):
            self.line.setPlaceholderText(self.setting.example)
        self._known = self.line.text()
        self.line.editingFinished.connect(self._finish)
        self._title(column, self.line)
        column.addWidget(self.line, 0, Qt.AlignmentFlag.AlignLeft)
        return self.line

    def _finish(self) -> None:
        if self.line.text().strip() != self._known:
            self._known = self.line.text().strip()
            self._take(self._known)


class NumberRow(Row):
    """A whole number with its unit; Up and Down step, and what is no such number is told while it is typed."""

    def _build(self, column: QVBoxLayout) -> QWidget:
        assert isinstance(self.setting, Number)
        self.line = QLineEdit()
        self.line.setFixedWidth(NARROW)
        self.line.setAlignment(Qt.AlignmentFlag.AlignRight)
        self._show(self._port.value(self.setting.name))
        self.line.textEdited.connect(lambda _: self._say("" if self._read() is not None else self._range()))
        self.line.editingFinished.connect(self._finish)
        self.line.installEventFilter(self)
        self._title(column, self.line)
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(self.line)
        line.addWidget(label(self.setting.unit, "muted"))
        line.addStretch(1)
        column.addLayout(line)
        return self.line

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The arrows step."""
        steps = {Qt.Key.Key_Up: 1, Qt.Key.Key_Down: -1, Qt.Key.Key_PageUp: BIG, Qt.Key.Key_PageDown: -BIG}
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and event.key() in steps:
            now = self._read()
            if now is not None and isinstance(self.setting, Number):
                self._show(min(self.setting.high, max(self.setting.low, now + steps[Qt.Key(event.key())])))
                self._finish()
            return True
        return super().eventFilter(watched, event)

    def _show(self, value: object) -> None:
        self.line.setText(f"{value:,}" if isinstance(value, int) else str(value))

    def _read(self) -> int | None:
        """The number that stands there, written as people do; None for anything else."""
        assert isinstance(self.setting, Number)
        text = self.line.text().strip()
        number, is_number = QLocale().toLongLong(text)
        if not is_number:
            number, is_number = QLocale.c().toLongLong(text.replace(",", ""))
        return number if is_number and self.setting.low <= number <= self.setting.high else None

    def _finish(self) -> None:
        number = self._read()
        if number is None:
            self._say(self._range())
        elif number != self._port.value(self.setting.name):
            self._take(number)
        if number is not None:
            self._show(number)

    def _range(self) -> str:
        assert isinstance(self.setting, Number)
        low, high = f"{self.setting.low:,}", f"{self.setting.high:,}"
        return self.tr("A whole number from {} to {}. The value before it still counts.").format(low, high)


def row_for(setting: Setting, port: SettingsPort) -> Row:
    """What edits a setting."""
    kinds: dict[type[Setting], Callable[[Setting, SettingsPort], Row]] = {
        Switch: SwitchRow,
        Choice: ChoiceRow,
        Number: NumberRow,
        Text: TextRow,
    }
    return kinds[type(setting)](setting, port)
