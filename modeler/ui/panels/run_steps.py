"""The steps of a run as a list: as many as there are, drawn only where they are seen."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import (
    QAbstractListModel,
    QCoreApplication,
    QModelIndex,
    QPersistentModelIndex,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QContextMenuEvent, QIcon
from PySide6.QtWidgets import QListView, QMenu, QWidget

from modeler.ui.icons import Icons
from modeler.ui.panels.run_view import RunView, StepRow
from modeler.ui.plain_text import tooltip

Index = QModelIndex | QPersistentModelIndex
Role = Qt.ItemDataRole
ICONS = {"done": ("check", "success"), "active": ("play", "accent"), "waiting": ("clock", "warning")}


class StepsModel(QAbstractListModel):
    """The rows as Qt wants them; those after the step that is looked at are pale."""

    def __init__(self, icons: Icons) -> None:
        super().__init__()
        self._icons = icons
        self._drawn: dict[str, QIcon] = {}
        self.rows: tuple[StepRow, ...] = ()
        self.step = 0

    def show_rows(self, rows: tuple[StepRow, ...], step: int) -> None:
        """Show other rows; what only grows is only added to, and the same ones are not laid out anew."""
        known = len(self.rows)
        if rows == self.rows:
            self.step = step
            return
        if known and len(rows) > known and rows[: known - 1] == self.rows[: known - 1]:
            self.beginInsertRows(QModelIndex(), known, len(rows) - 1)
            self.rows, self.step = rows, step
            self.endInsertRows()
            self.dataChanged.emit(self.index(0, 0), self.index(len(rows) - 1, 0))
            return
        self.beginResetModel()
        self.rows, self.step = rows, step
        self.endResetModel()

    def set_icons(self, icons: Icons) -> None:
        """Draw in other colors."""
        self._icons = icons
        self._drawn.clear()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """One row a step."""
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: Index, role: int = Role.DisplayRole) -> object:
        """Words, sign and tooltip of a step."""
        row = self.rows[index.row()]
        if role in (Role.DisplayRole, Role.AccessibleTextRole):
            return f"{row.title}  ·  {row.detail}" if row.detail else row.title
        if role == Role.DecorationRole:
            return self._icon(row.state)
        if role == Role.ForegroundRole and index.row() >= self.step:
            return self._icons_color()
        if role == Role.ToolTipRole:
            return tooltip("\n".join(part for part in (row.title, row.detail, row.time) if part))
        return None

    def _icon(self, state: str) -> QIcon:
        if state not in self._drawn:
            icon, role = ICONS.get(state, ("error", "error"))
            self._drawn[state] = QIcon(self._icons.pixmap(icon, 16, role, 2.0))
        return self._drawn[state]

    def _icons_color(self) -> object:
        return self._icons.color("disabled")


class StepsList(QListView):
    """The list; `wanted` asks to look at a step, `element_chosen` names its element, `compare_wanted` asks what the
    data were there, `branch_wanted` to go on from there with others.
    """

    wanted = Signal(int)
    element_chosen = Signal(str)
    compare_wanted = Signal(int)
    branch_wanted = Signal(int)

    def __init__(self, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._steps = StepsModel(icons)
        self.setModel(self._steps)
        self.setUniformItemSizes(True)
        self.setIconSize(QSize(16, 16))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setAccessibleName(self.tr("Steps of the Request"))
        self.clicked.connect(self._choose)
        self.activated.connect(self._choose)

    @property
    def rows(self) -> tuple[StepRow, ...]:
        """What is listed."""
        return self._steps.rows

    def show_view(self, view: RunView) -> None:
        """Show the steps of a run, the present one in view."""
        self._steps.show_rows(view.steps, view.step)
        here = self._steps.index(view.step - 1, 0)
        self.setCurrentIndex(here)
        self.scrollTo(here)
        self.viewport().update()

    def set_icons(self, icons: Icons) -> None:
        """Draw in other colors."""
        self._steps.set_icons(icons)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """What can be done with a step, by mouse or by the menu key."""
        by_mouse = event.reason() == QContextMenuEvent.Reason.Mouse
        index = self.indexAt(event.pos()) if by_mouse else self.currentIndex()
        if index.isValid():
            at = event.globalPos() if by_mouse else self.viewport().mapToGlobal(self.visualRect(index).center())
            wishes = (self.wanted.emit, self.compare_wanted.emit, self.branch_wanted.emit)
            step_menu(self, index.row() + 1, *wishes).popup(at)

    def _choose(self, index: QModelIndex) -> None:
        self.wanted.emit(index.row() + 1)
        self.element_chosen.emit(self._steps.rows[index.row()].element_id)


def step_menu(
    parent: QWidget,
    step: int,
    look: Callable[[int], object],
    compare: Callable[[int], object],
    branch: Callable[[int], object],
) -> QMenu:
    """What can be done with a step."""
    menu = QMenu(parent)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    menu.addAction(_tr("Look at step {}").format(step)).triggered.connect(lambda: look(step))
    menu.addAction(_tr("Compare data with step {}").format(step)).triggered.connect(lambda: compare(step))
    menu.addAction(_tr("Branch at step {} with other data…").format(step)).triggered.connect(lambda: branch(step))
    return menu


def _tr(text: str) -> str:
    return QCoreApplication.translate("StepsList", text)
