"""Says where elements name a data connector or a resource that the workspace folder does not have.

A checker for `checks.document.check_document`; files are read once for each check, and only where an element needs it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from connectors.sdk.manifest import Manifest
from connectors.sdk.ports import PortError
from connectors.sdk.values import Json, JsonObject, JsonPath, as_object, as_text
from engine.bpmn import Document, Element, Problem
from modeler.editing import binding
from modeler.services.catalog import Catalog
from modeler.services.workspace.data_connectors import FOLDER, ReadSources

RULE = "workspace-reference"
SOURCES, RESOURCES = "data-connectors", "endpoints:"


def reference_checker(
    catalog: Catalog, folder: Path | None, rule: Callable[[JsonPath], str] = lambda _: RULE
) -> Callable[[Document], Iterator[Problem]]:
    """A checker for documents in a folder; one that is in none yet has no problem. `rule` may lead to a setting."""

    def problems(document: Document) -> Iterator[Problem]:
        if folder is None:
            return
        sources = ReadSources(folder)
        for element in document.elements(Element):
            manifest = catalog.connector_of(element)
            if manifest is None or not _references(manifest):
                continue
            for name, words in missing_references(manifest, binding.read(manifest, element).values, sources):
                yield Problem("warning", element.id, rule((name,)), words, document.line_of(element))

    return problems


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
