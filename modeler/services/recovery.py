"""Unsaved work that a crash has left: found, listed, brought back.

Journals of a process that lives are not touched. A journal is data from a disk: whatever it holds, nothing in it is
run, and what cannot be believed is left out and said.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path

from modeler.services.file_errors import FileError
from modeler.services.file_state import MAX_FILE_BYTES, take_snapshot
from modeler.services.journal import ABOUT, BASE, EDITS, checksum, remove_journal, seed
from modeler.services.operating_system import OperatingSystem
from modeler.services.processes import Process
from modeler.services.profile import Profile

MAX_ABOUT_BYTES = 64 * 1024
MAX_EDITS_BYTES = 512 * 1024 * 1024
STEPS = ("edit", "undo", "redo")
FALLBACK_NAME = "Unsaved process"


@dataclass(frozen=True, slots=True)
class UnsavedWork:
    """A document as a crash has left it: what was opened, and what was done to it since, in order.

    `saved` counts the records that are also on disk; `damage` says what of the journal could not be believed.
    """

    folder: Path
    name: str
    path: Path | None
    base: bytes = field(repr=False)
    records: tuple[dict[str, object], ...] = field(repr=False)
    saved: int = 0
    damage: str | None = None

    @property
    def is_usable(self) -> bool:
        """Whether there is anything to bring back."""
        return bool(self.records)

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
        if work.steps or work.damage:
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
    return UnsavedWork(folder, name, path, base, steps, _saved(system, entries), damage)


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


def _saved(system: OperatingSystem, entries: list[dict[str, object]]) -> int:
    """How many of the first steps are on disk, by the marks of saves and, for one that a kill cut short, the file."""
    saved = steps = 0
    for entry in entries:
        if entry["do"] in STEPS:
            steps += 1
        elif entry["do"] == "saved" or (entry["do"] == "saving" and _is_on_disk(system, entry)):
            saved = steps
    return saved


def _is_on_disk(system: OperatingSystem, entry: dict[str, object]) -> bool:
    path, after = entry.get("path"), entry.get("after")
    if not isinstance(path, str) or not path or "\0" in path:
        return False
    try:
        now = take_snapshot(system, Path(path))
    except (OSError, FileError):
        return False
    return now is not None and now.state.digest == after
