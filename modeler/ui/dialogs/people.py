"""Users and groups of a workspace in two tables: add, remove, change a cell; saved only when everything is right."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from modeler.services.storage.file_errors import FileError
from modeler.services.storage.operating_system import OperatingSystem
from modeler.services.workspace.people_files import (
    EVERY,
    GROUPS,
    USERS,
    Complaint,
    PeopleFile,
    complaints,
    full_name_or_parts,
    new_complaints,
    new_entry,
    read_people_file,
    shown,
    with_value,
    write_people_file,
)
from modeler.ui.plain_text import wrapped_label
from modeler.ui.questions import ask_to_save, tell_error
from modeler.ui.theme import theme_of
from modeler.ui.workspace_editor import AskingDialog

NARROW = 80


class PeopleDialog(AskingDialog):
    """`saved` tells that files on disk are others now."""

    saved = Signal()

    def __init__(self, folder: Path, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Users and groups"))
        self.resize(760, 480)
        self._files = {name: read_people_file(folder, name) for name in (USERS, GROUPS)}
        self._saved = dict(self._files)
        self.tables = {name: QTableWidget() for name in self._files}
        self.note = wrapped_label("", "error")
        self.add_button = _button(self.tr("Add"))
        self.remove_button = _button(self.tr("Remove"))
        self.save_button = _button(self.tr("Save"))
        self.save_button.setProperty("look", "primary")
        self.close_button = _button(self.tr("Close"))
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self._build()
        for name in self._files:
            self._fill(name)
        self._mark()

    @property
    def is_changed(self) -> bool:
        """Whether something is not on disk."""
        return self._files != self._saved

    def add(self) -> None:
        """A new user or group, ready to be typed."""
        name = self._front
        file = self._files[name]
        if file.error:
            return
        self._files[name] = replace(file, entries=(*file.entries, new_entry(name, file.entries)))
        self._fill(name)
        self._mark()
        table = self.tables[name]
        table.setCurrentCell(table.rowCount() - 1, 1)
        table.setFocus()
        table.editItem(table.currentItem())

    def remove(self) -> None:
        """Take the selected ones away."""
        name = self._front
        file, table = self._files[name], self.tables[name]
        rows = {index.row() for index in table.selectedIndexes()}
        kept = tuple(entry for row, entry in enumerate(file.entries) if row not in rows)
        self._files[name] = replace(file, entries=kept)
        self._fill(name)
        self._mark()

    def save(self) -> bool:
        """Put both files on disk; whether they are there."""
        self._finish_typing()
        found = self._complaints()
        if any(found.values()):
            self._show(found)
            return False
        try:
            for name, file in self._files.items():
                if file != self._saved[name]:
                    self._files[name] = self._saved[name] = write_people_file(OperatingSystem(), file)
        except FileError as error:
            tell_error(self, self.windowTitle(), self.tr("The file was not saved."), str(error))
            return False
        self._mark()
        self.saved.emit()
        return True

    @property
    def _front(self) -> str:
        return USERS if self.tabs.currentIndex() == 0 else GROUPS

    def may_close(self) -> bool:
        """Ask about changes that are not saved."""
        self._finish_typing()
        if not self.is_changed:
            return True
        answer = ask_to_save(self, self.windowTitle())
        if answer == "discard":
            self._files = dict(self._saved)
        return answer == "discard" or (answer == "save" and self.save())

    def _finish_typing(self) -> None:
        """An open editor of a cell gives its text back when it loses the keyboard."""
        focus = self.focusWidget()
        table = self.tables[self._front]
        if focus is not None and focus is not table and table.isAncestorOf(focus):
            table.setFocus()

    def _complaints(self) -> dict[str, list[Complaint]]:
        """What is wrong through what was changed here; what stood in the files before is no reason to save nothing."""
        users, known = self._files[USERS].entries, self._saved[USERS].entries
        before = {name: complaints(file, known) for name, file in self._saved.items()}
        return {
            name: new_complaints(complaints(file, users), file, before[name], self._saved[name])
            for name, file in self._files.items()
        }

    def _changed(self, name: str, item: QTableWidgetItem) -> None:
        file = self._files[name]
        row, key = item.row(), file.keys[item.column()]
        entries = list(file.entries)
        if key == "fullname" and item.text().strip() == full_name_or_parts(entries[row]):
            return
        entries[row] = with_value(entries[row], key, item.text())
        self._files[name] = replace(file, entries=tuple(entries))
        self._mark()

    def _fill(self, name: str) -> None:
        table, file = self.tables[name], self._files[name]
        blocked = table.blockSignals(True)
        table.setRowCount(len(file.entries))
        for row, entry in enumerate(file.entries):
            for column, key in enumerate(file.keys):
                words = full_name_or_parts(entry) if key == "fullname" else shown(key, entry.get(key))
                table.setItem(row, column, QTableWidgetItem(words))
        table.blockSignals(blocked)

    def _mark(self) -> None:
        self._show(self._complaints())
        self.save_button.setEnabled(self.is_changed)
        is_readable = not self._files[self._front].error
        self.add_button.setEnabled(is_readable)
        self.remove_button.setEnabled(is_readable and bool(self.tables[self._front].selectedIndexes()))

    def _show(self, found: dict[str, list[Complaint]]) -> None:
        """Mark the cells that are wrong; the first reason stands under the tables."""
        error, words = theme_of(self).color("error"), self._files[self._front].error
        for name, table in self.tables.items():
            wrong = {(each.row, self._files[name].keys.index(each.key)): each.words for each in found.get(name, [])}
            blocked = table.blockSignals(True)
            for row in range(table.rowCount()):
                for column in range(table.columnCount()):
                    item = table.item(row, column)
                    if item is not None:
                        reason = wrong.get((row, column), "")
                        item.setData(Qt.ItemDataRole.ForegroundRole, error if reason else None)
                        item.setData(Qt.ItemDataRole.AccessibleDescriptionRole, reason)
            table.blockSignals(blocked)
            for (row, column), reason in wrong.items():
                heading = table.horizontalHeaderItem(column)
                where = self.tabs.tabText(list(self.tables).index(name))
                title = heading.text() if heading is not None else ""
                words = words or self.tr("{}, row {}, {}: {}").format(where, row + 1, title, reason)
        self.note.setText(words)
        self.note.setVisible(bool(words))

    def _build(self) -> None:
        titles = {
            "id": self.tr("Number"),
            "fullname": self.tr("Name"),
            "name": self.tr("Name"),
            "email": self.tr("E-mail"),
            "manager_id": self.tr("Manager"),
            "status": self.tr("Status"),
            "manages": self.tr("Manages"),
            "users": self.tr("Members (numbers)"),
        }
        for name, words in ((USERS, self.tr("Users")), (GROUPS, self.tr("Groups"))):
            self._build_table(self.tables[name], self._files[name], titles)
            self.tables[name].setAccessibleName(words)
            self.tables[name].itemChanged.connect(lambda item, name=name: self._changed(name, item))
            self.tabs.addTab(self.tables[name], words)
        self.tabs.currentChanged.connect(lambda _: self._mark())
        self.add_button.clicked.connect(self.add)
        self.remove_button.clicked.connect(self.remove)
        self.save_button.clicked.connect(self.save)
        self.close_button.clicked.connect(self.reject)
        foot = QHBoxLayout()
        foot.setContentsMargins(16, 0, 16, 12)
        for button in (self.add_button, self.remove_button):
            foot.addWidget(button)
        foot.addStretch(1)
        for button in (self.close_button, self.save_button):
            foot.addWidget(button)
        self.note.setContentsMargins(16, 0, 16, 0)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.tabs, 1)
        column.addWidget(self.note)
        column.addLayout(foot)
        QShortcut(QKeySequence.StandardKey.Save, self).activated.connect(self.save)

    def _build_table(self, table: QTableWidget, file: PeopleFile, titles: dict[str, str]) -> None:
        table.setColumnCount(len(file.keys))
        table.setHorizontalHeaderLabels([titles[key] for key in file.keys])
        table.verticalHeader().hide()
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setShowGrid(False)
        table.setTabKeyNavigation(True)
        header = table.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        for column, key in enumerate(file.keys):
            is_wide = key in ("fullname", "name", "email", "users", "manages")
            mode = QHeaderView.ResizeMode.Stretch if is_wide else QHeaderView.ResizeMode.Interactive
            header.setSectionResizeMode(column, mode)
            if not is_wide:
                table.setColumnWidth(column, NARROW)
            heading = table.horizontalHeaderItem(column)
            if key == "manages" and heading is not None:
                heading.setToolTip(self.tr("The ids of processes with commas, or “{}”").format(EVERY))
        table.itemSelectionChanged.connect(self._mark)
        QShortcut(QKeySequence.StandardKey.Delete, table, self.remove, context=Qt.ShortcutContext.WidgetShortcut)


def _button(words: str) -> QPushButton:
    button = QPushButton(words)
    button.setAutoDefault(False)
    return button
