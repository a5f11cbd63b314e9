"""Problems of connector elements: settings that cannot be read or that the connector's schema refuses.

A checker for `checking.check_document`; it imports and runs no connector code.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from connectors.sdk.manifest import Manifest
from engine.bpmn import Document, Element, Problem
from modeler.editing import binding, forms
from modeler.services.catalog import Catalog

RULE = "connector-settings"


def connector_checker(catalog: Catalog) -> Callable[[Document], Iterator[Problem]]:
    """A checker that knows the connectors of a catalog."""

    def problems(document: Document) -> Iterator[Problem]:
        for element in document.elements(Element):
            manifest = catalog.connector_of(element)
            if manifest is not None:
                yield from element_problems(manifest, element, document.line_of(element))

    return problems


def element_problems(manifest: Manifest, element: Element, line: int | None = None) -> Iterator[Problem]:
    """What is wrong with the settings of one element."""
    configuration = binding.read(manifest, element)
    if configuration.error:
        yield Problem("error", element.id, "connector-unreadable", configuration.error, line)
        return
    for issue in forms.issues(manifest, configuration.values):
        yield Problem("error", element.id, RULE, forms.worded(manifest, issue), line)
