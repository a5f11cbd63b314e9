"""What a user works on: recent files and the open folder."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from modeler.services.profile import Profile
from modeler.services.storage.json_file import read_values, write_values
from modeler.services.storage.operating_system import OperatingSystem

MOST_RECENT = 20
MOST_FILES = 5_000
SUFFIXES = (".bpmn", ".bpmn20.xml", ".bpmn2")
HIDDEN = (".", "__", "node_modules")


class Workspace:
    """Recent files, newest first, and the folder whose processes the window lists."""

    def __init__(self, profile: Profile, system: OperatingSystem | None = None) -> None:
        self._file = profile.workspace
        self._system = system or OperatingSystem()

    @property
    def recent(self) -> list[Path]:
        """Recent files, newest first, whether or not they are still there."""
        value = read_values(self._system, self._file).get("recent")
        names = value if isinstance(value, list) else []
        return [Path(name) for name in names if isinstance(name, str) and name and "\0" not in name][:MOST_RECENT]

    @property
    def folder(self) -> Path | None:
        """The open folder."""
        value = read_values(self._system, self._file).get("folder")
        return Path(value) if isinstance(value, str) and value and "\0" not in value else None

    def note_opened(self, path: Path) -> None:
        """Put a file first among the recent ones. Raises `FileError`."""
        place = path.absolute()
        self._write("recent", [str(place), *(str(each) for each in self.recent if each != place)][:MOST_RECENT])

    def forget(self, path: Path) -> None:
        """Take a file from the recent ones. Raises `FileError`."""
        self._write("recent", [str(each) for each in self.recent if each != path.absolute()])

    def open_folder(self, folder: Path | None) -> None:
        """Choose the folder to list. Raises `FileError`."""
        self._write("folder", str(folder.absolute()) if folder else None)

    def files(self) -> list[Path]:
        """The processes in the open folder and below it, sorted; hidden folders and links are left out."""
        return processes_in(self.folder) if self.folder else []

    def _write(self, name: str, value: object) -> None:
        write_values(self._system, self._file, read_values(self._system, self._file) | {name: value})


def processes_in(folder: Path) -> list[Path]:
    """The processes in a folder and below it, sorted; hidden folders and links are left out."""
    return sorted(_processes(folder))


def _processes(folder: Path) -> Iterator[Path]:
    count, waiting = 0, [folder]
    while waiting and count < MOST_FILES:
        for path in _entries(waiting.pop()):
            if path.is_dir():
                waiting.append(path)
            elif path.name.endswith(SUFFIXES):
                count += 1
                yield path


def _entries(folder: Path) -> list[Path]:
    try:
        return [each for each in folder.iterdir() if not each.name.startswith(HIDDEN) and not each.is_symlink()]
    except OSError:
        return []
