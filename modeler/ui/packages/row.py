"""One line of the list of connectors, as values: what it is called, how it stands, and what search finds."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

if TYPE_CHECKING:
    from modeler.services.catalog import Catalog, CatalogEntry

N = QT_TRANSLATE_NOOP
STATES: dict[str, tuple[object, str]] = {
    "ready": (N("Packages", "Enabled"), "success"),
    "disabled": (N("Packages", "Disabled"), "muted"),
    "broken": (N("Packages", "Broken"), "error"),
    "shadowed": (N("Packages", "Not used"), "warning"),
    "faulty": (N("Packages", "Crashed"), "error"),
}
KINDS: dict[str, object] = {
    "bundled": N("Packages", "Comes with Processwright"),
    "package": N("Packages", "Installed package"),
    "environment": N("Packages", "Installed beside Processwright"),
    "folder": N("Packages", "Folder"),
}


@dataclass(frozen=True, slots=True)
class ConnectorRow:
    """A connector that was found, usable or not; `fault` is how its last run crashed."""

    entry: CatalogEntry
    fault: str = ""

    @property
    def title(self) -> str:
        """Its name, or its id where the manifest cannot be read."""
        return self.entry.manifest.name if self.entry.manifest is not None else self.entry.id

    @property
    def version(self) -> str:
        """The version of the connector."""
        return self.entry.manifest.version if self.entry.manifest is not None else ""

    @property
    def summary(self) -> str:
        """The line under the name: why it cannot be used, else what it is for."""
        if self.trouble:
            return self.trouble
        return self.entry.manifest.description if self.entry.manifest is not None else ""

    @property
    def trouble(self) -> str:
        """Why it cannot be used, or how it failed."""
        return self.entry.reason or self.fault

    @property
    def troubles(self) -> tuple[str, ...]:
        """The same, one by one where a manifest has several faults."""
        errors = tuple(finding.message for finding in self.entry.findings if finding.severity == "error")
        return errors if errors and self.entry.state == "broken" else tuple(filter(None, (self.trouble,)))

    @property
    def state(self) -> str:
        """A key of `STATES`."""
        return "faulty" if self.fault and self.entry.state == "ready" else self.entry.state

    @property
    def state_word(self) -> str:
        """The state in a word."""
        return _tr(STATES[self.state][0])

    @property
    def state_role(self) -> str:
        """The color of the state."""
        return STATES[self.state][1]

    @property
    def kind_words(self) -> str:
        """Where it comes from."""
        return _tr(KINDS[self.entry.kind])

    def matches(self, words: Iterable[str]) -> bool:
        """Whether every word occurs in what is known of it."""
        manifest = self.entry.manifest
        more = (manifest.category, manifest.description, *manifest.keywords) if manifest is not None else ()
        parts = (self.title, self.entry.id, self.entry.package, self.entry.origin, self.state_word, *more)
        text = " ".join(parts).casefold()
        return all(word in text for word in words)


def rows_of(catalog: Catalog, faults: Mapping[str, str]) -> list[ConnectorRow]:
    """All connectors: installed packages first, then ours; what is in trouble before the rest of its kind."""
    rows = [ConnectorRow(entry, _fault(entry, faults)) for entry in catalog.entries]
    return sorted(rows, key=lambda row: (row.entry.kind == "bundled", not row.trouble, row.title.casefold()))


def _fault(entry: CatalogEntry, faults: Mapping[str, str]) -> str:
    return faults.get(str(entry.manifest.folder), "") if entry.manifest is not None else ""


def _tr(text: object) -> str:
    return QCoreApplication.translate("Packages", str(text))
