"""A previewed Request as the window drives it: start, run, step, look back, branch, act; and how it stands.

What is looked at may be an earlier step. Going on from there first plays what is recorded; acting there begins a new
run, and the one before is kept to be looked at and compared.

The methods that let it go on may take a while (connectors run in their processes): call them off the window's thread,
one at a time; `interrupt` may be called meanwhile. `standing` is a value and may be read anywhere.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from connectors.sdk.host import HostError, Hosts
from connectors.sdk.ports import File
from connectors.sdk.values import JsonObject
from engine.bpmn import Document
from engine.expressions import ExpressionError
from engine.runtime.breakpoints import Stops
from engine.runtime.carrying import carried
from engine.runtime.errors import IncidentError, RequestError
from engine.runtime.handlers import TaskHandler
from engine.runtime.request import Request, resume
from modeler.services.catalog import Catalog
from modeler.services.preview.connector_tasks import plain
from modeler.services.preview.data_edits import data_edit
from modeler.services.preview.element_run import ElementRun, inspect
from modeler.services.preview.form_formulas import FormFormulas
from modeler.services.preview.library import Lent, documents_of, with_library
from modeler.services.preview.local_data import Looking
from modeler.services.preview.model_copy import ModelCopy
from modeler.services.preview.recorded_run import RecordedRun
from modeler.services.preview.run_comparison import RunComparison, compare
from modeler.services.preview.run_shelf import RunShelf
from modeler.services.preview.run_snapshot import RunSnapshot, snapshot_of
from modeler.services.preview.standing import PreviewRefused, Standing
from modeler.services.preview.starting import Preview, PreviewOptions, give_answer, handlers_of, pinned, start_preview
from modeler.services.preview.stepping import (
    StopsOfFile,
    compiled_stops,
    frame_ahead,
    is_inside,
    no_stops,
    stops_in_called,
)
from modeler.services.preview.stops import Stop
from modeler.services.preview.task_people import TaskPeople, people_of
from modeler.services.preview.trying import try_alone

if TYPE_CHECKING:
    from modeler.services.preview.past import Past
    from modeler.services.scenarios.scenario import Scenario
    from modeler.services.screens import PageOptions

PAST = "This is a run of the past, which is only looked at. Run it again with its data to go on from there."
MakeRun = Callable[[Hosts], RecordedRun]
"""Reads a run of the history, with the processes of connectors for single steps of it."""
Pins = Mapping[str, Mapping[str, object]]


class PreviewSession:
    """Owns the connectors' processes; holds the runs of at most one Request and its branches."""

    def __init__(self, now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self._now = now
        self._hosts, self._formulas = Hosts(), FormFormulas()
        self._run: RecordedRun | None = None
        self._runs = RunShelf()
        self._standing = Standing()
        self._preview: Preview | None = None
        self._options = PreviewOptions()
        self._given_stops: tuple[tuple[Stop, ...], StopsOfFile] = ((), no_stops)
        self._stops: Stops = {}
        self._pins: dict[str, Mapping[str, object]] = {}
        self._looking = Looking()
        self._stand_ins: dict[str, TaskHandler | None] = {}
        self._pause = threading.Event()
        self._is_leaving = False
        self.progress = 0
        """How many steps the present command has taken so far."""

    @property
    def standing(self) -> Standing:
        """How the Request stands at the step that is looked at."""
        return self._standing

    @property
    def called(self) -> tuple[tuple[Lent, ...], Mapping[str, str]]:
        """The files whose processes the Request that is looked at calls, and which element calls which process."""
        if self._run is None or not (lent := self._made().lent):
            return (), {}
        return lent, {node.id: node.called for node in self._run.request.graph.nodes if node.called}

    @property
    def faults(self) -> Mapping[str, str]:
        """How the last run of a connector crashed, by the folder of the connector."""
        return self._hosts.faults

    def keep_processes(self, catalog: Catalog) -> None:
        """End the processes of connectors that are no longer installed."""
        self._hosts.keep(catalog.connectors)

    # Starting and ending ------------------------------------------------------------------------------------------

    def start(
        self,
        document: Document,
        catalog: Catalog,
        data: JsonObject,
        folder: Path | None,
        options: PreviewOptions | None = None,
    ) -> Standing:
        """A new Request at its start, in place of the ones before; call it where the document lives.

        Raises `PreviewRefused`.
        """
        self._options = replace(options or PreviewOptions(), data=data, workspace=folder)
        try:
            preview = start_preview(document, catalog, self._hosts, self._options)
        except (RequestError, IncidentError) as error:
            raise PreviewRefused(str(error)) from error
        self._preview, self._pins, self._stand_ins = preview, {}, {}
        self._runs.clear()
        self._looking = Looking()
        model = ModelCopy.of(document)
        self._begin(RecordedRun(1, preview.request, preview.bench.outbox, preview.bench.files, model=model))
        self.set_stops(*self._given_stops)
        for element, outputs in self._options.pins.items():
            self._pins[element] = outputs
        return self._look()

    def adopt(self, document: Document, catalog: Catalog) -> Standing:
        """Go on with the same Request in the document as it is now; call it where the document lives.

        Raises `PreviewRefused` where the Request has been at something that is no longer there.
        """
        run, preview = self._going(), self._made()
        if run.past is not None:
            raise PreviewRefused(PAST)
        graph, lent = with_library(document, self._options.workspace)
        unpinned = replace(self._options, pins={})
        handlers = handlers_of(document, catalog, graph, preview.bench, unpinned, documents_of(lent))
        try:
            events = carried(run.request.events[: run.position], run.request.graph, graph)
        except RequestError as error:
            raise PreviewRefused(str(error)) from error
        people = preview.bench.people.functions
        request = resume(graph, events, run.request.begun, handlers, run.request.seed, people)
        preview.handlers, preview.lent, self._stand_ins = handlers, lent, {}
        at = len(events)
        number = self._runs.next_number
        self._begin(
            RecordedRun(
                number, request, run.outbox.copy_until(at), run.files.copy_until(at), dict(run.answers_to),
                dict(run.late), run.number, run.step, acts=run.acts_until(run.position), model=ModelCopy.of(document),
                parent_id=run.id, told_until=at,
            )
        )  # fmt: skip
        for element, outputs in self._pins.items():
            self._put(element, outputs)
        return self._look()

    def stop(self) -> Standing:
        """End the Request now; a run of the history is left, for the last one that goes on."""
        if self._standing.is_record:
            return self._leave()
        if self._run is not None and not self._standing.is_over:
            self._run.look_at(None)
            ahead = self._run.request.ahead
            self._run.note_act(len(self._run.request.events), {"cancel": True}, ahead[0] if ahead is not None else None)
            self._run.request.cancel()
        return self._look()

    def forget(self) -> None:
        """No Request any more."""
        self._run, self._preview = None, None
        self._runs.clear()
        self._standing = Standing()

    def leave(self) -> None:
        """The program is about to end: what is at work is broken off, and nothing begins any more."""
        self._is_leaving = True
        self.break_off()

    def close(self) -> None:
        """End the connectors' processes."""
        self.leave()
        self.forget()
        self._hosts.close()
        self._formulas.close()

    # Going on -----------------------------------------------------------------------------------------------------

    def run(self) -> Standing:
        """Go on until it is completed, waits, or comes to a breakpoint."""
        run = self._going()
        run.look_at(None)
        if run.past is None and run.steps == 0 and run.stopped_at is None and run.request.is_before(self._stops):
            self._note_stop(run)
            return self._look()
        self._pace()
        return self._look()

    def step(self) -> Standing:
        """Go on by one step, into what an element has inside; in the past, to the next step that is recorded."""
        if not self._replayed():
            self._pace(lambda: False)
        return self._look()

    def step_over(self) -> Standing:
        """Go on by one element with all that is inside it; in the past as `step`."""
        if not self._replayed():
            request = self._going().request
            before = request.state.queue[0] if request.state.queue else 0
            self._pace(lambda: is_inside(request, before))
        return self._look()

    def step_out(self) -> Standing:
        """Go on until what is inside the present sub-process or called process has ended; in the past as `step`."""
        if not self._replayed():
            request = self._going().request
            frame = frame_ahead(request)
            self._pace(lambda: frame in request.state.frames)
        return self._look()

    def run_to(self, element: str) -> Standing:
        """Go on until a token is about to enter an element, or something else stops it."""
        run = self._going()
        run.look_at(None)
        self._pace(lambda: run.request.ahead is None or run.request.ahead[0] != element)
        return self._look()

    def interrupt(self) -> None:
        """Let what goes on stop after its present step; may be called from any thread."""
        self._pause.set()

    def break_off(self) -> None:
        """The same, and end what a connector or script does at the moment: its element gets an incident that says so.

        May be called from any thread, and again while it has no effect yet.
        """
        self._pause.set()
        self._hosts.break_off()
        if self._preview is not None:
            self._preview.bench.break_off()

    def set_stops(self, stops: Iterable[Stop], elsewhere: StopsOfFile = no_stops) -> None:
        """The breakpoints from now on, `elsewhere` those of called files; an unreadable condition stops always."""
        self._given_stops = tuple(stops), elsewhere
        if self._run is not None:
            every = (*self._given_stops[0], *stops_in_called(self._made().lent, elsewhere))
            self._stops = compiled_stops(every, self._run.request.graph.profile)

    def play(self, scenario: Scenario) -> Standing:
        """Let a Request that has just started do what a scenario says. Raises `PreviewRefused` where it cannot."""
        from modeler.services.scenarios.playing import play

        run = self._going()
        run.look_at(None)
        self._set_out()
        try:
            play(run.request, scenario, lambda at, event: run.note_act(at, event, None))
        except (RequestError, HostError, IncidentError, ExpressionError) as error:
            raise PreviewRefused(str(error)) from error
        finally:
            run.request.holds = True
            self._look()
        return self._look()

    def record(self, name: str) -> Scenario:
        """The run up to the step that is looked at as a scenario that expects all of what came out."""
        return self._recorded(self._going(), name)

    def _recorded(self, run: RecordedRun, name: str) -> Scenario:
        from modeler.services.scenarios.recording import recorded

        past = run.past
        return recorded(name, past.options if past else self._options, run, past.pins if past else self._pins)

    # Looking back -------------------------------------------------------------------------------------------------

    def step_back(self) -> Standing:
        """Look at the step before."""
        return self.go_to(max(0, self._going().step - 1))

    def go_to(self, step: int | None) -> Standing:
        """Look at a step, the last one for None; nothing is undone by that."""
        self._going().look_at(step)
        return self._look()

    def look_in(self, place: int | None) -> Standing:
        """Look at the data of a place; None follows the token."""
        self._looking = replace(self._looking, place=place)
        return self._look()

    def compare_with(self, step: int | None) -> Standing:
        """From now on tell too what the data were at a step; None for none."""
        self._looking = replace(self._looking, base=step)
        return self._look()

    def choose_run(self, number: int) -> Standing:
        """Look at, and go on with, another of the runs."""
        return self._turn_to(self._runs.find(number))

    # The history --------------------------------------------------------------------------------------------------

    def reopen(self, make: MakeRun, alone: bool = False) -> Standing:
        """Look at a run of the history, which `make` reads, beside the others; instead of them where it is `alone`."""
        run = make(self._hosts)
        if alone:
            self.forget()
        held = self._runs.hold(run)
        held.look_at(None)
        return self._turn_to(held)

    def hold(self, make: MakeRun) -> int:
        """Have a run of the history beside the others without looking at it; returns its number, for `compare`."""
        number = self._runs.hold(make(self._hosts)).number
        self._look()
        return number

    def record_past(self, make: MakeRun, name: str) -> Scenario:
        """A run of the history as a scenario, at its end."""
        return self._recorded(make(self._hosts), name)

    @property
    def past(self) -> Past | None:
        """What there is to know of the run of the history that is looked at; None for one of now."""
        return self._run.past if self._run is not None else None

    def snapshot(self) -> RunSnapshot | None:
        """How the present run stands, to be recorded; None where there is none, or it is one of the history."""
        run = self._run
        if run is None or run.past is not None or run.model is None:
            return None
        return snapshot_of(run, run.model, self._options, self._pins)

    def _leave(self) -> Standing:
        """Away from the runs of the history."""
        left = self._runs.drop_past()
        if left is not None:
            return self._turn_to(left)
        self.forget()
        return self._standing

    def _turn_to(self, run: RecordedRun) -> Standing:
        self._run = run
        run.take_over(self._made().bench)
        return self._look()

    def inspect(self, element: str, visit: int | None = None) -> ElementRun:
        """What an element was given, did and gave at one of its visits (the last one unless said), as seen now."""
        run = self._going()
        preview = self._made()
        effects = run.outbox.until(run.position)
        pins = self._pins if run.past is None else run.past.pins
        return inspect(run.seen, element, visit, preview.handlers.get(element), effects, pins.get(element))

    def compare(self, number: int) -> RunComparison:
        """The present run beside another one, both at their last step."""
        return compare(self._runs.find(number).request, self._going().request)

    # Acting -------------------------------------------------------------------------------------------------------

    def answer(self, element: str, data: Mapping[str, object], go_on: bool = True) -> Standing:
        """Complete a waiting element with data, or let its event happen. Raises `PreviewRefused`."""
        told: JsonObject = {"complete": element, "data": plain(data)}
        return self._act(lambda request: give_answer(request, element, data), go_on, told)

    def fail(self, element: str, message: str, code: str | None = None, go_on: bool = True) -> Standing:
        """Answer a waiting element with an error. Raises `PreviewRefused`."""
        told: JsonObject = {"fail": element, "message": message, "code": code}
        return self._act(lambda request: request.fail(element, message, code), go_on, told)

    def trigger(self, element: str, data: Mapping[str, object], go_on: bool = True) -> Standing:
        """Let the event of an element happen now, whatever its kind. Raises `PreviewRefused`."""
        told: JsonObject = {"trigger": element, "data": plain(data)}
        return self._act(lambda request: request.trigger(element, data), go_on, told)

    def message(self, name: str, data: Mapping[str, object], go_on: bool = True) -> Standing:
        """Send a message from outside. Raises `PreviewRefused`."""
        told: JsonObject = {"message": name, "data": plain(data)}
        return self._act(lambda request: request.message(name, data), go_on, told)

    def signal(self, name: str, data: Mapping[str, object], go_on: bool = True) -> Standing:
        """Throw a signal from outside. Raises `PreviewRefused`."""
        told: JsonObject = {"signal": name, "data": plain(data)}
        return self._act(lambda request: request.signal(name, data), go_on, told)

    def advance(self, to: datetime | None = None, go_on: bool = True) -> Standing:
        """Let time pass to a moment, or to the next timer. Raises `PreviewRefused`."""
        request = self._acting().request
        target = to or request.next_due
        if target is None:
            raise PreviewRefused("No timer is waiting.")
        if target < request.now:
            raise PreviewRefused("Time does not go backwards: look at an earlier step instead.")
        self._set_out()
        while (due := request.next_due) is not None and due <= target:
            told: JsonObject = {"advance": due.isoformat()}
            self._act(lambda request, due=due: request.advance(due), go_on, told, False)  # type: ignore[misc]  # bound
            if not go_on or self._pause.is_set() or self._going().stopped_at:
                return self._look()
        if target > request.now:
            self._act(lambda request: request.advance(target), go_on, {"advance": target.isoformat()}, False)
        return self._look()

    def set_data(self, data: Mapping[str, object]) -> Standing:
        """Make the data of the place that is looked at these, and stay where it is. Raises `PreviewRefused`."""
        place = self._standing.local.place
        edit = data_edit(self._going().seen, place, data)
        if edit is None:
            return self._look()
        return self._act(lambda request: request.set_data(edit.changed, edit.erased, place), False, edit.told)

    def retry(self, element: str, go_on: bool = True) -> Standing:
        """Let an element that failed begin again. Raises `PreviewRefused`."""
        return self._act(lambda request: request.retry(element), go_on, {"retry": element})

    def move(self, element: str, target: str) -> Standing:
        """Take the token at an element away and put one before another. Raises `PreviewRefused`."""
        return self._act(lambda request: request.move(element, target), False, {"move": element, "to": target})

    def cancel_token(self, element: str) -> Standing:
        """Take the token at an element away. Raises `PreviewRefused`."""
        return self._act(lambda request: request.cancel_token(element), False, {"remove": element})

    # People -------------------------------------------------------------------------------------------------------

    def people(self, element: str) -> TaskPeople:
        """Who has a waiting task, and who could have it."""
        return people_of(self._going().seen, element, self._options.workspace)

    def assign(self, element: str, person: str) -> Standing:
        """Give a waiting task to somebody."""
        return self._act(lambda request: request.assign(element, person), False, {"assign": element, "to": person})

    def data_at(self, element: str) -> JsonObject:
        """The data that the form of a waiting task starts from. Raises `PreviewRefused`."""
        try:
            return plain(self._going().seen.data_at(element))
        except RequestError as error:
            raise PreviewRefused(str(error)) from error

    def form_options(self, now: datetime) -> PageOptions:
        """How the forms of waiting tasks are drawn."""
        return self._formulas.options(now, self._going().files.name_of)

    def add_file(self, file: File) -> int:
        """Keep a file for the Request; returns its number, which stands for it in the data."""
        return self._going().files.add(file)

    # Pins ---------------------------------------------------------------------------------------------------------

    def pin(self, element: str, outputs: Mapping[str, object] | None) -> Standing:
        """From its next visit on the element gives these outputs, and nothing of it is run; None: its own again."""
        if outputs is None:
            return self.unpin(element)
        self._pins[element] = dict(outputs)
        if self._preview is not None:
            self._put(element, outputs)
        return self._look()

    def unpin(self, element: str) -> Standing:
        """The element does its own work again."""
        if self._pins.pop(element, None) is not None and self._preview is not None:
            original = self._stand_ins.pop(element, None)
            self._preview.handlers.pop(element, None)
            if original is not None:
                self._preview.handlers[element] = original
        return self._look()

    def try_step(self, element: str, data: Mapping[str, object]) -> ElementRun:
        """Run one element alone with these data; the Request and its outbox are left as they are.

        Raises `PreviewRefused`.
        """
        self._set_out()
        try:
            return try_alone(self._going(), self._made(), element, data)
        except (RequestError, HostError) as error:
            raise PreviewRefused(str(error)) from error

    # Inside -------------------------------------------------------------------------------------------------------

    def _set_out(self) -> None:
        """A command begins: what stopped the one before counts no more."""
        if self._is_leaving:
            return
        self._pause.clear()
        self._hosts.go_on()
        if self._preview is not None:
            self._preview.bench.go_on()

    def _begin(self, run: RecordedRun) -> None:
        """The run that goes on from now on."""
        run.request.holds = True
        run.born = run.moved = self._now()
        self._runs.add(run)
        self._run = run
        run.take_over(self._made().bench)

    def _act(
        self, act: Callable[[Request], object], go_on: bool, told: JsonObject | None = None, fresh: bool = True
    ) -> Standing:
        """Do something to the Request, which a scenario tells as `told`; let what follows go on if wanted."""
        run = self._acting()
        if fresh:
            self._set_out()
        at, ahead = len(run.request.events), run.request.ahead
        try:
            act(run.request)
            run.note_act(at, told, ahead[0] if ahead is not None else None)
        except (RequestError, HostError, IncidentError, ExpressionError) as error:
            raise PreviewRefused(str(error)) from error
        finally:
            self._look()
        if go_on:
            if run.request.is_before(self._stops):
                self._note_stop(run)
            else:
                self._pace(fresh=False)
        return self._look()

    def _pace(self, goes_on: Callable[[], bool] = lambda: True, fresh: bool = True) -> None:
        """Step while wanted, nobody interrupts and no breakpoint is ahead."""
        run, request = self._going(), self._going().request
        if run.past is not None:
            return
        run.stopped_at, self.progress = None, 0
        if fresh:
            self._set_out()

        def wanted() -> bool:
            self.progress += 1
            if self._pause.is_set():
                return False
            if request.is_before(self._stops):
                self._note_stop(run)
                return False
            return goes_on()

        request.run_while(wanted)

    def _note_stop(self, run: RecordedRun) -> None:
        run.stopped_at = next((id for id in run.request.ahead or () if id in self._stops), None)

    def _replayed(self) -> bool:
        """Whether there was a recorded step to go to."""
        run = self._going()
        if run.cursor is None:
            return False
        run.look_at(run.cursor + 1)
        return True

    def _acting(self) -> RecordedRun:
        """The run to act on: acting on an earlier step begins a new one there."""
        run = self._going()
        if run.past is not None:
            raise PreviewRefused(PAST)
        if run.cursor is not None:
            branch = run.branch(self._runs.next_number)
            run.look_at(None)
            run = branch
            self._begin(run)
        run.stopped_at = None
        return run

    def _put(self, element: str, outputs: Mapping[str, object]) -> None:
        assert self._preview is not None
        handlers = self._preview.handlers
        handlers[element] = pinned(outputs, self._stand_ins.setdefault(element, handlers.get(element)))

    def _going(self) -> RecordedRun:
        if self._run is None:
            raise PreviewRefused("No Request is running.")
        return self._run

    def _made(self) -> Preview:
        if self._run is not None and self._run.past is not None:
            return self._run.past.preview
        if self._preview is None:
            raise PreviewRefused("No Request is running.")
        return self._preview

    def _look(self) -> Standing:
        run = self._run
        if run is not None:
            if run.past is None and run.has_gone_on:
                run.moved = self._now()
                run.note_broken_off()
            self._standing = run.standing(self._runs.names, dict(self._pins), self._looking)
        return self._standing
