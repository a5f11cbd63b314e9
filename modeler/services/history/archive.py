"""The history of runs on disk: stored bit by bit while they happen, listed, searched, named, kept and deleted.

    archive = RunArchive(profile)
    archive.store(taken, place)                       # again and again while the run goes on
    for head in archive.heads(place.key, "desk"):
        archive.load(head.id)

Each call is one transaction, and may raise `HistoryError`. A run that is stored again adds its newest events only.
"""

from __future__ import annotations

import json
import sqlite3
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from itertools import islice

from connectors.sdk.values import as_list, as_object, as_text
from modeler.services.history.database import HistoryDatabase
from modeler.services.history.rows import (
    DeletedRun,
    HistoryError,
    Limits,
    Place,
    RunDetails,
    RunHead,
    RunRecord,
    StoredEffect,
    StoredFile,
    StoredModel,
    TakenRun,
    Usage,
)
from modeler.services.profile import Profile

FOLDER = "history"
LINES_AT_ONCE = 2_000
LONGEST_NAME = 200
LONGEST_SPAN = 1e11
LARGEST = 100_000_000
"""How many bytes one packed piece may hold when it is read again."""
HEAD = (
    "id", "name", "is_kept", "is_live", "status", "born", "real", "virtual", "steps", "effects", "process", "start",
    "start_name", "summary", "problem", "model", "place", "parent", "at_step",
)  # fmt: skip
CHANGING = ("status", "real", "virtual", "steps", "effects", "summary", "problem", "start", "start_name")
FOUND = "(instr(words, ?) OR instr(folded, ?))"

TOO_MANY = """
WITH last_uses AS (SELECT model, MAX(run) AS run FROM uses GROUP BY model),
     processes AS (SELECT run, SUM(LENGTH(content)) AS bytes FROM last_uses JOIN models ON hash = model GROUP BY run)
SELECT number FROM (
    SELECT number, is_kept, born, SUM(size + COALESCE(bytes, 0)) OVER newer AS total, ROW_NUMBER() OVER newer AS place
    FROM runs LEFT JOIN processes ON run = number WINDOW newer AS (ORDER BY number DESC))
WHERE NOT is_kept AND number <> ? AND (total > ? OR place > ? OR born < ?)
"""
"""The runs that have to go. A process counts with the newest run that needs it."""

OF_RUN = "WHERE run = (SELECT number FROM runs WHERE id = ?)"
WHOLE = {
    "models": f"SELECT * FROM models WHERE hash IN (SELECT model FROM uses {OF_RUN})",
    "runs": "SELECT * FROM runs WHERE id = ?",
    **{table: f"SELECT * FROM {table} {OF_RUN}" for table in ("uses", "events", "effects", "files")},
}
"""Everything of a run, in an order in which it can be put back."""


