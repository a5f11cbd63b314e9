"""The runs as Qt's list wants them: as many rows as there are, each read only when it comes into view."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt, Signal

from modeler.ui.history.rows import RunRow, moment_words, outcome_words, when_words
from modeler.ui.plain_text import tooltip

Index = QModelIndex | QPersistentModelIndex
RUN = Qt.ItemDataRole.UserRole
PORTION = 100


class RunsModel(QAbstractListModel):
    """Knows portions of rows; `wanted` asks for one more, by its number."""

    wanted = Signal(int)

    def __init__(self, now: Callable[[], datetime]) -> None:
        super().__init__()
        self.now = now
        self._rows: dict[int, RunRow] = {}
        self._asked: set[int] = set()
        self._total = 0

    def show_first(self, total: int, rows: Sequence[RunRow]) -> None:
        """The list as it is now: so many runs, of which these are the newest; others are asked for anew."""
        is_same = total == self._total and [self.id_at(row) for row in range(len(rows))] == [row.id for row in rows]
        if is_same:
            self.take(0, rows)
            return
        self.beginResetModel()
        self._total, self._rows, self._asked = total, dict(enumerate(rows)), {0}
        self.endResetModel()

    def take(self, portion: int, rows: Sequence[RunRow]) -> None:
        """A portion has been read."""
        first = portion * PORTION
        self._asked.add(portion)
        self._rows.update(enumerate(rows, first))
        if rows:
            self.dataChanged.emit(self.index(first), self.index(first + len(rows) - 1))

    def forget(self, portion: int) -> None:
        """A portion could not be read: it may be asked for again."""
        self._asked.discard(portion)

    def row(self, number: int) -> RunRow | None:
        """A row that has been read; None where it has not."""
        return self._rows.get(number)

    def id_at(self, number: int) -> str:
        """The run in a row, as far as it has been read."""
        row = self._rows.get(number)
        return row.id if row is not None else ""

    def place(self, id: str) -> int:
        """The row of a run, -1 where it has not been read."""
        return next((number for number, row in self._rows.items() if row.id == id), -1)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """One row a run, read or not."""
        return 0 if parent.isValid() else self._total

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The run itself for whoever draws it, its words for everybody else."""
        number = index.row()
        row = self._rows.get(number)
        if row is None:
            self._ask(number // PORTION)
            return "…" if role == Qt.ItemDataRole.DisplayRole else None
        if role == RUN:
            return row
        if role == Qt.ItemDataRole.DisplayRole:
            return row.title
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{row.title}, {outcome_words(row.outcome)}, {when_words(row.born, self.now())}"
        if role == Qt.ItemDataRole.ToolTipRole:
            return tooltip(f"{row.title}\n{moment_words(row.born)}\n{row.detail}")
        return None

    def _ask(self, portion: int) -> None:
        if portion not in self._asked:
            self._asked.add(portion)
            self.wanted.emit(portion)
