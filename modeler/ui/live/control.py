"""Drives live runs for the window: off the window's thread, answers from outside included, results to the panel.

Nothing of this is loaded, listens, or looks at a mailbox before the user runs something live or opens the panel's runs.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from modeler.ui.background import Background
from modeler.ui.panels.live_view import LiveView

if TYPE_CHECKING:
    from engine.bpmn import Document
    from modeler.services.catalog import Catalog
    from modeler.services.live.answer_page import AnswerPage
    from modeler.services.live.runs import LiveChoice, LiveRun, LiveRuns
    from modeler.services.profile import Profile
    from modeler.services.secrets.keyring_store import Secrets

_Result = TypeVar("_Result")
FOLDER, REQUESTS = "live", "requests.sqlite"
TICK_SECONDS = 30
AGAIN, OVERDUE = 250, 1000
PATIENCE = 700
"""So many milliseconds the present step has to end by itself after Pause; then it is broken off where that is safe."""


class LiveControl(QObject):
    """The live runs of one window. `changed` says that the panel, the banner or commands may look different now.

    `begun` tells that a run was started, by its id, and `moved` carries each open one when something may have happened.
    """

    view_changed = Signal(object)
    changed = Signal()
    shown = Signal(object)
    begun = Signal(str)
    moved = Signal(object)
    _news = Signal()

    def __init__(
        self,
        background: Background,
        profile: Profile,
        secrets: Callable[[], Secrets],
        catalog: Callable[[], Catalog],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._background, self._profile, self._secrets, self._catalog = background, profile, secrets, catalog
        self._runs: LiveRuns | None = None
        self._page: AnswerPage | None = None
        self._documents: dict[str, Document] = {}
        self._current: LiveRun | None = None
        self._message = self._hint = ""
        self.is_busy = False
        self._news.connect(self.refresh)
        self._timer = QTimer(self)
        self._timer.setInterval(TICK_SECONDS * 1000)
        self._timer.timeout.connect(self.tick)
        self._turns: dict[str, int] = {}
        """When each run had its turn, so that one that cannot go on holds up no other."""
        self._next = QTimer(self)
        self._next.setSingleShot(True)
        self._next.setTimerType(Qt.TimerType.PreciseTimer)  # a coarse one comes up to a twentieth too early
        self._next.timeout.connect(self.tick)
        self._again = QTimer(self)
        self._again.setSingleShot(True)
        self._again.setInterval(AGAIN)
        self._again.timeout.connect(self._wake_for_the_next)
        self._patience = QTimer(self)
        self._patience.setInterval(PATIENCE)
        self._patience.timeout.connect(self._press_for_rest)

    @property
    def runs(self) -> LiveRuns:
        """The service; made, with the page for answers, when live runs are first wanted."""
        if self._runs is None:
            from modeler.services.live.runs import LiveRuns

            self._runs = LiveRuns(self._profile, self._secrets())
            self._page = self._runs.open_page(self._catalog(), self._news.emit)
            self._timer.start()
        return self._runs

    @property
    def current(self) -> LiveRun | None:
        """The run that is looked at."""
        return self._current

    def look(self) -> None:
        """At the start: where earlier runs were left, list them and ask about what is in doubt."""
        if (self._profile.folder / FOLDER / REQUESTS).is_file():
            self.refresh()

    def start(self, document: Document, choice: LiveChoice, title: str) -> None:
        """Run a process live. Raises `LiveRefused` where it cannot start."""
        self._current = self.runs.start(document, self._catalog(), choice, title)
        self.begun.emit(self._current.id)
        self._go(lambda run: run.go_on())

    def choose(self, id: str) -> None:
        """Look at another run."""
        from modeler.services.live.runs import LiveRefused

        if self.is_busy or (self._current is not None and self._current.id == id):
            return
        try:
            self._current, self._message = self.runs.resume(id, self._catalog()), ""
        except LiveRefused as error:
            self._message = str(error)
        self.refresh()

    def go_on(self) -> None:
        """Let the run go on."""
        self._go(lambda run: run.go_on())

    def pause(self) -> None:
        """Stop after the present step; what takes long is broken off, or waited for where that is safer."""
        if self._current is not None and self.is_busy:
            self._current.pause()
            self._say(self.tr("Pausing after the present step…"))
            self._patience.start()

    def _press_for_rest(self) -> None:
        """Said again until it has come to rest: what is in the way may only be about to begin."""
        waits_for = self._current.break_off() if self._current is not None else ""
        if waits_for:
            told = self.tr("Pausing when {} is handed over: broken off now, nobody would know whether it arrived.")
            self._say(told.format(waits_for))

    def _say(self, message: str) -> None:
        if message != self._message:
            self._message = message
            self.refresh()

    def answer(self, element: str, data: dict[str, object]) -> None:
        """Answer a waiting task by hand."""
        self._go(lambda run: run.complete(element, data))

    def retry(self, element: str) -> None:
        """Let a failed element begin again."""
        self._go(lambda run: run.retry(element))

    def end(self) -> None:
        """End the run."""
        self._go(lambda run: run.cancel())

    def forget(self) -> None:
        """Take the run, which is over, off the list."""
        if self._current is not None and not self.is_busy:
            self.runs.forget(self._current.id)
            self._current = None
            self.refresh()

    def settle(self, key: str, was_sent: bool) -> None:
        """Somebody says whether something in doubt was sent."""
        self.runs.ledger.settle(key, was_sent)
        self.refresh()

    def look_for_replies(self) -> None:
        """Read the mailboxes of runs that wait."""
        runs, catalog = self.runs, self._catalog()
        self._work(lambda: runs.collect_replies(catalog), self._count_words)

    def tick(self) -> None:
        """Let timers fire that are due, one run at a time."""
        if self.is_busy or self._runs is None:
            return
        due = min(self._runs.due(), key=lambda id: self._turns.get(id, 0), default=None)
        if due is not None:
            self._turns[due] = max(self._turns.values(), default=0) + 1
            run = self._runs.resume(due, self._catalog())
            self._work(run.go_on)
        else:
            self._wake_for_the_next()

    def interrupt(self) -> None:
        """The window is about to close: let what goes on stop after its present step."""
        if self._runs is not None:
            self._runs.interrupt()

    def close(self) -> None:
        """The window closes: the answer page with it; runs that wait are kept."""
        self._timer.stop()
        self._next.stop()
        self._again.stop()
        self._patience.stop()
        if self._page is not None:
            self._page.close()
        if self._runs is not None:
            self._runs.close()
        self._runs = self._page = None

    def refresh(self) -> None:
        """Show how everything stands."""
        self.view_changed.emit(self._view())
        self.changed.emit()

    def document_of(self, id: str) -> Document:
        """The process of a run as it was when it began."""
        if id not in self._documents:
            from engine.bpmn import Document

            self._documents[id] = Document.from_bytes(self.runs.model(id), id)
        return self._documents[id]

    def _go(self, act: Callable[[LiveRun], object]) -> None:
        run = self._current
        if run is not None:
            self._work(lambda: act(run))

    def _count_words(self, count: int) -> str:
        if not count:
            return self.tr("There are no new replies.")
        return self.tr("1 reply was read.") if count == 1 else self.tr("{} replies were read.").format(count)

    def _work(self, act: Callable[[], _Result], words: Callable[[_Result], str] = lambda _: "") -> None:
        """Do something in the background; `words` tell what came of it, where that is not to be seen."""
        if self.is_busy:
            return
        self.is_busy, self._message, self._hint = True, "", ""
        self.refresh()
        self._background.run(act, lambda result: self._done("", words(result)), lambda error: self._done(str(error)))

    def _done(self, message: str, hint: str = "") -> None:
        self.is_busy, self._message, self._hint = False, message, hint
        self._patience.stop()
        for run in self._runs.open_runs if self._runs is not None else ():
            self.moved.emit(run)
        self.refresh()
        self._wake_for_the_next()

    def _wake_for_the_next(self) -> None:
        """A timer that is due soon, such as the next attempt at a call, is not left to the next tick.

        A run that is at work, or is being recorded, cannot say when its timers are due: it is asked again.
        """
        if self._runs is None:
            return
        if any(run.is_at_work for run in self._runs.open_runs):
            self._again.start()
        waits = self._runs.seconds_to_next()
        if waits is not None and waits < TICK_SECONDS:
            self._next.start(round(waits * 1000) + 1 if waits else OVERDUE)

    def _view(self) -> LiveView:
        from modeler.ui.live.words import live_view

        current = self._current
        document = self.document_of(current.id) if current is not None else None
        view, standing = live_view(self.runs, current, document, self.is_busy, self._message)
        self.shown.emit(standing)
        return replace(view, hint=self._hint)
