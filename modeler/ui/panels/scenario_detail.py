"""How a scenario came out, and what all of them pass."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QHeaderView,
    QStackedLayout,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from modeler.ui.icons import Icons
from modeler.ui.panels.scenario_view import CoverageRow, ScenarioRow
from modeler.ui.plain_text import tooltip, wrapped_label

ID = Qt.ItemDataRole.UserRole
LEAST_COLUMN = 48


class ScenarioResult(QWidget):
    """What came out otherwise than expected, with both sides."""

    element_chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.words = wrapped_label("", "heading")
        self.rows = _tree(self.tr("Differences"), [self.tr("What"), self.tr("Expected"), self.tr("Came out")])
        self.rows.itemActivated.connect(lambda item, _: self.element_chosen.emit(item.data(0, ID) or ""))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 4, 0, 0)
        column.setSpacing(6)
        column.addWidget(self.words)
        column.addWidget(self.rows, 1)
        self._rest = QWidget()
        column.addWidget(self._rest, 1)
        self.foot = QHBoxLayout()
        self.foot.addStretch(1)
        column.addLayout(self.foot)

    def show_row(self, row: ScenarioRow | None, icons: Icons) -> None:
        """Show how a scenario came out."""
        self.words.setText(self._sentence(row))
        self.rows.clear()
        for difference in row.differences if row is not None else ():
            top = self._item(difference.text, difference.expected, difference.actual, icons)
            self.rows.addTopLevelItem(top)
            for expected, actual in difference.rows:
                top.addChild(_step(expected, actual, icons))
            top.setExpanded(len(difference.rows) < 60)
        self.rows.setRootIsDecorated(row is not None and any(difference.rows for difference in row.differences))
        has_rows = self.rows.topLevelItemCount() > 0
        self.rows.setVisible(has_rows)
        self._rest.setVisible(not has_rows)

    def _item(self, text: str, expected: str, actual: str, icons: Icons) -> QTreeWidgetItem:
        item = QTreeWidgetItem([text, expected, actual])
        item.setIcon(0, icons.get("error", "error"))
        for column, words in enumerate((text, expected, actual)):
            item.setToolTip(column, tooltip(words))
        return item

    def _sentence(self, row: ScenarioRow | None) -> str:
        if row is None:
            return self.tr("Choose a scenario.")
        if row.problem:
            return row.problem
        stale = self.tr(" It has changed since.") if row.is_stale and row.state in ("passed", "failed") else ""
        return {
            "unknown": self.tr("It was not run yet: press Return to run it."),
            "running": self.tr("It is running…"),
            "passed": self.tr("Everything came out as expected."),
            "failed": self._count(len(row.differences)),
            "refused": self.tr("It cannot be read."),
        }[row.state] + stale

    def _count(self, number: int) -> str:
        return self.tr("One difference.") if number == 1 else self.tr("{} differences.").format(number)


class ScenarioCoverage(QWidget):
    """What all scenarios pass, what is missed first; `shown_on_canvas` says whether it is painted there."""

    element_chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.words = wrapped_label("", "heading")
        self.rows = _tree(self.tr("Coverage"), [self.tr("Element"), self.tr("Kind"), self.tr("Passed")])
        self.rows.setRootIsDecorated(False)
        self.rows.itemActivated.connect(lambda item, _: self.element_chosen.emit(item.data(0, ID)))
        self.rows.itemClicked.connect(lambda item, _: self.element_chosen.emit(item.data(0, ID)))
        self._none = wrapped_label(self.tr("Run scenarios to see what they pass."), "muted")
        self._none.setAlignment(Qt.AlignmentFlag.AlignCenter)
        holder, table = QWidget(), QWidget()
        column = QVBoxLayout(table)
        column.setContentsMargins(0, 4, 0, 0)
        column.setSpacing(6)
        column.addWidget(self.words)
        column.addWidget(self.rows, 1)
        self._layers = QStackedLayout(holder)
        self._layers.addWidget(self._none)
        self._layers.addWidget(table)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(holder)

    def show_rows(self, rows: tuple[CoverageRow, ...], words: str, icons: Icons) -> None:
        """List what was passed how often."""
        self._layers.setCurrentIndex(1 if rows else 0)
        self.words.setText(words)
        self.rows.clear()
        for row in sorted(rows, key=lambda row: not row.is_missed):
            item = QTreeWidgetItem([row.name, row.kind, row.words])
            item.setIcon(0, icons.get("error" if row.is_missed else "success", "error" if row.is_missed else "success"))
            item.setData(0, ID, row.element)
            item.setToolTip(0, tooltip(f"{row.name}\n{row.element}"))
            self.rows.addTopLevelItem(item)


def _step(expected: str, actual: str, icons: Icons) -> QTreeWidgetItem:
    item = QTreeWidgetItem(["", expected, actual])
    if expected != actual:
        item.setForeground(1, icons.color("error"))
        item.setForeground(2, icons.color("success"))
    else:
        item.setForeground(1, icons.color("muted"))
        item.setForeground(2, icons.color("muted"))
    item.setData(0, ID, actual or expected)
    return item


def _tree(name: str, titles: list[str]) -> QTreeWidget:
    tree = QTreeWidget()
    tree.setAccessibleName(name)
    tree.setHeaderLabels(titles)
    tree.setUniformRowHeights(True)
    tree.setFrameShape(QTreeWidget.Shape.NoFrame)
    tree.header().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
    tree.header().setMinimumSectionSize(LEAST_COLUMN)
    tree.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    return tree


def file_of(value: object) -> Path | None:
    """The file that an item stands for."""
    return value if isinstance(value, Path) else None
