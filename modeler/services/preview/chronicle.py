"""What a Request has done so far, told step by step; it grows with the history, and is read up to any point of it."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from engine.runtime.request import Request
from engine.runtime.state import Event
from engine.runtime.trace import CLOCK, PATH_KINDS, fields_of
from modeler.services.preview.message_ways import MessageWays
from modeler.services.preview.standing import MessageWay, Moment, Printed

_KINDS: Mapping[str, str] = {
    "entered": "entered",
    "fired": "entered",
    "happened": "event",
    "failed": "failed",
    "closing": "canceled",
    "posted": "message",
    "resumed": "went on",
    "ticked": "time",
    "edited": "data",
    "looped": "repeats",
    "waiting": "waits",
    "assigned": "given",
    "removed": "removed",
    "created": "moved",
}
_ORDER = tuple(_KINDS)


class Chronicle:
    """The story of one Request; call `follow` after it has moved."""

    def __init__(self) -> None:
        self._read = 0
        self._now: datetime | None = None
        self._places: dict[int, int] = {}
        self._path: list[tuple[int, str]] = []
        self._flows: list[tuple[int, str]] = []
        self._moments: list[Moment] = []
        self._messages = MessageWays()
        self._printed: list[Printed] = []

    def follow(self, request: Request) -> None:
        """Read what has happened since the last time."""
        events, marks = request.events, request.marks
        self._now = self._now or request.begun
        done = len(self._moments)
        for number in range(done, len(marks)):
            end = marks[number + 1] if number + 1 < len(marks) else len(events)
            self._skip_to(request, events, marks[number])
            told = self._told(request, events[self._read : end])
            self._skip_to(request, events, end)
            self._moments.append(replace(told, messages=self._messages.between(marks[number], end)))

    def is_told(self, request: Request) -> bool:
        """Whether nothing has happened since the last time."""
        return self._read == len(request.events)

    def path(self, position: int) -> tuple[str, ...]:
        """The elements that were entered before a position of the history."""
        return tuple(element for _, element in self._path[: _up_to(self._path, position)])

    def flows(self, position: int) -> frozenset[str]:
        """The flows that were taken before a position."""
        return frozenset(flow for _, flow in self._flows[: _up_to(self._flows, position)])

    def messages(self, position: int) -> frozenset[MessageWay]:
        """The ways of the messages that had arrived before a position."""
        return self._messages.until(position)

    def printed(self, position: int) -> tuple[Printed, ...]:
        """What scripts had printed before a position."""
        return tuple(self._printed[: bisect_left(self._printed, position, key=lambda each: each.position)])

    @property
    def moments(self) -> tuple[Moment, ...]:
        """One for each step."""
        return tuple(self._moments)

    def _skip_to(self, request: Request, events: Sequence[Event], end: int) -> None:
        for position in range(self._read, end):
            self._note(request, position, events[position])
        self._read = max(self._read, end)

    def _note(self, request: Request, position: int, event: Event) -> None:
        kind, graph = event[0], request.graph
        self._messages.read(graph, position, event)
        assert self._now is not None
        if kind in CLOCK:
            self._now = event[1]
        elif kind in PATH_KINDS:
            self._path.append((position, graph.nodes[event[2]].id))
        named = dict(zip(fields_of(kind), event[1:], strict=True))
        if kind == "called":
            self._note_printed(request, position, event)
        flow, token, node = named.get("flow"), named.get("token"), named.get("node")
        if kind in ("moved", "created") and isinstance(flow, int) and flow >= 0:
            self._flows.append((position, graph.flows[flow].id))
        if kind != "armed" and isinstance(token, int) and isinstance(node, int) and node >= 0:
            self._places[token] = node

    def _note_printed(self, request: Request, position: int, event: Event) -> None:
        text, element = event[3].get("printed"), self._element(request, event)
        if text and element is not None and self._now is not None:
            self._printed.append(Printed(position, element, str(text), self._now))

    def _told(self, request: Request, events: Sequence[Event]) -> Moment:
        assert self._now is not None
        telling = min((event for event in events if event[0] in _KINDS), key=_weight, default=("",))
        element = self._element(request, telling)
        flows = tuple(
            request.graph.flows[flow].id
            for event in events
            if event[0] in ("moved", "created") and (flow := event[2] if event[0] == "moved" else event[4]) >= 0
        )
        kind = _KINDS.get(telling[0], "went on")
        if kind == "removed" and len(telling) > 2 and str(telling[2]).startswith("moved"):
            kind = "moved"
        return Moment(element, kind, self._now, flows)

    def _element(self, request: Request, event: Event) -> str | None:
        named = dict(zip(fields_of(event[0]), event[1:], strict=False)) if event[0] else {}
        node, token = named.get("node"), named.get("token")
        if not isinstance(node, int):
            node = self._places.get(token) if isinstance(token, int) else None
        return request.graph.nodes[node].id if isinstance(node, int) and node >= 0 else None


def _weight(event: Event) -> int:
    return _ORDER.index(event[0])


def _up_to(entries: Sequence[tuple[int, str]], position: int) -> int:
    return bisect_left(entries, position, key=lambda entry: entry[0])
