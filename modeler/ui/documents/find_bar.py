"""Find an element by name, type or id: a line above the canvas that previews as you type."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QToolButton, QWidget

from modeler.ui.icons import Icons
from modeler.ui.plain_text import label, set_clear_icon
from modeler.ui.search_order import fit

if TYPE_CHECKING:
    from engine.bpmn import Document, Element

MOST = 200


class FindBar(QWidget):
    """Enter or Down goes to the next hit, Shift+Enter or Up to the one before, Esc closes."""

    closed = Signal()

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
        self._previous = self._button(self.tr("Previous (Shift+Enter)"), lambda: self._go(-1))
        self._next = self._button(self.tr("Next (Enter)"), lambda: self._go(1))
        self._cross = self._button(self.tr("Close search (Esc)"), self.close_search)
        line = QHBoxLayout(self)
        line.setContentsMargins(12, 6, 8, 6)
        line.setSpacing(6)
        line.addWidget(self.line)
        line.addWidget(self._previous)
        line.addWidget(self._next)
        line.addWidget(self._count, 1)
        line.addWidget(self._cross)
        self.set_icons(icons)
        self.hide()

    def open(self) -> None:
        """Show it and put the keyboard in."""
        self.show()
        self.line.setFocus()
        self.line.selectAll()

    def close_search(self) -> None:
        """Hide it; the keyboard goes back to the diagram."""
        self.hide()
        self.closed.emit()

    def set_icons(self, icons: Icons) -> None:
        """Draw in other colors."""
        self._previous.setIcon(icons.get("chevron-up"))
        self._next.setIcon(icons.get("chevron-down"))
        self._cross.setIcon(icons.get("close"))
        set_clear_icon(self.line, icons.get("close"))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter, Shift+Enter, arrows and Esc."""
        if event.key() == Qt.Key.Key_Escape:
            self.close_search()
        elif event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self._go(1 if event.key() == Qt.Key.Key_Down else -1)
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
            self._show_count(self.tr("Nothing found"))
        elif self._hits:
            self._go(1)
        else:
            self._show_count("")

    def _button(self, name: str, act: Callable[[], None]) -> QToolButton:
        button = QToolButton()
        button.setIconSize(QSize(14, 14))
        button.setToolTip(name)
        button.setAccessibleName(name)
        button.clicked.connect(act)
        return button

    def _show_count(self, text: str) -> None:
        self._count.setText(text)
        for button in (self._previous, self._next):
            button.setEnabled(len(self._hits) > 1)

    def _go(self, by: int) -> None:
        if self._hits:
            self._at = (self._at + by) % len(self._hits)
            self._show_count(self.tr("{} of {}").format(self._at + 1, len(self._hits)))
            self._reveal(self._hits[self._at])


def _matching(document: Document, words: list[str]) -> list[Element]:
    """What is called so first, then what its type or id says; a flow is not found by the names of its ends."""
    from engine.bpmn import Artifact, FlowElement, Lane, MessageFlow, Participant
    from modeler.editing.structure import CONNECTIONS, text_of, type_name

    found: list[tuple[int, int, Element]] = []
    for kind in (FlowElement, Participant, Lane, MessageFlow, Artifact):
        for element in document.elements(kind):
            name = " ".join(text_of(element).split())
            called = "" if isinstance(element, CONNECTIONS) else type_name(element)
            text = f"{name} {called} {element.id or ''}".casefold()
            if all(word in text for word in words):
                found.append((fit(name, words), len(found), element))
    return [element for *_, element in sorted(found, key=lambda each: each[:2])[:MOST]]
