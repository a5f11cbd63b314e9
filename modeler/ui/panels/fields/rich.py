"""Rich text: bold, italic, lists and links drawn as they will look, stored as short clean HTML.

HTML that holds more than that is edited as code, so that nothing of it is lost. Nothing in it is ever loaded.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QEvent, QMimeData, QObject, Qt, QUrl
from PySide6.QtGui import QFont, QKeyEvent, QTextCharFormat, QTextListFormat
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QTextEdit, QToolButton, QVBoxLayout, QWidget

from modeler.ui.icons import Icons
from modeler.ui.panels.fields.code import CodeField
from modeler.ui.panels.fields.editor import FieldEditor, tool_button
from modeler.ui.panels.fields.rich_html import LINKS, html_of, is_simple
from modeler.ui.panels.fields.text_port import BlockPort, TextPort
from modeler.ui.panels.form_model import Field

HEIGHT, TALLEST, FRAME = 110, 360, 14


class RichField(FieldEditor):
    """A text with a bar of buttons; `</>` shows its HTML."""

    def __init__(self, field: Field, icons: Icons) -> None:
        self._icons = icons
        self._is_touched = False
        self._is_code = False
        super().__init__(field)

    @property
    def editor(self) -> QWidget:
        """The text, drawn or as code."""
        return self._code.editor if self._is_code else self._text

    def text_ports(self) -> list[TextPort]:
        """Both faces, for those who read and mark their text."""
        return [BlockPort(self._text), *self._code.text_ports()]

    def _build(self, field: Field) -> QWidget:
        frame = QWidget()
        column = QVBoxLayout(frame)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        self._text = QuietText()
        self._text.setReadOnly(field.is_readonly)
        self._text.setPlaceholderText(field.placeholder)
        self._text.installEventFilter(self)
        self._text.textChanged.connect(self._changed)
        self._text.currentCharFormatChanged.connect(lambda _: self._show_marks())
        self._code = HtmlField(field)
        self._code.edited.connect(lambda _, value: self._code_typed(value))
        self._code.finished.connect(lambda _, value: self._finish_code(value))
        column.addLayout(self._build_bar(field))
        column.addWidget(self._build_link())
        column.addWidget(self._text)
        column.addWidget(self._code)
        return frame

    def _build_bar(self, field: Field) -> QHBoxLayout:
        bar = QHBoxLayout()
        bar.setSpacing(0)
        self._bold = self._tool("bold", self.tr("Bold (Ctrl+B)"), self._make_bold, is_mark=True)
        self._italic = self._tool("italic", self.tr("Italic (Ctrl+I)"), self._make_italic, is_mark=True)
        bullets = self._tool("list", self.tr("List"), lambda: self._make_list(QTextListFormat.Style.ListDisc))
        numbers = self._tool(
            "list-numbered", self.tr("Numbered list"), lambda: self._make_list(QTextListFormat.Style.ListDecimal)
        )
        link = self._tool("link", self.tr("Link (Ctrl+K)"), self._ask_link)
        self._marks = [self._bold, self._italic, bullets, numbers, link]
        self._source = self._tool("code", self.tr("Edit as HTML"), self._turn, is_mark=True)
        for button in self._marks:
            bar.addWidget(button)
        bar.addStretch(1)
        bar.addWidget(self._source)
        for button in (*self._marks, self._source):
            button.setEnabled(not field.is_readonly)
        return bar

    def _build_link(self) -> QWidget:
        self._link = QLineEdit()
        self._link.setPlaceholderText(self.tr("https://…  Enter links, an empty address unlinks"))
        self._link.setAccessibleName(self.tr("Address of the link"))
        self._link.returnPressed.connect(self._make_link)
        self._link.installEventFilter(self)
        self._link.hide()
        return self._link

    def _tool(self, icon: str, words: str, act: Callable[[], object], is_mark: bool = False) -> QToolButton:
        button = tool_button(self._icons.get(icon), words, act)
        button.setCheckable(is_mark)
        return button

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Shortcuts; leaving finishes the text, Esc takes back."""
        if watched is self._text and event.type() == QEvent.Type.FocusOut:
            self.commit()
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride and self._shortcut(event):
            event.accept()
        elif isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and self._key(watched, event):
            return True
        return super().eventFilter(watched, event)

    def _key(self, watched: QObject, event: QKeyEvent) -> bool:
        if event.key() == Qt.Key.Key_Escape:
            if watched is self._link:
                self._link.hide()
                self._text.setFocus()
            else:
                self.revert()
            return watched is self._link
        act = self._shortcut(event)
        if act is None or watched is self._link:
            return False
        act()
        return True

    def _shortcut(self, event: QKeyEvent) -> Callable[[], None] | None:
        if event.modifiers() != Qt.KeyboardModifier.ControlModifier:
            return None
        shortcuts = {Qt.Key.Key_B: self._make_bold, Qt.Key.Key_I: self._make_italic, Qt.Key.Key_K: self._ask_link}
        shortcuts |= {Qt.Key.Key_Return: self.commit, Qt.Key.Key_Enter: self.commit}
        return shortcuts.get(Qt.Key(event.key()))

    def _make_bold(self) -> None:
        is_bold = self._text.fontWeight() > QFont.Weight.Medium
        self._text.setFontWeight(QFont.Weight.Normal if is_bold else QFont.Weight.Bold)
        self._touched()

    def _make_italic(self) -> None:
        self._text.setFontItalic(not self._text.fontItalic())
        self._touched()

    def _make_list(self, style: QTextListFormat.Style) -> None:
        cursor = self._text.textCursor()
        listed = cursor.currentList()
        if listed is not None and listed.format().style() == style:
            block = cursor.blockFormat()
            block.setObjectIndex(-1)
            block.setIndent(0)
            cursor.setBlockFormat(block)
        else:
            cursor.createList(style)
        self._touched()

    def _ask_link(self) -> None:
        self._link.setText(self._text.textCursor().charFormat().anchorHref())
        self._link.show()
        self._link.setFocus()

    def _make_link(self) -> None:
        address = self._link.text().strip()
        cursor = self._text.textCursor()
        if not cursor.hasSelection() and address:
            cursor.insertText(address)
            cursor.movePosition(cursor.MoveOperation.Left, cursor.MoveMode.KeepAnchor, len(address))
        format = QTextCharFormat()
        is_link = address.startswith(LINKS)
        format.setAnchor(is_link)
        format.setAnchorHref(address if is_link else "")
        format.setFontUnderline(is_link)
        format.setForeground(self.palette().link() if is_link else self.palette().text())
        cursor.mergeCharFormat(format)
        self._link.hide()
        self._text.setFocus()
        self._touched()

    def _touched(self) -> None:
        self._show_marks()
        self._text.setFocus()
        self._changed()

    def _changed(self) -> None:
        self._fit()
        if self._text.hasFocus():
            self._is_touched = True
            self._typed()

    def _fit(self) -> None:
        height = round(self._text.document().size().height()) + FRAME
        self._text.setFixedHeight(max(HEIGHT, min(TALLEST, height)))

    def _show_marks(self) -> None:
        self._bold.setChecked(self._text.fontWeight() > QFont.Weight.Medium)
        self._italic.setChecked(self._text.fontItalic())

    def _turn(self) -> None:
        self.commit()
        wanted = not self._is_code
        if not wanted and not is_simple(str(self._known or "")):
            self._source.setChecked(True)
            self.set_error(self.tr("This HTML holds more than can be drawn here; it stays as it is."))
            return
        self._is_code = wanted
        self._show_value(self._known)
        self.focus_editor()

    def _code_typed(self, value: object) -> None:
        self.edited.emit(self.field.key, value)

    def _finish_code(self, value: object) -> None:
        if value != self._known:
            self._known = value
            self.finished.emit(self.field.key, value)

    def commit(self) -> None:
        """Finish what was typed; a text that nobody touched keeps its very characters."""
        if self._is_code:
            self._code.commit()
        super().commit()
        self._is_touched = False

    def _read_value(self) -> object:
        if not self._is_code and not self._is_touched:
            return self._known
        text = self._code.value() if self._is_code else html_of(self._text.document())
        return text if text or self._known is not None else None

    def _show_value(self, value: object) -> None:
        html = "" if value is None else str(value)
        if not is_simple(html):
            self._is_code = True
        self._is_touched = False
        blocked = self._text.blockSignals(True)
        self._text.setHtml(html if not self._is_code else "")
        self._text.blockSignals(blocked)
        self._code.update_field(_with_value(self.field, value))
        self._text.setVisible(not self._is_code)
        self._code.setVisible(self._is_code)
        self._source.setChecked(self._is_code)
        for button in self._marks:
            button.setVisible(not self._is_code)
        self._fit()


class HtmlField(CodeField):
    """The code of a rich text; label and messages are the rich field's own."""

    def set_error(self, error: str) -> None:
        """The rich field says it."""
        self._note.hide()

    def _shows_label(self) -> bool:
        return False

    def _language(self, field: Field) -> str:
        return "html"


class QuietText(QTextEdit):
    """Draws rich text without loading anything, and takes only the words of what is pasted."""

    def __init__(self) -> None:
        super().__init__()
        self.setTabChangesFocus(True)
        self.setAcceptRichText(False)

    def loadResource(self, kind: int, name: QUrl | str) -> object:
        """Nothing that a text names is ever fetched."""
        return None

    def insertFromMimeData(self, source: QMimeData) -> None:
        """Words only."""
        self.insertPlainText(source.text())


def _with_value(field: Field, value: object) -> Field:
    """The field with another value, for the face that shows its code."""
    return replace(field, value=value, error="")
