"""Runs a preview for the window: commands in, Request off the window's thread, results to canvas and panels."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject, QTimer, Signal

from modeler.services.preview.called import CalledFiles
from modeler.services.preview.model_copy import ModelCopy
from modeler.services.preview.standing import Moment, Standing
from modeler.ui.background import Background
from modeler.ui.outbox.rows import EffectRow
from modeler.ui.panels.run_setup import RunSetup
from modeler.ui.panels.run_view import RunView
from modeler.ui.preview.acts import RequestActs
from modeler.ui.preview.pace import Pace
from modeler.ui.preview.questions import RequestQuestions
from modeler.ui.preview.stops import PreviewStops

if TYPE_CHECKING:
    from modeler.editing.connector_types import JsonObject
    from modeler.services.catalog import Catalog
    from modeler.services.preview.past import Past
    from modeler.services.preview.run_memory import RunMemory
    from modeler.services.preview.run_snapshot import RunSnapshot
    from modeler.services.preview.session import PreviewSession
    from modeler.services.preview.starting import PreviewOptions
    from modeler.services.scenarios.scenario import Scenario
    from modeler.ui.documents.page import DocumentPage
    from modeler.ui.preview.task_desk import TaskDesk
    from modeler.ui.preview.words import RunWords

Act = Callable[["PreviewSession"], Standing]
PROGRESS = 120
PATIENCE = 6
"""So many times progress is told before what is in the way of a pause is broken off."""
T = TypeVar("T")


class PreviewControl(QObject, RequestQuestions, RequestActs):
    """One preview at a time, of the document that was in front when it started.

    `changed` says that commands may be possible now that were not before, `view_changed` that there is news to look
    at, `stood` carries how the Request stands, `model_changed` that the document is no longer what the Request runs.
    """

    changed = Signal()
    view_changed = Signal(object)
    effects_changed = Signal(list)
    stood = Signal(object)
    model_changed = Signal()

    def __init__(
        self, background: Background, catalog: Callable[[], Catalog], setup: RunSetup, memory: RunMemory
    ) -> None:
        super().__init__(setup)
        self._background = background
        self._catalog = catalog
        self._setup = setup
        self._made: PreviewSession | None = None
        self._page: DocumentPage | None = None
        self._front: DocumentPage | None = None
        self._is_busy = self._is_taking = False
        self._lock = threading.Lock()
        self._wish: Callable[[], None] | None = None
        self._stops_after = False
        self._patience: int | None = None
        self._words: RunWords | None = None
        self._view, self._revision = RunView(), 0
        self._last: tuple[DocumentPage, JsonObject, PreviewOptions] | None = None
        self.is_part: Callable[[DocumentPage], bool] = lambda _: False
        """Whether the Request is in what a page shows, called from its own document."""
        self.pace = Pace(self._walk_on, self)
        self.stops = PreviewStops(memory, setup, self)
        self.stops.changed.connect(self._stops_changed)
        self._ticker = QTimer(self)
        self._ticker.setInterval(PROGRESS)
        self._ticker.timeout.connect(self._tell_progress)

    # State --------------------------------------------------------------------------------------------------------

    def data_of(self, page: DocumentPage | None) -> Mapping[str, object]:
        """The Request data of a document's preview; empty for another document than the one that was started."""
        return self.standing.data if page is not None and page is self._page else {}

    @property
    def standing(self) -> Standing:
        """How the Request stands."""
        return self._made.standing if self._made is not None else Standing()

    @property
    def page(self) -> DocumentPage | None:
        """Whose Request it is."""
        return self._page

    def name(self, element: str | None) -> str:
        """What an element of the Request's document is called."""
        return self._speaker.name(element) if self._speaker is not None else element or ""

    def is_in(self, page: DocumentPage | None) -> bool:
        """Whether a page shows the Request: that of its document, or of a file in whose process it is."""
        return page is not None and (page is self._page or self.is_part(page))

    @property
    def called(self) -> CalledFiles:
        """The files whose processes the Request calls."""
        return self._speaker.called if self._speaker is not None else CalledFiles()

    def message_flows(self, moment: Moment) -> list[str]:
        """The message flows along which a step has sent something."""
        return self._words.message_flows(moment.messages) if self._words is not None else []

    @property
    def is_running(self) -> bool:
        """Whether there is a Request that is not over."""
        return self._is_busy or not self.standing.is_over

    @property
    def can_act(self) -> bool:
        """Whether something can be done to a Request now; nothing can to one of the past."""
        return self.is_running and not self._is_busy and not self.standing.is_record

    @property
    def is_going(self) -> bool:
        """Whether it goes on right now, so that it can be paused."""
        return self._is_busy or self.pace.is_walking

    @property
    def has_run(self) -> bool:
        """Whether there is a Request to look at."""
        return self.standing.status != "idle"

    @property
    def can_go_on(self) -> bool:
        """Whether Preview and Step would do something now."""
        goes_on = self.is_running and self.is_in(self._front)
        is_free = not self._is_busy or self._is_taking
        return self._front is not None and is_free and (goes_on or not self._setup.error)

    @property
    def can_restart(self) -> bool:
        """Whether there is a Request that can start again with the same data."""
        return self.has_run and not self._is_busy and self._last is not None

    @property
    def can_look_back(self) -> bool:
        """Whether there is a step before the one that is looked at."""
        return not self._is_busy and self.standing.step > 0

    @property
    def is_outdated(self) -> bool:
        """Whether the document has changed since the Request started."""
        return self._revision > 0

    @property
    def is_busy(self) -> bool:
        """Whether a command is at work."""
        return self._is_busy

    def watch(self, page: DocumentPage | None) -> None:
        """Another document came to the front: its start data and breakpoints are shown."""
        self._front = page
        self.stops.watch(page)
        self.changed.emit()

    # Going on -----------------------------------------------------------------------------------------------------

    def run(self) -> None:
        """Start a Request, or let the waiting one go on to its next wait."""
        if not self.can_go_on or self._waits_for(self.run):
            return
        if self.pace.is_instant:
            self._go_ready(lambda session: session.run())
        else:
            self.pace.walk()
            self._go_ready(lambda session: session.go_to(None))

    def play(self, page: DocumentPage, scenario: Scenario) -> None:
        """Start a Request of a document and let it do what a scenario says."""
        if self._is_busy:
            return
        from modeler.services.scenarios.running import options_of

        self.pace.stop()
        options = options_of(scenario, None)
        self._begin(self._beginning(page, scenario.data, options, scenario.pins), lambda it: it.play(scenario))

    def pause(self) -> None:
        """Stop after the present step; a connector or script that takes long is broken off."""
        self.pace.stop()
        if self._is_busy:
            self._come_to_rest(PATIENCE)
        self.changed.emit()

    def step_back(self) -> None:
        """Look at the step before."""
        if self.can_look_back:
            self.pace.stop()
            self._go(lambda session: session.step_back())

    def restart(self) -> None:
        """Start again with the same data, in the model as it is now."""
        if self._last is not None and self._page is not None:
            self.begin(*self._last)

    def begin(self, page: DocumentPage, data: JsonObject, options: PreviewOptions) -> None:
        """Start a Request of a document like this, in the model as it is now."""
        if self._is_busy:
            return
        self.pace.stop()
        begin = self._beginning(page, data, options)
        if self.pace.is_instant:
            self._begin(begin, lambda session: session.run())
        else:
            self.pace.walk()
            self._begin(begin, lambda session: session.go_to(0))

    def stop(self) -> None:
        """End the Request."""
        self.pace.stop()
        if self._is_busy:
            self._stops_after = True
            self._come_to_rest(0)
        elif self.is_running or self.standing.is_record:
            self._show(self._alone(lambda session: session.stop())())

    # Looking ------------------------------------------------------------------------------------------------------

    def go_to(self, step: int) -> None:
        """Look at a step; while one is being looked for, only the last wish counts."""
        self.pace.stop()
        if self._is_busy or step != self.standing.step:
            self._soon(lambda: self.go_to(step), lambda session: session.go_to(step))

    def choose_run(self, number: int) -> None:
        """Look at another run."""
        if not self._is_busy:
            self._go(lambda session: session.choose_run(number))

    def look_in(self, place: int | None) -> None:
        """Look at the data of a place; None follows the token."""
        self._soon(lambda: self.look_in(place), lambda session: session.look_in(place))

    def compare_with(self, step: int | None) -> None:
        """Tell from now on too what the data were at a step."""
        if self._is_busy or step != self.standing.local.base:
            self._soon(lambda: self.compare_with(step), lambda session: session.compare_with(step))

    def _ask(self, look: Callable[[PreviewSession], T], show: Callable[[T], None]) -> None:
        if self.has_run and not self._is_busy:
            self._background.run(self._alone(look), show, self._failed)

    # The history --------------------------------------------------------------------------------------------------

    def snapshot(self) -> RunSnapshot | None:
        """How the present run stands, to be recorded; None where there is none, or it is one of the history."""
        return self._made.snapshot() if self._made is not None and not self._is_busy else None

    @property
    def past(self) -> Past | None:
        """The run of the history that is looked at."""
        return self._made.past if self._made is not None else None

    def do(self, act: Callable[[PreviewSession], T], done: Callable[[T], None], refuse: Callable[[str], None]) -> None:
        """Do something with the session off this thread; `done` is called with the result, `refuse` with why not."""
        if self._is_busy:
            refuse(self.tr("The Request is at work just now: wait, or pause it first."))
            return
        self._busy(True)

        def arrived(result: T) -> None:
            self._busy(False)
            done(result)

        def failed(error: Exception) -> None:
            self._busy(False)
            refuse(str(error))

        self._background.run(self._alone(act), arrived, failed)

    def show(self, page: DocumentPage) -> None:
        """Show how the session stands, whose Request is now one of this document."""
        if page is not self._page:
            self._turn_to(page)
            self._last = None
        self._arrived(self.standing)

    def _turn_to(self, page: DocumentPage) -> None:
        """The document whose Request it is from now on."""
        from modeler.ui.preview.words import RunWords

        self._clear_marks()
        self._page, self._words, self._revision = page, RunWords(page.file.document), 0

    @property
    def _speaker(self) -> RunWords | None:
        """Who speaks of the run that is looked at: of one of the past, in the names of then."""
        return self._words.of(self.past) if self._words is not None else None

    # Acting -------------------------------------------------------------------------------------------------------

    def desk_of(self, element: str) -> TaskDesk | None:
        """What a person needs for a waiting task: its form, and who has it; None while the Request goes on."""
        if self._is_busy or self._page is None or self._words is None or not self.has_run:
            return None
        from modeler.ui.preview.task_desk import task_desk

        home, found = self._words.home(element), self._words.find(element)
        return task_desk(self._page, self._session, home, found, element)

    def advance_to(self, element: str) -> None:
        """Let time pass until the timer at an element is due."""
        self.advance(next((each.due for each in self.standing.listening if each.element == element and each.due), None))

    def pin(self, element: str, outputs: Mapping[str, object] | None, of: DocumentPage | None = None) -> None:
        """Let an element, `of` the document that is previewed unless said, give these outputs; None: its own again."""
        page = of or self._page or self._front
        if self._is_busy or page is None:
            return
        self.stops.pin(page, element, outputs)
        if self._made is None or not self.has_run or self.standing.is_record or page is not self._page:
            self.changed.emit()
        else:
            self._go(lambda session: session.pin(element, outputs), is_short=True)

    def adopt(self) -> None:
        """Go on with the same Request in the model as it is now."""
        page = self._page
        if self._is_busy or page is None or not self.has_run or self.standing.is_record:
            return
        act = self._renewed(lambda session, _: session.standing)
        self._go(lambda session: act(session, False))

    def _renewed(self, act: Callable[[PreviewSession, bool], Standing]) -> Callable[[PreviewSession, bool], Standing]:
        page = self._page
        if page is None or self._is_busy or not self.is_outdated:
            return act
        model, catalog = ModelCopy.of(page.file.document), self._catalog()
        self._revision = 0

        def both(session: PreviewSession, goes_on: bool) -> Standing:
            session.adopt(model.open(), catalog)
            return act(session, goes_on)

        return both

    # The document -------------------------------------------------------------------------------------------------

    def note_change(self, page: DocumentPage) -> None:
        """A document was edited: a Request of it runs the earlier model from now on."""
        if page is not self._page or self._words is None:
            return
        if self._words.document is not page.file.document:
            self._words = type(self._words)(page.file.document)
        self._words.forget()
        self._revision += 1
        if self._revision == 1 and not self.standing.is_over and not self.standing.is_record:
            self.model_changed.emit()

    def forget(self, page: DocumentPage) -> None:
        """The document is closed: so is its preview."""
        self.stops.forget(page)
        if self._front is page:
            self._front = None
        if self._page is page:
            self.pace.stop()
            self._page = None
            if self._is_busy:
                self._come_to_rest(0)
            else:
                self._session.forget()
            self._tell(RunView(), [])
            self.stood.emit(Standing())

    @property
    def faults(self) -> Mapping[str, str]:
        """How the last run of a connector crashed, by the folder of the connector."""
        return self._made.faults if self._made is not None else {}

    def keep_processes(self) -> None:
        """Connectors have come and gone: end the processes of those that are gone."""
        if self._made is not None and not self._is_busy:
            self._made.keep_processes(self._catalog())

    def leave(self) -> None:
        """The window is about to close: nothing may hold it up."""
        self.pace.stop()
        self._ticker.stop()
        if self._made is not None:
            self._made.leave()

    def close(self) -> None:
        """The window closes."""
        if self._made is not None:
            self._made.close()

    # Inside -------------------------------------------------------------------------------------------------------

    @property
    def _session(self) -> PreviewSession:
        """The session; the engine is loaded when the first Request starts."""
        if self._made is None:
            from modeler.services.preview.session import PreviewSession

            self._made = PreviewSession()
        return self._made

    def _single(self, act: Act) -> None:
        if self.can_go_on and not self._waits_for(lambda: self._single(act)):
            self.pace.stop()
            self._go_ready(act)

    def _waits_for(self, again: Callable[[], None]) -> bool:
        """Whether something short is at work, after which it is done: a key is heard in that moment too."""
        if self._is_busy:
            self._wish = again
        return self._is_busy

    def _go_ready(self, act: Act) -> None:
        """Go on; where there is no Request, or it is over, with a new one."""
        page, data = self._front, self._setup.data.data()
        if not self.standing.is_over and self.is_in(page):
            self._go(act)
        elif page is not None and data is not None:
            from modeler.services.preview.starting import PreviewOptions

            setup = self._setup
            options = PreviewOptions(start=setup.chosen_start, seed=setup.seed.value(), clock=setup.moment)
            self._begin(self._beginning(page, json.loads(json.dumps(data)), options), act)

    def _act(self, act: Callable[[PreviewSession, bool], Standing]) -> None:
        """An act; where tokens are seen moving, what follows is walked step by step."""
        if self._is_busy or not self.has_run:
            return
        goes_on = self.pace.is_instant
        if not goes_on:
            self.pace.walk()
        self._go(lambda session: act(session, goes_on))

    def _beginning(
        self,
        page: DocumentPage,
        data: JsonObject,
        options: PreviewOptions,
        pins: Mapping[str, JsonObject] | None = None,
    ) -> Act:
        """Starts a Request of a document as it is now: of a copy, so that it can be compiled in a worker."""
        self._last = (page, data, options)
        self._turn_to(page)
        self.stops.started(page)
        file, catalog, stops = page.file, self._catalog(), self.stops.of(page)
        folder = file.path.parent if file.path is not None else None
        model = ModelCopy.of(file.document)
        pinned = replace(options, pins=self.stops.pins_of(page) if pins is None else pins)

        def begin(session: PreviewSession) -> Standing:
            session.forget()
            session.set_stops(stops, self.stops.of_file)
            return session.start(model.open(), catalog, data, folder, pinned)

        return begin

    def _begin(self, begin: Act, act: Act) -> None:
        def both(session: PreviewSession) -> Standing:
            begin(session)
            return act(session)

        self._go(both)

    def _soon(self, again: Callable[[], None], act: Act) -> None:
        """Now, or when what is at work has come to rest; of several wishes the last one counts."""
        if self._is_busy:
            self._wish = again
        elif self.has_run:
            self._go(act)

    def _go(self, act: Act, is_short: bool = False) -> None:
        self._is_taking = is_short
        self._busy(True)
        self._background.run(self._alone(act), self._arrived, self._failed)

    def _alone(self, act: Callable[[PreviewSession], T]) -> Callable[[], T]:
        """Work on the session for a worker: one piece after the other, whichever worker does it."""
        session, lock = self._session, self._lock

        def work() -> T:
            with lock:
                return act(session)

        return work

    def _come_to_rest(self, patience: int) -> None:
        """Let what is at work end, by force when it has not after so many looks at it."""
        self._patience = patience
        self._press_for_rest()

    def _press_for_rest(self) -> None:
        """Said again until it has come to rest: it may only be about to begin."""
        if self._patience is None:
            return
        if self._patience > 0:
            self._patience -= 1
            self._session.interrupt()
        else:
            self._session.break_off()

    def _busy(self, is_busy: bool) -> None:
        self._is_busy, self._is_taking = is_busy, is_busy and self._is_taking
        self._patience = None
        if is_busy:
            self._ticker.start()
        else:
            self._ticker.stop()
        self.changed.emit()

    def _tell_progress(self) -> None:
        """It takes a while: say so, and how far it has come."""
        self._press_for_rest()
        if self._page is None:
            return
        steps = self._session.progress
        words = self.tr("The Request is running: {} steps").format(f"{steps:,}") if steps else ""
        self.view_changed.emit(replace(self._view, status="running", message=words))

    def _arrived(self, standing: Standing) -> None:
        self._busy(False)
        if self._page is None:
            self._session.forget()
            return
        if self._stops_after:
            self._stops_after = False
            standing = self._session.stop()
        self._show(standing)
        if not self._do_wish() and self.pace.is_walking:
            self._walk_or_rest(standing)

    def _do_wish(self) -> bool:
        wish, self._wish = self._wish, None
        if wish is not None:
            wish()
        return wish is not None

    def _walk_or_rest(self, standing: Standing) -> None:
        if standing.status == "running" and not standing.is_past and standing.stopped_at is None:
            self.pace.after_step()
        else:
            self.pace.stop()
            self.changed.emit()

    def _walk_on(self) -> None:
        if not self._is_busy and self.has_run:
            self._go(lambda session: session.step())

    def _failed(self, error: Exception) -> None:
        """The Request stands where it stood; say why it does not go on."""
        self._busy(False)
        self.pace.stop()
        if self._page is None or self._words is None:
            self._session.forget()
            return
        words = self._speaker or self._words
        view = words.view(self.standing) if self.has_run else RunView("error")
        self._tell(replace(view, message=str(error)), words.effects(self.standing))
        self._do_wish()

    def _show(self, standing: Standing) -> None:
        page, words = self._page, self._speaker
        if page is None or words is None:
            self.changed.emit()
            return
        words.call(*self._session.called)
        page.canvas.set_run(words.marks(standing))
        self._tell(words.view(standing), words.effects(standing))
        self.stood.emit(standing)

    def _tell(self, view: RunView, effects: list[EffectRow]) -> None:
        self._view = view
        self.view_changed.emit(view)
        self.effects_changed.emit(effects)
        self.changed.emit()

    def _stops_changed(self) -> None:
        if self._made is not None and self._page is not None:
            self._made.set_stops(self.stops.of(self._page), self.stops.of_file)

    def _clear_marks(self) -> None:
        if self._page is not None:
            self._page.canvas.set_run(None)
