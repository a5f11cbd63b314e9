"""Screens of a workspace that are plain HTML files with Mustache: `screens/NAME.html` beside the process."""

from __future__ import annotations

import re
from pathlib import Path

from connectors.sdk.ports import PortError
from connectors.sdk.values import Json, JsonObject
from modeler.services.preview_ports import RequestTemplates

_NAME = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9_. -]*")
_LARGEST = 2_000_000


class FolderScreens:
    """The screens port over a folder; a reference is a file name without its suffix."""

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder

    def render(self, reference: Json, data: JsonObject) -> str:
        """The page with the data filled in and escaped for HTML."""
        return RequestTemplates().render(self._text(reference), data, "html")

    def title(self, reference: Json) -> str:
        """The name of the screen: that of its file."""
        self._text(reference)
        return str(reference)

    def _text(self, reference: Json) -> str:
        name = str(reference)
        missing = PortError("screen.missing", f"Screen {name} is not in the workspace.")
        if self._folder is None or not _NAME.fullmatch(name):
            raise missing
        path = self._folder / "screens" / f"{name}.html"
        try:
            if path.stat().st_size > _LARGEST:
                raise PortError("screen.size", f"Screen {name} is larger than 2 MB.")
            return path.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError):
            raise missing from None
