"""Code fields: a block of fixed width with colors, JSON that must be readable before it is stored, and raw settings."""

from __future__ import annotations

import json

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QFontDatabase, QTextOption
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QPushButton, QWidget

from modeler.ui.panels.fields.highlight import Highlighter
from modeler.ui.panels.fields.text import CODE_LINES, BlockField
from modeler.ui.panels.form_model import Field
from modeler.ui.theme import theme_of

TAB = 4


class CodeField(BlockField):
    """Code in the language that the field names; long lines are broken so that a narrow panel shows them whole."""

    def _build(self, field: Field) -> QWidget:
        super()._build(field)
        self._block.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self._block.setLineWrapMode(QPlainTextEdit.LineWrapMode.WidgetWidth)
        self._block.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self._block.setTabStopDistance(self._block.fontMetrics().horizontalAdvance(" ") * TAB)
        self._colors = Highlighter(self._block.document(), self._language(field))
        self._is_dark: bool | None = None
        return self._block

    def changeEvent(self, event: QEvent) -> None:
        """Another theme has other colors."""
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.StyleChange):
            self._color()
        super().changeEvent(event)

    def _show_value(self, value: object) -> None:
        super()._show_value(value)
        self._color()

    def _color(self) -> None:
        is_dark = theme_of(self).name == "dark"
        if is_dark != self._is_dark:
            self._is_dark = is_dark
            self._text_kept(lambda: self._colors.set_dark(is_dark))

    def _text_kept(self, act: object) -> None:
        """Coloring is no change of the text."""
        blocked = self._block.blockSignals(True)
        if callable(act):
            act()
        self._block.blockSignals(blocked)

    def _language(self, field: Field) -> str:
        return field.language

    def _lines(self) -> tuple[int, int]:
        return CODE_LINES if self.field.kind == "code" else (3, CODE_LINES[1])


class JsonField(CodeField):
    """A value as JSON text: it is stored only when it can be read; until then the field says where it cannot."""

    def _language(self, field: Field) -> str:
        return "json"

    def commit(self) -> None:
        """Finish a text that is JSON; another one stays in the field and is not stored."""
        if self.is_untouched() or self._read_value() == self._known or not self.reason():
            super().commit()
            return
        self._pause.stop()
        self.set_error(self.reason())
        if self.field.draft != self._read_value():
            self._draft(self._read_value())

    def reason(self) -> str:
        """Why the text cannot be stored, with the place."""
        text = self._block.toPlainText()
        if not text.strip() and not self.field.is_required:
            return ""
        try:
            json.loads(text)
        except json.JSONDecodeError as error:
            words = self.tr("Line {}, column {}: {}. Not stored yet; Esc brings the stored text back.")
            return words.format(error.lineno, error.colno, error.msg)
        except RecursionError:
            return self.tr("This is nested too deep.")
        return ""

    def set_error(self, error: str) -> None:
        """What is wrong with the text itself comes first."""
        is_typed = self._read_value() != self._known
        super().set_error((self.reason() if is_typed else "") or error)


class RawField(JsonField):
    """Stored settings that cannot be read: the text itself, kept until it is right or somebody says otherwise."""

    def _build(self, field: Field) -> QWidget:
        block = super()._build(field)
        self._anyway = QPushButton(self.tr("Store it as it is"))
        self._anyway.setProperty("look", "link")
        self._anyway.setAccessibleName(self.tr("{}: store it as it is").format(field.label))
        self._anyway.clicked.connect(self._store)
        self._anyway.hide()
        return block

    def set_error(self, error: str) -> None:
        """Offer to store a text that is no JSON, once it was changed."""
        super().set_error(f"{error}\n{self.field.help}" if error else "")
        if self._anyway.parent() is None:
            line = QHBoxLayout()
            line.addWidget(self._anyway, 0, Qt.AlignmentFlag.AlignLeft)
            line.addStretch(1)
            self._column.addLayout(line)
        self._anyway.setVisible(self._read_value() != self._known and bool(self.reason()))

    def _typed(self) -> None:
        super()._typed()
        self.set_error(self.field.error)

    def reason(self) -> str:
        """Settings are an object."""
        text = self._block.toPlainText()
        if not text.strip():
            return ""
        reason = super().reason()
        is_object = not reason and isinstance(json.loads(text), dict)
        return reason or ("" if is_object else self.tr("Settings are a JSON object: { … }. Not stored yet."))

    def _store(self) -> None:
        self._pause.stop()
        self._known = self._read_value()
        self.finished.emit(self.field.key, self._known)
