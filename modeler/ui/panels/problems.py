"""The problems panel: what is wrong in the document, the worst first; a click leads to the element."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QStackedLayout, QTreeView, QWidget

from modeler.ui.documents.problem_row import ProblemRow, Severity
from modeler.ui.icons import Icons
from modeler.ui.panels.empty_state import EmptyState
from modeler.ui.plain_text import tooltip

ORDER: dict[Severity, int] = {"error": 0, "warning": 1, "info": 2}
Index = QModelIndex | QPersistentModelIndex


def in_order(rows: Sequence[ProblemRow]) -> list[ProblemRow]:
    """The worst first, then by their place in the file."""
    return sorted(rows, key=lambda row: (ORDER[row.severity], row.line or 0))


class ProblemsModel(QAbstractTableModel):
    """The rows as Qt wants them, sorted by severity and place in the file."""

    def __init__(self, icons: Icons) -> None:
        super().__init__()
        self._icons = icons
        self.rows: list[ProblemRow] = []

    def set_rows(self, rows: Sequence[ProblemRow]) -> None:
        """Show other problems."""
        self.beginResetModel()
        self.rows = in_order(rows)
        self.endResetModel()

    def set_icons(self, icons: Icons) -> None:
        """Draw the severities in other colors."""
        self.beginResetModel()
        self._icons = icons
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """One row a problem."""
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Message, element, line."""
        return 3

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Text, icon and tooltip of a cell."""
        row = self.rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return (row.message, row.element, "" if row.line is None else str(row.line))[index.column()]
        if role == Qt.ItemDataRole.DecorationRole and index.column() == 0:
            return self._icons.get(row.severity, {"info": "accent"}.get(row.severity, row.severity))
        if role == Qt.ItemDataRole.ToolTipRole:
            return tooltip(row.message)
        if role == Qt.ItemDataRole.AccessibleTextRole and index.column() == 0:
            return f"{self._severity_name(row.severity)}: {row.message}"
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The columns' names."""
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return (self.tr("Problem"), self.tr("Element"), self.tr("Line"))[section]
        return None

    def _severity_name(self, severity: Severity) -> str:
        names = {"error": self.tr("Error"), "warning": self.tr("Warning"), "info": self.tr("Information")}
        return names[severity]


class ProblemsList(QTreeView):
    """What the rows of a model look like wherever they are listed."""

    def __init__(self, model: ProblemsModel) -> None:
        super().__init__()
        self.setModel(model)
        self.setRootIsDecorated(False)
        self.setUniformRowHeights(True)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setAccessibleName(self.tr("Problems"))
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        header = self.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.Interactive)
        header.setSectionResizeMode(2, QHeaderView.ResizeMode.Fixed)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft)
        header.resizeSection(1, 220)
        header.resizeSection(2, 64)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Who comes here by Tab sees where the keyboard is: the current row is the chosen one."""
        super().focusInEvent(event)
        if self.currentIndex().isValid() and not self.selectionModel().hasSelection():
            self.setCurrentIndex(self.currentIndex())


class ProblemsPanel(QWidget):
    """The list, or a word of praise."""

    activated = Signal(object)

    def __init__(self, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = ProblemsModel(icons)
        self._empty = EmptyState(
            "success", self.tr("No problems found"), self.tr("The open process is checked as you edit.")
        )
        self._empty.set_icons(icons)
        self.list = ProblemsList(self._model)
        self.list.clicked.connect(self._chosen)
        self.list.activated.connect(self._chosen)
        self.setProperty("surface", "panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._layers = QStackedLayout(self)
        self._layers.addWidget(self._empty)
        self._layers.addWidget(self.list)

    @property
    def rows(self) -> list[ProblemRow]:
        """What is listed, in the order shown."""
        return list(self._model.rows)

    def set_problems(self, rows: Sequence[ProblemRow]) -> None:
        """List `rows`; the row that was current stays so if it is still there."""
        if in_order(rows) == self._model.rows:
            return
        current = self._current()
        self._model.set_rows(rows)
        if current in self._model.rows:
            self.list.setCurrentIndex(self._model.index(self._model.rows.index(current), 0))
        self._layers.setCurrentIndex(1 if rows else 0)

    def set_icons(self, icons: Icons) -> None:
        """Draw in other colors."""
        self._model.set_icons(icons)
        self._empty.set_icons(icons)

    def _current(self) -> ProblemRow | None:
        index = self.list.currentIndex()
        return self._model.rows[index.row()] if index.isValid() else None

    def _chosen(self, index: QModelIndex) -> None:
        self.activated.emit(self._model.rows[index.row()])
