"""A recorded trace as a Request again: the JSON lines of `json_lines`, read back on the same model.

    request = read_trace(graph, Path("run.jsonl").read_text())
    request.data, request.history.visits()

Lines of every earlier version are read; a test keeps recorded files. Values that JSON does not have, such as dates,
come back as what they were; in traces of version 1 they are the text in which they were written.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from engine.runtime.errors import RequestError
from engine.runtime.graph import ProcessGraph
from engine.runtime.handlers import Handlers
from engine.runtime.request import NO_FUNCTIONS, NO_HANDLERS, Functions, Request, resume
from engine.runtime.state import Event
from engine.runtime.trace import ID_FIELDS, TOLD_FIELDS, VERSION, fields_of
from engine.runtime.typed import revived

NEW_IDS: Mapping[str, str] = {
    "opened": "frame",
    "created": "token",
    "spawned": "token",
    "instance": "token",
    "armed": "watch",
    "posted": "message",
}
"""The events that make something new, and the field with its id: ids are numbers in the order of these."""
FIXED = frozenset(("n", "kind", "element", "token", "time"))


def read_trace(
    graph: ProcessGraph,
    text: str,
    handlers: Handlers = NO_HANDLERS,
    functions: Functions = NO_FUNCTIONS,
    marks: Sequence[int] | None = None,
) -> Request:
    """The Request of a trace, to look at, step back in, and go on with; raises `RequestError` with the line.

    `marks` as in `resume`; those behind the end of the trace are left out.
    """
    reader = _Reader(graph)
    entries = list(_entries(text))
    events = [reader.event(number, entry) for number, entry in entries]
    known = None if marks is None else [mark for mark in marks if 0 <= mark <= len(events)]
    return resume(graph, events, _begun(entries), handlers, reader.seed, functions, marks=known)


def _entries(text: str) -> Iterator[tuple[int, dict[str, Any]]]:
    hook = None
    for number, line in enumerate(text.splitlines(), 1):
        if line.strip():
            if number == 1 and _is_typed(line):
                hook = revived
            try:
                entry = json.loads(line, object_hook=hook)
            except (ValueError, RecursionError, LookupError, TypeError, ArithmeticError):
                entry = None
            if not isinstance(entry, dict):
                raise _wrong(number, "it is no JSON object")
            yield number, entry


def _is_typed(line: str) -> bool:
    """Whether the first line is of a version that tells the types of values."""
    try:
        return int(json.loads(line)["version"]) > 1
    except (ValueError, RecursionError, LookupError, TypeError):
        return False


def _begun(entries: list[tuple[int, dict[str, Any]]]) -> datetime:
    if not entries:
        raise RequestError("the trace is empty")
    number, first = entries[0]
    try:
        return datetime.fromisoformat(str(first.get("time")))
    except ValueError:
        raise _wrong(number, "it has no time") from None


def _wrong(number: int, why: str) -> RequestError:
    return RequestError(f"line {number} of the trace cannot be replayed: {why}")


class _Reader:
    """Turns names back into the places and numbers of the engine."""

    def __init__(self, graph: ProcessGraph) -> None:
        self.seed = 0
        self._graph = graph
        self._flows = {flow.id: flow.index for flow in graph.flows}
        self._scopes = {scope.id: scope.index for scope in graph.scopes}
        self._numbers: dict[str | None, int] = {None: 0}

    def event(self, number: int, entry: dict[str, Any]) -> Event:
        """The event of one line."""
        kind = str(entry.get("kind"))
        if len(self._numbers) == 1 and "version" in entry:
            self._take_version(number, entry)
        if kind in NEW_IDS:
            self._numbers[entry.get(NEW_IDS[kind])] = len(self._numbers)
        names = fields_of(kind)
        try:
            if names == TOLD_FIELDS:
                details = {name: value for name, value in entry.items() if name not in FIXED}
                return (kind, self._numbers[entry["token"]], self._node(entry["element"]), details)
            return (kind, *(self._value(kind, name, entry) for name in names))
        except (KeyError, ValueError, TypeError) as error:
            raise _wrong(number, f"{error} is not in this model or trace") from None

    def _take_version(self, number: int, entry: dict[str, Any]) -> None:
        if entry.pop("version") > VERSION:
            raise _wrong(number, "it was written by a newer version")
        self.seed = int(entry.pop("seed", 0))

    def _node(self, id: str | None) -> int:
        return -1 if id is None else self._graph.by_id[id]

    def _value(self, kind: str, name: str, entry: dict[str, Any]) -> object:
        value = entry["element" if name == "node" else name]
        if name in ID_FIELDS:
            return self._numbers[value]
        if name == "node":
            return self._node(value)
        if name == "flow":
            return -1 if value is None else self._flows[value]
        if name == "flows":
            return tuple(self._flows[each] for each in value)
        if name == "scope":
            return -1 if value is None else self._scopes[value]
        if name in ("due", "time"):
            return None if value is None else datetime.fromisoformat(value)
        return tuple(value) if (kind, name) in TUPLES else value


TUPLES = frozenset((("posted", "targets"), ("erased", "names")))
"""Fields that are lists in JSON and tuples in the history."""
