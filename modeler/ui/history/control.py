"""The past runs of the document in front: read off the window's thread, a portion at a time, and changed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject, Signal

from modeler.ui.background import Background
from modeler.ui.history.model import PORTION
from modeler.ui.history.rows import HistoryView, RunRow

if TYPE_CHECKING:
    from modeler.services.history.archive import RunArchive
    from modeler.services.history.rows import RunDetails, RunHead

T = TypeVar("T")


@dataclass(frozen=True)
class _Read:
    """What a look at the history has found."""

    total: int
    found: int
    first: Sequence[RunHead]
    row: int | None
    sheet: tuple[RunHead, RunDetails] | None


class HistoryControl(QObject):
    """`listed` carries how many rows there are, the first of them, and which is selected; `portion` brings others.

    `changed` says that there is something else to show beside them, `failed` why something could not be done.
    """

    listed = Signal(int, list, object)
    portion = Signal(int, list)
    portion_lost = Signal(int)
    changed = Signal(object)
    failed = Signal(str)

    def __init__(
        self,
        background: Background,
        archive: Callable[[], RunArchive],
        name: Callable[[str], str],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._background, self._archive, self._name = background, archive, name
        self._place = ""
        self._text = ""
        self._selected = ""
        self._failure = ""
        self._look = 0
        self._view = HistoryView()

    @property
    def view(self) -> HistoryView:
        """What is shown beside the rows."""
        return self._view

    @property
    def selected(self) -> str:
        """The run that is looked at."""
        return self._selected

    def watch(self, place: str) -> None:
        """The runs of another document."""
        if place != self._place:
            self._place, self._text, self._selected, self._failure = place, "", "", ""
        self.refresh()

    def search(self, text: str) -> None:
        """Only runs with these words."""
        if text != self._text:
            self._text, self._failure = text, ""
            self.refresh()

    def select(self, id: str) -> None:
        """Look at a run more closely."""
        if id and id != self._selected:
            self._selected, self._failure = id, ""
            self.refresh()

    def refresh(self) -> None:
        """Read again; of several looks only the last one is shown."""
        self._look += 1
        look, place, text, selected = self._look, self._place, self._text, self._selected

        def show(read: _Read) -> None:
            if look == self._look:
                self._show(read)

        def fail(error: Exception) -> None:
            if look == self._look:
                self._tell(replace(self._view, message=str(error)))

        self._background.run(lambda: _read(self._archive(), place, text, selected), show, fail)

    def fetch(self, portion: int) -> None:
        """Read another portion of the rows."""
        from modeler.ui.history.words import run_row

        look, place, text = self._look, self._place, self._text

        def show(heads: list[RunHead]) -> None:
            if look == self._look:
                self.portion.emit(portion, [run_row(head) for head in heads])
            else:
                self.portion_lost.emit(portion)

        self._background.run(
            lambda: self._archive().heads(place, text, portion * PORTION, PORTION),
            show,
            lambda _: self.portion_lost.emit(portion),
        )

    def complain(self, why: str) -> None:
        """Something could not be done; it is said until the user does something else."""
        self._failure = why
        self.say(message=why)

    def say(self, **news: object) -> None:
        """Something beside the rows is different now."""
        self._tell(replace(self._view, **news))  # type: ignore[arg-type]  # names and types of the view's own fields

    def do(self, act: Callable[[RunArchive], T], done: Callable[[T], None] | None = None) -> None:
        """Change the history, or read of it, and look again."""

        self._failure = ""

        def after(result: T) -> None:
            if done is not None:
                done(result)
            self.refresh()

        self._background.run(lambda: act(self._archive()), after, lambda error: self.failed.emit(str(error)))

    def _show(self, read: _Read) -> None:
        from modeler.ui.history.words import run_row, run_sheet

        self._selected = read.sheet[0].id if read.sheet is not None else ""
        rows: list[RunRow] = [run_row(head) for head in read.first]
        sheet = run_sheet(*read.sheet, self._name) if read.sheet is not None else None
        notice = self._archive().take_notice()
        self._view = replace(
            self._view,
            total=read.total,
            found=read.found,
            text=self._text,
            sheet=sheet,
            message=notice or self._failure,
        )
        self.listed.emit(read.found, rows, read.row)
        self._tell(self._view)

    def _tell(self, view: HistoryView) -> None:
        self._view = view
        self.changed.emit(view)


def _read(archive: RunArchive, place: str, text: str, selected: str) -> _Read:
    """In a worker. Where the selected run is not found any more, the newest one is looked at."""
    total = archive.count(place)
    found = archive.count(place, text) if text else total
    first = archive.heads(place, text, 0, PORTION)
    row = archive.row_of(selected, place, text) if selected else None
    if row is None and first:
        row, selected = 0, first[0].id
    head = archive.head(selected) if row is not None else None
    sheet = (head, archive.details(selected)) if head is not None else None
    return _Read(total, found, first, row, sheet)
