"""Waiting Requests on disk: an append-only history in SQLite, folded again when a Request is loaded.

    store = RequestStore(folder / "requests.sqlite")
    store.save("order-7", request)
    request = store.load("order-7", graph, handlers)

Each save is one durable transaction of what happened since the last one; after a kill the history is a prefix that was
saved. Histories are JSON with a version, never pickles.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from datetime import datetime
from pathlib import Path
from types import MappingProxyType

from engine.runtime.errors import RequestError
from engine.runtime.graph import ProcessGraph
from engine.runtime.handlers import Handlers
from engine.runtime.request import NO_FUNCTIONS, NO_HANDLERS, Functions, Request, resume
from engine.runtime.state import Event
from engine.runtime.typed import revived, to_json

VERSION = 2
TIME = "$time"
"""What version 1 wrote a time as."""
SCHEMA = """
CREATE TABLE IF NOT EXISTS requests (
    id TEXT PRIMARY KEY, version INTEGER NOT NULL, begun TEXT NOT NULL, seed INTEGER NOT NULL, process TEXT NOT NULL,
    status TEXT NOT NULL, due TEXT);
CREATE TABLE IF NOT EXISTS events (
    request TEXT NOT NULL, number INTEGER NOT NULL, body TEXT NOT NULL, PRIMARY KEY (request, number)) WITHOUT ROWID;
"""
TUPLES: Mapping[str, int] = MappingProxyType({"posted": 3, "awaiting": 3, "erased": 2})
"""Where in an event a list was a tuple."""


class RequestStore:
    """A file of Requests. One process writes at a time; each method is one transaction."""

    def __init__(self, path: Path) -> None:
        """Open or create the file; its folder must exist."""
        self._path = path
        with closing(self._connect()) as connection, connection:
            connection.executescript(SCHEMA)

    def _connect(self) -> sqlite3.Connection:
        connection = sqlite3.connect(self._path, timeout=10)
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=FULL")
        return connection

    def save(self, id: str, request: Request, also: Callable[[sqlite3.Connection], None] | None = None) -> None:
        """Store what happened since the last save; a history that was stepped back is cut first.

        `also` writes to tables of its own in the same transaction; where it raises, nothing is stored.
        """
        due = request.next_due.isoformat() if request.next_due else None
        row = (id, VERSION, request.begun.isoformat(), request.seed, request.graph.name, request.status, due)
        with closing(self._connect()) as connection, connection:
            if also is not None:
                also(connection)
            known = self._agreeing(connection, id, request.events)
            connection.execute("DELETE FROM events WHERE request = ? AND number >= ?", (id, known))
            connection.execute("INSERT OR REPLACE INTO requests VALUES (?, ?, ?, ?, ?, ?, ?)", row)
            connection.executemany(
                "INSERT INTO events VALUES (?, ?, ?)",
                [(id, number, encode(event)) for number, event in enumerate(request.events) if number >= known],
            )

    def _agreeing(self, connection: sqlite3.Connection, id: str, events: Sequence[Event]) -> int:
        """How many stored events are still the beginning of the history."""
        stored = connection.execute("SELECT body FROM events WHERE request = ? ORDER BY number", (id,)).fetchall()
        agreeing = 0
        for (body,), event in zip(stored, events, strict=False):
            if body != encode(event):
                break
            agreeing += 1
        return agreeing

    def load(
        self, id: str, graph: ProcessGraph, handlers: Handlers = NO_HANDLERS, functions: Functions = NO_FUNCTIONS
    ) -> Request:
        """The Request as it was saved, on the same model; raises `RequestError` where there is none."""
        with closing(self._connect()) as connection:
            row = connection.execute("SELECT version, begun, seed FROM requests WHERE id = ?", (id,)).fetchone()
            bodies = connection.execute("SELECT body FROM events WHERE request = ? ORDER BY number", (id,)).fetchall()
        if row is None:
            raise RequestError(f'there is no stored Request "{id}"')
        version, begun, seed = row
        if version > VERSION:
            raise RequestError(f'the Request "{id}" was stored by a newer version')
        events = [decode(body, version) for (body,) in bodies]
        return resume(graph, events, datetime.fromisoformat(begun), handlers, seed, functions)

    def length(self, id: str, within: sqlite3.Connection | None = None) -> int:
        """How many events of a Request are stored, also as a transaction of `save` sees it; 0 where there is none."""
        query = "SELECT COUNT(*) FROM events WHERE request = ?"
        if within is not None:
            return int(within.execute(query, (id,)).fetchone()[0])
        with closing(self._connect()) as connection:
            return int(connection.execute(query, (id,)).fetchone()[0])

    def list(self) -> dict[str, str]:
        """The ids of all stored Requests with their status."""
        with closing(self._connect()) as connection:
            return dict(connection.execute("SELECT id, status FROM requests ORDER BY id").fetchall())

    def due(self, moment: datetime) -> Sequence[str]:
        """The Requests with a timer that is due at a moment, the earliest first."""
        with closing(self._connect()) as connection:
            rows = connection.execute("SELECT id, due FROM requests WHERE due IS NOT NULL").fetchall()
        found = [(datetime.fromisoformat(due), id) for id, due in rows if datetime.fromisoformat(due) <= moment]
        return [id for _, id in sorted(found)]

    def delete(self, id: str) -> None:
        """Forget a Request."""
        with closing(self._connect()) as connection, connection:
            connection.execute("DELETE FROM events WHERE request = ?", (id,))
            connection.execute("DELETE FROM requests WHERE id = ?", (id,))


def encode(event: Event) -> str:
    """An event as one line of JSON."""
    return to_json(event, _refused, separators=(",", ":"))


def _refused(value: object) -> object:
    raise TypeError(f"{type(value).__name__} is no JSON value")


def decode(body: str, version: int = VERSION) -> Event:
    """The event of a line of JSON."""
    event = json.loads(body, object_hook=_first_version if version == 1 else revived)
    place = TUPLES.get(event[0])
    if place is not None:
        event[place] = _tuple(event[place])
    return tuple(event)


def _first_version(entry: dict[str, object]) -> object:
    if len(entry) == 1 and TIME in entry:
        return datetime.fromisoformat(str(entry[TIME]))
    return entry


def _tuple(value: object) -> object:
    return tuple(map(_tuple, value)) if isinstance(value, list) else value
