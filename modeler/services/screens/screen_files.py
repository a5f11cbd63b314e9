"""The screens of a workspace as an editor sees them: pages of one's own as text, ProcessMaker's to look at.

The data that a screen is looked at with are kept beside it, in `screens/samples/NAME.json`.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from pathlib import Path

from connectors.sdk.values import Json, JsonObject, as_object
from modeler.services.screens.folder import FOLDER, FolderScreens, is_screen_name
from modeler.services.screens.screen import Screen
from modeler.services.storage.file_errors import ChangeKind, FileChanged, explained
from modeler.services.storage.json_file import write_whole
from modeler.services.storage.operating_system import OperatingSystem

SAMPLES = "samples"
START = "<h1>{{title}}</h1>\n<p>Hello {{name}},</p>\n"


@dataclass(frozen=True, slots=True)
class ScreenFile:
    """One screen; `screen` is set for ProcessMaker's. `before` is what stood in the file when it was read."""

    name: str
    path: Path | None = None
    text: str = ""
    before: bytes | None = None
    screen: Screen | None = None
    error: str = ""

    @property
    def is_own(self) -> bool:
        """Whether it is a page of one's own, which can be edited."""
        return self.screen is None

    def is_named(self, reference: str) -> bool:
        """Whether a setting means this screen."""
        return self.screen.is_named(reference) if self.screen is not None else reference == self.name


def screen_files(folder: Path) -> list[ScreenFile]:
    """Every screen of a workspace; a file that is no text comes with the reason."""
    own = [_read(path) for path in sorted((folder / FOLDER).glob("*.html"))]
    return own + [
        ScreenFile(each.title or each.id or each.uuid, screen=each) for each in FolderScreens(folder).screens()
    ]


def new_screen(folder: Path, name: str) -> ScreenFile:
    """A page that is not on disk yet, under a name that is free. Raises `ValueError` for a name that cannot be one."""
    stem = name.strip()
    if not is_screen_name(stem):
        raise ValueError("A name has letters, digits, spaces, points, “-” and “_”, and starts with a letter or digit.")
    path, number = folder / FOLDER / f"{stem}.html", 2
    while path.exists():
        path, number = folder / FOLDER / f"{stem}-{number}.html", number + 1
    return ScreenFile(path.stem, path, START)


def write_screen(system: OperatingSystem, file: ScreenFile, text: str) -> ScreenFile:
    """Put a page on disk. Raises `FileChanged` where somebody else wrote it meanwhile, and `FileError`."""
    if file.path is None:
        return file
    try:
        now = file.path.read_bytes() if file.path.exists() else None
    except OSError as error:
        raise explained(error, "read", file.path) from error
    if now != file.before:
        kind: ChangeKind = "created" if file.before is None else "removed" if now is None else "changed"
        raise FileChanged(file.path, kind, now)
    data = text.encode("utf-8")
    write_whole(system, file.path, data)
    return replace(file, text=text, before=data)


def read_sample(folder: Path, name: str) -> JsonObject | None:
    """The data that a screen was last looked at with; None where there are none."""
    try:
        value: Json = json.loads(_sample(folder, name).read_bytes())
    except (OSError, ValueError, RecursionError):
        return None
    return as_object(value) if isinstance(value, dict) else None


def write_sample(system: OperatingSystem, folder: Path, name: str, data: JsonObject) -> None:
    """Keep the data beside the screen. Raises `FileError`."""
    text = json.dumps(data, ensure_ascii=False, indent=2) + "\n"
    write_whole(system, _sample(folder, name), text.encode("utf-8"))


def _sample(folder: Path, name: str) -> Path:
    safe = "".join(letter if letter.isalnum() or letter in "-_ ." else "-" for letter in name).strip(". ") or "screen"
    return folder / FOLDER / SAMPLES / f"{safe}.json"


def _read(path: Path) -> ScreenFile:
    try:
        data = path.read_bytes()
        return ScreenFile(path.stem, path, data.decode("utf-8"), data)
    except OSError as error:
        return ScreenFile(path.stem, path, error=str(explained(error, "read", path)))
    except UnicodeDecodeError as error:
        return ScreenFile(path.stem, path, error=f"The file is no UTF-8 text (byte {error.start}).")
