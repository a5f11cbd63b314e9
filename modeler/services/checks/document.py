"""Everything that is to be said about a document, in one list: what the Problems panel and `check` show."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TypeAlias

from engine.bpmn import Document, Problem, integrity
from engine.bpmn.schema import schema_problems
from modeler.services.checks.execution import execution_problems

Checker: TypeAlias = Callable[[Document], Iterable[Problem]]
SETTINGS_TEXT = "settings/raw"
"""The rule by which the window leads to settings that cannot be read."""
UNREADABLE, MALFORMED = ("connector-unreadable", SETTINGS_TEXT), "malformed-settings"
"""Rules for one fault: the connector's own, which lead to its field, and the document's, for all others."""
WORST_FIRST = {"error": 0, "warning": 1, "info": 2}


def check_document(document: Document, checkers: Sequence[Checker] = ()) -> list[Problem]:
    """Problems of loading, integrity, the schema, execution and further checkers, in the order of the file."""
    found = [*document.problems, *integrity.problems(document), *schema_problems(document)]
    for checker in checkers:
        found.extend(checker(document))
    unique = dict.fromkeys(_told_once(found, execution_problems(document)))
    return sorted(unique, key=lambda each: (each.line or 0, WORST_FIRST[each.severity], each.rule))


def _told_once(found: Sequence[Problem], of_execution: Iterable[Problem]) -> Iterator[Problem]:
    """Settings that cannot be read are one fault, whoever has found it: connector, document or execution."""
    unreadable = {each.element_id for each in found if each.rule in UNREADABLE}
    yield from (each for each in found if each.rule != MALFORMED or each.element_id not in unreadable)
    told = unreadable | {each.element_id for each in found if each.rule == MALFORMED}
    yield from (each for each in of_execution if each.rule != MALFORMED or each.element_id not in told)


def is_finding(problem: Problem) -> bool:
    """Whether a problem counts as one: facts that are only to be known do not."""
    return problem.severity != "info"
