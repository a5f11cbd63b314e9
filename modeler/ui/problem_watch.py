"""Checks the current document a moment after each change, and says what is wrong where."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from engine.bpmn import Document, Problem, ServiceTask, Task
from modeler.editing import binding, forms
from modeler.services.catalog import Catalog
from modeler.services.checking import check_document
from modeler.ui.element_form import key_of
from modeler.ui.element_kinds import display_name
from modeler.ui.panels.problems import ProblemRow, Severity

if TYPE_CHECKING:
    from modeler.ui.document_page import DocumentPage

PAUSE = 400
FIELD = "settings/"


class ProblemWatch(QObject):
    """Emits rows for the panel and the worst severity per element for the canvas."""

    found = Signal(list, dict)

    def __init__(self, catalog: Callable[[], Catalog], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._catalog = catalog
        self._page: DocumentPage | None = None
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE)
        self._pause.timeout.connect(self.check)

    def watch(self, page: DocumentPage | None) -> None:
        """Check another page, or nothing."""
        self._page = page
        self._pause.stop()
        if page is None:
            self.found.emit([], {})
        else:
            self._pause.start(0)

    def refresh(self) -> None:
        """Something changed: check when there is a pause."""
        if self._page is not None:
            self._pause.start(PAUSE)

    def check(self) -> list[ProblemRow]:
        """Check now."""
        self._pause.stop()
        if self._page is None:
            return []
        document = self._page.file.document
        rows = [_row(document, problem) for problem in check_document(document, (self._settings,))]
        worst: dict[str, Severity] = {}
        for row in rows:
            if row.element_id and row.severity != "info" and worst.get(row.element_id) != "error":
                worst[row.element_id] = row.severity
        self.found.emit(rows, worst)
        return rows

    def _settings(self, document: Document) -> Iterable[Problem]:
        catalog = self._catalog()
        for element in document.elements(Task):
            manifest = catalog.connector_of(element)
            if manifest is None:
                if isinstance(element, ServiceTask) and (name := element.get("implementation")):
                    text = f"No installed connector is called {name!r}; its settings are kept as text."
                    yield Problem("info", element.id, "unknown-connector", text, document.line_of(element))
                continue
            read = binding.read(manifest, element)
            if read.error:
                yield Problem("error", element.id, f"{FIELD}raw", read.error, document.line_of(element))
                continue
            for issue in forms.issues(manifest, read.values):
                rule = FIELD + key_of(issue.path)
                yield Problem("error", element.id, rule, issue.message, document.line_of(element))


def _row(document: Document, problem: Problem) -> ProblemRow:
    element = document.find(problem.element_id) if problem.element_id else None
    name = display_name(element) if element is not None else problem.element_id or ""
    field = problem.rule.removeprefix(FIELD) if problem.rule.startswith(FIELD) else ""
    return ProblemRow(problem.severity, problem.message, problem.element_id, name, problem.line, field)
