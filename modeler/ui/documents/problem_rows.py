"""All problems of a document as rows for the panel, each leading to its element and its field."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from engine.bpmn import Activity, Document, Element, Problem
from engine.bpmn.namespaces import PROCESSMAKER
from modeler.editing import binding, forms
from modeler.editing.connector_types import Manifest
from modeler.services.catalog import Catalog
from modeler.services.checks.checker import Checker, line_of
from modeler.services.checks.connectors import setting_issues, type_issue, unknown_connector
from modeler.services.checks.document import check_document
from modeler.services.checks.migrations import migration_checker
from modeler.services.checks.references import reference_checker
from modeler.services.checks.targets import VERSION, wrong_version
from modeler.services.checks.telling import SETTINGS_TEXT
from modeler.ui.documents.problem_row import ProblemRow
from modeler.ui.forms.element_form import RAW, companion_key, key_of
from modeler.ui.forms.element_kinds import display_name

FIELD = "settings/"


def checkers_of(catalog: Catalog, folder: Path | None) -> list[Checker]:
    """What asks about connectors, their settings, and what the workspace folder has of what they name."""
    references = reference_checker(catalog, folder, lambda path: FIELD + key_of(path))
    return [_settings_checker(catalog), references, migration_checker(catalog)]


def rows_of(document: Document, catalog: Catalog, folder: Path | None = None) -> list[ProblemRow]:
    """Everything that is to be said about a document in a workspace folder."""
    return [row_of(document, problem) for problem in check_document(document, checkers_of(catalog, folder))]


def _settings_checker(catalog: Catalog) -> Checker:
    """What is wrong with the settings of an activity, each finding leading to its field."""

    def look(element: Element) -> Iterator[Problem]:
        manifest = catalog.connector_of(element)
        yield from _companion_problems(element, catalog)
        if manifest is None:
            yield from unknown_connector(element, catalog)
        else:
            yield from _setting_problems(element, manifest)

    return Checker(look, Activity)


def _setting_problems(element: Element, manifest: Manifest) -> Iterator[Problem]:
    read, line = binding.read(manifest, element), line_of(element)
    if read.error:
        yield Problem("error", element.id, SETTINGS_TEXT, read.error, line)
        return
    document = element.document
    if isinstance(document, Document) and (words := wrong_version(manifest, document)):
        yield Problem("warning", element.id, VERSION, f"“{manifest.name}” {words}", line)
    if (other := type_issue(manifest, element, read.values)) is not None:
        yield Problem("warning", element.id, FIELD + key_of(other.path), other.message, line)
    for issue in setting_issues(manifest, read.values):
        yield Problem("error", element.id, FIELD + key_of(issue.path), forms.worded(manifest, issue), line)


def _companion_problems(element: Element, catalog: Catalog) -> Iterator[Problem]:
    """What is wrong with the settings that packages add to an ordinary task, where it uses them."""
    for companion in catalog.companions_of(element):
        read = binding.read(companion, element)
        if read.error and companion.binding.attribute != (PROCESSMAKER, "config"):
            yield Problem("error", element.id, FIELD + companion_key(companion.id, RAW), read.error, line_of(element))
        for issue in setting_issues(companion, read.values) if read.values and not read.error else ():
            rule = FIELD + companion_key(companion.id, key_of(issue.path))
            yield Problem("error", element.id, rule, forms.worded(companion, issue), line_of(element))


def row_of(document: Document, problem: Problem) -> ProblemRow:
    """A problem as a row that names its element and its field."""
    element = document.find(problem.element_id) if problem.element_id else None
    name = display_name(element) if element is not None else problem.element_id or ""
    field = problem.rule.removeprefix(FIELD) if problem.rule.startswith(FIELD) else ""
    return ProblemRow(problem.severity, problem.message, problem.element_id, name, problem.line, field)
