"""Says where elements name a data connector, a resource, a screen or a file that the workspace folder does not have.

A checker for `checks.document.check_document`; files are read once until they change, and only where an element needs
it.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Hashable, Iterator
from itertools import chain
from pathlib import Path

from connectors.sdk.manifest import Manifest
from connectors.sdk.ports import PortError
from connectors.sdk.values import Json, JsonObject, JsonPath, as_object, as_text
from engine.bpmn import Element, Problem
from modeler.editing import binding, forms
from modeler.services.catalog import Catalog
from modeler.services.checks.checker import Checker, line_of
from modeler.services.screens.folder import FOLDER as SCREENS
from modeler.services.screens.folder import FolderScreens
from modeler.services.screens.screen import Screen
from modeler.services.workspace.data_connectors import FOLDER, ReadSources
from modeler.services.workspace.folder_files import refusal_of

RULE = "workspace-reference"
FILES = "workspace-files"
_SCREENS_OF = "screens:"
SOURCES, RESOURCES = "data-connectors", "endpoints:"


def reference_checker(
    catalog: Catalog, folder: Path | None, rule: Callable[[JsonPath], str] = lambda _: RULE
) -> Checker:
    """A checker for documents in a folder; one that is in none yet has no problem. `rule` may lead to a setting."""
    if folder is None:
        return Checker(lambda _: (), kinds=frozenset())
    looking = [each for each in catalog.connectors if _looks_at(each)]
    return _Looking(catalog, folder, rule).checker(frozenset(kind for each in looking for kind in each.applies_to))


class _Looking:
    """Looks for what elements name; the files of data connectors are read once, until they change."""

    def __init__(self, catalog: Catalog, folder: Path, rule: Callable[[JsonPath], str]) -> None:
        self._catalog, self._folder, self._rule = catalog, folder, rule
        self._sources, self._screens = ReadSources(folder), ReadScreens(folder)
        self._listing: tuple[object, ...] = ()
        self._asked: dict[str, None] = {}

    def checker(self, kinds: frozenset[str]) -> Checker:
        """These questions, for elements of the kinds that may ask them."""
        return Checker(self._look, kinds=kinds, looks_outside=self._looks_outside, outside=self._outside)

    def _look(self, element: Element) -> Iterator[Problem]:
        manifest = self._catalog.connector_of(element)
        if manifest is None or not _looks_at(manifest):
            return
        values = binding.read(manifest, element).values
        self._asked.update(dict.fromkeys(named_files(manifest, values).values()))
        named = (((name,), words) for name, words in missing_references(manifest, values, self._sources))
        screens = missing_screens(manifest, values, self._screens)
        for path, words in chain(named, screens, missing_files(manifest, values, self._folder)):
            yield Problem("warning", element.id, self._rule(path), words, line_of(element))

    def _looks_outside(self, element: Element) -> bool:
        manifest = self._catalog.connector_of(element)
        return manifest is not None and _looks_at(manifest)

    def _outside(self) -> Hashable:
        """What the folder has of data connectors, of screens and of the files that were asked for."""
        described = (*(self._folder / FOLDER).glob("*.json"), *(self._folder / SCREENS).glob("*.*"))
        listing = tuple((path, *_stamp(path)) for path in sorted(described))
        if listing != self._listing:
            self._listing = listing
            self._sources, self._screens = ReadSources(self._folder), ReadScreens(self._folder)
        return listing, tuple((text, refusal_of(self._folder, text)) for text in self._asked)


def _stamp(path: Path) -> tuple[int, int]:
    """When a file was written, and how long it is; nothing of one that has just gone."""
    try:
        found = path.stat()
    except OSError:
        return (0, 0)
    return (found.st_mtime_ns, found.st_size)


class ReadScreens:
    """The screens of a folder, read once, at the first question that its pages do not answer."""

    def __init__(self, folder: Path) -> None:
        self._screens = FolderScreens(folder)
        self._read: list[Screen] | None = None

    def has(self, reference: Json) -> bool:
        """Whether a screen is there under a number, an id or a name."""
        name = str(reference)
        if self._screens.has_page(name):
            return True
        if self._read is None:
            self._read = list(self._screens.screens())
        return any(screen.is_named(name) for screen in self._read)


def missing_screens(manifest: Manifest, values: JsonObject, screens: ReadScreens) -> Iterator[tuple[JsonPath, str]]:
    """The settings that count and name a screen which is not there."""
    if _offers_screens(manifest):
        for field in forms.build(manifest, values).walk():
            value = field.value if field.source.startswith(_SCREENS_OF) else None
            if value not in (None, "") and "{{" not in str(value) and not screens.has(value):
                yield field.path, f"The folder {SCREENS} has no screen “{value}”: choose another one or add it there."


def _looks_at(manifest: Manifest) -> bool:
    return bool(_references(manifest)) or _offers_files(manifest) or _offers_screens(manifest)


def _offers_screens(manifest: Manifest) -> bool:
    return f'"{_SCREENS_OF}' in json.dumps(manifest.properties)


def missing_files(manifest: Manifest, values: JsonObject, folder: Path) -> Iterator[tuple[JsonPath, str]]:
    """The settings that name a file of the folder that is not there; a name with variables is known in a Request."""
    for path, text in named_files(manifest, values).items():
        if words := refusal_of(folder, text):
            yield path, words


def named_files(manifest: Manifest, values: JsonObject) -> dict[JsonPath, str]:
    """The files of the folder that settings name, by the path of the setting."""
    if not _offers_files(manifest):
        return {}
    named = (field for field in forms.build(manifest, values).walk() if field.source == FILES)
    texts = {field.path: field.value for field in named if isinstance(field.value, str)}
    return {path: text for path, text in texts.items() if text.strip() and "{{" not in text}


def _offers_files(manifest: Manifest) -> bool:
    return f'"{FILES}"' in json.dumps(manifest.properties)


def missing_references(manifest: Manifest, values: JsonObject, sources: ReadSources) -> Iterator[tuple[str, str]]:
    """The settings that name what the workspace does not have, and what is to be said about each."""
    for name, source in _references(manifest).items():
        if words := _missing(source, values, name, sources):
            yield name, words


def _references(manifest: Manifest) -> dict[str, str]:
    """The settings that point into the folder of data connectors, and where their choices come from."""
    named = as_object(manifest.properties.get("properties"))
    found = {name: as_text(as_object(as_object(each).get("x-ui")).get("source")) for name, each in named.items()}
    return {name: source for name, source in found.items() if source == SOURCES or source.startswith(RESOURCES)}


def _missing(source: str, values: JsonObject, name: str, sources: ReadSources) -> str:
    value = values.get(name)
    if value in (None, ""):
        return ""
    if source == SOURCES:
        return "" if _source(sources, value) is not None else _no_source(value)
    found = _source(sources, values.get(source.removeprefix(RESOURCES).strip("{}")))
    if found is None or str(value) in as_object(found.get("endpoints")):
        return ""
    return f"The data connector “{as_text(found.get('name'))}” has no resource “{value}”: choose another one or add it."


def _source(sources: ReadSources, reference: Json) -> JsonObject | None:
    try:
        return sources.get(reference)
    except PortError:
        return None


def _no_source(reference: Json) -> str:
    return f"The folder {FOLDER} beside the process has no data connector “{reference}”: choose another one or make it."
