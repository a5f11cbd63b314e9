"""Unsaved work of a crash, offered at the start: which of it to open again."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QListWidget, QListWidgetItem, QPushButton, QVBoxLayout, QWidget

from modeler.services.storage.recovery import UnsavedWork
from modeler.ui.dialog_buttons import ending
from modeler.ui.plain_text import label, tooltip, wrapped_label


class RecoveredDialog(QDialog):
    """Lists unsaved work; everything is ticked. What is not opened stays for the next start unless discarded."""

    def __init__(self, works: Sequence[UnsavedWork], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Unsaved work was found"))
        self.setMinimumWidth(480)
        self._works = list(works)
        self._discarded = False
        self.list = QListWidget()
        self.list.setAccessibleName(self.tr("Unsaved work"))
        for work in works:
            self.list.addItem(self._item(work))
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 16)
        column.setSpacing(12)
        column.addWidget(label(self.tr("Processwright did not close properly last time"), "empty-title"))
        text = self.tr("These processes had changes that were not saved. Opening them writes nothing to your files.")
        column.addWidget(wrapped_label(text, "muted"))
        column.addWidget(self.list, 1)
        column.addWidget(self._buttons())

    def chosen(self) -> list[UnsavedWork]:
        """What to open again."""
        checked = Qt.CheckState.Checked
        rows = range(self.list.count())
        return [self._works[row] for row in rows if self.list.item(row).checkState() == checked]

    @property
    def is_discarded(self) -> bool:
        """Whether the ticked work is to be thrown away instead."""
        return self._discarded

    def _item(self, work: UnsavedWork) -> QListWidgetItem:
        place = str(work.path) if work.path is not None else self.tr("never saved")
        steps = self.tr("1 step") if work.steps == 1 else self.tr("{} steps").format(work.steps)
        typed = self.tr("1 text in a form") if len(work.texts) == 1 else self.tr("{} texts in forms")
        said = [steps] * bool(work.steps or not work.texts) + [typed.format(len(work.texts))] * bool(work.texts)
        item = QListWidgetItem(f"{work.name}  ·  {', '.join(said)}\n{place}")
        item.setCheckState(Qt.CheckState.Checked)
        item.setToolTip(tooltip(f"{place}\n{work.damage}" if work.damage else place))
        return item

    def _buttons(self) -> QDialogButtonBox:
        box = ending(self, QPushButton(self.tr("Open them")), self.tr("Later"))
        discard = box.addButton(self.tr("Discard…"), QDialogButtonBox.ButtonRole.DestructiveRole)
        discard.clicked.connect(self._discard)
        return box

    def _discard(self) -> None:
        self._discarded = True
        self.accept()
