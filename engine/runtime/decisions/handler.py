"""The handler of business rule tasks whose decision is at hand."""

from __future__ import annotations

from dataclasses import dataclass

from engine.expressions import ExpressionError
from engine.runtime.decisions.model import DecisionModel, DecisionModelError
from engine.runtime.handlers import Outcome, TaskCall, completed, failure


@dataclass(frozen=True)
class DecisionHandler:
    """Evaluates a decision on the Request data; the result goes into the variable `result`.

    Without a variable a result with several outputs is merged as it is, and a single one is named as the decision.
    """

    model: DecisionModel
    decision: str
    result: str = ""

    def run(self, call: TaskCall) -> Outcome:
        """Decide; what cannot be decided is an error on the task."""
        try:
            value = self.model.decide(self.decision, call.data, call.now)
        except (DecisionModelError, ExpressionError) as error:
            return failure(str(error), "DECISION")
        if isinstance(value, dict) and not self.result:
            return completed(value)
        return completed({self.result or self.decision: value})
