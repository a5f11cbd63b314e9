"""Fills the palette and turns its entries into what the canvas creates."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from modeler.ui.panels.palette import PaletteEntry

if TYPE_CHECKING:
    from modeler.editing import palette
    from modeler.services.catalog import Catalog
    from modeler.ui.canvas.creation import Creation


class PaletteControl:
    """Knows every entry; asks the catalog again when packages change."""

    def __init__(self, catalog: Callable[[], Catalog], faults: Callable[[], Mapping[str, str]] = dict) -> None:
        self._catalog = catalog
        self._faults = faults
        self._shown_faults: dict[str, str] = {}
        self._entries: dict[str, palette.Entry] = {}

    def refresh(self) -> list[PaletteEntry]:
        """List what there is now, for the panel."""
        from modeler.editing import palette

        found = palette.entries(self._catalog().connectors)
        self._entries = {entry.id: entry for entry in found}
        self._shown_faults = dict(self._faults())
        return [_shown(entry, self._shown_faults) for entry in found]

    def has_other_faults(self) -> bool:
        """Whether other connectors are in trouble than the list shows."""
        return self._shown_faults != dict(self._faults())

    def entry(self, id: str) -> palette.Entry | None:
        """The entry that a drag or a click names."""
        return self._entries.get(id)

    def connectors(self) -> list[tuple[str, Creation]]:
        """The connectors for the canvas's own menus."""
        return [(entry.title, entry.what) for entry in self._entries.values() if entry.connector is not None]

    def creation(self, id: str) -> Creation | None:
        """What the canvas creates for an entry."""
        entry = self._entries.get(id)
        return entry.what if entry is not None else None


def _shown(entry: palette.Entry, faults: Mapping[str, str]) -> PaletteEntry:
    trouble = faults.get(str(entry.connector.folder), "") if entry.connector is not None else ""
    look = "row" if entry.connector is not None else "tile"
    return PaletteEntry(entry.id, entry.category, entry.title, entry.help, entry.keywords, look, trouble)  # type: ignore[arg-type]
