"""What is known of the document of one page, as rows for the panel: kept while the page is open."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from time import perf_counter

from engine.bpmn import Document
from modeler.services.catalog import Catalog
from modeler.services.checks.findings import Findings, Question, Unasked
from modeler.services.checks.kept import KeptFindings
from modeler.ui.documents.problem_row import ProblemRow
from modeler.ui.documents.problem_rows import FIELD, checkers_of, row_of
from modeler.ui.forms.element_form import key_of


class PageFindings:
    """The findings about a document, and the questions that its connectors were not asked yet."""

    def __init__(self, document: Document, catalog: Catalog, folder: Path | None, remarks: Findings) -> None:
        self._document = document
        self._catalog = catalog
        self._folder = folder
        self._remarks = Unasked(catalog, remarks, lambda path: FIELD + key_of(path))
        self._kept = KeptFindings(document, [*checkers_of(catalog, folder), self._remarks.checker])
        self._end: Callable[[], None] | None = self._kept.follow()

    def is_about(self, document: Document, catalog: Catalog, folder: Path | None) -> bool:
        """Whether these are the findings of a document, with the connectors and the files that there are now."""
        return self._document is document and self._catalog is catalog and self._folder == folder

    def work(self, seconds: float | None = None) -> bool:
        """Find out more, for so long at most or until all is known; true when it is."""
        if seconds is None:
            return self._kept.work(_always)
        end = perf_counter() + seconds
        return self._kept.work(lambda: perf_counter() < end)

    def rows(self) -> list[ProblemRow]:
        """All that is known, and what is being asked again as it was before."""
        return [row_of(self._document, problem) for problem in self._kept.problems()]

    @property
    def questions(self) -> list[Question]:
        """What connectors are still to be asked."""
        return list(self._remarks.questions.values())

    def answered(self) -> None:
        """Connectors have answered: tell what they said."""
        self._kept.ask_again(tuple(self._remarks.questions))

    def close(self) -> None:
        """Follow the document no more."""
        if self._end is not None:
            self._end()
            self._end = None


def _always() -> bool:
    return True
