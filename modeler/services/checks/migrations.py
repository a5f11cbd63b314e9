"""Says where settings are still those of an older version of a connector."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from engine.bpmn import Document, Problem
from modeler.editing.migrating import migration_plans
from modeler.services.catalog import Catalog

RULE = "older-settings"


def migration_checker(catalog: Catalog) -> Callable[[Document], Iterator[Problem]]:
    """A checker for `checking.check_document` that knows the connectors of a catalog."""

    def problems(document: Document) -> Iterator[Problem]:
        for plan in migration_plans(document, catalog.connectors, catalog.connector_of):
            settings = ", ".join(change.title for change in plan.told)
            message = (
                f"Settings of an older version of “{plan.manifest.name}” ({settings}): "
                "migrate them on the page of connectors, or with “processwright connectors migrate”."
            )
            yield Problem("info", plan.element_id, RULE, message, document.line_of(plan.element))

    return problems
