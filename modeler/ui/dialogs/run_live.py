"""Before a live run: for each connector element whom and what it would reach, and which of them really do it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from modeler.services.live.plan import LivePlan, Reach
from modeler.ui.icons import Icons
from modeler.ui.plain_text import label, tooltip, wrapped_label
from modeler.ui.theme import theme_of

ELEMENT = Qt.ItemDataRole.UserRole
ROW, DETAIL_ROW = 30, 24


@dataclass(frozen=True, slots=True)
class Starter:
    """Somebody who can be said to start the Request."""

    id: str
    name: str


class RunLiveDialog(QDialog):
    """Nothing is ticked at first: what runs live is decided each time."""

    def __init__(self, title: str, plan: LivePlan, starters: Sequence[Starter], parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Run live"))
        self.resize(680, 560)
        self._plan = plan
        self._icons = Icons(theme_of(parent))
        self.tree = QTreeWidget()
        self.tree.setHeaderHidden(True)
        self.tree.setAccessibleName(self.tr("Elements and what they would reach"))
        self.tree.setIconSize(QSize(16, 16))
        self.tree.setSelectionMode(QTreeWidget.SelectionMode.SingleSelection)
        for reach in plan.reaches:
            self.tree.addTopLevelItem(self._item(reach))
        self.tree.expandAll()
        self.tree.itemChanged.connect(lambda *_: self._count())
        if (first := self.tree.topLevelItem(0)) is not None:
            self.tree.setCurrentItem(first)
        self.starter = QComboBox()
        self.starter.addItem(self.tr("Nobody in particular"), "")
        for each in starters:
            self.starter.addItem(each.name, each.id)
        self.local = QCheckBox(self.tr("Connectors may call servers on this machine (for tests)"))
        self.summary = wrapped_label("", "muted")
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 16)
        column.setSpacing(10)
        column.addWidget(wrapped_label(self.tr("Run “{}” live?").format(title), "empty-title"))
        explained = self.tr(
            "Ticked elements really send mails, call servers and write files. The others stay offline, as in a preview."
        )
        column.addWidget(wrapped_label(explained, "muted"))
        column.addWidget(self.tree, 1)
        for words in self._warnings():
            column.addWidget(wrapped_label(words, "warning"))
        column.addLayout(self._options())
        column.addWidget(self.summary)
        column.addSpacing(4)
        column.addWidget(self._buttons())
        self._count()

    @property
    def elements(self) -> frozenset[str]:
        """What runs live."""
        items = (self.tree.topLevelItem(index) for index in range(self.tree.topLevelItemCount()))
        ticked = (item for item in items if item is not None and item.checkState(0) == Qt.CheckState.Checked)
        return frozenset(str(item.data(0, ELEMENT)) for item in ticked)

    @property
    def may_call_this_machine(self) -> bool:
        """Whether loopback addresses are allowed."""
        return self.local.isChecked()

    @property
    def user(self) -> str:
        """Who starts the Request, by id; empty for nobody."""
        return str(self.starter.currentData() or "")

    def _item(self, reach: Reach) -> QTreeWidgetItem:
        item = QTreeWidgetItem([f"{reach.name}  ·  {reach.connector}"])
        item.setData(0, ELEMENT, reach.element)
        item.setCheckState(0, Qt.CheckState.Unchecked)
        item.setSizeHint(0, QSize(0, ROW))
        for icon, role, words in self._details(reach):
            line = QTreeWidgetItem([words])
            line.setFlags(Qt.ItemFlag.ItemIsEnabled)
            line.setIcon(0, QIcon(self._icons.pixmap(icon, 16, role, 2.0)))
            line.setSizeHint(0, QSize(0, DETAIL_ROW))
            line.setToolTip(0, tooltip(words))
            item.addChild(line)
        return item

    def _details(self, reach: Reach) -> list[tuple[str, str, str]]:
        found = []
        if not reach.is_reached:
            found.append(("info", "muted", self.tr("Not reached with this data. {}").format("; ".join(reach.may))))
        found += [("mail", "muted", self.tr("Mail to {}").format(each)) for each in reach.recipients]
        found += [("http", "muted", self.tr("Server {}").format(each)) for each in reach.hosts]
        found += [("file", "muted", self.tr("File {}").format(each)) for each in reach.files]
        found += [("lock", "muted", self.tr("Uses the secret {}").format(each)) for each in reach.secrets]
        return found + [("warning", "warning", each) for each in reach.problems]

    def _warnings(self) -> list[str]:
        stopped = self.tr("The dry run ends early: {}").format(self._plan.error) if self._plan.error else ""
        return [*self._plan.problems, *([stopped] if stopped else [])]

    def _options(self) -> QVBoxLayout:
        line = QHBoxLayout()
        line.setSpacing(8)
        title = label(self.tr("Started by"), "field")
        title.setBuddy(self.starter)
        self.starter.setAccessibleName(self.tr("Started by"))
        line.addWidget(title)
        line.addWidget(self.starter)
        line.addStretch(1)
        column = QVBoxLayout()
        column.setSpacing(8)
        column.addLayout(line)
        column.addWidget(self.local)
        return column

    def _buttons(self) -> QDialogButtonBox:
        box = QDialogButtonBox(self)
        self.run_button = QPushButton(self.tr("Run live"))
        self.run_button.setProperty("look", "danger")
        self.run_button.setAutoDefault(False)
        cancel = QPushButton(self.tr("Cancel"))
        cancel.setDefault(True)
        box.addButton(self.run_button, QDialogButtonBox.ButtonRole.AcceptRole)
        box.addButton(cancel, QDialogButtonBox.ButtonRole.RejectRole)
        box.accepted.connect(self.accept)
        box.rejected.connect(self.reject)
        return box

    def _count(self) -> None:
        chosen = self._plan.chosen(self.elements)
        count = len(chosen.reaches)
        self.run_button.setEnabled(bool(count))
        self.run_button.setText(self.tr("Run live ({})").format(count) if count else self.tr("Run live"))
        if not self._plan.reaches:
            self.summary.setText(self.tr("This process has no connector that could run live."))
        elif not count:
            self.summary.setText(self.tr("Tick what shall really happen."))
        else:
            people, servers = len(chosen.recipients), len(chosen.hosts)
            text = self.tr("Recipients known beforehand: {}  ·  servers: {}. Answers may lead to more.")
            self.summary.setText(text.format(people, servers))
