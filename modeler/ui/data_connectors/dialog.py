"""The data connectors of a workspace in one dialog: the tree on the left, what is selected on the right.

Changes are kept in the dialog until they are saved; closing asks. A test runs off the window's thread.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QSplitter,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from modeler.editing.connector_types import JsonObject
from modeler.services.secrets.keyring_store import Secrets
from modeler.services.storage.file_errors import FileChanged, FileError
from modeler.services.workspace.source_files import SourceFile
from modeler.services.workspace.source_list import SourceList
from modeler.ui.background import Background, Task
from modeler.ui.data_connectors.resource_page import ResourcePage
from modeler.ui.data_connectors.soap_page import SoapPage
from modeler.ui.data_connectors.source_page import SourcePage
from modeler.ui.data_connectors.source_tree import SourceTree
from modeler.ui.dialogs.option import Option
from modeler.ui.icons import Icons
from modeler.ui.panels.empty_state import EmptyState
from modeler.ui.panels.fields.editor import tool_button
from modeler.ui.questions import ask, ask_to_save, tell_error
from modeler.ui.theme import theme_of
from modeler.ui.workspace_editor import AskingDialog, ask_whose, foot, side

if TYPE_CHECKING:
    from modeler.services.workspace.source_trial import Mode, Trial

Try = Callable[[JsonObject, str, JsonObject, "Mode"], "Trial"]


@dataclass(frozen=True)
class Means:
    """What the dialog needs of the program: secrets, workers, and a way to try a resource."""

    secrets: Secrets
    background: Background
    try_out: Try


class DataConnectorsDialog(AskingDialog):
    """`saved` tells that files on disk are others now, for forms that offer them; `pin_wanted` brings a call of the
    selected resource whose answer shall be pinned to an element.
    """

    saved = Signal()
    pin_wanted = Signal(object)

    def __init__(self, folder: Path, means: Means, parent: QWidget) -> None:
        super().__init__(parent)
        theme = theme_of(parent)
        self._icons = Icons(theme)
        self._means = means
        self._folder = folder
        self._task: Task[Trial] | None = None
        self.list = SourceList(folder)
        self.setWindowTitle(self.tr("Data connectors"))
        self.resize(1120, 720)
        self.tree = SourceTree(self._icons, theme)
        self.tree.chosen.connect(self._show)
        self.tree.removal_wanted.connect(self._remove)
        self.source_page = SourcePage(means.secrets)
        self.source_page.changed.connect(self._source_changed)
        self.resource_page = ResourcePage(self._icons)
        self.resource_page.changed.connect(self._resource_changed)
        self.resource_page.renamed.connect(self._renamed)
        self.resource_page.send.connect(self._send)
        self.resource_page.trial.pinned.connect(self.pin_wanted)
        self.resource_page.sign_in_wanted.connect(self._show_sign_in)
        self.soap_page = SoapPage()
        self.soap_page.changed.connect(self._source_changed)
        self.broken = EmptyState("warning", self.tr("This file cannot be read"), "–")
        self.empty = EmptyState(
            "http",
            self.tr("No data connector yet"),
            self.tr("A data connector describes a service: its address, how to sign in, and what can be called."),
        )
        self._build()
        self.refresh()

    def refresh(self) -> None:
        """List what there is; select the first where nothing is selected."""
        place = self.tree.place
        files = self.list.files
        if place is None and files:
            place = (files[0].path, "")
        self.tree.show_files(files, self.list.unsaved, place)
        self._show_place()

    def select(self, reference: object, resource: str) -> None:
        """Show the data connector that an element refers to, and its resource."""
        file = self.list.find(reference)
        if file is not None:
            self.tree.select((file.path, resource if resource in file.resources else ""))
            self._show_place()

    def offer(self, reference: object, resource: str) -> None:
        """Show what an element refers to; where it is not there, a new one of that name, not saved yet."""
        file = self.list.find(reference) or self.list.add_as(reference)
        if resource and file.is_editable and resource not in file.resources:
            self.list.add_resource(file.path, resource)
        self._list_again((file.path, resource if not file.error else ""))

    def add_source(self) -> None:
        """A new data connector, its name ready to be typed."""
        made = self.list.add(self.tr("New data connector"))
        self._list_again((made.path, ""))
        self.source_page.name.setFocus()
        self.source_page.name.selectAll()

    def add_resource(self) -> None:
        """A new resource of the selected data connector."""
        place = self.tree.place
        if place is None or not self.list.file(place[0]).is_editable:
            return
        name = self.list.add_resource(place[0], self.tr("List"))
        self._list_again((place[0], name))
        self.resource_page.focus_address()

    def duplicate(self) -> None:
        """A copy of the selected resource."""
        place = self.tree.place
        if place is not None and place[1]:
            name = self.list.add_resource(place[0], place[1], self.list.file(place[0]).resources[place[1]])
            self._list_again((place[0], name))

    def save(self) -> bool:
        """Put every change on disk; whether all of them are there."""
        for path in sorted(self.list.unsaved):
            if not self._save(path):
                return False
        self._list_again(self.tree.place)
        return True

    def may_close(self) -> bool:
        """Ask about changes that are not saved."""
        self._finish_typing()
        if not self.list.unsaved:
            return True
        answer = ask_to_save(self, self.tr("Data connectors"))
        if answer == "discard":
            self.list = SourceList(self._folder)
        return answer == "discard" or (answer == "save" and self.save())

    def _save(self, path: Path) -> bool:
        try:
            self.list.save(path)
        except FileChanged as change:
            return self._settle(path, str(change))
        except FileError as error:
            tell_error(self, self.tr("Data connectors"), self.tr("The file was not saved."), str(error))
            return False
        self.saved.emit()
        return True

    def _settle(self, path: Path, reason: str) -> bool:
        """Somebody else changed the file: mine, theirs, or neither now."""
        answer = ask_whose(self, path.name, reason)
        if answer == "mine":
            try:
                self.list.keep_mine(path)
            except (FileError, OSError) as error:
                tell_error(self, self.windowTitle(), self.tr("The file was not saved."), str(error))
                return False
        elif answer == "theirs":
            self.list.take_theirs(path)
        if answer != "cancel":
            self.saved.emit()
        return answer != "cancel"

    def _remove(self) -> None:
        place = self.tree.place
        if place is None:
            return
        path, name = place
        if name and not self.list.file(path).is_editable:
            return
        if name:
            self.list.remove_resource(path, name)
            self._list_again((path, ""))
            return
        shown = self.list.file(path).name
        options = (
            Option("delete", self.tr("Delete"), "destroy"),
            Option("cancel", self.tr("Cancel"), "reject"),
        )
        text = self.tr("Delete “{}” and its file?").format(shown)
        detail = self.tr("Elements that use it will have no data connector.")
        if ask(self, self.tr("Delete data connector"), text, detail, options, "cancel") != "delete":
            return
        try:
            self.list.remove(path)
        except FileError as error:
            tell_error(self, self.tr("Data connectors"), self.tr("The file was not deleted."), str(error))
        self.saved.emit()
        self.tree.select(None)
        self.refresh()

    def _send(self, mode: Mode) -> None:
        place = self.tree.place
        data = self.resource_page.trial.variables.data()
        if place is None or data is None:
            return
        values, name, given = self.list.file(place[0]).values, place[1], _plain(data)
        if self._task is not None:
            self._task.cancel()
        self.resource_page.trial.wait()
        self.resource_page.send_button.setEnabled(False)

        def done(trial: Trial) -> None:
            self.resource_page.send_button.setEnabled(True)
            if self.tree.place == place:
                self.resource_page.trial.show_trial(trial)

        def failed(error: Exception) -> None:
            from modeler.services.workspace.source_trial import Trial

            done(Trial(error=str(error)))

        self._task = self._means.background.run(lambda: self._means.try_out(values, name, given, mode), done, failed)

    def _show(self, path: Path, name: str) -> None:
        """Show another place; the focus stays in the tree."""
        self._show_place()

    def _show_place(self) -> None:
        place = self.tree.place
        self._buttons()
        if place is None:
            self._stack.setCurrentWidget(self.empty)
            return
        file = self.list.file(place[0])
        if file.is_soap:
            self._show_soap(file, place[1])
        elif file.error:
            self.broken.set_words(self.tr("This file cannot be read"), f"{file.path.name}: {file.error}")
            self._stack.setCurrentWidget(self.broken)
        elif place[1] in file.resources:
            self.resource_page.send_button.setEnabled(True)
            self.resource_page.show_resource(place[1], file.resources[place[1]], self._signs_in(file.values))
            self._stack.setCurrentWidget(self.resource_page)
        else:
            self.source_page.show_source(file)
            self._stack.setCurrentWidget(self.source_page)

    def _show_soap(self, file: SourceFile, name: str) -> None:
        if name in file.resources:
            self.soap_page.show_resource(name, file.resources[name])
        else:
            self.soap_page.show_source(file)
        self._stack.setCurrentWidget(self.soap_page)

    def _signs_in(self, values: JsonObject) -> str:
        box = self.source_page.sign_in.kind
        index = box.findData(values.get("authtype") or "NONE")
        words = box.itemText(index) if index >= 0 else str(values.get("authtype"))
        return self.tr("As its data connector says: {}.").format(words)

    def _show_sign_in(self) -> None:
        place = self.tree.place
        if place is not None:
            self.tree.select((place[0], ""))
            self._show_place()
            self.source_page.tabs.setCurrentWidget(self.source_page.sign_in)

    def _source_changed(self, key: str, value: object) -> None:
        place = self.tree.place
        if place is not None:
            self.list.set_value(place[0], key, value)  # type: ignore[arg-type]  # fields hold JSON
            self._list_again(place, keep_page=key != "type")

    def _resource_changed(self, values: JsonObject) -> None:
        place = self.tree.place
        if place is not None and place[1]:
            self.list.set_resource(place[0], place[1], values)
            self._list_again(place, keep_page=True)

    def _renamed(self, wanted: str) -> None:
        place = self.tree.place
        if place is not None and place[1]:
            self._list_again((place[0], self.list.rename_resource(place[0], place[1], wanted)))

    def _list_again(self, place: tuple[Path, str] | None, keep_page: bool = False) -> None:
        self.tree.show_files(self.list.files, self.list.unsaved, place)
        if keep_page:
            self._buttons()
        else:
            self._show_place()

    def _buttons(self) -> None:
        place = self.tree.place
        readable = place is not None and self.list.file(place[0]).is_editable
        self.save_button.setEnabled(bool(self.list.unsaved))
        self.new_resource.setEnabled(readable)
        self.copy_button.setEnabled(readable and bool(place and place[1]))
        self.delete_button.setEnabled(place is not None and (readable or not place[1]))

    def _finish_typing(self) -> None:
        focus = self.focusWidget()
        if focus is self.resource_page.name:
            self.resource_page.name.clearFocus()

    def _build(self) -> None:
        self._stack = QStackedWidget()
        self._stack.setProperty("surface", "panel")
        self._stack.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        for page in (self.empty, self.broken, self.source_page, self.resource_page, self.soap_page):
            self._stack.addWidget(page)
        for state in (self.empty, self.broken):
            state.set_icons(self._icons)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.addWidget(self._left())
        split.addWidget(self._stack)
        split.setSizes([280, 840])
        split.setStretchFactor(1, 1)
        split.setChildrenCollapsible(False)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(split, 1)
        where = self.tr("Files in {}").format(self._folder / "data-connectors")
        foot_line, self.save_button = foot(where, self.save, self.reject)
        column.addWidget(foot_line)
        QShortcut(QKeySequence.StandardKey.Save, self).activated.connect(self.save)
        QShortcut(QKeySequence("Ctrl+Return"), self).activated.connect(self._send_again)

    def _send_again(self) -> None:
        if self._stack.currentWidget() is self.resource_page:
            self.resource_page.send_button.click()

    def _left(self) -> QWidget:
        self.new_source = self._tool("plus", self.tr("New data connector"), self.add_source)
        self.new_resource = self._tool("new", self.tr("New resource"), self.add_resource)
        self.copy_button = self._tool("duplicate", self.tr("Duplicate resource"), self.duplicate)
        self.delete_button = self._tool("delete", self.tr("Delete"), self._remove)
        tools = (self.new_source, self.new_resource, self.copy_button, self.delete_button)
        return side(self.tr("Workspace"), tools, self.tree)

    def _tool(self, icon: str, words: str, act: Callable[[], object]) -> QToolButton:
        return tool_button(self._icons.get(icon), words, act)


def _plain(data: dict[str, object]) -> JsonObject:
    return dict(data)  # type: ignore[arg-type]  # it was read from JSON
