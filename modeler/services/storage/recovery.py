"""Unsaved work that a crash has left: found, listed, brought back.

Journals of a process that lives are not touched. A journal is data from a disk: whatever it holds, nothing in it is
run, and what cannot be believed is left out and said.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path

from modeler.services.profile import Profile
from modeler.services.storage.file_errors import FileError
from modeler.services.storage.file_state import MAX_FILE_BYTES, take_snapshot
from modeler.services.storage.journal import ABOUT, BASE, EDITS, checksum, remove_journal, seed
from modeler.services.storage.operating_system import OperatingSystem
from modeler.services.storage.processes import Process
from modeler.services.storage.typed_texts import TypedText, texts_in

MAX_ABOUT_BYTES = 64 * 1024
MAX_EDITS_BYTES = 512 * 1024 * 1024
STEPS = ("edit", "undo", "redo")
FALLBACK_NAME = "Unsaved process"


@dataclass(frozen=True, slots=True)
class UnsavedWork:
    """A document as a crash has left it: what was opened, and what was done to it since, in order.

    `saved` counts the records that are also on disk, in a file with the hash `digest`; `damage` says what of the
    journal could not be believed; `texts` were typed into forms and not stored.
    """

    folder: Path
    name: str
    path: Path | None
    base: bytes = field(repr=False)
    records: tuple[dict[str, object], ...] = field(repr=False)
    saved: int = 0
    damage: str | None = None
    digest: str = ""
    texts: tuple[TypedText, ...] = ()

    @property
    def is_usable(self) -> bool:
        """Whether there is anything to bring back."""
        return bool(self.records or self.texts)

    @property
    def steps(self) -> int:
        """How many steps, undos and redos are not on disk."""
        return len(self.records) - self.saved

    def discard(self) -> None:
        """Remove the journal for good."""
        remove_journal(self.folder)


def find_unsaved_work(system: OperatingSystem, profile: Profile) -> list[UnsavedWork]:
    """What crashes have left, oldest first; journals with nothing to lose are cleared away."""
    found = []
    for name in system.names(profile.journals):
        work = _read(system, profile.journals / name)
        if work is None:
            continue
        if work.steps or work.damage or work.texts:
            found.append(work)
        else:
            work.discard()
    return found


def _read(system: OperatingSystem, folder: Path) -> UnsavedWork | None:
    """One journal; `None` where it belongs to a process that lives, or is no journal."""
    if folder.is_symlink() or not folder.is_dir():
        return None
    about = _about(system, folder)
    owner = Process.from_json(about.get("owner"))
    if owner is not None and owner.is_alive():
        return None
    name, path = _name(about), _path(about)
    try:
        lines = system.read(folder / EDITS, MAX_EDITS_BYTES)
        base = system.read(folder / BASE, MAX_FILE_BYTES)
    except FileNotFoundError as error:
        damage = "the document that was opened is missing" if Path(str(error.filename)).name == BASE else None
        return UnsavedWork(folder, name, path, b"", (), damage=damage)
    except OSError as error:
        return UnsavedWork(folder, name, path, b"", (), damage=f"the journal cannot be read: {error.strerror}")
    entries, damage = believed(lines, base)
    steps = tuple(entry for entry in entries if entry["do"] in STEPS)
    saved, texts = _last_save(system, entries), texts_in(entries)
    if saved is None:
        return UnsavedWork(folder, name, path, base, steps, 0, damage, seed(base), texts)
    return UnsavedWork(folder, saved.path.name, saved.path, base, steps, saved.steps, damage, saved.digest, texts)


@dataclass(frozen=True, slots=True)
class _Save:
    """A save that was done: how many steps it holds, where it went and the hash of what was written."""

    steps: int
    path: Path
    digest: str


def _about(system: OperatingSystem, folder: Path) -> dict[str, object]:
    try:
        value = json.loads(system.read(folder / ABOUT, MAX_ABOUT_BYTES))
    except (OSError, ValueError, RecursionError):
        return {}
    return value if isinstance(value, dict) else {}


def _name(about: dict[str, object]) -> str:
    name = about.get("name")
    return Path(name).name or FALLBACK_NAME if isinstance(name, str) and "\0" not in name else FALLBACK_NAME


def _path(about: dict[str, object]) -> Path | None:
    path = about.get("path")
    return Path(path) if isinstance(path, str) and path and "\0" not in path else None


def believed(lines: bytes, base: bytes) -> tuple[list[dict[str, object]], str | None]:
    """The records up to the first that its checksum does not confirm, and what is wrong with the rest.

    A torn last line is what a kill leaves: it is dropped and no damage.
    """
    check = seed(base)
    entries: list[dict[str, object]] = []
    whole = lines.rpartition(b"\n")[0]
    for number, line in enumerate(whole.split(b"\n") if whole else [], 1):
        mark, _, text = line.partition(b" ")
        entry = _entry(text) if mark.decode("ascii", "replace") == checksum(text, check) else None
        if entry is None:
            return entries, f"line {number} of the journal is damaged; what came after it is lost"
        check = mark.decode("ascii")
        entries.append(entry)
    return entries, None


def _entry(text: bytes) -> dict[str, object] | None:
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        return None
    if not isinstance(value, dict) or not isinstance(value.get("do"), str):
        return None
    return value if value["do"] != "edit" or isinstance(value.get("changes"), list) else None


def _last_save(system: OperatingSystem, entries: list[dict[str, object]]) -> _Save | None:
    """The last save, by the marks of saves and, for one that a kill cut short, by the file."""
    last, steps = None, 0
    for entry in entries:
        if entry["do"] in STEPS:
            steps += 1
        elif entry["do"] in ("saved", "saving"):
            save = _save(entry, steps)
            if save is not None and (entry["do"] == "saved" or _is_on_disk(system, save)):
                last = save
    return last


def _save(entry: dict[str, object], steps: int) -> _Save | None:
    path, after = _path(entry), entry.get("after")
    return _Save(steps, path, after) if path is not None and isinstance(after, str) else None


def _is_on_disk(system: OperatingSystem, save: _Save) -> bool:
    try:
        now = take_snapshot(system, save.path)
    except (OSError, FileError):
        return False
    return now is not None and now.state.digest == save.digest
