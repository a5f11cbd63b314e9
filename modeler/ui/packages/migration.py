"""The settings of elements before and after an upgrade, element by element; accepted or not, document by document."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFont
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHeaderView,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from modeler.ui.dialog_buttons import ending
from modeler.ui.plain_text import tooltip, wrapped_label

if TYPE_CHECKING:
    from modeler.editing.migrating import Plan
    from modeler.ui.documents.page import DocumentPage

WIDTH, HEIGHT = 820, 520
ROW = 26
CHECKED = Qt.CheckState.Checked


@dataclass(frozen=True)
class PagePlan:
    """What would change in one open document."""

    page: DocumentPage
    plans: tuple[Plan, ...]


class MigrationDialog(QDialog):
    """Shows every setting that would change; elements can be left out."""

    def __init__(self, plans: Sequence[PagePlan], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Migrate settings"))
        self.resize(WIDTH, HEIGHT)
        self._plans = list(plans)
        self._items: list[list[QTreeWidgetItem]] = [[] for _ in plans]
        self.tree = self._tree()
        for number, plan in enumerate(plans):
            self.tree.addTopLevelItem(self._document(number, plan))
        self.tree.expandAll()
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 16)
        column.setSpacing(12)
        column.addWidget(wrapped_label(self.tr("The new version keeps its settings differently"), "empty-title"))
        text = self.tr("These elements can be brought up to date. Each process changes in one step that can be undone.")
        column.addWidget(wrapped_label(text, "muted"))
        column.addWidget(self.tree, 1)
        column.addWidget(self._buttons())
        self.tree.itemChanged.connect(lambda *_: self._count())
        self._count()

    def chosen(self) -> list[PagePlan]:
        """The elements that are ticked, by document."""
        found = []
        for number, whole in enumerate(self._plans):
            items = zip(whole.plans, self._items[number], strict=True)
            kept = [plan for plan, item in items if item.checkState(0) == CHECKED]
            if kept:
                found.append(PagePlan(whole.page, tuple(kept)))
        return found

    def _tree(self) -> QTreeWidget:
        tree = QTreeWidget()
        tree.setHeaderLabels([self.tr("Setting"), self.tr("Before"), self.tr("After")])
        tree.setAccessibleName(self.tr("Settings before and after"))
        tree.setAlternatingRowColors(False)
        tree.header().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        tree.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        return tree

    def _document(self, number: int, whole: PagePlan) -> QTreeWidgetItem:
        from modeler.editing.migrating import shown

        item = QTreeWidgetItem([whole.page.title])
        bold = item.font(0)
        bold.setWeight(QFont.Weight.DemiBold)
        item.setFont(0, bold)
        item.setSizeHint(0, QSize(0, ROW))
        item.setToolTip(0, tooltip(str(whole.page.file.path or whole.page.title)))
        for plan in whole.plans:
            element = QTreeWidgetItem([f"{plan.name}  –  {plan.manifest.name} {plan.manifest.version}"])
            element.setToolTip(0, tooltip(plan.element_id))
            element.setFlags(element.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            element.setCheckState(0, CHECKED)
            element.setSizeHint(0, QSize(0, ROW))
            for change in plan.told:
                row = QTreeWidgetItem([change.title, shown(change.before), shown(change.after)])
                row.setSizeHint(0, QSize(0, ROW))
                for column in range(3):
                    row.setToolTip(column, tooltip(row.text(column)))
                element.addChild(row)
            item.addChild(element)
            self._items[number].append(element)
        return item

    def _buttons(self) -> QDialogButtonBox:
        self.accept_button = QPushButton()
        return ending(self, self.accept_button, self.tr("Not now"))

    def _count(self) -> None:
        count = sum(len(each.plans) for each in self.chosen())
        one = self.tr("Migrate 1 element")
        self.accept_button.setText(one if count == 1 else self.tr("Migrate {} elements").format(count))
        self.accept_button.setEnabled(count > 0)
