"""Problems of connector elements: settings that cannot be read or that the connector's schema refuses.

A checker for `checking.check_document`; it imports and runs no connector code.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Literal

from connectors.sdk.manifest import Manifest
from connectors.sdk.schema import Issue
from connectors.sdk.values import as_object, as_text, path_text
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
        yield Problem(_severity(issue), element.id, RULE, f"{_label(manifest, issue)}: {issue.message}", line)


def _severity(issue: Issue) -> Literal["error", "warning"]:
    """A file with gaps still opens and deploys; a plain text where a secret's reference belongs must not be kept."""
    return "error" if issue.keyword == "format" and "secret" in issue.message else "warning"


def _label(manifest: Manifest, issue: Issue) -> str:
    """The title of the setting as the form shows it, followed by the place inside it."""
    if not issue.path:
        return manifest.name
    top = as_object(as_object(manifest.properties.get("properties")).get(str(issue.path[0])))
    title = as_text(top.get("title"), str(issue.path[0]))
    inner = path_text(issue.path[1:])
    return f"{title}{inner}" if inner.startswith("[") else f"{title}.{inner}" if inner else title
