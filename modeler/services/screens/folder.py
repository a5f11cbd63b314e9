"""The screens of a workspace: `screens/NAME.html` with Mustache, and ProcessMaker's in `screens/*.json`.

A JSON file holds one screen's attributes, a list of them, or an exported screen or process package.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from connectors.sdk.ports import PortError
from connectors.sdk.values import Json, JsonObject
from engine.runtime.scripts import Scripts
from modeler.services.preview.ports import RequestTemplates
from modeler.services.screens.fields import Files, no_files
from modeler.services.screens.page import PageOptions, render_screen
from modeler.services.screens.sample_lists import sample_lists
from modeler.services.screens.screen import Screen, ScreenError, read_screens, screen_named
from modeler.services.screens.scripting import javascript
from modeler.services.workspace.record_collections import folder_collections

FOLDER = "screens"
_NAME = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9_. -]*")
_LARGEST = 20_000_000


class FolderScreens:
    """The screens port over a workspace folder."""

    def __init__(self, folder: Path | None, options: PageOptions | None = None) -> None:
        self._root = folder
        self._folder = None if folder is None else folder / FOLDER
        self._options = options or PageOptions(lists=sample_lists(folder), collections=folder_collections(folder))

    def at(self, moment: datetime, scripts: Scripts, files: Files = no_files) -> FolderScreens:
        """The same screens at a moment of a Request, with their JavaScript formulas and the names of its files."""
        return FolderScreens(self._root, replace(self._options, javascript=javascript(scripts, moment), files=files))

    def render(self, reference: Json, data: JsonObject) -> str:
        """The page with the data filled in and escaped for HTML."""
        name = str(reference)
        text = self._html(name)
        if text is not None:
            return RequestTemplates().render(text, data, "html")
        screens = list(self.screens())
        try:
            return render_screen(_named(screens, name), data, screens, self._options)
        except ScreenError as error:
            raise PortError("screen.missing", str(error)) from None

    def title(self, reference: Json) -> str:
        """The name of the screen: its title, or the name of its file."""
        name = str(reference)
        if self._html(name) is not None:
            return name
        try:
            return _named(list(self.screens()), name).title
        except ScreenError as error:
            raise PortError("screen.missing", str(error)) from None

    def has_page(self, name: str) -> bool:
        """Whether the folder has a page of one's own with this name."""
        return self._html(name) is not None

    def screens(self) -> Iterator[Screen]:
        """ProcessMaker's screens in the folder; a file that cannot be read holds none."""
        for path in sorted(self._folder.glob("*.json")) if self._folder else ():
            try:
                if path.stat().st_size <= _LARGEST:
                    yield from read_screens(json.loads(path.read_bytes()))
            except (OSError, ValueError, RecursionError):
                continue

    def _html(self, name: str) -> str | None:
        if self._folder is None or not is_screen_name(name):
            return None
        path = self._folder / f"{name}.html"
        try:
            return path.read_text(encoding="utf-8") if path.stat().st_size <= _LARGEST else None
        except (OSError, UnicodeDecodeError):
            return None


def is_screen_name(name: str) -> bool:
    """Whether a page of one's own can have this name."""
    return _NAME.fullmatch(name) is not None


def _named(screens: list[Screen], name: str) -> Screen:
    found = screen_named(screens, name)
    if found is None:
        raise ScreenError(f"Screen {name} is not in the workspace.")
    return found
