"""The file of the history: opened for one piece of work at a time, made anew where it is broken.

A file that is damaged, or that a newer version wrote, is moved aside and told of once; what is recorded next goes into
a new one. Several windows may work with the file at once, and a process that is killed leaves what it had committed.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import TypeVar

from modeler.services.history.rows import HistoryError

T = TypeVar("T")
VERSION = 1
FILE = "runs.sqlite"
BESIDE = ("", "-wal", "-shm")
"""The endings of the files of one database."""
PATIENCE = 10.0
BROKEN = frozenset((sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_ERROR, sqlite3.SQLITE_MISMATCH))
SCHEMA = """
CREATE TABLE models (hash TEXT PRIMARY KEY, name TEXT NOT NULL, profile TEXT NOT NULL, content BLOB NOT NULL);
CREATE TABLE runs (
    number INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, place TEXT NOT NULL, path TEXT NOT NULL,
    title TEXT NOT NULL, name TEXT NOT NULL DEFAULT '', is_kept INTEGER NOT NULL DEFAULT 0, is_live INTEGER NOT NULL,
    status TEXT NOT NULL, born TEXT NOT NULL, real REAL NOT NULL, virtual REAL NOT NULL, steps INTEGER NOT NULL,
    effects INTEGER NOT NULL, process TEXT NOT NULL, start TEXT NOT NULL, start_name TEXT NOT NULL,
    summary TEXT NOT NULL, problem TEXT NOT NULL, model TEXT NOT NULL, parent TEXT NOT NULL, at_step INTEGER NOT NULL,
    size INTEGER NOT NULL DEFAULT 0, folded TEXT NOT NULL DEFAULT '', details BLOB NOT NULL, words TEXT NOT NULL);
CREATE INDEX runs_of_place ON runs (place, number);
CREATE TABLE uses (
    run INTEGER NOT NULL REFERENCES runs ON DELETE CASCADE, model TEXT NOT NULL, PRIMARY KEY (run, model)
) WITHOUT ROWID;
CREATE INDEX uses_of_model ON uses (model);
CREATE TABLE events (
    run INTEGER NOT NULL REFERENCES runs ON DELETE CASCADE, number INTEGER NOT NULL, count INTEGER NOT NULL,
    lines BLOB NOT NULL, PRIMARY KEY (run, number));
CREATE TABLE effects (
    run INTEGER NOT NULL REFERENCES runs ON DELETE CASCADE, number INTEGER NOT NULL, facts TEXT NOT NULL,
    content BLOB NOT NULL, PRIMARY KEY (run, number));
"""
FILES = """
CREATE TABLE IF NOT EXISTS files (
    run INTEGER NOT NULL REFERENCES runs ON DELETE CASCADE, number INTEGER NOT NULL, position INTEGER NOT NULL,
    facts TEXT NOT NULL, content BLOB NOT NULL, PRIMARY KEY (run, number))
