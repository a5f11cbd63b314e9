"""The mail servers of a workspace in one dialog: the list on the left, the selected one on the right, its test below.

Changes are kept in the dialog until they are saved; closing asks. What takes time happens off the window's thread.
"""

from __future__ import annotations

import ssl
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from PySide6.QtCore import QSize, Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QListWidget,
    QListWidgetItem,
    QMenu,
    QPushButton,
    QSplitter,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from modeler.editing.connector_types import Json, as_text
from modeler.services.mail_sign_in.oauth import LOOPBACK
from modeler.services.mail_sign_in.signer import HttpTo, checked_http
from modeler.services.secrets.keyring_store import Secrets
from modeler.services.storage.file_errors import FileChanged, FileError
from modeler.services.workspace.mail_server_list import Key, MailServerList
from modeler.ui.background import Background
from modeler.ui.icons import Icons
from modeler.ui.mail_servers.attempts import Attempts
from modeler.ui.mail_servers.fields import PRESETS
from modeler.ui.mail_servers.page import ServerPage
from modeler.ui.mail_servers.trial_strip import TrialStrip
from modeler.ui.panels.empty_state import EmptyState
from modeler.ui.panels.fields.editor import tool_button
from modeler.ui.plain_text import tooltip
from modeler.ui.questions import ask_to_save, tell_error
from modeler.ui.theme import theme_of
from modeler.ui.workspace_editor import AskingDialog, ask_whose, foot, side

ROW = 30


def open_in_browser(address: str) -> bool:
    """Show a page in the system's browser; whether that was possible."""
    return QDesktopServices.openUrl(QUrl(address))


@dataclass(frozen=True)
class Means:
    """What the dialog needs of the program: secrets, workers, the browser, and ways to the network."""

    secrets: Secrets
    background: Background
    browser: Callable[[str], object] = open_in_browser
    http: HttpTo = checked_http
    tls: Callable[[], ssl.SSLContext] = field(default=ssl.create_default_context)


