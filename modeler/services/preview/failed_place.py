"""Where an element failed: the expression with its column, the script with its line, or no more than the element."""

from __future__ import annotations

import re
from dataclasses import dataclass

from modeler.services.preview.element_run import ElementRun

LEAST_TEXT = 2
"""Shorter texts stand in an error by chance."""
_LINE = re.compile(r"(?:^|: )line (\d+)\b")


@dataclass(frozen=True, slots=True)
class FailedPlace:
    """A text of the model that failed: of which element, and the 1-based column or line in it; 0 where not known."""

    element: str
    text: str
    column: int = 0
    line: int = 0


def failed_place(run: ElementRun) -> FailedPlace | None:
    """The text whose failure stopped an element; None where no text of the model did."""
    if not run.error:
        return None
    for way in run.ways_out:
        if way.error and way.error in run.error:
            return FailedPlace(way.flow, way.condition, way.column)
    for seen in run.expressions:
        if seen.error and seen.error in run.error:
            return FailedPlace(run.element, seen.text, seen.column)
    for seen in run.expressions:
        if len(seen.text) >= LEAST_TEXT and seen.text in run.error:
            return FailedPlace(run.element, seen.text)
    script = run.configuration.get("script")
    if run.code.startswith("SCRIPT") and isinstance(script, str):
        line = _LINE.search(run.error)
        return FailedPlace(run.element, script, line=int(line[1]) if line else 0)
    return None
