"""Checks: all problems of a document, and those after a change of one node.

The rules are the product's own (loading, integrity, schema, execution, connectors and their workspace), not those of
bpmnlint. After a change all is checked again as the window does it: a large document by another process, whose
processor time is not in the figures.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable

from engine.bpmn import Document, Task
from modeler.editing import commands
from modeler.services.packages.installed import installed_catalog
from modeler.services.profile import Profile
from modeler.services.storage.files import Files
from modeler.ui.documents.problem_row import ProblemRow
from modeler.ui.documents.problem_rows import checked_elsewhere, rows_of
from modeler.ui.documents.problem_watch import LARGE
from tests.benchmarks.bench import Bench

NAMES = ("lint.full_ms", "lint.change_ms")
MOST = 10


def run(bench: Bench) -> None:
    """Both on an open file of a folder, as the Problems panel has it."""
    meter, path = bench.meter, bench.scratch / bench.file.name
    shutil.copyfile(bench.file, path)
    opened = Files(Profile(bench.scratch / "profile")).open(path)
    document, catalog = opened.document, installed_catalog()
    task = next(document.elements(Task))

    def here() -> list[ProblemRow]:
        return rows_of(document, catalog, path.parent)

    def as_the_window() -> list[ProblemRow]:
        if len(document.original) < LARGE:
            return here()
        return checked_elsewhere(document.to_bytes(), document.name, path.parent)

    for _ in meter.rounds(MOST):
        with meter.time("lint.full_ms"):
            here()
    after_changes(bench, document, task, as_the_window)
    opened.close()


def after_changes(bench: Bench, document: Document, task: Task, check: Callable[[], list[ProblemRow]]) -> None:
    """The findings after each of several names, which must be those of the document as it is."""
    found: list[ProblemRow] = []
    for number in bench.meter.rounds(MOST):
        commands.rename(document, task, f"Renamed {number}")
        with bench.meter.time("lint.change_ms"):
            found = check()
    bench.meter.checks["lint.problems"] = len(found)