class RunArchive:
    """All runs of one user."""

    def __init__(
        self,
        profile: Profile,
        limits: Callable[[], Limits] = Limits,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._database = HistoryDatabase(profile.folder / FOLDER)
        self._limits, self._now = limits, now

    def take_notice(self) -> str:
        """What happened to a file that could not be used, to be told once; or nothing."""
        return self._database.take_notice()

    # Storing ------------------------------------------------------------------------------------------------------

    def store(self, run: TakenRun, place: Place | None) -> None:
        """Put down how a run stands; without a place only where it is known already."""
        if self._database.write(lambda connection: self._put(connection, run, place)):
            self._database.shrink()

    def _put(self, connection: sqlite3.Connection, run: TakenRun, place: Place | None) -> bool:
        """Whether older runs had to go for it."""
        number = _number(connection, run.head.id)
        if number is None and place is None:
            return False
        is_new = number is None
        if number is None:
            assert place is not None
            number = self._insert(connection, run, place)
        self._update(connection, run, number)
        self._add_events(connection, run, number)
        _add_effects(connection, run.effects, number)
        _add_files(connection, run.files, number)
        _add_models(connection, run.models, number)
        connection.execute("UPDATE runs SET size = ? WHERE number = ?", (_size(connection, number), number))
        return is_new and self._prune(connection, number)

    def _insert(self, connection: sqlite3.Connection, run: TakenRun, place: Place) -> int:
        head = run.head
        facts = {
            "id": head.id, "place": place.key, "path": place.path, "title": place.title, "is_live": head.is_live,
            "born": head.born.isoformat(), "process": head.process, "model": head.model, "parent": head.parent,
            "at_step": head.at_step, "details": b"", "words": "", **_changing(head),
        }  # fmt: skip
        names = ", ".join(facts)
        values = ", ".join("?" * len(facts))
        row = connection.execute(f"INSERT INTO runs ({names}) VALUES ({values})", tuple(facts.values()))
        return int(row.lastrowid or 0)

    def _update(self, connection: sqlite3.Connection, run: TakenRun, number: int) -> None:
        facts = {
            **_changing(run.head),
            "details": _packed(json.dumps(asdict(run.details), default=str)),
            "words": run.words,
        }
        names = ", ".join(f"{name} = ?" for name in facts)
        connection.execute(f"UPDATE runs SET {names} WHERE number = ?", (*facts.values(), number))

    def _add_events(self, connection: sqlite3.Connection, run: TakenRun, number: int) -> None:
        row = connection.execute("SELECT COALESCE(MAX(number + count), 0) FROM events WHERE run = ?", (number,))
        known = int(row.fetchone()[0])
        for lines in _portions(run.lines(known)):
            packed = _packed("".join(lines))
            connection.execute("INSERT INTO events VALUES (?, ?, ?, ?)", (number, known, len(lines), packed))
            known += len(lines)

    def _prune(self, connection: sqlite3.Connection, newest: int) -> bool:
        """Let the oldest runs go that are too many, too large or too old and that nobody wants kept."""
        found = self._beyond(connection, newest)
        connection.executemany("DELETE FROM runs WHERE number = ?", found)
        if found:
            _drop_models(connection)
        return bool(found)

    def _beyond(self, connection: sqlite3.Connection, newest: int = 0) -> list[tuple[int]]:
        limits = self._limits()
        oldest = (self._now() - timedelta(days=limits.days)).isoformat()
        return connection.execute(TOO_MANY, (newest, limits.bytes, limits.runs, oldest)).fetchall()

    def usage(self) -> Usage:
        """How much there is of all documents, and what of it the limits let go."""

        def look(connection: sqlite3.Connection) -> Usage:
            runs, size = connection.execute("SELECT COUNT(*), COALESCE(SUM(size), 0) FROM runs").fetchone()
            models = connection.execute("SELECT COALESCE(SUM(LENGTH(content)), 0) FROM models").fetchone()[0]
            return Usage(runs, size + models, len(self._beyond(connection)))

        return self._database.read(look)

    # Listing ------------------------------------------------------------------------------------------------------

    def count(self, place: str, text: str = "") -> int:
        """How many runs of a document there are in which each word of a text is found."""
        where, values = _where(place, text)
        query = f"SELECT COUNT(*) FROM runs WHERE {where}"
        return self._database.read(lambda connection: int(connection.execute(query, values).fetchone()[0]))

    def heads(self, place: str, text: str = "", first: int = 0, count: int = 100) -> list[RunHead]:
        """Some of these runs, the newest first."""
        where, values = _where(place, text)
        query = f"SELECT {', '.join(HEAD)} FROM runs WHERE {where} ORDER BY number DESC LIMIT ? OFFSET ?"
        rows = self._database.read(lambda connection: connection.execute(query, (*values, count, first)).fetchall())
        return [_head(row) for row in rows]

    def row_of(self, id: str, place: str, text: str = "") -> int | None:
        """In which row of these runs one stands; None where it is not among them."""
        where, values = _where(place, text)

        def find(connection: sqlite3.Connection) -> int | None:
            number = _number(connection, id)
            if number is None:
                return None
            query = f"SELECT COUNT(*), MIN(number) FROM runs WHERE {where} AND number >= ?"
            newer, last = connection.execute(query, (*values, number)).fetchone()
            return newer - 1 if last == number else None

        return self._database.read(find)

    def head(self, id: str) -> RunHead | None:
        """One run, None where it is not there any more."""
        query = f"SELECT {', '.join(HEAD)} FROM runs WHERE id = ?"
        row = self._database.read(lambda connection: connection.execute(query, (id,)).fetchone())
        return _head(row) if row is not None else None

    def details(self, id: str) -> RunDetails:
        """How a run was started and what was done to it."""
        return _details(self._database.read(lambda connection: _details_of(connection, id)))

    def load(self, id: str) -> RunRecord:
        """All of a run."""
        return self._database.read(lambda connection: _load(connection, id))

    # Changing -----------------------------------------------------------------------------------------------------

    def rename(self, id: str, name: str) -> None:
        """Call a run by a name; an empty one takes it away."""
        short = " ".join(name.split())[:LONGEST_NAME]
        self._set("UPDATE runs SET name = ?, folded = ? WHERE id = ?", (short, short.casefold(), id))

    def keep(self, id: str, is_kept: bool) -> None:
        """Let a run stay however old it gets, or no longer."""
        self._set("UPDATE runs SET is_kept = ? WHERE id = ?", (is_kept, id))

    def delete(self, id: str) -> DeletedRun:
        """Forget one run; what is returned is all that is left of it, for `bring_back`."""

        def act(connection: sqlite3.Connection) -> DeletedRun:
            rows = {table: _rows(connection, query, id) for table, query in WHOLE.items()}
            connection.execute("DELETE FROM runs WHERE id = ?", (id,))
            _drop_models(connection)
            return DeletedRun(id, rows)

        deleted = self._database.write(act)
        self._database.shrink()
        return deleted

    def bring_back(self, run: DeletedRun) -> None:
        """Put a deleted run back where it was."""

        def act(connection: sqlite3.Connection) -> None:
            for table, rows in run.rows.items():
                for row in rows:
                    places = ", ".join("?" * len(row))
                    statement = f"INSERT OR IGNORE INTO {table} ({', '.join(row)}) VALUES ({places})"
                    connection.execute(statement, tuple(row.values()))

        self._database.write(act)

    def clear(self, place: str, also_kept: bool = False) -> None:
        """Forget the runs of a document, those that are kept only if wanted."""
        self._delete("DELETE FROM runs WHERE place = ? AND (? OR NOT is_kept)", (place, also_kept))

    def move(self, key: str, place: Place) -> None:
        """A document has got another place: its runs go with it."""
        values = (place.key, place.path, place.title, key)
        self._set("UPDATE runs SET place = ?, path = ?, title = ? WHERE place = ?", values)

    def _set(self, statement: str, values: Sequence[object]) -> None:
        self._database.write(lambda connection: connection.execute(statement, values))

    def _delete(self, statement: str, values: Sequence[object]) -> None:
        def act(connection: sqlite3.Connection) -> None:
            connection.execute(statement, values)
            _drop_models(connection)

        self._database.write(act)
        self._database.shrink()


# Rows -----------------------------------------------------------------------------------------------------------------


def _rows(connection: sqlite3.Connection, query: str, id: str) -> list[dict[str, object]]:
    found = connection.execute(query, (id,))
    names = [column[0] for column in found.description]
    return [dict(zip(names, row, strict=True)) for row in found]


def _where(place: str, text: str) -> tuple[str, tuple[str, ...]]:
    words = text.casefold().split()
    return " AND ".join(["place = ?", *[FOUND] * len(words)]), (place, *(word for word in words for _ in range(2)))


def _changing(head: RunHead) -> dict[str, object]:
    values = {name: getattr(head, name) for name in CHANGING}
    return {**values, "real": head.real.total_seconds(), "virtual": head.virtual.total_seconds()}


def _head(row: Sequence[object]) -> RunHead:
    facts = dict(zip(HEAD, row, strict=True))

    def text(name: str) -> str:
        return str(facts[name])

    return RunHead(
        text("id"), text("name"), bool(facts["is_kept"]), bool(facts["is_live"]), text("status"),
        _moment(facts["born"]), _span(facts["real"]), _span(facts["virtual"]), _whole(facts["steps"]),
        _whole(facts["effects"]), text("process"), text("start"), text("start_name"), text("summary"), text("problem"),
        text("model"), text("place"), text("parent"), _whole(facts["at_step"]),
    )  # fmt: skip


def _span(value: object) -> timedelta:
    return timedelta(seconds=min(max(float(value), 0.0), LONGEST_SPAN) if isinstance(value, int | float) else 0.0)


def _whole(value: object) -> int:
    return value if isinstance(value, int) else 0


def _moment(value: object) -> datetime:
    try:
        found = datetime.fromisoformat(str(value))
    except ValueError:
        return datetime.min.replace(tzinfo=UTC)
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def _number(connection: sqlite3.Connection, id: str) -> int | None:
    row = connection.execute("SELECT number FROM runs WHERE id = ?", (id,)).fetchone()
    return int(row[0]) if row is not None else None


def _size(connection: sqlite3.Connection, number: int) -> int:
    query = """
        SELECT (SELECT COALESCE(SUM(LENGTH(lines)), 0) FROM events WHERE run = :run)
             + (SELECT COALESCE(SUM(LENGTH(content) + LENGTH(facts)), 0) FROM effects WHERE run = :run)
             + (SELECT COALESCE(SUM(LENGTH(content) + LENGTH(facts)), 0) FROM files WHERE run = :run)
             + (SELECT LENGTH(details) + LENGTH(words) FROM runs WHERE number = :run)"""
    return int(connection.execute(query, {"run": number}).fetchone()[0])


# Parts ----------------------------------------------------------------------------------------------------------------


def _add_effects(connection: sqlite3.Connection, effects: Iterable[StoredEffect], number: int) -> None:
    row = connection.execute("SELECT COALESCE(MAX(number), -1) FROM effects WHERE run = ?", (number,)).fetchone()
    for effect in effects:
        if effect.number > row[0]:
            values = (number, effect.number, effect.facts, _packed(effect.content))
            connection.execute("INSERT INTO effects VALUES (?, ?, ?, ?)", values)


def _add_files(connection: sqlite3.Connection, files: Sequence[StoredFile], number: int) -> None:
    known = connection.execute("SELECT COUNT(*) FROM files WHERE run = ?", (number,)).fetchone()[0]
    for place, file in enumerate(files[known:], known):
        facts = {"name": file.name, "type": file.media_type, "size": file.size, "whole": file.is_whole}
        values = (number, place, file.position, json.dumps(facts), _packed(file.content))
        connection.execute("INSERT INTO files VALUES (?, ?, ?, ?, ?)", values)


def _file(position: object, facts: object, content: object) -> StoredFile:
    known = as_object(json.loads(str(facts)))
    name, kind = as_text(known.get("name")), as_text(known.get("type"))
    is_whole = known.get("whole") is True
    return StoredFile(_whole(position), name, kind, _whole(known.get("size")), is_whole, _unpacked(content))


def _add_models(connection: sqlite3.Connection, models: Iterable[StoredModel], number: int) -> None:
    for model in models:
        if connection.execute("SELECT 1 FROM models WHERE hash = ?", (model.hash,)).fetchone() is None:
            values = (model.hash, model.name, model.profile, _packed(model.content))
            connection.execute("INSERT INTO models VALUES (?, ?, ?, ?)", values)
        connection.execute("INSERT OR IGNORE INTO uses VALUES (?, ?)", (number, model.hash))


def _drop_models(connection: sqlite3.Connection) -> None:
    connection.execute("DELETE FROM models WHERE hash NOT IN (SELECT model FROM uses)")


def _load(connection: sqlite3.Connection, id: str) -> RunRecord:
    number = _number(connection, id)
    if number is None:
        raise HistoryError("This run is not there any more: it was deleted, or newer ones took its place.")
    row = connection.execute(f"SELECT {', '.join(HEAD)} FROM runs WHERE id = ?", (id,)).fetchone()
    head = _head(row)
    parts = connection.execute("SELECT lines FROM events WHERE run = ? ORDER BY number", (number,)).fetchall()
    effects = connection.execute("SELECT number, facts, content FROM effects WHERE run = ? ORDER BY number", (number,))
    files = connection.execute("SELECT position, facts, content FROM files WHERE run = ? ORDER BY number", (number,))
    query = "SELECT hash, content, name, profile FROM models JOIN uses ON model = hash WHERE run = ? ORDER BY hash"
    models = [
        StoredModel(str(hash), _unpacked(content), str(name), str(profile))
        for hash, content, name, profile in connection.execute(query, (number,))
    ]
    return RunRecord(
        head,
        _details(_details_of(connection, id)),
        b"".join(_unpacked(lines) for (lines,) in parts).decode("utf-8", "replace"),
        tuple(StoredEffect(place, str(facts), _unpacked(content)) for place, facts, content in effects),
        next((model for model in models if model.hash == head.model), None),
        tuple(model for model in models if model.hash != head.model),
        tuple(_file(*row) for row in files),
    )


def _details_of(connection: sqlite3.Connection, id: str) -> bytes:
    row = connection.execute("SELECT details FROM runs WHERE id = ?", (id,)).fetchone()
    if row is None:
        raise HistoryError("This run is not there any more: it was deleted, or newer ones took its place.")
    return row[0] if isinstance(row[0], bytes) else b""


def _details(packed: bytes) -> RunDetails:
    try:
        known = as_object(json.loads(_unpacked(packed)))
    except (ValueError, RecursionError) as error:
        raise HistoryError(f"This run cannot be read: {error}. Delete it.") from None
    start, clock, user, seed = known.get("start"), known.get("clock"), known.get("user"), known.get("seed")
    acts = [as_list(act) for act in as_list(known.get("acts"))]
    return RunDetails(
        as_object(known.get("data")),
        start if isinstance(start, str) else None,
        _whole(seed),
        clock if isinstance(clock, str) else None,
        user if isinstance(user, dict) else None,
        {element: as_object(pin) for element, pin in as_object(known.get("pins")).items()},
        tuple((_whole(act[0]), as_object(act[1])) for act in acts if len(act) == 2),
        tuple(mark for mark in as_list(known.get("marks")) if isinstance(mark, int)),
        tuple(as_object(file) for file in as_list(known.get("files"))),
    )


def _packed(content: str | bytes) -> bytes:
    raw = content.encode("utf-8", "surrogatepass") if isinstance(content, str) else content
    return zlib.compress(raw)


def _unpacked(content: object) -> bytes:
    """What was packed; raises `HistoryError` where it is damaged or grows without end."""
    try:
        unpacker = zlib.decompressobj()
        raw = unpacker.decompress(content if isinstance(content, bytes) else b"", LARGEST)
    except zlib.error as error:
        raise HistoryError(f"This run cannot be read: {error}. Delete it.") from None
    if not unpacker.eof:
        raise HistoryError("This run cannot be read: a part of it is cut off or too large. Delete it.")
    return raw


def _portions(lines: Iterable[str]) -> Iterator[list[str]]:
    rest = iter(lines)
    while portion := list(islice(rest, LINES_AT_ONCE)):
        yield portion
