"""Documents on disk: open, save, save as, close; with lock, journal, backups and a look at what others did.

files = Files(Profile.of_user(), behaviors=behaviors.ALL)
order = files.open(path)
... edit order.document ...
order.save()          # FileChanged asks: order.overwrite(), files.reopen(order) or order.save_copy(other)
order.close()
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from engine.bpmn import Document, TranscriptError
from engine.bpmn.document import Behavior
from engine.bpmn.verification import begin_comparison
from modeler.services.collection import collect_closed, paused_collection, thaw_collection
from modeler.services.profile import Profile
from modeler.services.storage.durable import Absent, Confirm, Expectation, Written, write_durably
from modeler.services.storage.file_errors import FileChanged, FileError, ReadOnlyFile, explained
from modeler.services.storage.file_state import FileState, Snapshot, digest, has_changed, take_snapshot
from modeler.services.storage.in_place import finish_pending_write
from modeler.services.storage.journal import Journal, Later, Subject, on_a_thread
from modeler.services.storage.locks import Claim, Lock, acquire, release
from modeler.services.storage.operating_system import OperatingSystem
from modeler.services.storage.processes import Process
from modeler.services.storage.recovery import UnsavedWork, find_unsaved_work
from modeler.services.storage.stray_files import clear_stray_files
from modeler.services.storage.typed_texts import TypedText

WRITE_BITS = 0o222
Saved = Callable[[], None]


@dataclass(eq=False)
class OpenFile:
    """One open document and its place on disk; `path` is None until a new document is first saved.

    `read_only` says why it may not be saved in its place, if so; `notes` is what a user should read once.
    """

    document: Document
    path: Path | None
    files: Files = field(repr=False)
    state: FileState | None = None
    lock: Lock | None = field(default=None, repr=False)
    journal: Journal | None = field(default=None, repr=False)
    read_only: str | None = None
    notes: tuple[str, ...] = ()
    texts: tuple[TypedText, ...] = ()

    @property
    def is_modified(self) -> bool:
        """Whether there is work that is not on disk."""
        return self.document.history.is_modified

    def note_text(self, typed: TypedText) -> None:
        """Remember what was typed into a form and cannot be stored, or with no text that it no longer waits."""
        kept = tuple(each for each in self.texts if (each.elements, each.key) != (typed.elements, typed.key))
        if typed.text is None and len(kept) == len(self.texts):
            return
        self.texts = kept if typed.text is None else (*kept, typed)
        if self.journal is not None:
            self.journal.append(typed.record())

    def has_changed_outside(self) -> bool:
        """Whether another program has changed the file; cheap, for when the window comes to the front."""
        if self.path is None or self.state is None:
            return False
        return has_changed(self.files.system, self.path, self.state)

    def is_gone(self) -> bool:
        """Whether the file that was read is not there any more."""
        return self.path is not None and self.state is not None and not self.path.exists()

    def save(self) -> Written:
        """Put the document in its file. Raises `FileChanged` (ask the user), `ReadOnlyFile` or another `FileError`."""
        if self.path is None:
            raise FileError(None, "save", "the document has no file yet", "Choose a name for it.")
        if self.read_only:
            raise ReadOnlyFile(self.path, self.read_only)
        return self._write(self.path, self.state if self.state is not None else Absent())

    def overwrite(self) -> Written:
        """Keep mine: put the document in its file whatever is there now; that becomes a backup."""
        if self.path is None or self.read_only:
            return self.save()
        return self._write(self.path, None)

    def save_as(self, path: Path) -> Written:
        """Give the document another file, which replaces one of that name (the user has confirmed that).

        Raises `ReadOnlyFile` where another window has that file open, or another `FileError`.
        """
        claim = acquire(self.files.system, self.files.profile, path)
        is_mine = self.lock is not None and self.path is not None and _same_place(path, self.path)
        if claim.holder is not None and not is_mine:
            raise ReadOnlyFile(path, _held_by(claim.holder))
        try:
            written = self._write(path, None)
        except FileError:
            self._release(claim.lock)
            raise
        if not is_mine:
            self._release(self.lock)
            self.lock = claim.lock
        self.read_only = None
        return written

    def save_copy(self, path: Path) -> Written:
        """Write the document to another file and go on with this one. Raises `FileError`."""
        return write_durably(self.files.system, self.files.profile, path, verified_bytes(self.document, path))

    def close(self) -> None:
        """The user is done with it: the lock is free again and the journal gone."""
        self.document.transcribe(None)
        if self.journal is not None:
            self.journal.discard()
        self._release(self.lock)
        self.lock = None
        self.files.note_closed()

    def leave(self) -> None:
        """The program ends without asking: free the lock and keep the journal for the next start."""
        self.document.transcribe(None)
        if self.journal is not None:
            if self.is_modified or self.texts:
                self.journal.leave()
            else:
                self.journal.discard()
        self._release(self.lock)
        self.lock = None

    def _write(self, path: Path, expected: Expectation) -> Written:
        data = self.document.to_bytes()
        confirm = comparison(self.document, data, path)
        after = digest(data)
        if self.journal is not None:
            self.journal.note_save(path, self.state.digest if self.state else None, after)
        try:
            written = write_durably(self.files.system, self.files.profile, path, data, expected, confirm, after)
        except FileChanged:
            raise
        except FileError:
            self._accept_what_is_mine(path, after)
            raise
        self.path, self.state = path, written.state
        self.document.name = path.name
        self.document.history.mark_saved()
        if self.journal is not None:
            self.journal.note_saved(path, after)
        return written

    def _accept_what_is_mine(self, path: Path, after: str) -> None:
        """After a failed save: a file that holds what was to be saved is no change from outside."""
        if self.path is None or not _same_place(path, self.path):
            return
        try:
            now = take_snapshot(self.files.system, path)
        except (OSError, FileError):
            return
        if now is not None and now.state.digest == after:
            self.state = now.state

    def _release(self, lock: Lock | None) -> None:
        if lock is not None:
            release(self.files.system, lock)


class Files:
    """Opens documents; `behaviors` go into each of them."""

    def __init__(
        self,
        profile: Profile,
        system: OperatingSystem | None = None,
        behaviors: Sequence[Behavior] = (),
        later: Later = on_a_thread,
    ) -> None:
        self.profile = profile
        self.system = system or OperatingSystem()
        self.behaviors = tuple(behaviors)
        self._later = later
        self._has_closed = False

    def open(self, path: Path, *, to_write: bool = True) -> OpenFile:
        """Open a file; with `to_write`, for this window alone (a second one gets it to read only).

        Only who may write clears away what killed saves have left in the folder.

        Raises `FileError` where it cannot be read and `DocumentError` where it is no BPMN or hostile.
        """
        snapshot, notes = self._read(path)
        if to_write:
            clear_stray_files(self.system, self.profile, Path(os.path.realpath(path)))
        if self._has_closed:
            self._has_closed = False
            collect_closed()
        with paused_collection():
            document = Document.from_bytes(snapshot.data, path.name, self.behaviors)
        claim = acquire(self.system, self.profile, path) if to_write else Claim(None)
        read_only = _why_read_only(snapshot, claim)
        journal = self._journal(document, path, snapshot.data)
        return OpenFile(document, path, self, snapshot.state, claim.lock, journal, read_only, notes)

    def new(self, name: str) -> OpenFile:
        """A new document without a file; its journal protects it all the same."""
        document = Document.new(name, self.behaviors)
        return OpenFile(document, None, self, journal=self._journal(document, None, document.original))

    def note_closed(self) -> None:
        """A document was closed: its memory is given back when the next one is opened."""
        thaw_collection()
        self._has_closed = True

    def reopen(self, file: OpenFile) -> OpenFile:
        """Take theirs: close a document and open what is on disk now."""
        if file.path is None:
            raise FileError(None, "read", "the document has no file yet", "Choose a name for it.")
        self._read(file.path)
        file.close()
        return self.open(file.path)

    def unsaved_work(self) -> list[UnsavedWork]:
        """What crashes have left, oldest first."""
        try:
            return find_unsaved_work(self.system, self.profile)
        except OSError as error:
            raise explained(error, "read unsaved work in", self.profile.journals) from error

    def recover(self, work: UnsavedWork) -> OpenFile:
        """Open unsaved work as a modified document of its old file; nothing is written before it is saved.

        The old journal is removed once the new one is on disk, and kept where something of it could not be used.
        """
        document, count, damage = replayed(work, self.behaviors)
        notes = (damage,) if damage else ()
        journal = Journal(self.system, self.profile, Subject(work.name, work.path, work.base), self._later)
        for record in work.records[:count]:
            journal.append(record)
        for typed in work.texts:
            journal.append(typed.record())
        journal.sync()
        document.transcribe(journal.append)
        if journal.problem is None and not damage:
            work.discard()
        claim = acquire(self.system, self.profile, work.path) if work.path else Claim(None)
        read_only = _held_by(claim.holder) if claim.holder else None
        state = FileState(0, 0, (0, 0), work.digest) if work.path and work.digest else None
        return OpenFile(document, work.path, self, state, claim.lock, journal, read_only, notes, work.texts)

    def _read(self, path: Path) -> tuple[Snapshot, tuple[str, ...]]:
        finished = finish_pending_write(self.system, self.profile, Path(os.path.realpath(path)))
        notes = ("A save that was interrupted has been finished.",) if finished else ()
        try:
            snapshot = take_snapshot(self.system, path)
        except OSError as error:
            raise explained(error, "open", path) from error
        if snapshot is None:
            raise FileError(path, "open", "there is no such file", "Check the name.")
        return snapshot, notes

    def _journal(self, document: Document, path: Path | None, base: bytes) -> Journal:
        journal = Journal(self.system, self.profile, Subject(document.name, path, base), self._later)
        document.transcribe(journal.append)
        return journal


def restored(work: UnsavedWork, behaviors: Sequence[Behavior] = ()) -> tuple[Document, str | None]:
    """The document as the crash left it, and what could not be brought back. Raises `DocumentError`."""
    document, _, damage = replayed(work, behaviors)
    return document, damage


def replayed(work: UnsavedWork, behaviors: Sequence[Behavior] = ()) -> tuple[Document, int, str | None]:
    """The document as the crash left it, how many records made it, and why the rest did not."""
    document = Document.from_bytes(work.base, work.name, behaviors)
    count, damage = 0, work.damage
    for record in work.records:
        try:
            document.replay(record)
        except TranscriptError as error:
            damage = f"step {count + 1} of {len(work.records)} could not be made again: {error}"
            break
        count += 1
    if work.steps:
        document.history.mark_unsaved()
    else:
        document.history.mark_saved()
    return document, count, damage


def verified_bytes(document: Document, path: Path) -> bytes:
    """The bytes to save, read again and compared with the document first. Raises `FileError` where they differ."""
    data = document.to_bytes()
    comparison(document, data, path)()
    return data


def comparison(document: Document, data: bytes, path: Path) -> Confirm:
    """Start comparing written bytes with their document; calling the result raises `FileError` where they differ."""
    finish = begin_comparison(document, data)

    def confirm() -> None:
        try:
            finish()
        except ValueError as error:
            advice = "The file was left as it was. Please report this, with the document."
            cause = f"the written text would not be the same process ({error})"
            raise FileError(path, "save", cause, advice) from error

    return confirm


def _why_read_only(snapshot: Snapshot, claim: Claim) -> str | None:
    if claim.holder is not None:
        return _held_by(claim.holder)
    if not snapshot.facts.st_mode & WRITE_BITS:
        return "the file is marked as read-only"
    return None


def _held_by(holder: Process) -> str:
    return f"another window has it open (process {holder.pid} on {holder.host})"


def _same_place(one: Path, other: Path) -> bool:
    return os.path.realpath(one) == os.path.realpath(other)
