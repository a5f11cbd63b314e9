"""What live runs send, at most once: a durable list of every mail and call that changes something.

    ledger = Ledger(profile.folder / "sending.sqlite", now)
    kept = ledger.begin(sending)         # raises InDoubtError; an answer: it was sent before
    ...                                  # only now the connection is opened
    ledger.sent(sending.key, answer)     # or failed, or doubtful

A row is `prepared`, `sending`, then `sent` or `failed`. Each state is on the disk before the next thing happens, so
that after a crash nothing is guessed: what was `sending` is in doubt, and a person says whether it arrived.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Literal

from modeler.services.storage.processes import Process, this_process

State = Literal["prepared", "sending", "sent", "failed", "doubt", "told"]
CRASHED = "The program ended while it was being sent."
SCHEMA = """
CREATE TABLE IF NOT EXISTS sends (
    key TEXT PRIMARY KEY, run TEXT NOT NULL, element TEXT NOT NULL, kind TEXT NOT NULL, title TEXT NOT NULL,
    target TEXT NOT NULL, recipients TEXT NOT NULL, at TEXT NOT NULL, state TEXT NOT NULL, owner TEXT NOT NULL,
    answer TEXT, reason TEXT NOT NULL DEFAULT '');
CREATE INDEX IF NOT EXISTS sends_by_run ON sends (run, element);
"""
_COLUMNS = "key, run, element, kind, title, target, recipients, at, state, reason"


@dataclass(frozen=True, slots=True)
class Sending:
    """One thing to send: which element of which run, what it is and where it goes."""

    key: str
    run: str
    element: str
    kind: str
    title: str
    target: str
    recipients: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Sent:
    """A row of the list, for people to look at."""

    sending: Sending
    at: datetime
    state: State
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Kept:
    """It was sent before: what was answered then, where that is known."""

    answer: str | None = None


class InDoubtError(Exception):
    """Nobody knows whether this was sent; somebody must say so before anything more of its element is sent."""

    def __init__(self, sending: Sending, reason: str = "") -> None:
        super().__init__(
            f"“{sending.title}” to {sending.target} may have been sent already. Look there, then choose "
            f"“Mark as sent” or “Send again” in the outbox.{' ' + reason if reason else ''}"
        )
        self.sending = sending


def key_of(run: str, element: str, counter: int, kind: str, number: int) -> str:
    """The same for every attempt at the same thing of the same Request."""
    return sha256(f"{run}\n{element}\n{counter}\n{kind}\n{number}".encode()).hexdigest()[:32]


class Ledger:
    """The list in a file; each method is one durable transaction."""

    def __init__(self, path: Path, now: Callable[[], datetime]) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._path = path
        self._now = now
        self._owner = json.dumps(this_process().as_json())
        with self._reading() as connection:
            connection.executescript(SCHEMA)

    def begin(self, sending: Sending) -> Kept | None:
        """Put it on the list, first as prepared, then as being sent; an answer when it was sent before.

        Raises `InDoubtError`.
        """
        with self._writing() as connection:
            kept = self._earlier(connection, sending)
            if kept is not None:
                return kept
            self._put(connection, sending, "prepared")
        with self._writing() as connection:
            self._set(connection, sending.key, "sending")
        return None

    def sent(self, key: str, answer: str | None = None, reason: str = "") -> None:
        """It arrived."""
        with self._writing() as connection:
            self._set(connection, key, "sent", reason)
            connection.execute("UPDATE sends SET answer = ? WHERE key = ?", (answer, key))

    def failed(self, key: str, reason: str) -> None:
        """It surely did not arrive."""
        with self._writing() as connection:
            self._set(connection, key, "failed", reason)

    def doubtful(self, key: str, reason: str) -> None:
        """Nobody knows."""
        with self._writing() as connection:
            self._set(connection, key, "doubt", reason)

    def noted(self, sending: Sending, state: State, reason: str = "") -> None:
        """Put something on the list that is over already, and that nobody has to be asked about."""
        with self._writing() as connection:
            self._put(connection, sending, state)
            self._set(connection, sending.key, state, reason)

    def in_doubt(self, run: str | None = None) -> list[Sent]:
        """What somebody has to be asked about; what a dead process was sending is now among it."""
        self._note_the_dead()
        return [each for each in self.rows(run) if each.state == "doubt"]

    def settle(self, key: str, was_sent: bool) -> None:
        """Somebody looked and says whether it arrived; only what is in doubt is changed."""
        state: State = "told" if was_sent else "failed"
        with self._writing() as connection:
            connection.execute("UPDATE sends SET state = ? WHERE key = ? AND state = 'doubt'", (state, key))

    def rows(self, run: str | None = None) -> list[Sent]:
        """Everything that was sent or tried, oldest first."""
        with self._reading() as connection:
            found = connection.execute(f"SELECT {_COLUMNS} FROM sends ORDER BY at, rowid").fetchall()
        return [_row(row) for row in found if run is None or row[1] == run]

    def forget(self, run: str) -> None:
        """A run that is over: its rows go, but for those in doubt."""
        with self._writing() as connection:
            connection.execute("DELETE FROM sends WHERE run = ? AND state NOT IN ('doubt', 'sending')", (run,))

    def _earlier(self, connection: sqlite3.Connection, sending: Sending) -> Kept | None:
        self._mark_the_dead(connection)
        rows = connection.execute(
            f"SELECT {_COLUMNS}, answer FROM sends WHERE run = ? AND element = ?", (sending.run, sending.element)
        ).fetchall()
        for *row, answer in rows:
            known = _row(row)
            if known.state in ("doubt", "sending") and known.sending.kind == sending.kind:
                raise InDoubtError(known.sending, known.reason)
            if known.sending.key == sending.key and known.state in ("sent", "told"):
                return Kept(answer)
        told = next((row for row in rows if row[8] == "told" and row[3] == sending.kind), None)
        if told is None:
            return None
        connection.execute("UPDATE sends SET key = ?, state = 'sent' WHERE key = ?", (sending.key, told[0]))
        return Kept()

    def _put(self, connection: sqlite3.Connection, sending: Sending, state: State) -> None:
        connection.execute(
            "INSERT OR REPLACE INTO sends VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, NULL, '')",
            (
                sending.key, sending.run, sending.element, sending.kind, sending.title, sending.target,
                json.dumps(sending.recipients), self._now().isoformat(), state, self._owner,
            ),
        )  # fmt: skip

    def _set(self, connection: sqlite3.Connection, key: str, state: State, reason: str = "") -> None:
        connection.execute("UPDATE sends SET state = ?, reason = ? WHERE key = ?", (state, reason, key))

    def _note_the_dead(self) -> None:
        with self._writing() as connection:
            self._mark_the_dead(connection)

    def _mark_the_dead(self, connection: sqlite3.Connection) -> None:
        """What was being sent by a process that is gone is in doubt."""
        for key, owner in connection.execute("SELECT key, owner FROM sends WHERE state = 'sending'").fetchall():
            process = Process.from_json(json.loads(owner))
            if process is None or not process.is_alive():
                self._set(connection, key, "doubt", CRASHED)

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        with closing(self._open()) as connection, connection:
            connection.execute("BEGIN IMMEDIATE")
            yield connection

    @contextmanager
    def _reading(self) -> Iterator[sqlite3.Connection]:
        with closing(self._open()) as connection:
            yield connection

    def _open(self) -> sqlite3.Connection:
        connection = sqlite3.connect(self._path, timeout=10, isolation_level=None)
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=FULL")
        return connection


def _row(row: tuple[str, ...] | list[str]) -> Sent:
    key, run, element, kind, title, target, recipients, at, state, reason = row
    sending = Sending(key, run, element, kind, title, target, tuple(json.loads(recipients)))
    return Sent(sending, datetime.fromisoformat(at), state, reason)  # type: ignore[arg-type]  # one of ours
