"""Checks the current document a moment after each change, and says what is wrong where."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from modeler.ui.background import Background, Task
from modeler.ui.documents.problem_row import ProblemRow, Severity

if TYPE_CHECKING:
    from modeler.services.catalog import Catalog
    from modeler.services.checks.findings import Findings
    from modeler.ui.documents.page import DocumentPage

PAUSE = 400
CALM = 1500
MOMENT = 40
FIELD = "settings/"
LARGE = 400_000


class ProblemWatch(QObject):
    """Emits rows for the panel and the worst severity per element for the canvas.

    Nothing is checked while the picture is not complete; a large document is checked by another process from its
    text, so that the window stays free.
    """

    found = Signal(list, dict)

    def __init__(self, catalog: Callable[[], Catalog], background: Background, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._catalog = catalog
        self._background = background
        self._page: DocumentPage | None = None
        self._task: Task[list[ProblemRow]] | None = None
        self._remarks: Findings | None = None
        self._rows: list[ProblemRow] = []
        self._calm = QTimer(self)
        self._calm.setSingleShot(True)
        self._calm.setInterval(CALM)
        self._calm.timeout.connect(self._ask)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE)
        self._pause.timeout.connect(self._look)

    def watch(self, page: DocumentPage | None) -> None:
        """Check another page, or nothing."""
        self._page = page
        self._pause.stop()
        self._calm.stop()
        self._forget_task()
        if page is None:
            self.found.emit([], {})
        else:
            self._pause.start(0)

    def refresh(self) -> None:
        """Something changed: check when there is a pause."""
        if self._page is not None:
            self._pause.start(PAUSE)

    def check(self) -> list[ProblemRow]:
        """Check now, and wait for it."""
        self._pause.stop()
        self._forget_task()
        if self._page is None:
            return []
        from modeler.ui.documents.problem_rows import rows_of

        self._rows = rows_of(self._page.file.document, self._catalog(), _folder(self._page))
        return self._with_remarks()

    def close(self) -> None:
        """Check nothing and ask nobody any more."""
        self._page = None
        self._pause.stop()
        self._calm.stop()
        if self._remarks is not None:
            self._remarks.close()
            self._remarks = None

    def _with_remarks(self) -> list[ProblemRow]:
        """Tell the problems and what connectors said; what they were not asked yet is asked when it is calm."""
        rows = [*self._rows]
        page, remarks = self._page, self._remarks
        if page is not None:
            from modeler.services.checks.findings import questions_of

            questions = questions_of(page.file.document, self._catalog())
            if remarks is not None:
                from modeler.ui.documents.problem_rows import rows_of_remarks

                rows += rows_of_remarks(page.file.document, questions, remarks)
            if questions and (remarks is None or remarks.missing(questions)):
                self._calm.start()
        self._tell(rows)
        return rows

    def _ask(self) -> None:
        from modeler.services.checks.findings import Findings, questions_of

        page = self._page
        if page is None:
            return
        self._remarks = self._remarks or Findings()
        remarks, questions = self._remarks, questions_of(page.file.document, self._catalog())
        self._background.run(lambda: remarks.ask(questions), lambda _: self._answered(page), _give_up)

    def _answered(self, page: DocumentPage) -> None:
        if page is self._page and not self._pause.isActive():
            self._with_remarks()

    def _look(self) -> None:
        if self._page is None:
            return
        if self._page.canvas.isVisible() and not self._page.canvas.is_complete:
            self._pause.start(MOMENT)
            return
        document = self._page.file.document
        if len(document.original) < LARGE:
            self.check()
            return
        from modeler.ui.documents.problem_rows import checked_elsewhere

        self._forget_task()
        data, name, folder = document.to_bytes(), document.name, _folder(self._page)
        self._task = self._background.run(lambda: checked_elsewhere(data, name, folder), self._tell, _give_up)

    def _forget_task(self) -> None:
        if self._task is not None:
            self._task.cancel()
            self._task = None

    def _tell(self, rows: list[ProblemRow]) -> None:
        worst: dict[str, Severity] = {}
        for row in rows:
            if row.element_id and row.severity != "info" and worst.get(row.element_id) != "error":
                worst[row.element_id] = row.severity
        self.found.emit(rows, worst)


def _folder(page: DocumentPage) -> Path | None:
    return page.file.path.parent if page.file.path is not None else None


def _give_up(_: Exception) -> None:
    """What cannot be read again is told when it is saved."""
