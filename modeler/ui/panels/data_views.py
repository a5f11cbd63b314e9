"""Some data as a table, as JSON and as a schema, under one title."""

from __future__ import annotations

import json
from collections.abc import Mapping

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import QPlainTextEdit, QVBoxLayout, QWidget

from modeler.services.preview.json_schema_of import schema_of
from modeler.ui.panels.data_tree import DataTree
from modeler.ui.panels.segments import Segments
from modeler.ui.plain_text import label

MOST_TEXT = 400_000


class DataViews(QWidget):
    """Three ways to look at the same values; from the table they can be dragged."""

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._data: Mapping[str, object] = {}
        self.table = DataTree()
        self.table.setAccessibleName(title)
        self.json = code_view(self.tr("{} as JSON").format(title))
        self.schema = code_view(self.tr("Schema of {}").format(title))
        self.views = Segments((self.tr("Table"), self.tr("JSON"), self.tr("Schema")), title)
        for view in (self.table, self.json, self.schema):
            self.views.add(view)
        self.views.turned.connect(lambda _: self._fill())
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.views)
        self._none = label(self.tr("No values"), "muted")
        self._none.setAlignment(Qt.AlignmentFlag.AlignCenter)
        overlay = QVBoxLayout(self.table.viewport())
        overlay.addWidget(self._none)
        self._none.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def show_data(self, data: Mapping[str, object]) -> None:
        """Show other values in the view that is open."""
        self._data = data
        self._none.setVisible(not data)
        self._fill()

    def _fill(self) -> None:
        if self.views.current == 0:
            self.table.set_data(dict(self._data))
        elif self.views.current == 1:
            self.json.setPlainText(written(self._data))
        else:
            self.schema.setPlainText(written(schema_of(self._data)))


def code_view(name: str) -> QPlainTextEdit:
    """Text to read, in the type of code."""
    view = QPlainTextEdit()
    view.setReadOnly(True)
    view.setProperty("look", "page")
    view.setAccessibleName(name)
    view.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
    view.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
    return view


def written(value: object) -> str:
    """A value as readable JSON; what is too long ends in a sign."""
    text = json.dumps(value, ensure_ascii=False, indent=2, default=str)
    return text if len(text) <= MOST_TEXT else f"{text[:MOST_TEXT]}\n…"