"""
"""Added later: a version that does not know it leaves it as it is."""
SHAPE = (
    "SELECT number, id, place, name, is_kept, status, born, size, folded, details, words FROM runs LIMIT 0",
    "SELECT run, number, count, lines FROM events LIMIT 0",
    "SELECT run, number, facts, content FROM effects LIMIT 0",
    "SELECT run, model FROM uses LIMIT 0",
    "SELECT run, number, position, facts, content FROM files LIMIT 0",
    "SELECT hash, name, profile, content FROM models LIMIT 0",
)


class NewerError(sqlite3.DatabaseError):
    """The file was written by a newer version."""


class HistoryDatabase:
    """One file; every method may be called from any thread."""

    def __init__(self, folder: Path, patience: float = PATIENCE) -> None:
        self.file = folder / FILE
        self.notice = ""
        """What happened to a file that could not be used, until somebody has told it."""
        self._patience = patience
        self._checked: int | None = None

    def take_notice(self) -> str:
        """What is to be told once, or nothing."""
        notice, self.notice = self.notice, ""
        return notice

    def read(self, act: Callable[[sqlite3.Connection], T]) -> T:
        """What `act` finds, all of one moment. Raises `HistoryError`."""
        return self._do(act, "BEGIN")

    def write(self, act: Callable[[sqlite3.Connection], T]) -> T:
        """Let `act` change the file: all of it or nothing. Raises `HistoryError`."""
        return self._do(act, "BEGIN IMMEDIATE")

    def shrink(self) -> None:
        """Give back what deleted runs took, and leave no copy of them beside the file. Raises `HistoryError`."""

        def act(connection: sqlite3.Connection) -> None:
            connection.execute("COMMIT")
            connection.execute("PRAGMA incremental_vacuum").fetchall()
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
            connection.execute("BEGIN")

        self._do(act, "BEGIN")

    def _do(self, act: Callable[[sqlite3.Connection], T], begin: str) -> T:
        try:
            try:
                return self._once(act, begin)
            except sqlite3.DatabaseError as error:
                if not _is_broken(error):
                    raise
                self._set_aside(error)
                return self._once(act, begin)
        except (sqlite3.Error, OSError) as error:
            raise HistoryError(_explained(error, self.file)) from error

    def _once(self, act: Callable[[sqlite3.Connection], T], begin: str) -> T:
        with closing(self._connect()) as connection:
            connection.execute(begin)
            try:
                result = act(connection)
            except BaseException:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
                raise
            connection.execute("COMMIT")
            return result

    def _connect(self) -> sqlite3.Connection:
        if self._checked is None or self._checked != _identity(self.file):
            self.file.parent.mkdir(parents=True, exist_ok=True)
            with contextlib.suppress(OSError):
                os.close(os.open(self.file, os.O_CREAT | os.O_RDWR, 0o600))
            with closing(self._plain()) as connection:
                self._check(connection)
            self._checked = _identity(self.file)
        return self._plain()

    def _plain(self) -> sqlite3.Connection:
        connection = sqlite3.connect(self.file, timeout=self._patience, isolation_level=None)
        connection.text_factory = _text
        try:
            for pragma in ("foreign_keys=ON", "secure_delete=ON", "synchronous=NORMAL", "trusted_schema=OFF"):
                connection.execute(f"PRAGMA {pragma}")
        except sqlite3.Error:
            connection.close()
            raise
        return connection

    def _check(self, connection: sqlite3.Connection) -> None:
        """Make the tables where there are none, and see that those which are there are ours."""
        version = connection.execute("PRAGMA user_version").fetchone()[0]
        if version > VERSION:
            raise NewerError(f"version {version}")
        connection.execute("PRAGMA auto_vacuum=INCREMENTAL")
        connection.execute("PRAGMA journal_mode=WAL").fetchall()
        connection.execute("BEGIN IMMEDIATE")
        try:
            if not connection.execute("PRAGMA user_version").fetchone()[0]:
                for statement in SCHEMA.split(";\n"):
                    connection.execute(statement)
                connection.execute(f"PRAGMA user_version={VERSION}")
            connection.execute(FILES)
            for query in SHAPE:
                connection.execute(query)
        except sqlite3.Error:
            connection.execute("ROLLBACK")
            raise
        connection.execute("COMMIT")

    def _set_aside(self, error: sqlite3.DatabaseError) -> None:
        """Move the file away, unless another window has done so already."""
        if self._checked is not None and self._checked != _identity(self.file):
            self._checked = None
            return
        self._checked = None
        what = "newer" if isinstance(error, NewerError) else "broken"
        number = 1
        while (aside := self.file.with_name(f"runs-{what}-{number}.sqlite")).exists():
            number += 1
        for ending in BESIDE:
            with contextlib.suppress(FileNotFoundError):
                os.replace(f"{self.file}{ending}", f"{aside}{ending}")
        why = "was written by a newer version" if what == "newer" else "is damaged"
        self.notice = f"The history of runs {why}. It was moved to {aside}; a new one has begun."


def _identity(file: Path) -> int | None:
    """What tells this file from another one of the same name."""
    try:
        return file.stat().st_ino
    except OSError:
        return None


def _is_broken(error: sqlite3.DatabaseError) -> bool:
    code = getattr(error, "sqlite_errorcode", None)
    return isinstance(error, NewerError) or (isinstance(code, int) and code & 0xFF in BROKEN)


def _text(raw: bytes) -> str:
    return raw.decode("utf-8", "replace")


def _explained(error: Exception, file: Path) -> str:
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    said = {
        sqlite3.SQLITE_FULL: "the disk is full. Free some space; runs go on without being recorded.",
        sqlite3.SQLITE_BUSY: "another program holds it. Close that program; runs go on without being recorded.",
        sqlite3.SQLITE_READONLY: "it may not be written. Change its permissions; runs go on without being recorded.",
        sqlite3.SQLITE_CANTOPEN: "it cannot be opened. Look at its folder; runs go on without being recorded.",
    }.get(code, f"{error}. Runs go on without being recorded.")
    return f"The history of runs {file} cannot be used: {said}"
