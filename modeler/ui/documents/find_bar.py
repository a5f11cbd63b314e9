"""Find an element by name or id: a line above the canvas that previews as you type."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QToolButton, QWidget

from modeler.ui.icons import Icons
from modeler.ui.plain_text import label, set_clear_icon

if TYPE_CHECKING:
    from engine.bpmn import Document, Element

MOST = 200


class FindBar(QWidget):
    """Enter goes to the next hit, Shift+Enter to the one before, Esc closes."""

    def __init__(
        self, icons: Icons, document: Callable[[], Document | None], reveal: Callable[[Element], object]
    ) -> None:
        super().__init__()
        self.setProperty("surface", "header")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._document = document
        self._reveal = reveal
        self._hits: list[Element] = []
        self._at = -1
        self.line = QLineEdit()
        self.line.setPlaceholderText(self.tr("Find by name or id"))
        self.line.setAccessibleName(self.tr("Find element"))
        self.line.setClearButtonEnabled(True)
        self.line.setMaximumWidth(320)
        self.line.textEdited.connect(self._search)
        self._count = label("", "muted")
        self._cross = QToolButton()
        self._cross.setIconSize(QSize(14, 14))
        self._cross.setAccessibleName(self.tr("Close search"))
        self._cross.clicked.connect(self.hide)
        line = QHBoxLayout(self)
        line.setContentsMargins(12, 6, 8, 6)
        line.setSpacing(12)
        line.addWidget(self.line)
        line.addWidget(self._count, 1)
        line.addWidget(self._cross)
        self.set_icons(icons)
        self.hide()

    def open(self) -> None:
        """Show it and put the keyboard in."""
        self.show()
        self.line.setFocus()
        self.line.selectAll()

    def set_icons(self, icons: Icons) -> None:
        """Draw in other colors."""
        self._cross.setIcon(icons.get("close"))
        set_clear_icon(self.line, icons.get("close"))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter, Shift+Enter and Esc."""
        if event.key() == Qt.Key.Key_Escape:
            self.hide()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._go(-1 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1)
        else:
            super().keyPressEvent(event)

    def _search(self, text: str) -> None:
        document = self._document()
        words = text.casefold().split()
        self._hits = _matching(document, words) if document is not None and words else []
        self._at = -1
        if words and not self._hits:
            self._count.setText(self.tr("Nothing found"))
        elif self._hits:
            self._go(1)
        else:
            self._count.setText("")

    def _go(self, by: int) -> None:
        if self._hits:
            self._at = (self._at + by) % len(self._hits)
            self._count.setText(self.tr("{} of {}").format(self._at + 1, len(self._hits)))
            self._reveal(self._hits[self._at])


def _matching(document: Document, words: list[str]) -> list[Element]:
    from engine.bpmn import FlowElement, Lane, Participant
    from modeler.ui.forms.element_kinds import display_name

    found: list[Element] = []
    for kind in (FlowElement, Participant, Lane):
        for element in document.elements(kind):
            text = f"{display_name(element)} {element.id or ''}".casefold()
            if all(word in text for word in words):
                found.append(element)
                if len(found) >= MOST:
                    return found
    return found
