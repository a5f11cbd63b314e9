"""What a history tells about each element: when it was visited and what it wrote, what was decided, who got a task.

    for visit in request.history.visits("Task_1"):
        visit.entered, visit.duration, visit.written

Everything is read from the events alone, so it fits any earlier step too: `request.branch(number).history`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from engine.runtime.graph import ProcessGraph
from engine.runtime.handlers import NO_DATA, Data
from engine.runtime.state import APPLY, Event, State
from engine.runtime.token import ACTIVE
from engine.runtime.trace import CLOCK, seeded_id

BEGINNINGS = frozenset(("arrived", "entered", "happened", "looped"))
"""Events by which a token comes to an element."""
STEPS = frozenset(("entered", "arrived", "looped", "resumed", "ticked", "posted", "edited"))
KEPT_BOOKS = frozenset(("loop", "compensation", "adhoc"))
"""Kinds of frames whose data are the engine's own counts."""


@dataclass(frozen=True, slots=True)
class Visit:
    """One token at one element: from when to when in virtual time, and what it wrote there.

    `begin` and `end` are places in the history (`end` is -1 while the token is still there); `outcome` says how the
    token left: `moved` on by a flow, `ended`, `joined` into another at a merge, or why it was taken away.
    """

    element: str
    token: str
    begin: int
    entered: datetime
    end: int = -1
    left: datetime | None = None
    outcome: str = ""
    inputs: Data = field(default_factory=dict)
    written: Data = field(default_factory=dict)
    error: str = ""
    repeats: bool = False
    """Whether it is a repeated activity as a whole, around its rounds."""

    @property
    def duration(self) -> timedelta | None:
        """How long the token was there, on the virtual clock; None while it still is."""
        return None if self.left is None else self.left - self.entered


@dataclass(frozen=True, slots=True)
class Decision:
    """A condition that was looked at: where, for which flow if any, its result, and the values it saw."""

    number: int
    element: str
    flow: str | None
    condition: str
    result: bool
    values: Data
    note: str
    time: datetime


@dataclass(frozen=True, slots=True)
class TaskAssignment:
    """Who got a task and why: `rule` is the rule that chose, `people` all that the file and the rule said."""

    number: int
    element: str
    token: str
    assignee: object
    rule: str
    people: Data
    time: datetime


class History:
    """The events of a Request, read for people; a value that does not follow the Request when it goes on."""

    def __init__(self, events: Sequence[Event], graph: ProcessGraph, begun: datetime, seed: int = 0) -> None:
        """Read nothing yet."""
        self._events = tuple(events)
        self._graph = graph
        self._begun = begun
        self._seed = seed

    def visits(self, element: str | None = None) -> list[Visit]:
        """Every visit in the order in which it began, or those of one element."""
        found = _Visits(self._graph, self._seed)
        for number, now, event in self._timed():
            found.read(number, now, event)
        return [visit for visit in found.all if element is None or visit.element == element]

    def decisions(self, element: str | None = None) -> list[Decision]:
        """Every condition that was looked at, or those of one element."""
        return [
            Decision(
                number,
                id,
                _text(details.get("flow")),
                str(details["condition"]),
                bool(details["result"]),
                dict(details.get("values") or NO_DATA),
                str(details.get("note") or ""),
                now,
            )
            for number, now, id, _, details in self._told("decided")
            if element is None or id == element
        ]

    def assignments(self, element: str | None = None) -> list[TaskAssignment]:
        """Every time that a task was given to somebody, or those of one element."""
        return [
            TaskAssignment(
                number, id, token, details.get("assignee"), str(details.get("rule") or ""), dict(details), now
            )
            for number, now, id, token, details in self._told("assigned")
            if element is None or id == element
        ]

    def _told(self, kind: str) -> Iterator[tuple[int, datetime, str, str, Mapping[str, Any]]]:
        for number, now, event in self._timed():
            if event[0] == kind:
                yield number, now, self._graph.nodes[event[2]].id, seeded_id(self._seed, event[1]), event[3]

    def _timed(self) -> Iterator[tuple[int, datetime, Event]]:
        now = self._begun
        for number, event in enumerate(self._events):
            if event[0] in CLOCK:
                now = event[1]
            yield number, now, event


@dataclass
class _Visits:
    """Visits while the history is read; `here` has the open one of each token by its id."""

    graph: ProcessGraph
    seed: int
    all: list[Visit] = field(default_factory=list)
    here: dict[int, int] = field(default_factory=dict)
    places: dict[int, int] = field(default_factory=dict)
    books: set[int] = field(default_factory=set)
    actor: int = 0
    """The token that acts: what is written now comes from it."""

    def read(self, number: int, now: datetime, event: Event) -> None:
        """Take one event in."""
        kind = event[0]
        if kind == "opened" and event[3] in KEPT_BOOKS:
            self.books.add(event[1])
        elif kind in ("created", "instance", "spawned"):
            self.places[event[1]] = event[2]
        elif kind in BEGINNINGS:
            self.actor = event[1]
            self._begin(number, now, event)
        elif kind in ("moved", "redirected", "removed"):
            self._end(number, now, event)
        elif kind in ("resumed", "fired", "waiting", "edited"):
            self.actor = event[1]
        else:
            self._note(event)

    def _begin(self, number: int, now: datetime, event: Event) -> None:
        _, id, *place = event
        node = place[0] if place else self.places[id]
        self.places[id] = node
        open_visit = self.here.get(id)
        if open_visit is not None and self.all[open_visit].element == self.graph.nodes[node].id:
            return
        self.here[id] = len(self.all)
        repeats = event[0] == "looped"
        self.all.append(Visit(self.graph.nodes[node].id, seeded_id(self.seed, id), number, now, repeats=repeats))

    def _end(self, number: int, now: datetime, event: Event) -> None:
        kind, id = event[0], event[1]
        place = self.here.pop(id, None)
        if kind != "removed":
            self.places[id] = event[3] if kind == "moved" else event[2]
        if place is not None:
            self.all[place] = replace(self.all[place], end=number, left=now, outcome=self._outcome(event))

    def _outcome(self, event: Event) -> str:
        if event[0] == "redirected":
            return "interrupted" if self.graph.nodes[event[2]].kind == "boundaryEvent" else "moved"
        return "moved" if event[0] == "moved" else str(event[2])

    def _note(self, event: Event) -> None:
        kind = event[0]
        place = self.here.get(self.actor if kind == "written" else event[1] if len(event) > 1 else 0)
        if place is None:
            return
        visit = self.all[place]
        if kind == "written" and event[1] not in self.books:
            self.all[place] = replace(visit, written={**visit.written, **event[2]})
        elif kind == "called":
            self.all[place] = replace(visit, inputs=dict(event[3].get("inputs") or {}))
        elif kind == "error":
            self.all[place] = replace(visit, error=str(event[3].get("message") or ""))


def step_places(events: Sequence[Event], begun: datetime) -> list[int]:
    """Where steps begin in a stored history: before a token of the queue acts, while no other is at work."""
    state, found = State(begun), []
    for number, event in enumerate(events):
        if event[0] in STEPS and not any(token.state is ACTIVE for token in state.tokens.values()):
            found.append(number)
        APPLY[event[0]](state, event)
    return found


def _text(value: object) -> str | None:
    return None if value is None else str(value)
