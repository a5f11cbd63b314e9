"""A DMN model: its decisions evaluated with their requirements, as one would call functions.

model = DecisionModel.from_bytes(data)
model.decide("Approval", {"Applicant": {"Age": 30}})
"""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Mapping
from datetime import datetime

from engine.expressions import ExpressionError
from engine.expressions.evaluation import Evaluation
from engine.expressions.feel.compiler import Scope
from engine.expressions.feel.library import LIBRARY
from engine.expressions.feel.properties import PROPERTY_NAMES
from engine.expressions.feel.values import FunctionValue, Value, from_feel, to_feel
from engine.runtime.decisions.boxed import Boxed, compile_boxed
from engine.runtime.decisions.types import Types, conform, local

MAX_BYTES = 20_000_000
MAX_DEPTH = 100


class DecisionModelError(Exception):
    """A file that is no DMN model, or a decision that is not there."""


class DecisionModel:
    """Decisions, inputs, business knowledge and services of one file."""

    def __init__(self, root: ET.Element) -> None:
        """From the root element; expressions compile when they are first used."""
        self.name = root.get("name") or ""
        self._elements = {id: child for child in root if (id := child.get("id"))}
        self._by_name = {child.get("name") or "": child for child in root if local(child) in _DECIDABLE}
        self.types = Types(root)
        self.names = (*SPACED, *dict.fromkeys(_names(root)))
        self._compiled: dict[ET.Element, Boxed] = {}

    @classmethod
    def from_bytes(cls, data: bytes) -> DecisionModel:
        """Read a file; raises `DecisionModelError` with one clear line."""
        if len(data) > MAX_BYTES or b"<!DOCTYPE" in data[:4096]:
            raise DecisionModelError("the decision file is too large or declares a document type")
        try:
            root = ET.fromstring(data)
        except ET.ParseError as error:
            raise DecisionModelError(f"the decision file is no XML: {error}") from None
        if local(root) != "definitions" or "DMN" not in root.tag:
            raise DecisionModelError("the file is no DMN model")
        return cls(root)

    @property
    def decisions(self) -> list[str]:
        """The names of its decisions."""
        return [name for name, element in self._by_name.items() if local(element) == "decision"]

    def decide(self, name: str, inputs: Mapping[str, object], now: datetime | None = None, raw: bool = False) -> object:
        """The result of a decision, by its name or id, as a JSON-like value; `raw` as FEEL's own."""
        element = self._by_name.get(name)
        element = self._elements.get(name) if element is None else element
        if element is None or local(element) not in _DECIDABLE:
            raise DecisionModelError(f'there is no decision "{name}"')
        values = {key: to_feel(value) for key, value in inputs.items()}
        solver = _Solver(self, Evaluation({}, now), values)
        result = solver.service(element) if local(element) == "decisionService" else solver.decision(element)
        return result if raw else from_feel(result)

    def has(self, name: str) -> bool:
        """Whether there is a decision of this name or id."""
        element = self._elements.get(name)
        return name in self._by_name or (element is not None and local(element) in _DECIDABLE)

    def boxed(self, element: ET.Element) -> Boxed:
        """The compiled logic of an element."""
        known = self._compiled.get(element)
        if known is None:
            known = self._compiled[element] = compile_boxed(element, self.types, self.names)
        return known

    def required(self, element: ET.Element) -> list[ET.Element]:
        """The elements that one refers to by its requirements."""
        found = []
        for requirement in element:
            if local(requirement) in ("informationRequirement", "knowledgeRequirement"):
                for reference in requirement:
                    target = self.element(reference.get("href") or "")
                    if target is not None:
                        found.append(target)
        return found

    def element(self, reference: str) -> ET.Element | None:
        """The element that a reference such as `#id` names."""
        return self._elements.get(reference.rpartition("#")[2])


SPACED = tuple(name for name in (*LIBRARY, *PROPERTY_NAMES) if " " in name)
_DECIDABLE = frozenset(("decision", "decisionService", "businessKnowledgeModel"))


