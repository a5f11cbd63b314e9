"""The trace: what happened to a Request, in order, as JSON lines that are the same for the same seed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import blake2b
from types import MappingProxyType
from typing import Any

from engine.runtime.graph import ProcessGraph
from engine.runtime.state import Event
from engine.runtime.typed import to_json

VERSION = 4
CLOCK = frozenset(("ticked", "passed"))
"""What moves the time of a Request: somebody who waits for it, or a call that took long."""
"""2 tells the types of values; 3 names the element at which a token is, also after an event beside it was armed.

4 tells the keys of messages that are waited for, and how far a token has come that an incident stops at an event.
"""
PATH_KINDS = frozenset(("entered", "fired", "happened"))
_FIELDS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "opened": ("frame", "scope", "as", "parent", "host", "data"),
        "closed": ("frame",),
        "collected": ("frame", "round", "value"),
        "created": ("token", "node", "frame", "flow"),
        "spawned": ("token", "node", "frame"),
        "instance": ("token", "node", "frame"),
        "entered": ("token", "node"),
        "arrived": ("token",),
        "fired": ("token", "node"),
        "happened": ("token", "node"),
        "moved": ("token", "flow", "node"),
        "redirected": ("token", "node"),
        "waiting": ("token", "reason"),
        "holding": ("token",),
        "looped": ("token", "node"),
        "completing": ("token",),
        "resumed": ("token",),
        "failed": ("token",),
        "kept": ("token", "what", "data"),
        "retried": ("token", "attempt"),
        "removed": ("token", "reason"),
        "written": ("frame", "data"),
        "erased": ("frame", "names"),
        "armed": ("watch", "node", "trigger", "token", "frame", "due", "rounds"),
        "named": ("watch", "name"),
        "keyed": ("watch", "key"),
        "disarmed": ("watch",),
        "ticked": ("time",),
        "passed": ("time",),
        "finished": ("frame", "node", "inside"),
        "undone": ("frame", "node"),
        "awaiting": ("frame", "node", "flows"),
        "absorbed": ("token", "flow"),
        "reset": ("frame", "node"),
        "posted": ("message", "name", "targets", "data", "key"),
        "taken": ("message",),
        "correlated": ("frame", "key", "values"),
        "closing": ("status",),
        "changed": (),
        "noticed": (),
    }
)
ID_FIELDS = ("frame", "parent", "host", "watch", "message", "token")
"""Fields that hold an id of the engine: a number in the history, a name made from seed and number in the trace."""
TIMES = ("due", "time")
"""Fields that are times wherever they are."""
TOLD_FIELDS = ("token", "node", "details")


def fields_of(kind: str) -> tuple[str, ...]:
    """The names of what stands in an event of a history after its kind."""
    return _FIELDS.get(kind, TOLD_FIELDS)


@dataclass(frozen=True, slots=True)
class TraceEvent:
    """One event: its place in the order, its kind, the element it is about, the virtual time, and the rest."""

    number: int
    kind: str
    element: str | None
    token: str | None
    time: datetime
    details: Mapping[str, object]

    def as_dict(self) -> dict[str, object]:
        """Plain values, the details last."""
        fixed = {"n": self.number, "kind": self.kind, "element": self.element, "token": self.token}
        times = {name: value for name in TIMES if isinstance(value := self.details.get(name), datetime)}
        told = {name: value.isoformat() for name, value in times.items()}
        return {**fixed, "time": self.time.isoformat(), **self.details, **told}


def seeded_id(seed: int, number: int = 0) -> str:
    """The name of a token, frame, watch or message in traces; without a number that of the Request itself.

    The same for the same seed, and different for Requests with different seeds, so that traces can be put together.
    """
    return blake2b(f"{seed}/{number}".encode(), digest_size=6).hexdigest()


def trace_events(
    events: Iterable[Event], graph: ProcessGraph, start: datetime, seed: int = 0, first: int = 0
) -> Iterator[TraceEvent]:
    """The events of a history with names in place of indexes, and ids that derive from the seed.

    The first one tells the version of the form and the seed; `first` leaves out those before it.
    """
    places: dict[int, int] = {}
    now = start
    for number, event in enumerate(events):
        if number < first:
            now = _pass_over(event, places, now)
            continue
        fields = dict(zip(fields_of(event[0]), event[1:], strict=True))
        token = fields.pop("token", None)
        node = fields.pop("node", None)
        if event[0] in CLOCK:
            now = event[1]
        if isinstance(node, int):
            if isinstance(token, int) and event[0] != "armed":
                places[token] = node
        elif isinstance(token, int):
            node = places.get(token)
        element = graph.nodes[node].id if isinstance(node, int) and node >= 0 else None
        for field in ID_FIELDS:
            if isinstance(fields.get(field), int):
                fields[field] = seeded_id(seed, fields[field]) if fields[field] else None
        named = seeded_id(seed, token) if token else None
        readable = _readable(event[0], fields, graph)
        details = readable if number else {"version": VERSION, "seed": seed, **readable}
        yield TraceEvent(number, event[0], element, named, now, details)


def _pass_over(event: Event, places: dict[int, int], now: datetime) -> datetime:
    """What a later event needs to know of one that is not told: where its token is, and the time."""
    if event[0] in CLOCK:
        moment: datetime = event[1]
        return moment
    token, node = _ENDS.get(event[0], (1, 2))
    if token and node and isinstance(event[token], int) and isinstance(event[node], int):
        places[event[token]] = event[node]
    return now


def _place(kind: str, name: str) -> int:
    """Where a field stands in an event of a kind, 0 where it has none."""
    return _FIELDS[kind].index(name) + 1 if name in _FIELDS[kind] and kind != "armed" else 0


_ENDS: Mapping[str, tuple[int, int]] = MappingProxyType(
    {kind: (_place(kind, "token"), _place(kind, "node")) for kind in _FIELDS}
)


def _readable(kind: str, fields: dict[str, Any], graph: ProcessGraph) -> dict[str, object]:
    if isinstance(flow := fields.get("flow"), int):
        fields["flow"] = graph.flows[flow].id if flow >= 0 else None
    if isinstance(flows := fields.get("flows"), tuple):
        fields["flows"] = [graph.flows[each].id for each in flows]
    if kind == "opened" and isinstance(scope := fields["scope"], int):
        fields["scope"] = graph.scopes[scope].id if scope >= 0 else None
    details = fields.pop("details", None)
    return {**fields, **details} if isinstance(details, Mapping) else fields


def json_lines(events: Iterable[TraceEvent]) -> str:
    """One JSON object a line, keys in a fixed order; what JSON lacks says its type, see `engine.runtime.typed`."""
    return "".join(to_json(event.as_dict(), str) + "\n" for event in events)