class MailServersDialog(AskingDialog):
    """`saved` tells that the file on disk is another now, for forms that offer its servers."""

    saved = Signal()

    def __init__(self, folder: Path, means: Means, parent: QWidget) -> None:
        super().__init__(parent)
        self._icons = Icons(theme_of(parent))
        self._means = means
        self._new: set[str] = set()
        self.servers = MailServerList(folder)
        self.setWindowTitle(self.tr("Mail servers"))
        self.resize(960, 680)
        self.list = _Servers()
        self.page = ServerPage(means.secrets, self._icons)
        self.strip = TrialStrip(self._icons)
        self.attempts = Attempts(self.servers, means, self.page.sign_in, self.strip)
        self.broken = EmptyState("warning", self.tr("The file cannot be read"), self.servers.error)
        self.empty = EmptyState(
            "mail",
            self.tr("No mail server yet"),
            self.tr("Live runs send their mails through a server. A preview needs none."),
        )
        self._build()
        self._connect()
        self._list_again(self.servers.default)
        (self.list if self.servers.entries else self.preset_buttons["google"]).setFocus()

    @property
    def index(self) -> int | None:
        """The place of the selected server."""
        row = self.list.currentRow()
        return row if 0 <= row < len(self.servers.entries) else None

    def select(self, name: str) -> bool:
        """Show the server that a setting names, the default one for no name; whether there is one."""
        index = self.servers.find(name)
        if index is not None:
            self._list_again(index)
        return index is not None

    def add(self, preset: str, name: str = "") -> None:
        """A new server, its name ready to be typed."""
        if self.servers.error:
            return
        self.attempts.end()
        values = {**PRESETS[preset], **({"name": name} if name else {})}
        index = self.servers.add(values)
        self._new.add(self.servers.name(index))
        self._list_again(index)
        self.page.tabs.setCurrentIndex(0)
        editor = self.page.editor("host" if name else "name")
        editor.setFocus()
        if not name:
            editor.select_all()

    def duplicate(self) -> None:
        """A copy of the selected server."""
        if self.index is not None:
            self.attempts.end()
            self._list_again(self.servers.duplicate(self.index))

    def remove(self) -> None:
        """Take the selected server away; it is gone when that is saved."""
        index = self.index
        if index is None:
            return
        self.attempts.end()
        self.servers.remove(index)
        left = len(self.servers.entries)
        self._list_again(min(index, left - 1) if left else None)
        (self.list if left else self.preset_buttons["google"]).setFocus()

    def save(self) -> bool:
        """Put the servers on disk; whether they are there."""
        self._new.clear()
        self._show_problems()
        if not self.servers.is_unsaved:
            return True
        if self._has_open_secret():
            return False
        try:
            self.servers.save()
        except FileChanged as change:
            return self._settle(str(change))
        except FileError as error:
            return self._failed(error)
        self._is_saved()
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc first ends what is under way."""
        if event.key() == Qt.Key.Key_Escape and self.attempts.is_under_way:
            self.attempts.end()
        else:
            super().keyPressEvent(event)

    def may_close(self) -> bool:
        """End what is under way, then ask about changes that are not saved."""
        self.attempts.end()
        if not self.servers.is_unsaved:
            return True
        answer = ask_to_save(self, self.tr("Mail servers"))
        if answer == "discard":
            self.servers.take_theirs()
        return answer == "discard" or (answer == "save" and self.save())

    def _has_open_secret(self) -> bool:
        """A password that was typed as a reference never reaches the disk."""
        found = self.servers.bare_secret
        if found is None:
            return False
        self._list_again(found[0])
        self.page.reveal(found[1])
        text = self.tr("A secret would stand readable in the file.")
        tell_error(self, self.windowTitle(), text, self.tr("Press “Set value…”: the file gets its name only."))
        return True

    def _settle(self, reason: str) -> bool:
        answer = ask_whose(self, self.servers.path.name, reason)
        try:
            if answer == "mine":
                self.servers.keep_mine()
        except FileError as error:
            return self._failed(error)
        if answer == "theirs":
            self.attempts.end()
            self.servers.take_theirs()
        if answer != "cancel":
            self._is_saved()
        return answer != "cancel"

    def _failed(self, error: FileError) -> bool:
        tell_error(self, self.windowTitle(), self.tr("The file was not saved."), str(error))
        return False

    def _is_saved(self) -> None:
        if self.save_button.hasFocus():
            self.list.setFocus()
        self._list_again(self.index if self.index is not None else self.servers.default)
        self.saved.emit()

    def _changed(self, changes: Mapping[Key, Json]) -> None:
        if self.index is None:
            return
        before = self.servers.name(self.index)
        for key, value in changes.items():
            self.servers.set_value(self.index, key, value)
        if before in self._new:
            self._new = self._new - {before} | {self.servers.name(self.index)}
        self.attempts.forget_test()
        self._list_again(self.index)

    def _make_default(self) -> None:
        if self.index is not None:
            self.servers.make_default(self.index)
            self._list_again(self.index)

    def _list_again(self, index: int | None) -> None:
        """List what there is, and show the server at a place."""
        is_other = index != self.index
        blocked = self.list.blockSignals(True)
        self.list.clear()
        wrong = {each.entry for each in self.servers.problems if not self._is_new(each.entry)}
        for place in range(len(self.servers.entries)):
            self.list.addItem(self._item(place, place in wrong))
        self.list.setCurrentRow(-1 if index is None else index)
        self.list.blockSignals(blocked)
        if is_other:
            self.page.forget_mailbox()
        self._show()

    def _item(self, place: int, is_wrong: bool) -> QListWidgetItem:
        name = self.servers.name(place)
        is_default = place == self.servers.default and len(self.servers.entries) > 1
        item = QListWidgetItem(self.tr("{} (default)").format(name) if is_default else name)
        item.setIcon(self._icons.get("warning", "warning") if is_wrong else self._icons.get("mail"))
        item.setSizeHint(QSize(0, ROW))
        item.setToolTip(tooltip(name))
        return item

    def _chosen(self) -> None:
        self.attempts.end()
        self.attempts.forget_test()
        self.page.forget_mailbox()
        self._show()

    def _show(self) -> None:
        index = self.index
        self._buttons()
        self.strip.setVisible(index is not None)
        if self.servers.error:
            self._stack.setCurrentWidget(self.broken)
        elif index is None:
            self._stack.setCurrentWidget(self.empty)
        else:
            is_default = index == self.servers.default
            self.page.show_server(self.servers.entries[index], is_default, len(self.servers.entries) == 1)
            self._stack.setCurrentWidget(self.page)
            self.attempts.show_state(index)
            self._show_problems()

    def _show_problems(self) -> None:
        index = self.index
        if index is None:
            return
        found = {each.key: _sentence(each.words) for each in self.servers.problems if each.entry == index}
        if self._is_new(index):
            found = {key: words for key, words in found.items() if as_text(self._value(key))}
        self.page.show_problems(found)
        account = self.servers.servers.accounts.get(self.servers.name(index))
        self.strip.loopback.setVisible(account is not None and account.host in LOOPBACK)

    def _is_new(self, index: int) -> bool:
        """Whether it is being filled in for the first time: what is empty yet is no mistake."""
        return self.servers.name(index) in self._new

    def _value(self, key: str) -> Json:
        assert self.index is not None
        return self.servers.value(self.index, tuple(key.split(".")))

    def _attempt(self, begin: Callable[[int], object]) -> None:
        """Begin to test or to sign in, once everything that it needs is there."""
        index = self.index
        if index is None:
            return
        self._new.discard(self.servers.name(index))
        self._list_again(index)
        wrong = next((each for each in self.servers.problems if each.entry == index), None)
        if wrong is None:
            begin(index)
        else:
            self.page.reveal(wrong.key)

    def _buttons(self) -> None:
        is_readable, is_chosen = not self.servers.error, self.index is not None
        self.save_button.setEnabled(self.servers.is_unsaved and is_readable)
        self.new_button.setEnabled(is_readable)
        self.copy_button.setEnabled(is_chosen)
        self.remove_button.setEnabled(is_chosen)

    def _connect(self) -> None:
        self.list.currentRowChanged.connect(lambda _: self._chosen())
        self.list.removal_wanted.connect(self.remove)
        self.page.changed.connect(self._changed)
        self.page.default_wanted.connect(self._make_default)
        self.page.sign_in.wanted.connect(lambda: self._attempt(self.attempts.sign_in))
        self.page.sign_in.cancel_wanted.connect(self.attempts.end)
        self.strip.wanted.connect(lambda: self._attempt(self.attempts.test))
        self.strip.cancel_wanted.connect(self.attempts.end)
        self.attempts.signed_in.connect(self._list_again)
        QShortcut(QKeySequence.StandardKey.Save, self).activated.connect(self.save)
        QShortcut(QKeySequence("Ctrl+Return"), self).activated.connect(self.strip.button.click)

    def _build(self) -> None:
        self._stack = QStackedWidget()
        self._stack.setProperty("surface", "panel")
        self._stack.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        for page in (self.empty, self.broken, self.page):
            self._stack.addWidget(page)
        for state in (self.empty, self.broken):
            state.set_icons(self._icons)
        self.preset_buttons = {preset: self._preset_button(preset, words) for preset, words in self._presets()}
        for button in self.preset_buttons.values():
            self.empty.add_button(button)
        right = QWidget()
        column = QVBoxLayout(right)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(1)
        column.addWidget(self._stack, 1)
        column.addWidget(self.strip)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.addWidget(side(self.tr("Mail servers"), self._tools(), self.list))
        split.addWidget(right)
        split.setSizes([240, 720])
        split.setStretchFactor(1, 1)
        split.setChildrenCollapsible(False)
        foot_line, self.save_button = foot(self.tr("File {}").format(self.servers.path), self.save, self.reject)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(split, 1)
        outer.addWidget(foot_line)

    def _presets(self) -> tuple[tuple[str, str], ...]:
        return (
            ("google", self.tr("Gmail")),
            ("microsoft", self.tr("Office 365")),
            ("other", self.tr("Another mail server")),
        )

    def _preset_button(self, preset: str, words: str) -> QPushButton:
        button = QPushButton(words)
        button.setAutoDefault(False)
        button.clicked.connect(lambda: self.add(preset))
        return button

    def _tools(self) -> list[QWidget]:
        menu = QMenu(self)
        for preset, words in self._presets():
            menu.addAction(words).triggered.connect(lambda _=False, preset=preset: self.add(preset))
        self.new_button = tool_button(self._icons.get("plus"), self.tr("New mail server"), lambda: None)
        self.new_button.setMenu(menu)
        self.new_button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.copy_button = tool_button(self._icons.get("duplicate"), self.tr("Duplicate"), self.duplicate)
        self.remove_button = tool_button(self._icons.get("delete"), self.tr("Remove"), self.remove)
        return [self.new_button, self.copy_button, self.remove_button]


class _Servers(QListWidget):
    """The names; Del asks to remove the selected one."""

    removal_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(self.tr("Mail servers"))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setIconSize(QSize(16, 16))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Del removes."""
        if event.key() == Qt.Key.Key_Delete and self.currentRow() >= 0:
            self.removal_wanted.emit()
        else:
            super().keyPressEvent(event)


def _sentence(words: str) -> str:
    return f"{words[:1].upper()}{words[1:]}." if words else ""
