"""Fills the palette and turns its entries into what the canvas creates."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from modeler.ui.panels.palette import PaletteEntry

if TYPE_CHECKING:
    from engine.bpmn import Document
    from modeler.editing import palette
    from modeler.services.catalog import Catalog
    from modeler.ui.canvas.creation import Creation


class PaletteControl:
    """Knows every entry; asks the catalog again when packages change."""

    def __init__(
        self,
        catalog: Callable[[], Catalog],
        faults: Callable[[], Mapping[str, str]] = dict,
        document: Callable[[], Document | None] = lambda: None,
    ) -> None:
        self._catalog = catalog
        self._faults = faults
        self._document = document
        self._shown_troubles: dict[str, str] = {}
        self._entries: dict[str, palette.Entry] = {}

    def refresh(self) -> list[PaletteEntry]:
        """List what there is now, for the panel."""
        from modeler.editing import palette

        found = palette.entries(self._catalog().connectors)
        self._entries = {entry.id: entry for entry in found}
        self._shown_troubles = self._troubles()
        return [_shown(entry, self._shown_troubles) for entry in found]

    def has_other_troubles(self) -> bool:
        """Whether other connectors are in trouble, or not for the document in front, than the list shows."""
        return self._shown_troubles != self._troubles()

    def entry(self, id: str) -> palette.Entry | None:
        """The entry that a drag or a click names."""
        return self._entries.get(id)

    def connectors(self) -> list[tuple[str, Creation]]:
        """The connectors for the canvas's own menus."""
        refused = self._refused()
        offered = (each for each in self._entries.values() if each.connector is not None)
        return [(_line(entry), entry.what) for entry in offered if entry.id not in refused]

    def creation(self, id: str) -> Creation | None:
        """What the canvas creates for an entry."""
        entry = self._entries.get(id)
        return entry.what if entry is not None and id not in self._refused() else None

    def refusal(self, id: str) -> str:
        """Why an entry is not offered for the document in front; empty where it is."""
        return self._refused().get(id, "")

    def _troubles(self) -> dict[str, str]:
        """What is to be said against entries, by their ids."""
        faults = self._faults()
        crashed = {
            entry.id: faults[str(entry.connector.folder)]
            for entry in self._entries.values()
            if entry.connector is not None and str(entry.connector.folder) in faults
        }
        return {**crashed, **self._refused()}

    def _refused(self) -> dict[str, str]:
        document = self._document()
        needing = [each for each in self._entries.values() if each.connector is not None and each.connector.engines]
        if document is None or not needing:
            return {}
        from modeler.services.checks.targets import wrong_version

        found = ((each.id, wrong_version(each.connector, document)) for each in needing if each.connector is not None)
        return {id: f"{reason[:1].upper()}{reason[1:]}" for id, reason in found if reason}


def _line(entry: palette.Entry) -> str:
    """An entry in one line of a menu."""
    return f"{entry.path} › {entry.title}" if entry.path else entry.title


def _shown(entry: palette.Entry, troubles: Mapping[str, str]) -> PaletteEntry:
    look = "row" if entry.connector is not None else "tile"
    trouble = troubles.get(entry.id, "")
    return PaletteEntry(entry.id, entry.category, entry.title, entry.help, entry.keywords, look, trouble)  # type: ignore[arg-type]
