"""Request data at the step that is looked at: as a tree, what the step changed, and as JSON to be edited."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QHeaderView, QPushButton, QTreeWidget, QTreeWidgetItem, QVBoxLayout, QWidget

from modeler.services.preview.data_changes import DataChange, data_changes
from modeler.ui.icons import Icons
from modeler.ui.panels.data_tree import DataTree, value_words
from modeler.ui.panels.json_edit import JsonEdit
from modeler.ui.panels.run_looking import BEFORE, START, PlaceChooser, SinceChooser
from modeler.ui.panels.run_view import LocalView, StepRow
from modeler.ui.panels.segments import Segments
from modeler.ui.plain_text import tooltip, wrapped_label

SIGNS = {"added": ("plus", "success"), "changed": ("dot", "warning"), "removed": ("minus", "error")}


class RunData(QWidget):
    """Three views of the data of one place; `edited` carries what the Request shall go on with.

    `place_wanted` asks for the data of another place (None: where the token is), `base_wanted` for those of a step to
    compare with (None: for no other).
    """

    edited = Signal(dict)
    place_wanted = Signal(object)
    base_wanted = Signal(object)

    def __init__(self, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icons = icons
        self._local = LocalView()
        self.place = PlaceChooser()
        self.place.wanted.connect(self.place_wanted)
        self.tree = DataTree()
        self.changes = ChangeList(icons)
        self.since = SinceChooser()
        self.since.changed.connect(self._choose_base)
        self.editor = JsonEdit(self.tr("Request data"))
        self.apply = QPushButton(self.tr("Go on with this data"))
        self.apply.setProperty("look", "primary")
        self.apply.clicked.connect(self._apply)
        self.editor.changed.connect(lambda _: self._allow())
        self.views = Segments((self.tr("Tree"), self.tr("Changes"), self.tr("Edit")))
        for view in (self.tree, self._changes_view(), self._edit_view()):
            self.views.add(view)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.place)
        column.addWidget(self.views)
        self.show_data(LocalView(), (), False)

    def show_data(self, local: LocalView, steps: Sequence[StepRow], can_edit: bool) -> None:
        """Show data and what is different from those at another step; text that is being edited stays."""
        changes = data_changes(local.before, local.data)
        is_news = (local.data, local.place) != (self._local.data, self._local.place)
        self._local = local
        self.place.show_places(local)
        self.since.show_steps(steps, local.base)
        self.tree.set_data(dict(local.data), {change.path: change.kind for change in changes})
        self.views.rename(1, self.tr("Changes ({})").format(len(changes)) if changes else self.tr("Changes"))
        self._show_changes()
        if is_news or not self.editor.block.toPlainText():
            self.editor.set_data(dict(local.data))
        self.editor.block.setReadOnly(not can_edit)
        self._allow()

    def compare_with(self, step: int) -> None:
        """Show what has changed since a step."""
        self.views.turn(1)
        self.since.choose_step(step)

    def edit(self) -> None:
        """Turn to the editor, with the keyboard in it."""
        self.views.turn(2)
        self.editor.block.setFocus()

    def set_icons(self, icons: Icons) -> None:
        """Draw in other colors from the next step on."""
        self._icons = icons

    def _choose_base(self) -> None:
        self.base_wanted.emit(self.since.step)
        self._show_changes()

    def _show_changes(self) -> None:
        local = self._local
        earlier = {BEFORE: local.before, START: local.first}.get(self.since.current, local.based)
        if self.since.step != local.base:
            return
        self.changes.show_changes(data_changes(earlier, local.data), self._icons)

    def _changes_view(self) -> QWidget:
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.since)
        column.addWidget(self.changes, 1)
        return holder

    def _edit_view(self) -> QWidget:
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(self.editor, 1)
        line = QHBoxLayout()
        line.addStretch(1)
        line.addWidget(self.apply)
        column.addLayout(line)
        return holder

    def _allow(self) -> None:
        data = self.editor.data()
        self.apply.setEnabled(data is not None and data != self._local.data and not self.editor.block.isReadOnly())

    def _apply(self) -> None:
        data = self.editor.data()
        if data is not None:
            self.edited.emit(data)


class ChangeList(QWidget):
    """What is different, by path, with the value before and after."""

    def __init__(self, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows = QTreeWidget()
        self.rows.setRootIsDecorated(False)
        self.rows.setUniformRowHeights(True)
        self.rows.setHeaderLabels([self.tr("Variable"), self.tr("Before"), self.tr("After")])
        self.rows.setAccessibleName(self.tr("What changed"))
        self.rows.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.rows.header().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.rows.header().setTextElideMode(Qt.TextElideMode.ElideRight)
        self._none = wrapped_label(self.tr("Nothing has changed."), "muted")
        self._none.setAlignment(Qt.AlignmentFlag.AlignCenter)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.rows, 1)
        column.addWidget(self._none)
        self.show_changes((), icons)

    def show_changes(self, changes: tuple[DataChange, ...] | list[DataChange], icons: Icons) -> None:
        """List these; none are said in words."""
        self.rows.clear()
        for change in changes:
            before = value_words(change.before) if change.kind != "added" else ""
            after = value_words(change.after) if change.kind != "removed" else ""
            item = QTreeWidgetItem([change.path, before, after])
            name, role = SIGNS[change.kind]
            item.setIcon(0, icons.get(name, role))
            for column, text in enumerate((f"{change.path}: {self._kind(change.kind)}", before, after)):
                item.setToolTip(column, tooltip(text))
            self.rows.addTopLevelItem(item)
        kinds = {change.kind for change in changes}
        self.rows.setColumnHidden(1, kinds == {"added"})
        self.rows.setColumnHidden(2, kinds == {"removed"})
        self.rows.setVisible(bool(changes))
        self._none.setVisible(not changes)

    def _kind(self, kind: str) -> str:
        return {"added": self.tr("added"), "changed": self.tr("changed")}.get(kind, self.tr("removed"))
