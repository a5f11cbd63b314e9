"""Earlier versions of a document: five generations, spread over its age."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from modeler.services.profile import Profile
from modeler.services.storage.file_errors import explained
from modeler.services.storage.file_state import MAX_FILE_BYTES, digest
from modeler.services.storage.operating_system import OperatingSystem
from modeler.services.storage.write_calls import write_new

GENERATIONS = 5
NAME = re.compile(r"(\d{15})-([0-9a-f]{64})\.bpmn")


@dataclass(frozen=True, slots=True)
class Backup:
    """One earlier version: where its copy is, when it was replaced, and the hash of its contents."""

    file: Path
    replaced_at: float
    digest: str


def list_backups(system: OperatingSystem, profile: Profile, path: Path) -> list[Backup]:
    """The versions kept of a document, newest first; foreign files in the folder are passed over."""
    folder = profile.backups(path)
    found = [_backup(folder, name) for name in system.names(folder)]
    return sorted((each for each in found if each), key=lambda each: -each.replaced_at)


def _backup(folder: Path, name: str) -> Backup | None:
    match = NAME.fullmatch(name)
    return Backup(folder / name, int(match[1]) / 1000, match[2]) if match else None


def read_backup(system: OperatingSystem, backup: Backup) -> bytes | None:
    """The contents of a version; `None` where the copy is not what was kept (cut, swapped, gone)."""
    try:
        data = system.read(backup.file, MAX_FILE_BYTES)
    except OSError:
        return None
    return data if digest(data) == backup.digest else None


def keep_backup(system: OperatingSystem, profile: Profile, path: Path, data: bytes, mark: str | None = None) -> None:
    """Keep a version that is about to be replaced, then drop what is more than five generations.

    `mark` is its digest, where that is known.

    Raises `FileError` where that is not possible.
    """
    folder = profile.backups(path)
    try:
        _keep(system, profile, path, data, mark or digest(data))
    except FileExistsError:
        return
    except OSError as error:
        raise explained(error, "keep the earlier version in", folder) from error


def _keep(system: OperatingSystem, profile: Profile, path: Path, data: bytes, mark: str) -> None:
    folder = profile.backups(path)
    known = list_backups(system, profile, path)
    if known and known[0].digest == mark:
        return
    system.make_folder(folder)
    write_new(system, folder / f"{int(system.now() * 1000):015d}-{mark}.bpmn", data, durable=False)
    _thin_out(system, profile, path)


def _thin_out(system: OperatingSystem, profile: Profile, path: Path) -> None:
    kept = list_backups(system, profile, path)
    while len(kept) > GENERATIONS:
        dropped = least_telling(kept, system.now())
        system.remove(dropped.file)
        kept.remove(dropped)


def least_telling(newest_first: list[Backup], now: float) -> Backup:
    """The version whose loss leaves the others best spread over time; never the newest, never the oldest."""
    ages = [max(now - each.replaced_at, 1.0) for each in newest_first]
    middle = range(1, len(ages) - 1)
    return newest_first[min(middle, key=lambda index: ages[index + 1] / ages[index - 1])]
