"""Checks the current document a moment after each change, and says what is wrong where."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from modeler.ui.background import Background
from modeler.ui.documents.problem_row import ProblemRow, Severity

if TYPE_CHECKING:
    from modeler.services.catalog import Catalog
    from modeler.services.checks.findings import Findings
    from modeler.ui.documents.page import DocumentPage
    from modeler.ui.documents.page_findings import PageFindings

TYPING = 400
"""The pause after an edit that continues the one before, in milliseconds: a word that is still being written."""
MOMENT = 40
"""The pause after any other edit: first of all its picture is painted."""
CALM = 1500
SLICE, GAP = 0.006, 4
"""How long it works in one go, in seconds, and how long the window has for itself then, in milliseconds."""


class ProblemWatch(QObject):
    """Emits rows for the panel and the worst severity per element for the canvas.

    Nothing is checked while the picture is not complete. A page keeps its findings; what an edit touched is asked again
    in slices, and until all is known the older findings stand.
    """

    found = Signal(list, dict)

    def __init__(self, catalog: Callable[[], Catalog], background: Background, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._catalog = catalog
        self._background = background
        self._page: DocumentPage | None = None
        self._position = -1
        self._is_loaded = False
        self._remarks: Findings | None = None
        self._calm = self._timer(CALM, self._ask)
        self._pause = self._timer(MOMENT, self._look)

    def _timer(self, interval: int, then: Callable[[], None]) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(interval)
        timer.timeout.connect(then)
        return timer

    def watch(self, page: DocumentPage | None) -> None:
        """Check another page, or nothing."""
        self._page = page
        self._pause.stop()
        self._calm.stop()
        if page is None:
            self.found.emit([], {})
        else:
            self._position = page.file.document.history.position
            self._pause.start(0)

    def refresh(self) -> None:
        """Something changed: check when there is a pause."""
        if self._page is not None:
            position = self._page.file.document.history.position
            self._pause.start(TYPING if position == self._position else MOMENT)
            self._position = position

    def check(self) -> list[ProblemRow]:
        """Check now, and wait for it."""
        self._pause.stop()
        if self._page is None:
            return []
        findings = self._findings_of(self._page)
        findings.work()
        return self._tell(findings)

    def close(self) -> None:
        """Check nothing and ask nobody any more."""
        self._page = None
        self._pause.stop()
        self._calm.stop()
        if self._remarks is not None:
            self._remarks.close()
            self._remarks = None

    def _findings_of(self, page: DocumentPage) -> PageFindings:
        """What the page keeps; new ones where its document, its folder or the connectors are others than before."""
        from modeler.services.checks.findings import Findings
        from modeler.ui.documents.page_findings import PageFindings

        about = page.file.document, self._catalog(), _folder(page)
        known = page.findings
        if known is None or not known.is_about(*about):
            if known is not None:
                known.close()
            self._remarks = self._remarks or Findings()
            known = page.findings = PageFindings(*about, self._remarks)
        return known

    def _look(self) -> None:
        if self._page is None:
            return
        if self._page.canvas.isVisible() and not self._page.canvas.is_complete:
            self._pause.start(MOMENT)
            return
        if not self._is_loaded:
            self._background.run(_load, self._loaded, _give_up)
            return
        findings = self._findings_of(self._page)
        if findings.work(SLICE):
            self._tell(findings)
        else:
            self._pause.start(GAP)

    def _loaded(self, _: None) -> None:
        self._is_loaded = True
        if self._page is not None:
            self._pause.start(0)

    def _tell(self, findings: PageFindings) -> list[ProblemRow]:
        """Tell the problems and what connectors said; what they were not asked yet is asked when it is calm."""
        rows, worst = findings.rows(), dict[str, Severity]()
        for row in rows:
            if row.element_id and row.severity != "info" and worst.get(row.element_id) != "error":
                worst[row.element_id] = row.severity
        if findings.questions:
            self._calm.start()
        self.found.emit(rows, worst)
        return rows

    def _ask(self) -> None:
        page, remarks = self._page, self._remarks
        if page is not None and remarks is not None:
            findings = self._findings_of(page)
            questions = findings.questions
            self._background.run(lambda: remarks.ask(questions), lambda _: self._answered(findings), _give_up)

    def _answered(self, findings: PageFindings) -> None:
        findings.answered()
        if self._page is not None and not self._pause.isActive():
            self._pause.start(0)


def _folder(page: DocumentPage) -> Path | None:
    return page.file.path.parent if page.file.path is not None else None


def _load() -> None:
    """Load what checks need, by a worker: the first time that takes longer than a frame may."""
    import modeler.ui.documents.page_findings  # noqa: F401


def _give_up(_: Exception) -> None:
    """What could not be found out now is told when the process runs."""
