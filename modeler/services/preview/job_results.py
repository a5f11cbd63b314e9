"""What a worker's answer becomes in Request data, as Camunda's connectors have it.

Camunda 8: the header `resultVariable` stores the whole answer, `resultExpression` makes variables of it; a connector
with these settings writes nothing else, and `errorExpression` says what is an error.
Camunda 7: the output parameters inside `camunda:connector`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from connectors.sdk.connector import ConnectorError
from connectors.sdk.manifest import Manifest
from connectors.sdk.values import Json, JsonObject, as_object
from engine.bpmn import BaseElement, Element
from engine.bpmn.extensions import extensions_of
from engine.bpmn.namespaces import CAMUNDA, ZEEBE
from modeler.services.preview.error_rules import HEADER as ERROR_HEADER
from modeler.services.preview.error_rules import NO_RULE, RETRIES, ErrorRule
from modeler.services.preview.job_expressions import evaluated
from modeler.services.preview.job_functions import FUNCTIONS, Keep

_VARIABLE, _EXPRESSION = "resultVariable", "resultExpression"


@dataclass(frozen=True, slots=True)
class JobResults:
    """How an answer is mapped; without a mapping it is merged into the Request data as it is."""

    variable: str = ""
    expression: str = ""
    outputs: tuple[tuple[str, str], ...] = ()
    is_mapped: bool = False
    errors: ErrorRule = NO_RULE

    def of(self, answer: JsonObject, data: JsonObject, keep: Keep) -> JsonObject:
        """The variables that an answer gives; raises `ConnectorError` for an expression that fails."""
        if not self.is_mapped:
            return answer
        found: JsonObject = {self.variable: answer} if self.variable else {}
        if self.expression:
            made = evaluated(
                self.expression, "feel", {**FUNCTIONS, **answer, "response": answer}, "result expression", keep
            )
            if made is not None and not isinstance(made, dict):
                raise ConnectorError("connector.result", f"The result expression must give a context, not {made!r}.")
            found.update(as_object(made))
        for name, text in self.outputs:
            found[name] = _output(text, {**data, **answer}, name)
        return found


NO_MAPPING = JobResults()


def results_of(manifest: Manifest, element: Element) -> JobResults:
    """The mapping of an element, as its connector writes it."""
    if not isinstance(element, BaseElement):
        return JobResults()
    headers = {
        header.get("key"): header.get("value") or ""
        for holder in extensions_of(element, ZEEBE, "taskHeaders")
        for header in holder.children
    }
    outputs = tuple(_connector_outputs(element))
    places = [as_object(as_object(part).get("x-place")) for part in _properties(manifest).values()]
    is_mapped = bool(outputs) or any(place.get("key") in (_VARIABLE, _EXPRESSION) for place in places)
    rule = ErrorRule(headers.get(ERROR_HEADER, ""), _retries(element))
    return JobResults(headers.get(_VARIABLE, ""), headers.get(_EXPRESSION, ""), outputs, is_mapped, rule)


def _retries(element: BaseElement) -> int:
    """How often the job may be tried, where the file says so as a plain number."""
    texts = (each.get("retries") or "" for each in extensions_of(element, ZEEBE, "taskDefinition"))
    text = next(texts, "").removeprefix("=").strip()
    return int(text) if text.isdecimal() and len(text) < 6 else RETRIES


def _properties(manifest: Manifest) -> JsonObject:
    return as_object(manifest.properties.get("properties"))


def _connector_outputs(element: BaseElement) -> list[tuple[str, str]]:
    """Output parameters of a Camunda 7 connector; a script in one is not run."""
    holders = [child for each in extensions_of(element, CAMUNDA, "connector") for child in each.children]
    mappings = [entry for holder in holders if holder.tag == "inputOutput" for entry in holder.children]
    return [
        (each.get("name") or "", each.text) for each in mappings if each.tag == "outputParameter" and not each.children
    ]


def _output(text: str, data: Mapping[str, Json], name: str) -> Json:
    stripped = text.strip()
    if "${" not in stripped and "#{" not in stripped:
        return stripped
    return evaluated(stripped, "juel", data, f"output “{name}”")
