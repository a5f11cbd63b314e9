"""Everything that is to be said about a document, in one list: what the Problems panel and `check` show."""

from __future__ import annotations

from collections.abc import Sequence

from engine.bpmn import Document, Problem
from modeler.services.checks.checker import Checker
from modeler.services.checks.kept import KeptFindings


def check_document(document: Document, checkers: Sequence[Checker] = ()) -> list[Problem]:
    """Problems of loading, integrity, the schema, execution and further checkers, in the order of the file."""
    kept = KeptFindings(document, checkers)
    kept.work()
    return kept.problems()


def is_finding(problem: Problem) -> bool:
    """Whether a problem counts as one: facts that are only to be known do not."""
    return problem.severity != "info"
