"""What the forms of waiting tasks know beside their data: their JavaScript formulas, and what files are called.

Formulas of forms run in a worker of their own, since the Request may be running scripts meanwhile. One that takes too
long is not tried again while the same form is filled in.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from time import monotonic

from connectors.sdk.values import Json, JsonObject
from engine.runtime.scripts import Scripts
from modeler.services.screens import PageOptions
from modeler.services.screens.computing import Formula, FormulaError
from modeler.services.screens.scripting import javascript

LONG = 0.5


class FormFormulas:
    """Owns the worker, which starts with the first formula."""

    def __init__(self) -> None:
        self._scripts: Scripts | None = None

    def options(self, now: datetime, files: Callable[[Json], str]) -> PageOptions:
        """How a form is drawn at a moment of its Request."""
        if self._scripts is None:
            self._scripts = Scripts()
        return PageOptions(javascript=impatient(javascript(self._scripts, now)), files=files)

    def close(self) -> None:
        """End the worker."""
        if self._scripts is not None:
            self._scripts.close()


def impatient(formula: Formula, clock: Callable[[], float] = monotonic) -> Formula:
    """The same formulas, but one that took long and failed fails at once from then on."""
    given_up: set[str] = set()

    def evaluate(text: str, data: JsonObject) -> Json:
        if text in given_up:
            raise FormulaError("it takes too long")
        begun = clock()
        try:
            return formula(text, data)
        except FormulaError:
            if clock() - begun >= LONG:
                given_up.add(text)
            raise

    return evaluate
