"""Checks: all problems of a document, and those after a change of one node.

The rules are the product's own (loading, integrity, schema, execution, connectors and their workspace), not those of
bpmnlint. After a change what it touched is checked again, as the window does it a moment later (`problem_watch.MOMENT`,
which is not in the figure): from the end of the command to all rows of the panel.
"""

from __future__ import annotations

import shutil

from engine.bpmn import Document, Task
from modeler.editing import commands
from modeler.services.checks.findings import Findings
from modeler.services.packages.installed import installed_catalog
from modeler.services.profile import Profile
from modeler.services.storage.files import Files
from modeler.ui.documents.page_findings import PageFindings
from modeler.ui.documents.problem_row import ProblemRow
from modeler.ui.documents.problem_rows import rows_of
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
    for _ in meter.rounds(MOST):
        with meter.time("lint.full_ms"):
            rows_of(document, catalog, path.parent)
    kept = PageFindings(document, catalog, path.parent, Findings())
    kept.work()
    after_changes(bench, document, task, kept)
    kept.close()
    meter.checks["lint.as_new"] = kept.rows() == rows_of(document, catalog, path.parent)
    opened.close()


def after_changes(bench: Bench, document: Document, task: Task, kept: PageFindings) -> None:
    """The findings after each of several names, which must be those of the document as it is."""
    found: list[ProblemRow] = []
    for number in bench.meter.rounds(MOST):
        commands.rename(document, task, f"Renamed {number}")
        with bench.meter.time("lint.change_ms"):
            kept.work()
            found = kept.rows()
    bench.meter.checks["lint.problems"] = len(found)
