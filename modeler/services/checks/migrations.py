"""Says where settings are still those of an older version of a connector."""

from __future__ import annotations

from collections.abc import Iterator

from engine.bpmn import Element, Problem
from modeler.editing.migrating import planner
from modeler.services.catalog import Catalog
from modeler.services.checks.checker import Checker, line_of

RULE = "older-settings"


def migration_checker(catalog: Catalog) -> Checker:
    """A checker for `checks.document.check_document` that knows the connectors of a catalog."""
    planned = planner(catalog.connectors, catalog.connector_of)

    def look(element: Element) -> Iterator[Problem]:
        plan = planned(element) if planned is not None else None
        if plan is not None:
            settings = ", ".join(change.title for change in plan.told)
            message = (
                f"Settings of an older version of “{plan.manifest.name}” ({settings}): "
                "migrate them on the page of connectors, or with “processwright connectors migrate”."
            )
            yield Problem("info", plan.element_id, RULE, message, line_of(element))

    return Checker(look, kinds=catalog.kinds if planned is not None else frozenset())