class _Solver:
    """One evaluation: results that several decisions need are computed once."""

    def __init__(self, model: DecisionModel, evaluation: Evaluation, inputs: Mapping[str, object]) -> None:
        self.model = model
        self.evaluation = evaluation
        self.inputs = inputs
        self.results: dict[ET.Element, object] = {}
        self.depth = 0

    def decision(self, element: ET.Element) -> object:
        """The value of a decision."""
        if element in self.results:
            return self.results[element]
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise ExpressionError("the decisions require each other in a circle")
        names = self.requirements(element)
        logic = next((child for child in element if local(child) not in _NO_LOGIC), None)
        result = None
        if logic is not None:
            result = self.model.boxed(logic)(self.scope(names))
        self.results[element] = result = conform(result, self.model.types.of_variable(element))
        self.depth -= 1
        return result

    def scope(self, names: Mapping[str, object]) -> Scope:
        """What the logic of an element sees."""
        return Scope(names, Scope({}, None, self.evaluation, LIBRARY), self.evaluation, LIBRARY)

    def requirements(self, element: ET.Element) -> dict[str, object]:
        """What a decision can see: its inputs, required decisions and knowledge, by their variables' names."""
        names: dict[str, object] = {}
        for required in self.model.required(element):
            name = variable_name(required)
            kind = local(required)
            if kind == "inputData":
                names[name] = conform(self.inputs.get(name), self.model.types.of_variable(required))
            elif kind == "decision":
                names[name] = self.inputs[name] if name in self.inputs else self.decision(required)
            elif kind == "businessKnowledgeModel":
                names[name] = self.knowledge(required)
            elif kind == "decisionService":
                names[name] = self.service_function(required)
        return names

    def knowledge(self, element: ET.Element) -> object:
        """A business knowledge model as a function."""
        logic = next((child for child in element if local(child) == "encapsulatedLogic"), None)
        if logic is None:
            return None
        names = self.requirements(element)
        result = self.model.boxed(logic)(self.scope(names))
        names[variable_name(element)] = result
        return result

    def service(self, element: ET.Element) -> object:
        """The outputs of a decision service: the value of its one decision, or a context of several."""
        outputs = [self.model.element(child.get("href") or "") for child in element if local(child) == "outputDecision"]
        values = {variable_name(output): self.decision(output) for output in outputs if output is not None}
        return next(iter(values.values())) if len(values) == 1 else values

    def service_function(self, element: ET.Element) -> object:
        """A decision service as a function of its input decisions and input data."""
        references = [child for child in element if local(child) in ("inputData", "inputDecision")]
        references.sort(key=lambda child: local(child) != "inputDecision")
        targets = [self.model.element(child.get("href") or "") for child in references]
        names = [variable_name(target) for target in targets if target is not None]

        def call(evaluation: Evaluation, *values: Value) -> Value:
            inner = _Solver(self.model, evaluation, dict(zip(names, values, strict=True)))
            return inner.service(element)

        return FunctionValue(variable_name(element), tuple(names), call)


_NO_LOGIC = frozenset(
    (
        "variable", "informationRequirement", "knowledgeRequirement", "authorityRequirement", "description",
        "question", "allowedAnswers", "extensionElements", "supportedObjective", "impactedPerformanceIndicator",
        "decisionMaker", "decisionOwner", "usingProcess", "usingTask",
    )
)  # fmt: skip


def variable_name(element: ET.Element) -> str:
    """The name under which others see an element."""
    variable = next((child for child in element if local(child) == "variable"), None)
    return (variable.get("name") if variable is not None else None) or element.get("name") or ""


def _names(root: ET.Element) -> list[str]:
    """All names of the model that have several parts, for the parser."""
    found = [element.get("name") or "" for element in root.iter() if element.get("name")]
    return [name for name in found if not name.isidentifier()]
