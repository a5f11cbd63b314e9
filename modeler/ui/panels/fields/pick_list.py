"""A list of choices to add one from, with a line to search it: it drops down under a button."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QListWidget, QListWidgetItem, QWidget

from modeler.ui.panels.fields.drop import Drop
from modeler.ui.panels.form_model import Choice

WIDTH, HEIGHT = 260, 220
PLACE = Qt.ItemDataRole.UserRole


class PickList(Drop):
    """Shows the choices; Enter or a click takes one, typing narrows them down."""

    def __init__(self, owner: QWidget, choices: Sequence[Choice], take: Callable[[object], None]) -> None:
        super().__init__(owner)
        self._choices = list(choices)
        self._take = take
        self.line = QLineEdit()
        self.line.setPlaceholderText(self.tr("Find"))
        self.line.setAccessibleName(self.tr("Find"))
        self.line.textChanged.connect(self._narrow)
        self.line.installEventFilter(self)
        self.list = QListWidget()
        self.list.setAccessibleName(self.tr("Choices"))
        self.list.itemClicked.connect(self._chosen)
        self.list.setMinimumSize(QSize(WIDTH, HEIGHT))
        self.column.addWidget(self.line)
        self.column.addWidget(self.list)
        self._narrow("")
        self.open(self.line)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The arrows choose while the line has the keyboard."""
        is_press = isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress
        if watched is self.line and is_press and self._key(event):  # type: ignore[arg-type]
            return True
        return super().eventFilter(watched, event)

    def _key(self, event: QKeyEvent) -> bool:
        if event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            by = 1 if event.key() == Qt.Key.Key_Down else -1
            self.list.setCurrentRow(max(0, min(self.list.count() - 1, self.list.currentRow() + by)))
            return True
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.list.currentItem() is not None:
            self._chosen(self.list.currentItem())
            return True
        return False

    def _narrow(self, words: str) -> None:
        wanted = words.casefold().split()
        self.list.clear()
        for place, choice in enumerate(self._choices):
            if all(word in choice.title.casefold() for word in wanted):
                item = QListWidgetItem(choice.title)
                item.setData(PLACE, place)
                self.list.addItem(item)
        self.list.setCurrentRow(0)

    def _chosen(self, item: QListWidgetItem) -> None:
        choice = self._choices[item.data(PLACE)]
        self.close_drop()
        self._take(choice.value)
