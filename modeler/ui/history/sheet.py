"""One run of the history looked at more closely: facts, start data, and what was done to it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFormLayout, QHBoxLayout, QLabel, QListWidget, QScrollArea, QVBoxLayout, QWidget

from modeler.ui.history.rows import OUTCOMES, RunSheet
from modeler.ui.icons import Icons
from modeler.ui.panels.data_tree import DataTree
from modeler.ui.panels.segments import Segments
from modeler.ui.plain_text import ElidedLabel, label, tooltip, wrapped_label

ACTS = 2


class RunSheetView(QWidget):
    """Shows a `RunSheet`, or nothing."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._sign = QLabel()
        self._title = ElidedLabel("heading")
        self._kept = label(self.tr("kept"), "badge")
        self._live = label(self.tr("live"), "error-badge")
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self._sign)
        head.addWidget(self._title, 1)
        head.addWidget(self._live)
        head.addWidget(self._kept)
        self._facts = QFormLayout()
        self._facts.setContentsMargins(0, 4, 0, 0)
        self._facts.setHorizontalSpacing(12)
        self._facts.setVerticalSpacing(4)
        self._facts.setRowWrapPolicy(QFormLayout.RowWrapPolicy.DontWrapRows)
        self._problem = wrapped_label("", "error")
        self.data = DataTree()
        self.acts = QListWidget()
        self.acts.setAccessibleName(self.tr("What was done"))
        self.acts.setFrameShape(QListWidget.Shape.NoFrame)
        self.acts.setWordWrap(True)
        self.acts.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.views = Segments((self.tr("About"), self.tr("Start data"), self.tr("Acts")))
        for view in (self._scrolled(), self.data, self.acts):
            self.views.add(view)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 4, 12, 8)
        column.setSpacing(6)
        column.addLayout(head)
        column.addWidget(self.views, 1)
        self.show_sheet(None, None)

    def show_sheet(self, sheet: RunSheet | None, icons: Icons | None) -> None:
        """Show another run, or none."""
        self.setVisible(sheet is not None)
        if sheet is None or icons is None:
            return
        icon, role = OUTCOMES.get(sheet.row.outcome, ("dot", "muted"))
        self._sign.setPixmap(icons.pixmap(icon, 16, role, self.devicePixelRatioF()))
        self._title.set_full_text(sheet.row.title)
        self._kept.setVisible(sheet.row.is_kept)
        self._live.setVisible(sheet.row.is_live)
        while self._facts.rowCount():
            self._facts.removeRow(0)
        for name, value in sheet.facts:
            self._facts.addRow(label(name, "muted"), _fact(value))
        self._problem.setText(sheet.problem)
        self._problem.setVisible(bool(sheet.problem))
        self.data.set_data(dict(sheet.data))
        self.acts.clear()
        self.acts.addItems(list(sheet.acts) or [self.tr("Nothing: it went by itself.")])
        for number in range(self.acts.count()):
            self.acts.item(number).setToolTip(tooltip(self.acts.item(number).text()))
        words = self.tr("Acts")
        self.views.rename(ACTS, f"{words} ({len(sheet.acts)})" if sheet.acts else words)

    def _scrolled(self) -> QWidget:
        body = QWidget()
        body.setProperty("surface", "panel")
        body.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 4, 0)
        column.setSpacing(8)
        column.addLayout(self._facts)
        column.addWidget(self._problem)
        column.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        area.setAccessibleName(self.tr("About this run"))
        area.setWidget(body)
        return area


def _fact(words: str) -> QLabel:
    line = wrapped_label(words)
    line.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return line
