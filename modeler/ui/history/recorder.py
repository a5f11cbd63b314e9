"""Records runs for the window: snapshots come in on its thread, a worker writes them, the newest of each run only.

Between two writes there is a short pause, so that a run which is stepped through does not keep the disk busy.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from modeler.ui.background import Background

if TYPE_CHECKING:
    from modeler.services.catalog import Catalog
    from modeler.services.history.archive import RunArchive
    from modeler.services.history.rows import Place
    from modeler.services.history.taking import RunTaker
    from modeler.services.preview.run_snapshot import RunSnapshot

PAUSE = 400


class RunRecorder(QObject):
    """`stored` says that the history has changed, `told` carries why something could not be recorded."""

    stored = Signal()
    told = Signal(str)

    def __init__(
        self, background: Background, archive: Callable[[], RunArchive], catalog: Callable[[], Catalog], parent: QObject
    ) -> None:
        super().__init__(parent)
        self._background, self._archive, self._catalog = background, archive, catalog
        self._taker: RunTaker | None = None
        self._waiting: dict[str, tuple[RunSnapshot, Place | None]] = {}
        self._stored: dict[str, tuple[int, str]] = {}
        self._gone: set[str] = set()
        self._is_writing = False
        self._problem = ""
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE)
        self._pause.timeout.connect(self._write)

    def note(self, run: RunSnapshot, place: Place | None) -> None:
        """A run stands like this now."""
        state = (len(run.events), run.status)
        if run.id in self._gone or self._stored.get(run.id) == state:
            return
        self._stored[run.id] = state
        self._waiting[run.id] = (run, place)
        self._write()

    def forget(self, ids: set[str]) -> None:
        """These runs were deleted: they are not recorded any more, though they may go on."""
        self._gone |= ids
        for id in ids:
            self._waiting.pop(id, None)

    def take_up(self, id: str) -> None:
        """A deleted run was brought back: what it does is recorded again."""
        self._gone.discard(id)

    @property
    def is_idle(self) -> bool:
        """Whether everything is stored."""
        return not self._waiting and not self._is_writing

    def flush(self) -> None:
        """The window closes, and workers are no more: write what waits now."""
        from modeler.services.history.rows import HistoryError

        self._pause.stop()
        waiting, self._waiting = list(self._waiting.values()), {}
        with contextlib.suppress(HistoryError):
            self._store(waiting)

    def _write(self) -> None:
        if self._is_writing or self._pause.isActive() or not self._waiting:
            return
        waiting, self._waiting = list(self._waiting.values()), {}
        self._is_writing = True
        self._background.run(
            lambda: self._store(waiting), lambda _: self._done(""), lambda error: self._done(str(error))
        )

    def _store(self, waiting: list[tuple[RunSnapshot, Place | None]]) -> None:
        """In a worker."""
        if self._taker is None:
            from modeler.services.history.taking import RunTaker

            self._taker = RunTaker(self._catalog)
        for run, place in waiting:
            self._archive().store(self._taker.take(run), place)

    def _done(self, problem: str) -> None:
        """Written, or not; the same trouble is told once."""
        self._is_writing = False
        self._pause.start()
        told = problem or self._archive().take_notice()
        if told and told != self._problem:
            self.told.emit(told)
        self._problem = problem
        if not problem:
            self.stored.emit()
