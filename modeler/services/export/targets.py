"""Export for one engine: the connectors of a copy of the document get what their manifests say for that engine.

Everything else stays as it is, byte for byte; an engine that cannot run a connector is a problem at the element.
"""

from __future__ import annotations

from engine.bpmn import Document, Element, Problem
from modeler.editing import binding
from modeler.services.catalog import Catalog
from modeler.services.checks.targets import ENGINES, unsupported


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
