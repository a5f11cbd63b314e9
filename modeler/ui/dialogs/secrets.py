"""The secrets of the user: names, where each is used, whether it is set. Values go in and are never shown."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QHeaderView,
    QLineEdit,
    QPushButton,
    QStackedLayout,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from modeler.ui.dialog_buttons import ending
from modeler.ui.icons import Icons
from modeler.ui.panels.empty_state import EmptyState
from modeler.ui.plain_text import label, tooltip, wrapped_label
from modeler.ui.theme import theme_of

NAME = Qt.ItemDataRole.UserRole
ROW = 32


@dataclass(frozen=True, slots=True)
class SecretRow:
    """One secret: its name, where it is kept (empty when it is not set), and where it is used."""

    name: str
    kept: str = ""
    used: tuple[str, ...] = ()


class SecretKeeper(Protocol):
    """What the dialog does with secrets; refusals come back as sentences."""

    @property
    def has_keyring(self) -> bool:
        """Whether values outlive the program."""

    def rows(self) -> Sequence[SecretRow]:
        """What to list."""

    def keep(self, name: str, value: str, for_session: bool) -> str:
        """Keep a value; why not, or nothing."""

    def forget(self, name: str) -> str:
        """Forget a value; why not, or nothing."""


class SecretsDialog(QDialog):
    """Lists secrets; sets and deletes them."""

    def __init__(self, keeper: SecretKeeper, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Secrets"))
        self.resize(640, 440)
        self._keeper = keeper
        self._icons = Icons(theme_of(parent))
        self.tree = QTreeWidget()
        self.tree.setHeaderLabels([self.tr("Name"), self.tr("Kept in"), self.tr("Used in")])
        self.tree.setRootIsDecorated(False)
        self.tree.setUniformRowHeights(True)
        self.tree.setAccessibleName(self.tr("Secrets"))
        self.tree.setColumnWidth(0, 200)
        self.tree.setColumnWidth(1, 130)
        self.tree.header().setSectionResizeMode(2, QHeaderView.ResizeMode.Stretch)
        self.tree.itemSelectionChanged.connect(self._selected)
        self.tree.itemActivated.connect(lambda *_: self.set_value())
        self.error = wrapped_label("", "error")
        self.error.hide()
        self._empty = EmptyState(
            "lock",
            self.tr("No secrets yet"),
            self.tr("Tokens and passwords of live runs are kept here; files hold only a name such as secret:SHOP."),
        )
        self._empty.set_icons(self._icons)
        self._layers = QStackedLayout()
        self._layers.addWidget(self._empty)
        self._layers.addWidget(self.tree)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 16)
        column.setSpacing(12)
        column.addWidget(label(self.tr("Secrets"), "empty-title"))
        column.addWidget(wrapped_label(self._where(), "muted" if keeper.has_keyring else "warning"))
        column.addLayout(self._layers, 1)
        column.addWidget(self.error)
        column.addLayout(self._buttons())
        self.refresh()

    def refresh(self) -> None:
        """List what there is now; what was selected stays selected."""
        before = self.chosen
        self.tree.clear()
        for row in self._keeper.rows():
            self.tree.addTopLevelItem(self._item(row))
        self._layers.setCurrentIndex(1 if self.tree.topLevelItemCount() else 0)
        for index in range(self.tree.topLevelItemCount()):
            item = self.tree.topLevelItem(index)
            if item is not None and item.data(0, NAME) == before:
                self.tree.setCurrentItem(item)
        self._selected()

    @property
    def chosen(self) -> str:
        """The name that is selected."""
        item = self.tree.currentItem()
        return str(item.data(0, NAME)) if item is not None and item.isSelected() else ""

    def add(self) -> None:
        """Ask for a name and a value."""
        self._ask("")

    def set_value(self) -> None:
        """Ask for another value of the selected secret."""
        if self.chosen:
            self._ask(self.chosen)

    def forget(self) -> None:
        """Delete the selected one after a question."""
        from modeler.ui.dialogs.option import Option
        from modeler.ui.questions import ask

        name = self.chosen
        options = (Option("delete", self.tr("Delete"), "destroy"), Option("keep", self.tr("Cancel"), "reject"))
        title = self.tr("Delete “{}”?").format(name)
        text = self.tr("What uses it cannot run live until it is set again.")
        if name and ask(self, self.tr("Delete secret"), title, text, options, "keep") == "delete":
            self._say(self._keeper.forget(name))
            self.refresh()

    def _where(self) -> str:
        if self._keeper.has_keyring:
            return self.tr("Values are kept in the keyring of this system and never in a file.")
        return self.tr("This system has no keyring: values are kept until the program ends, and in no file.")

    def _item(self, row: SecretRow) -> QTreeWidgetItem:
        item = QTreeWidgetItem([row.name, row.kept or self.tr("not set"), ", ".join(row.used) or "–"])
        item.setData(0, NAME, row.name)
        item.setSizeHint(0, QSize(0, ROW))
        sign, role = ("lock", "muted") if row.kept else ("warning", "warning")
        item.setIcon(0, QIcon(self._icons.pixmap(sign, 16, role, 2.0)))
        item.setToolTip(2, tooltip("\n".join(row.used)))
        return item

    def _buttons(self) -> QHBoxLayout:
        line = QHBoxLayout()
        line.setSpacing(8)
        self.add_button = QPushButton(self.tr("Add…"))
        self.set_button = QPushButton(self.tr("Set value…"))
        self.delete_button = QPushButton(self.tr("Delete…"))
        for button, act in (
            (self.add_button, self.add),
            (self.set_button, self.set_value),
            (self.delete_button, self.forget),
        ):
            button.setAutoDefault(False)
            button.clicked.connect(act)
            line.addWidget(button)
        line.addStretch(1)
        close = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        close.rejected.connect(self.reject)
        line.addWidget(close)
        return line

    def _selected(self) -> None:
        for button in (self.set_button, self.delete_button) if hasattr(self, "set_button") else ():
            button.setEnabled(bool(self.chosen))

    def _ask(self, name: str) -> None:
        dialog = SecretValueDialog(name, self._keeper.has_keyring, self._keeper.keep, self)
        if dialog.exec():
            self._say("")
            self.refresh()
        dialog.deleteLater()

    def _say(self, words: str) -> None:
        self.error.setText(words)
        self.error.setVisible(bool(words))


class SecretValueDialog(QDialog):
    """Asks for a value, and for a name where there is none yet."""

    def __init__(self, name: str, has_keyring: bool, keep: Callable[[str, str, bool], str], parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Set secret"))
        self.setFixedWidth(420)
        self._keep, self._for_session = keep, not has_keyring
        self.name = QLineEdit(name)
        self.name.setPlaceholderText("SHOP_TOKEN")
        self.name.setReadOnly(bool(name))
        self.value = QLineEdit()
        self.value.setEchoMode(QLineEdit.EchoMode.Password)
        self.error = wrapped_label("", "error")
        self.error.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 16)
        column.setSpacing(6)
        for text, line in ((self.tr("Name"), self.name), (self.tr("Value"), self.value)):
            title = label(text, "field")
            title.setBuddy(line)
            line.setAccessibleName(text)
            line.textChanged.connect(self._check)
            column.addWidget(title)
            column.addWidget(line)
            column.addSpacing(6)
        column.addWidget(wrapped_label(self._note(), "muted"))
        column.addWidget(self.error)
        column.addSpacing(12)
        column.addWidget(self._buttons())
        (self.value if name else self.name).setFocus()
        self._check()

    def accept(self) -> None:
        """Keep the value; a refusal is said here, and the dialog stays."""
        refused = self._keep(self.name.text().strip(), self.value.text(), self._for_session)
        if not refused:
            super().accept()
            return
        self.error.setText(refused)
        self.error.show()
        self.adjustSize()

    def _note(self) -> str:
        if self._for_session:
            return self.tr("It is forgotten when the program ends.")
        return self.tr("It goes into the keyring of this system. Nobody can read it here again.")

    def _buttons(self) -> QDialogButtonBox:
        self.keep_button = QPushButton(self.tr("Set"))
        return ending(self, self.keep_button, self.tr("Cancel"))

    def _check(self) -> None:
        if hasattr(self, "keep_button"):
            self.keep_button.setEnabled(bool(self.name.text().strip() and self.value.text()))
