"""Says where elements name a data connector, a resource or a file that the workspace folder does not have.

A checker for `checks.document.check_document`; files are read once for each check, and only where an element needs it.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from itertools import chain
from pathlib import Path

from connectors.sdk.manifest import Manifest
from connectors.sdk.ports import PortError
from connectors.sdk.values import Json, JsonObject, JsonPath, as_object, as_text
from engine.bpmn import Document, Element, Problem
from modeler.editing import binding, forms
from modeler.services.catalog import Catalog
from modeler.services.workspace.data_connectors import FOLDER, ReadSources
from modeler.services.workspace.folder_files import refusal_of

RULE = "workspace-reference"
FILES = "workspace-files"
SOURCES, RESOURCES = "data-connectors", "endpoints:"


def reference_checker(
    catalog: Catalog, folder: Path | None, rule: Callable[[JsonPath], str] = lambda _: RULE
) -> Callable[[Document], Iterator[Problem]]:
    """A checker for documents in a folder; one that is in none yet has no problem. `rule` may lead to a setting."""

    def problems(document: Document) -> Iterator[Problem]:
        if folder is None:
            return
        sources = ReadSources(folder)
        kinds = {kind for manifest in catalog.connectors if _references(manifest) for kind in manifest.applies_to}
        for element in document.elements(Element):
            manifest = catalog.connector_of(element) if element.kind in kinds else None
            if manifest is None or not (_references(manifest) or _offers_files(manifest)):
                continue
            values = binding.read(manifest, element).values
            named = (((name,), words) for name, words in missing_references(manifest, values, sources))
            for path, words in chain(named, missing_files(manifest, values, folder)):
                yield Problem("warning", element.id, rule(path), words, document.line_of(element))

    return problems


def missing_files(manifest: Manifest, values: JsonObject, folder: Path) -> Iterator[tuple[JsonPath, str]]:
    """The settings that name a file of the folder that is not there; a name with variables is known in a Request."""
    if not _offers_files(manifest):
        return
    for field in forms.build(manifest, values).walk():
        text = field.value if field.source == FILES and isinstance(field.value, str) else ""
        if text.strip() and "{{" not in text and (words := refusal_of(folder, text)):
            yield field.path, words


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
