"""An editor for JSON that says at once whether it can be read, and where it cannot."""

from __future__ import annotations

import json

from PySide6.QtCore import Signal
from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import QPlainTextEdit, QVBoxLayout, QWidget

from modeler.ui.plain_text import wrapped_label


class JsonEdit(QWidget):
    """Text with a verdict under it; `changed` tells after each keystroke whether it is an object now."""

    changed = Signal(bool)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.block = QPlainTextEdit()
        self.block.setAccessibleName(name)
        self.block.setTabChangesFocus(True)
        self.block.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self.block.setPlaceholderText('{ "amount": 1200 }')
        self._note = wrapped_label("", "error")
        self._note.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.block, 1)
        column.addWidget(self._note)
        self.block.textChanged.connect(self._check)

    @property
    def error(self) -> str:
        """What is wrong with the text, if anything."""
        return self._read()[1]

    def data(self) -> dict[str, object] | None:
        """The object that the text stands for; an empty text is an empty object, None one that cannot be read."""
        value, error = self._read()
        return None if error else value

    def set_data(self, data: dict[str, object]) -> None:
        """Write `data` as readable JSON."""
        self.block.setPlainText(json.dumps(data, ensure_ascii=False, indent=2) if data else "")

    def _read(self) -> tuple[dict[str, object], str]:
        text = self.block.toPlainText().strip()
        if not text:
            return {}, ""
        try:
            value = json.loads(text)
        except ValueError as error:
            return {}, self._explain(error)
        except RecursionError:
            return {}, self.tr("This is nested too deep.")
        if not isinstance(value, dict):
            return {}, self.tr('Request data is an object: { "name": value }.')
        return value, ""

    def _explain(self, error: ValueError) -> str:
        if isinstance(error, json.JSONDecodeError):
            return self.tr("Line {}, column {}: {}.").format(error.lineno, error.colno, error.msg)
        return str(error)

    def _check(self) -> None:
        error = self.error
        self._note.setText(error)
        self._note.setVisible(bool(error))
        self.changed.emit(not error)
