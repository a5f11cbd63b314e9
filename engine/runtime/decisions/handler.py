"""The handlers of business rule tasks: they decide by the models at hand, or say which decision is missing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from engine.expressions import Expression, ExpressionError
from engine.runtime.decisions.evaluation import DecisionModel
from engine.runtime.decisions.mapping import mapped
from engine.runtime.decisions.model import DecisionModelError
from engine.runtime.graph import Node, ProcessGraph
from engine.runtime.handlers import Data, Outcome, TaskCall, TaskHandler, completed, failure
from engine.runtime.paths import assign

BUSINESS_RULES = ("businessRuleTask", "globalBusinessRuleTask")
"""The kinds of tasks that may call a decision."""
NO_FILES = "there is no decision file"


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
        return completed(_written(self.result, value, call.data) if self.result else {self.decision: value})


@dataclass(frozen=True)
class CalledDecision:
    """Looks a decision up by the id that the task gives, which may be an expression, in all models at hand.

    Camunda 7 maps the result; without a result variable only the task's output mappings see it, as `decisionResult`.
    """

    models: tuple[DecisionModel, ...]
    decision: Expression
    result: str
    mapping: str = ""
    has_outputs: bool = False
    looked_in: str = NO_FILES

    def run(self, call: TaskCall) -> Outcome:
        """Decide; a decision that is missing is an error that says where it was looked for."""
        try:
            wanted = str(self.decision.evaluate(call.data, call.now) or "")
            model = next((model for model in self.models if model.has(wanted)), None)
            if model is None:
                return failure(self._missing(wanted), "DECISION_MISSING")
            value = model.decide(wanted, call.data, call.now)
            if self.mapping:
                value = mapped(value, self.mapping, model.output_of(wanted))
        except (DecisionModelError, ExpressionError) as error:
            return failure(str(error), "DECISION")
        return completed(self._outputs(value, wanted, call.data))

    def _outputs(self, value: object, wanted: str, data: Data) -> dict[str, object]:
        if self.result:
            return _written(self.result, value, data)
        if self.mapping:
            return {"decisionResult": value} if self.has_outputs else {}
        return value if isinstance(value, dict) else {wanted: value}

    def _missing(self, wanted: str) -> str:
        known = [name for model in self.models for name in model.decisions]
        near = f"; known decisions: {', '.join(known)}" if known else ""
        advice = "put its .dmn file beside this process, correct the decision's id, or pin the task's result"
        return f'the decision "{wanted}" was not found ({self.looked_in}{near}): {advice}'


def decision_handlers(
    graph: ProcessGraph, models: Iterable[DecisionModel], looked_in: str = NO_FILES
) -> dict[str, TaskHandler]:
    """A handler for each business rule task that calls a decision, or is implemented by one of these models.

    `looked_in` says in the error about a missing decision where the models come from.
    """
    known = tuple(models)
    handlers = {node.id: _handler(node, known, looked_in) for node in graph.nodes if node.kind in BUSINESS_RULES}
    return {id: handler for id, handler in handlers.items() if handler is not None}


def _handler(node: Node, models: tuple[DecisionModel, ...], looked_in: str) -> TaskHandler | None:
    work = node.work
    if work.decision is not None:
        return CalledDecision(models, work.decision, work.result, work.mapping, bool(node.outputs), looked_in)
    model = next((model for model in models if work.implementation and model.has(work.implementation)), None)
    return None if model is None else DecisionHandler(model, work.implementation, work.result)


def _written(path: str, value: object, data: Data) -> dict[str, object]:
    """The result variable, which may be a place inside another variable."""
    first = path.partition(".")[0]
    written = dict(data) if "." in path else {}
    assign(written, path, value)
    return {first: written[first]}
