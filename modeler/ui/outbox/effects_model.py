"""The rows that the outbox lists: those that pass its filter, newest or oldest first; ten thousand cost nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt

from modeler.ui.outbox.rows import EffectRow, kind_words

Index = QModelIndex | QPersistentModelIndex
EFFECT = Qt.ItemDataRole.UserRole


@dataclass(frozen=True, slots=True)
class EffectFilter:
    """What is listed: one kind and one element only, where they are given, and what holds these words."""

    kind: str = ""
    element: str = ""
    words: str = ""

    @property
    def is_open(self) -> bool:
        """Whether everything passes."""
        return not (self.kind or self.element or self.words.strip())

    def passes(self, row: EffectRow) -> bool:
        """Whether a row is listed."""
        return (
            self.kind in ("", row.kind)
            and self.element in ("", row.element_id)
            and (not self.words or row.holds(self.words))
        )


class EffectsModel(QAbstractListModel):
    """The rows as Qt wants them; what comes while a run goes on is put in, so that the list stays where it is."""

    def __init__(self) -> None:
        super().__init__()
        self.all: list[EffectRow] = []
        self.rows: list[EffectRow] = []
        self.filter = EffectFilter()
        self.is_newest_first = True

    def set_rows(self, rows: Sequence[EffectRow]) -> None:
        """Show other effects, oldest first."""
        known = len(self.all)
        goes_on = len(rows) >= known and all(new is old for new, old in zip(rows, self.all, strict=False))
        self.all = list(rows)
        if goes_on:
            self._add([row for row in self.all[known:] if self.filter.passes(row)])
        else:
            self._list()

    def set_filter(self, wanted: EffectFilter) -> None:
        """List other ones of the same effects."""
        self.filter = EffectFilter(wanted.kind, wanted.element, wanted.words.casefold().strip())
        self._list()

    def set_newest_first(self, is_newest_first: bool) -> None:
        """Turn the order."""
        if is_newest_first != self.is_newest_first:
            self.is_newest_first = is_newest_first
            self._list()

    def set_read(self, row: EffectRow, is_read: bool = True) -> None:
        """Bold no longer, or again."""
        if row.is_read != is_read:
            row.is_read = is_read
            index = self.place(row)
            self.dataChanged.emit(index, index)

    def place(self, row: EffectRow | None) -> QModelIndex:
        """Where a row is listed; an invalid index where it is not."""
        number = next((number for number, each in enumerate(self.rows) if each is row), -1)
        return self.index(number, 0) if number >= 0 else QModelIndex()

    def newest(self) -> EffectRow | None:
        """The last one that happened of those that are listed."""
        return self.rows[0 if self.is_newest_first else -1] if self.rows else None

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """One row an effect."""
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The effect itself for the delegate, its words for everybody else."""
        row = self.rows[index.row()]
        if role == EFFECT:
            return row
        if role == Qt.ItemDataRole.DisplayRole:
            return f"{row.title} {row.detail}".strip()
        if role == Qt.ItemDataRole.AccessibleTextRole:
            unread = "" if row.is_read else self.tr("unread")
            told = (unread, kind_words(row.kind), row.title, row.detail, row.element, row.time)
            return ", ".join(filter(None, told))
        return None

    def _add(self, rows: list[EffectRow]) -> None:
        if not rows:
            return
        at = 0 if self.is_newest_first else len(self.rows)
        self.beginInsertRows(QModelIndex(), at, at + len(rows) - 1)
        self.rows[at:at] = reversed(rows) if self.is_newest_first else rows
        self.endInsertRows()

    def _list(self) -> None:
        self.beginResetModel()
        found = [row for row in self.all if self.filter.passes(row)]
        self.rows = found[::-1] if self.is_newest_first else found
        self.endResetModel()
