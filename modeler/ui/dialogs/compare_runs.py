"""Two runs side by side: their paths, line by line, and how their data differ."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QHeaderView,
    QSplitter,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from modeler.ui.icons import Icons
from modeler.ui.panels.run_data import ChangeList
from modeler.ui.plain_text import label, tooltip

if TYPE_CHECKING:
    from modeler.services.preview.run_comparison import RunComparison
    from modeler.ui.shell import Shell


class CompareDialog(QDialog):
    """The run that was chosen on the left, the present one on the right; `wanted` asks for the comparison."""

    def __init__(self, icons: Icons, runs: list[tuple[int, str]], present: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Compare runs"))
        self.resize(860, 560)
        self._icons = icons
        self.choice = QComboBox()
        self.choice.setAccessibleName(self.tr("Compare with"))
        for number, title in runs:
            self.choice.addItem(title, number)
        self.path = QTreeWidget()
        self.path.setRootIsDecorated(False)
        self.path.setUniformRowHeights(True)
        self.path.setHeaderLabels([self.tr("Chosen run"), self.tr("Present run")])
        self.path.header().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.path.setAccessibleName(self.tr("Paths"))
        self.changes = ChangeList(icons)
        self._words = label("", "muted")
        split = QSplitter(Qt.Orientation.Horizontal)
        split.addWidget(_titled(self.tr("Path"), self.path))
        split.addWidget(_titled(self.tr("Data: before is the chosen run, after the present one"), self.changes))
        split.setChildrenCollapsible(False)
        split.setSizes([400, 460])
        head = QHBoxLayout()
        head.addWidget(label(self.tr("Compare {} with").format(present), "field"))
        head.addWidget(self.choice)
        head.addStretch(1)
        head.addWidget(self._words)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setSpacing(10)
        column.addLayout(head)
        column.addWidget(split, 1)
        column.addWidget(buttons)

    def show_comparison(self, found: RunComparison, name: Callable[[str | None], str]) -> None:
        """Show what is the same and what is not."""
        self.path.clear()
        colors = {"first": self._icons.color("error"), "second": self._icons.color("success")}
        for row in found.path:
            item = QTreeWidgetItem([name(row.first), name(row.second)])
            for column in range(2):
                item.setToolTip(column, tooltip(item.text(column)))
                if row.kind in colors:
                    item.setForeground(column, colors[row.kind])
            self.path.addTopLevelItem(item)
        self.changes.show_changes(found.data, self._icons)
        apart = sum(row.kind != "same" for row in found.path)
        self._words.setText(
            self.tr("{} steps and {} values differ").format(apart, len(found.data))
            if apart or found.data
            else self.tr("Both runs are the same")
        )


def compare_runs(window: Shell, chosen: int | None = None) -> CompareDialog:
    """Open the dialog for the present run and the chosen one, else the one before it."""
    view, control = window.run_panel.view, window.preview
    others = [(run.number, run.title) for run in view.runs if run.number != view.run]
    present = next((run.title for run in view.runs if run.number == view.run), "")
    dialog = CompareDialog(window.icons, others, present, window)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)

    def ask() -> None:
        control.compare(dialog.choice.currentData(), lambda found: dialog.show_comparison(found, control.name))

    dialog.choice.activated.connect(ask)
    found = dialog.choice.findData(chosen)
    dialog.choice.setCurrentIndex(found if found >= 0 else len(others) - 1)
    dialog.open()
    ask()
    return dialog


def _titled(title: str, body: QWidget) -> QWidget:
    holder = QWidget()
    column = QVBoxLayout(holder)
    column.setContentsMargins(0, 0, 0, 0)
    column.addWidget(label(title, "section"))
    column.addWidget(body, 1)
    return holder
