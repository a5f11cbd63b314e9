"""The handler of business rule tasks whose decision is at hand."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from engine.runtime.decisions.evaluation import DecisionModel
from engine.runtime.decisions.model import DecisionModelError
from engine.runtime.graph import ProcessGraph
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
        except DecisionModelError as error:
            return failure(str(error), "DECISION")
        if isinstance(value, dict) and not self.result:
            return completed(value)
        return completed({self.result or self.decision: value})


def decision_handlers(graph: ProcessGraph, models: Iterable[DecisionModel]) -> dict[str, DecisionHandler]:
    """A handler for each business rule task whose decision one of the models has, by the task's id."""
    known = list(models)
    found: dict[str, DecisionHandler] = {}
    for node in graph.nodes:
        if node.kind in ("businessRuleTask", "globalBusinessRuleTask") and node.work.implementation:
            wanted = node.work.implementation
            model = next((model for model in known if model.has(wanted)), None)
            if model is not None:
                found[node.id] = DecisionHandler(model, wanted, node.work.result)
    return found
