"""How findings are told: one fault once, whoever has found it, and all in an order that depends on them alone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from engine.bpmn import Problem

SETTINGS_TEXT = "settings/raw"
"""The rule by which the window leads to settings that cannot be read."""
UNREADABLE, MALFORMED = ("connector-unreadable", SETTINGS_TEXT), "malformed-settings"
"""Rules for one fault: the connector's own, which lead to its field, and the document's, for all others."""
WORST_FIRST = {"error": 0, "warning": 1, "info": 2}


def in_order(found: Iterable[Problem]) -> list[Problem]:
    """Problems once each, in the order of the file, the worst of a line first."""
    return sorted(dict.fromkeys(found), key=_place)


def _place(problem: Problem) -> tuple[int, int, str, str, str]:
    line, severity = problem.line or 0, WORST_FIRST[problem.severity]
    return line, severity, problem.rule, problem.element_id or "", problem.message


def told_once(found: Sequence[Problem], of_execution: Iterable[Problem]) -> Iterator[Problem]:
    """Settings that cannot be read are one fault, whoever has found it: connector, document or execution."""
    unreadable = {each.element_id for each in found if each.rule in UNREADABLE}
    yield from (each for each in found if each.rule != MALFORMED or each.element_id not in unreadable)
    told = unreadable | {each.element_id for each in found if each.rule == MALFORMED}
    yield from (each for each in of_execution if each.rule != MALFORMED or each.element_id not in told)
