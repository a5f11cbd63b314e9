"""Export for one engine: the connectors of a copy of the document get what their manifests say for that engine.

Everything else stays as it is, byte for byte; an engine that cannot run a connector is a problem at the element.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from engine.bpmn import Document, Element, Problem
from modeler.editing import binding
from modeler.services.catalog import Catalog
from modeler.services.checks.targets import ENGINES, unsupported
from modeler.services.checks.unread import unread_problems

BPMN: Final = "bpmn"
TARGETS: Final[Mapping[str, str]] = MappingProxyType({BPMN: "BPMN 2.0", **ENGINES})
"""What can be exported for: the file as it is, or one of the engines."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """A document as a target gets it: `refused` are elements that it cannot run, `unread` what it passes over."""

    document: Document
    refused: list[Problem]
    unread: list[Problem]


def prepared(document: Document, catalog: Catalog, target: str) -> Prepared:
    """What an export for one of the `TARGETS` would write, and all that is to be known about it before."""
    if target == BPMN:
        return Prepared(document, [], [])
    copy, refused = for_engine(document, catalog, target)
    return Prepared(copy, refused, unread_problems(copy, target))


def for_engine(document: Document, catalog: Catalog, engine: str) -> tuple[Document, list[Problem]]:
    """A copy of a document as one of the engines reads it, and the elements that the engine cannot run."""
    copy = Document.from_bytes(document.to_bytes(), document.name)
    used = ((element, catalog.connector_of(element)) for element in copy.elements(Element))
    found = [(element, manifest) for element, manifest in used if manifest is not None]
    refused = (unsupported(manifest, element, engine, copy.line_of(element)) for element, manifest in found)
    problems = [problem for problem in refused if problem is not None]
    with copy.edit(f"Export for {ENGINES[engine]}"):
        for element, manifest in found:
            binding.retarget(manifest, element, engine)
    return copy, problems
