"""One line of the problems panel, as a value."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

Severity = Literal["error", "warning", "info"]


@dataclass(frozen=True, slots=True)
class ProblemRow:
    """One line of the list: what, where, and the field that would set it right."""

    severity: Severity
    message: str
    element_id: str | None = None
    element: str = ""
    line: int | None = None
    field: str = ""


def at_fields(rows: Sequence[ProblemRow]) -> dict[str, dict[str, str]]:
    """By element, what is wrong at which of its fields; the first message of each."""
    found: dict[str, dict[str, str]] = {}
    for row in rows:
        if row.field and row.element_id and row.severity != "info":
            found.setdefault(row.element_id, {}).setdefault(row.field, row.message)
    return found


def counts(rows: Sequence[ProblemRow]) -> tuple[int, int, int]:
    """How many errors, warnings and infos there are."""
    severities = [row.severity for row in rows]
    return severities.count("error"), severities.count("warning"), severities.count("info")
