"""All problems of a document as rows for the panel; for large documents made by a process of its own.

python -m modeler.ui.documents.problem_rows NAME [FOLDER] < document > rows.json
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict
from pathlib import Path

from engine.bpmn import Activity, Document, Problem, ServiceTask
from engine.bpmn.namespaces import PROCESSMAKER
from modeler.editing import binding, forms
from modeler.services.catalog import Catalog
from modeler.services.checks.connectors import setting_issues, type_issue
from modeler.services.checks.document import SETTINGS_TEXT, check_document
from modeler.services.checks.findings import Findings, Question
from modeler.services.checks.migrations import migration_checker
from modeler.services.checks.references import reference_checker
from modeler.services.checks.targets import VERSION, wrong_version
from modeler.services.packages.installed import installed_catalog
from modeler.ui.documents.problem_row import ProblemRow
from modeler.ui.forms.element_form import RAW, companion_key, key_of
from modeler.ui.forms.element_kinds import display_name

FIELD = "settings/"
SECONDS = 120.0


def rows_of(document: Document, catalog: Catalog, folder: Path | None = None) -> list[ProblemRow]:
    """Everything that is to be said about a document in a workspace folder."""
    references = reference_checker(catalog, folder, lambda path: FIELD + key_of(path))
    checkers = (_settings_checker(catalog), references, migration_checker(catalog))
    return [row_of(document, problem) for problem in check_document(document, checkers)]


def rows_of_remarks(document: Document, questions: Sequence[Question], findings: Findings) -> list[ProblemRow]:
    """What connectors said about the settings of their elements, each leading to its field."""
    found = findings.problems(questions, lambda path: FIELD + key_of(path))
    return [row_of(document, problem) for problem in found]


def checked_elsewhere(data: bytes, name: str, folder: Path | None = None) -> list[ProblemRow]:
    """As `rows_of`, for the text of a document, by another process; blocks until that has ended."""
    command = [sys.executable, "-m", "modeler.ui.documents.problem_rows", name, *([str(folder)] if folder else [])]
    run = subprocess.run(command, input=data, capture_output=True, timeout=SECONDS, check=True)
    return [ProblemRow(**row) for row in json.loads(run.stdout)]


def main() -> None:
    """What the other process does."""
    document = Document.from_bytes(sys.stdin.buffer.read(), sys.argv[1])
    folder = Path(sys.argv[2]) if len(sys.argv) > 2 else None
    json.dump([asdict(row) for row in rows_of(document, installed_catalog(), folder)], sys.stdout)


def _settings_checker(catalog: Catalog) -> Callable[[Document], Iterable[Problem]]:
    def problems(document: Document) -> Iterable[Problem]:
        for element in document.elements(Activity):
            manifest = catalog.connector_of(element)
            yield from _companion_problems(document, element, catalog)
            if manifest is None:
                if isinstance(element, ServiceTask) and (name := element.get("implementation")):
                    off = catalog.disabled_connector_of(element)
                    text = f"No installed connector is called {name!r}; its settings are kept as text."
                    if off is not None:
                        text = f"The connector “{off.name}” is disabled; its settings are kept as text."
                    yield Problem("info", element.id, "unknown-connector", text, document.line_of(element))
                continue
            read = binding.read(manifest, element)
            if read.error:
                yield Problem("error", element.id, SETTINGS_TEXT, read.error, document.line_of(element))
                continue
            if words := wrong_version(manifest, document):
                yield Problem("warning", element.id, VERSION, f"“{manifest.name}” {words}", document.line_of(element))
            if (other := type_issue(manifest, element, read.values)) is not None:
                rule = FIELD + key_of(other.path)
                yield Problem("warning", element.id, rule, other.message, document.line_of(element))
            for issue in setting_issues(manifest, read.values):
                rule = FIELD + key_of(issue.path)
                yield Problem("error", element.id, rule, forms.worded(manifest, issue), document.line_of(element))

    return problems


def _companion_problems(document: Document, element: Activity, catalog: Catalog) -> Iterator[Problem]:
    """What is wrong with the settings that packages add to an ordinary task, where it uses them."""
    for companion in catalog.companions_of(element):
        read = binding.read(companion, element)
        if read.error and companion.binding.attribute != (PROCESSMAKER, "config"):
            yield Problem(
                "error", element.id, FIELD + companion_key(companion.id, RAW), read.error, document.line_of(element)
            )
        for issue in setting_issues(companion, read.values) if read.values and not read.error else ():
            rule = FIELD + companion_key(companion.id, key_of(issue.path))
            yield Problem("error", element.id, rule, forms.worded(companion, issue), document.line_of(element))


def row_of(document: Document, problem: Problem) -> ProblemRow:
    """A problem as a row that names its element and its field."""
    element = document.find(problem.element_id) if problem.element_id else None
    name = display_name(element) if element is not None else problem.element_id or ""
    field = problem.rule.removeprefix(FIELD) if problem.rule.startswith(FIELD) else ""
    return ProblemRow(problem.severity, problem.message, problem.element_id, name, problem.line, field)


if __name__ == "__main__":
    main()
