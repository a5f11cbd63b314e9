"""What a Camunda connector's `errorExpression` makes of an answer or a failure: a BPMN error, a failed job, or nothing.

FEEL sees `response` after an answer, `error` (code, message, type, variables) after a failure, and `job.retries`; it
answers with `bpmnError(…)`, `jobError(…)`, `ignoreError(…)` (see `job_functions`), or null for what happens anyway.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from connectors.sdk.connector import ConnectorError
from connectors.sdk.durations import seconds_of
from connectors.sdk.values import Json, JsonObject, as_object, as_text
from engine.runtime.handlers import Outcome, completed, error, failure, retry
from modeler.services.preview.job_expressions import evaluated
from modeler.services.preview.job_functions import FUNCTIONS, Keep

HEADER: Final = "errorExpression"
RETRIES = 3


@dataclass(frozen=True, slots=True)
class ErrorRule:
    """The expression of one element, and how often its job may be tried."""

    text: str = ""
    retries: int = RETRIES

    def after_answer(self, answer: JsonObject, attempt: int, keep: Keep) -> Outcome | None:
        """What an answer that came well is taken for; None when it is just that. `keep` keeps new documents."""
        return self._decided({**answer, "response": answer}, attempt, keep)

    def after_failure(self, refusal: ConnectorError, attempt: int, keep: Keep) -> Outcome | None:
        """What a failure is taken for; None when it is just that."""
        said: JsonObject = {"code": refusal.code, "message": refusal.message, "type": "ConnectorException"}
        said["variables"] = {}
        return self._decided({"error": said}, attempt, keep)

    def _decided(self, seen: JsonObject, attempt: int, keep: Keep) -> Outcome | None:
        if not self.text.strip():
            return None
        job: JsonObject = {"retries": max(0, self.retries - attempt + 1)}
        made = evaluated(self.text, "feel", {**FUNCTIONS, **seen, "job": job}, "error expression", keep)
        if made is None or made == {}:
            return None
        if not isinstance(made, dict) or made.get("errorType") not in _OUTCOMES:
            wanted = "bpmnError(…), jobError(…), ignoreError(…) or null"
            raise ConnectorError(
                "connector.error-expression", f"The error expression must give {wanted}, not {made!r}."
            )
        return _outcome(as_object(made), attempt, self.retries)


NO_RULE: Final = ErrorRule()
_OUTCOMES = ("bpmnError", "jobError", "ignoreError")


def _outcome(made: JsonObject, attempt: int, tries: int) -> Outcome:
    """A rule that grants another attempt each time is followed as often as the job may be tried, or it says."""
    kind, message = as_text(made["errorType"]), as_text(made.get("message"))
    variables = as_object(made.get("variables"))
    if kind == "ignoreError":
        return completed(variables)
    if kind == "bpmnError":
        code = as_text(made.get("code"))
        return error(message or code, code, variables)
    left = made.get("retries")
    if isinstance(left, int) and left > 0 and attempt <= max(left, tries):
        return retry(message, timedelta(seconds=_pause(made.get("backoff"))), "connector.job")
    return failure(message, "connector.job")


def _pause(backoff: Json) -> float:
    return (seconds_of(backoff) or 0.0) if isinstance(backoff, str) else 0.0
