"""One run of a preview: its Request and everything it has done, and the step of it that is looked at."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from secrets import token_hex
from typing import TYPE_CHECKING

from connectors.sdk.connector import Answer
from connectors.sdk.values import JsonObject
from engine.runtime.data_places import data_places, own_data, place_in_front
from engine.runtime.errors import BROKEN_OFF
from engine.runtime.request import Request
from engine.runtime.state import State
from engine.runtime.token import FAILED
from modeler.services.preview.chronicle import Chronicle
from modeler.services.preview.connector_tasks import Bench, plain
from modeler.services.preview.local_data import ANYWHERE, MOST_PLACES, LocalData, Looking
from modeler.services.preview.outbox import Outbox
from modeler.services.preview.ports import RequestFiles
from modeler.services.preview.standing import Incident, Listening, RunName, Standing, Startable

if TYPE_CHECKING:
    from modeler.services.preview.model_copy import ModelCopy
    from modeler.services.preview.past import Past

LONG_AGO = datetime.min.replace(tzinfo=UTC)

CHANGES = frozenset(("written", "erased", "opened"))
"""Events that change what data there are."""


@dataclass
class RecordedRun:
    """A run, its outbox, files and story; `parent` and `at_step` say where it branched off."""

    number: int
    request: Request
    outbox: Outbox
    files: RequestFiles
    answers_to: dict[str, tuple[Answer, ...]] = field(default_factory=dict)
    late: dict[tuple[str, int], Answer] = field(default_factory=dict)
    parent: int = 0
    at_step: int = 0
    cursor: int | None = None
    stopped_at: str | None = None
    chronicle: Chronicle = field(default_factory=Chronicle)
    acts: list[tuple[int, JsonObject]] = field(default_factory=list)
    """What was done to it from outside, as events of a scenario, with its place in the history."""
    model: ModelCopy | None = field(default=None, repr=False)
    """The process that it runs."""
    past: Past | None = field(default=None, repr=False)
    """What a run of the history was; such a one is only looked at."""
    id: str = field(default_factory=lambda: token_hex(8))
    """Its name in the history, the same in all windows and at all times."""
    parent_id: str = ""
    born: datetime = LONG_AGO
    moved: datetime = LONG_AGO
    """When it began and when it last went on, in real time."""
    told_until: int = field(default=0, repr=False)
    """So far its history was searched for what a person broke off."""
    _past: tuple[int, Request] | None = field(default=None, repr=False)
    _starts: dict[int, Mapping[str, object]] = field(default_factory=dict, repr=False)
    _base: tuple[int, State] | None = field(default=None, repr=False)

    @property
    def steps(self) -> int:
        """How many steps it has."""
        return len(self.request.marks)

    @property
    def step(self) -> int:
        """The step that is looked at."""
        return self.steps if self.cursor is None else self.cursor

    @property
    def position(self) -> int:
        """The place in the history at which one looks."""
        marks = self.request.marks
        return len(self.request.events) if self.step >= len(marks) else marks[self.step]

    @property
    def has_gone_on(self) -> bool:
        """Whether something has happened since its story was last told."""
        return not self.chronicle.is_told(self.request)

    @property
    def name(self) -> RunName:
        """What lists say of it."""
        title = self.past.title if self.past is not None else ""
        return RunName(self.number, self.steps, self.request.status, self.parent, self.at_step, title)

    @property
    def seen(self) -> Request:
        """The Request as it stands at the step that is looked at; only to look at, unless it is the last one."""
        if self.cursor is None or self.cursor >= self.steps:
            return self.request
        return self.at(self.cursor)

    def at(self, step: int) -> Request:
        """The Request as it stood before a step; the one asked for last is kept."""
        marks = self.request.marks
        if step >= len(marks):
            return self.request
        if self._past is None or self._past[0] != marks[step]:
            self._past = (marks[step], self.request.branch(marks[step]))
        return self._past[1]

    def look_at(self, step: int | None) -> None:
        """Look at a step; None is the last one, whatever comes."""
        self.cursor = None if step is None or step >= self.steps else max(0, step)

    def branch(self, number: int) -> RecordedRun:
        """A new run that goes on from the step that is looked at."""
        request, at = self.request.branch(self.position), self.position
        return RecordedRun(
            number, request, self.outbox.copy_until(at), self.files.copy_until(at), dict(self.answers_to),
            dict(self.late), self.number, self.step, acts=self.acts_until(at), model=self.model, parent_id=self.id,
            told_until=at,
        )  # fmt: skip

    def acts_until(self, position: int) -> list[tuple[int, JsonObject]]:
        """What had been done when it stood at a place of its history."""
        return [act for act in self.acts if act[0] < position]

    def note_act(self, at: int, told: JsonObject | None, ahead: str | None) -> None:
        """Remember what was done to it when it stood at a place of its history, before the element `ahead`."""
        if told is not None:
            self.acts.append((at, told if ahead is None else {**told, "before": ahead}))

    def note_broken_off(self) -> None:
        """Remember which calls of which elements a person has broken off, so that a scenario does it too."""
        events, nodes, begin = self.request.events, self.request.graph.nodes, self.told_until
        self.told_until = len(events)
        for until, found in enumerate(events[begin:], begin):
            if found[0] == "error" and found[3]["code"] == BROKEN_OFF:
                node = found[2]
                calls = [at for at, event in enumerate(events[:until]) if event[0] == "called" and event[2] == node]
                self.acts.append((calls[-1], {"breakOff": nodes[node].id, "call": len(calls)}))

    def aside(self) -> RecordedRun:
        """A place for something that is tried out: with the files of now, and an outbox of its own."""
        files = self.files.copy_until(self.position)
        before_all = RequestFiles(kept=[(-1, file) for _, file in files.kept])
        return RecordedRun(0, self.request, Outbox(), before_all)

    def take_over(self, bench: Bench) -> None:
        """Let what connectors do from now on belong to this run."""
        self.outbox.position = self.files.position = lambda: len(self.request.events)
        bench.outbox, bench.files = self.outbox, self.files
        bench.answers_to, bench.late = self.answers_to, self.late

    def standing(
        self, runs: tuple[RunName, ...], pins: Mapping[str, Mapping[str, object]], looking: Looking = ANYWHERE
    ) -> Standing:
        """How it stands at the step that is looked at."""
        self.chronicle.follow(self.request)
        request, at, reasons = self.seen, self.position, self.seen.reasons
        nodes, tokens = request.graph.nodes, request.state.tokens.values()
        counted: dict[str, int] = {}
        for element, _ in request.tokens:
            counted[element] = counted.get(element, 0) + 1
        waiting = request.waiting
        return Standing(
            status=request.status,
            path=self.chronicle.path(at),
            flows=self.chronicle.flows(at),
            messages=self.chronicle.messages(at),
            tokens=counted,
            waiting={element: reasons.get(element, "") for element in waiting},
            answers={id: self.answers_to[id] for id in waiting if id in self.answers_to},
            data=plain(request.data),
            incidents=tuple(_incident(each) for each in request.errors),
            effects=self.outbox.until(at),
            printed=self.chronicle.printed(at),
            step=self.step,
            steps=self.steps,
            moments=self.chronicle.moments,
            told=self._told(),
            local=self.local(looking),
            listening=tuple(_listening(each) for each in request.watches),
            startable=tuple(_startable(request)),
            failed=tuple(dict.fromkeys(nodes[token.node].id for token in tokens if token.state is FAILED)),
            spent=_spent(request),
            begun=request.begun,
            now=request.now,
            stopped_at=self.stopped_at if self.cursor is None else None,
            ahead=request.ahead[0] if request.ahead else None,
            runs=runs,
            run=self.number,
            pins=pins if self.past is None else self.past.pins,
            is_record=self.past is not None,
        )

    def _told(self) -> dict[int, str]:
        marks = self.request.marks
        return {bisect_right(marks, effect.position) - 1: effect.title for effect in self.outbox.effects}

    def local(self, looking: Looking) -> LocalData:
        """The data of the place that is looked at, at the step that is looked at and at others."""
        state = self.seen.state
        places = list(data_places(state, self.request.graph))
        follows = looking.place not in [place.frame for place in places]
        chosen = self._followed(state) if follows or looking.place is None else looking.place
        base = looking.base if looking.base is not None and looking.base <= self.steps else None
        return LocalData(
            (*places[:MOST_PLACES], *(place for place in places[MOST_PLACES:] if place.frame == chosen)),
            chosen,
            follows,
            plain(own_data(state, chosen)),
            self._before(chosen),
            self._first(chosen),
            base,
            plain(own_data(self._state_at(base), chosen)) if base is not None else {},
        )

    def _followed(self, state: State) -> int:
        """The place of the token: of those that wait, the one that has just come."""
        last = self.chronicle.moments[self.step - 1].element if 0 < self.step <= len(self.chronicle.moments) else None
        return place_in_front(state, self.request.graph.by_id.get(last or "", -1))

    def _state_at(self, step: int) -> State:
        """The state before a step; the last one is kept, for it is compared with step after step."""
        marks = self.request.marks
        if step >= len(marks):
            return self.request.state
        if self._base is None or self._base[0] != marks[step]:
            self._base = (marks[step], self.request.branch(marks[step]).state)
        return self._base[1]

    def _first(self, place: int) -> Mapping[str, object]:
        """The data with which a place began; those of the Request itself as they were before its first step."""
        if place not in self._starts:
            marks = self.request.marks
            begun = next((event for event in self.request.events if event[0] == "opened" and event[1] == place), None)
            if marks and begun in self.request.events[: marks[0]]:
                self._starts[place] = plain(own_data(self.request.branch(marks[0]).state, place))
            else:
                self._starts[place] = plain(begun[6] or {}) if begun is not None else {}
        return self._starts[place]

    def _before(self, place: int) -> Mapping[str, object]:
        """The data one step earlier, told from the history: by what this step has written."""
        state = self.seen.state
        if self.step:
            start = self.request.marks[self.step - 1]
            if any(event[0] in CHANGES for event in self.request.events[start : self.position]):
                state = self.request.branch(start).state
        return plain(own_data(state, place))


def _spent(request: Request) -> dict[str, timedelta]:
    """How much virtual time was spent in each element; nothing to look for where no time has passed."""
    found: dict[str, timedelta] = {}
    for visit in request.history.visits() if request.now > request.begun else ():
        time = (visit.left or request.now) - visit.entered
        if time:
            found[visit.element] = found.get(visit.element, timedelta()) + time
    return found


def _incident(error: Mapping[str, object]) -> Incident:
    element, code = error.get("element"), error.get("code")
    return Incident(str(element) if element is not None else None, str(error.get("message")), str(code or ""))


def _startable(request: Request) -> Iterator[Startable]:
    """The start events of other processes, but for those to which something in this file sends a message."""
    known = request.graph.by_id
    fed = {target for source, targets in request.graph.message_flows.items() if source in known for target in targets}
    for each in request.startable:
        if each["element"] not in fed:
            yield Startable(str(each["element"]), str(each["process"]), str(each["kind"]), str(each["name"]))


def _listening(watch: Mapping[str, object]) -> Listening:
    due = watch.get("due")
    return Listening(str(watch["element"]), str(watch["kind"]), str(watch["name"]), due)  # type: ignore[arg-type]
