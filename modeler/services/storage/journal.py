"""What was done to an open document since it was opened, on disk a moment after it was done.

A journal is a folder: `about.json` (which document, which process), `base.bpmn` (the bytes that were opened) and
`edits.jsonl`, one line a step, undo, redo or save. A line is a checksum, a space and a JSON object; each checksum also
covers the line before it, and the first one the base: so a line that was cut, changed or swapped ends what is
believed. Lines reach the system at once (a kill loses none) and the disk within a second (a power cut loses that).
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import secrets
import shutil
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from modeler.services.profile import Profile
from modeler.services.storage.file_errors import FileError, explained
from modeler.services.storage.operating_system import OperatingSystem
from modeler.services.storage.processes import this_process
from modeler.services.storage.write_calls import write_all, write_new

FORMAT = 1
LATEST_SYNC = 0.5
ABOUT, BASE, EDITS = "about.json", "base.bpmn", "edits.jsonl"
Record = Mapping[str, object]


class Later(Protocol):
    """Calls an action once, some seconds from now, on another thread."""

    def __call__(self, seconds: float, action: Callable[[], None]) -> None: ...


def on_a_thread(seconds: float, action: Callable[[], None]) -> None:
    """`Later` by a timer thread that never keeps the program from ending."""
    timer = threading.Timer(seconds, action)
    timer.daemon = True
    timer.start()


@dataclass(frozen=True, slots=True)
class Subject:
    """Which document a journal is about; `path` is None for one that was never saved."""

    name: str
    path: Path | None
    base: bytes = field(repr=False)

    def as_json(self) -> dict[str, object]:
        """What `about.json` says."""
        place = str(self.path) if self.path else None
        return {"format": FORMAT, "name": self.name, "path": place, "owner": this_process().as_json()}


class Journal:
    """Writes the journal of one document; nothing is written before the first record.

    A disk that fails never stops the work: `problem` tells it, the lines wait, and the next record tries again.
    """

    def __init__(self, system: OperatingSystem, profile: Profile, subject: Subject, later: Later = on_a_thread) -> None:
        self._system, self._profile, self._later = system, profile, later
        self._subject = subject
        self._folder: Path | None = None
        self._handle: int | None = None
        self._check = seed(subject.base)
        self._waiting = b""
        self._written = 0
        self._is_sync_due = False
        self._guard = threading.RLock()
        self.problem: FileError | None = None

    @property
    def folder(self) -> Path | None:
        """Where the journal is, once there is one."""
        return self._folder

    def append(self, record: Record) -> None:
        """Write down one step, undo or redo."""
        with self._guard:
            line, self._check = encode_line(record, self._check)
            self._waiting += line
            try:
                self._write_waiting()
                self.problem = None
            except OSError as error:
                self.problem = explained(error, "protect unsaved work in", self._profile.journals)
            self._sync_soon()

    def note_save(self, path: Path, before: str | None, after: str) -> None:
        """Write down, on disk before it begins, that a save goes from one hash of the file to another."""
        if self._handle is not None:
            self.append({"do": "saving", "path": str(path), "before": before, "after": after})
            self.sync()

    def note_saved(self, path: Path, after: str) -> None:
        """Write down that a save is done: what was recorded before is no more unsaved."""
        if self._handle is not None:
            self.append({"do": "saved", "path": str(path), "after": after})

    def sync(self) -> None:
        """Wait until every line is on the disk."""
        with self._guard:
            self._is_sync_due = False
            if self._handle is None:
                return
            try:
                self._system.sync(self._handle)
            except OSError as error:
                self.problem = explained(error, "protect unsaved work in", self._profile.journals)

    def discard(self) -> None:
        """Remove the journal: the document was closed, saved or not, by its user."""
        with self._guard:
            self._close()
            if self._folder is not None:
                remove_journal(self._folder)
            self._folder = None

    def leave(self) -> None:
        """Stop writing and keep the journal, to be offered at the next start."""
        self.sync()
        with self._guard:
            self._close()

    def _close(self) -> None:
        if self._handle is not None:
            with contextlib.suppress(OSError):
                self._system.close(self._handle)
        self._handle = None

    def _sync_soon(self) -> None:
        if not self._is_sync_due:
            self._is_sync_due = True
            self._later(LATEST_SYNC, self.sync)

    def _write_waiting(self) -> None:
        if self._handle is None:
            self._start()
        assert self._handle is not None
        try:
            write_all(self._system, self._handle, self._waiting)
        except OSError:
            self._system.truncate(self._handle, self._written)
            raise
        self._written += len(self._waiting)
        self._waiting = b""

    def _start(self) -> None:
        folder = self._folder or self._profile.journals / _new_name(self._system)
        self._system.make_folder(folder)
        self._folder = folder
        about = json.dumps(self._subject.as_json()).encode()
        for name, data in ((ABOUT, about), (BASE, self._subject.base)):
            self._system.remove(folder / name)
            write_new(self._system, folder / name, data, durable=True)
        self._handle = self._system.open_to_append(folder / EDITS)
        self._system.sync_folder(folder)


def _new_name(system: OperatingSystem) -> str:
    return f"{int(system.now() * 1000):015d}-{secrets.token_hex(4)}"


def seed(base: bytes) -> str:
    """The checksum that the first line builds on."""
    return hashlib.sha256(base).hexdigest()


def encode_line(record: Record, check: str) -> tuple[bytes, str]:
    """One line of a journal and its checksum, given the checksum before it."""
    text = json.dumps(record, ensure_ascii=True, separators=(",", ":")).encode()
    mark = checksum(text, check)
    return b"%s %s\n" % (mark.encode(), text), mark


def checksum(text: bytes, check: str) -> str:
    """The checksum of one line's JSON after a line with the checksum given."""
    return hashlib.sha256(check.encode() + text).hexdigest()[:32]


def remove_journal(folder: Path) -> None:
    """Remove a journal's folder, and only what a journal consists of."""
    if folder.is_symlink():
        return
    shutil.rmtree(folder, ignore_errors=True)
