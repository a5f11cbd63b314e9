"""A DMN model ready to decide: its logic compiled once, each decision evaluated once with what it requires.

model = DecisionModel.from_bytes(data)
model.decide("Approval", {"Applicant": {"Age": 30}})
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime

from engine.expressions import ExpressionError
from engine.expressions.evaluation import Evaluation
from engine.expressions.feel.compiler import Scope
from engine.expressions.feel.library import LIBRARY
from engine.expressions.feel.values import FunctionValue, Value, from_feel, to_feel
from engine.runtime.decisions.boxed import compile_logic
from engine.runtime.decisions.model import (
    Decision,
    DecisionFile,
    DecisionModelError,
    InputData,
    Knowledge,
    Part,
    Service,
    Table,
)
from engine.runtime.decisions.reading import read_decisions
from engine.runtime.decisions.texts import Boxed, Texts
from engine.runtime.decisions.types import Types, conform, received

TOO_DEEP = "its functions call each other too deeply"


class DecisionModel:
    """The decisions of one file."""

    def __init__(self, file: DecisionFile, is_strict: bool = True) -> None:
        """Compile everything; raises `DecisionModelError` where the parts do not fit together.

        Where not `is_strict`, faults of tables and texts give null, as the standard asks of engines.
        """
        self.file = file
        self.types = Types(file.types)
        self._texts = Texts(self.types, file.names, is_strict)
        self._named = {part.name: part for part in file.parts.values() if not isinstance(part, InputData)}
        _refuse_circles(file)
        self._logic = {part.id: self._compiled(part) for part in file.parts.values()}

    @classmethod
    def from_bytes(cls, data: bytes, is_strict: bool = True) -> DecisionModel:
        """Read a file; raises `DecisionModelError` with one clear line."""
        try:
            return cls(read_decisions(data), is_strict)
        except RecursionError:
            raise DecisionModelError("the decision model is nested too deeply") from None

    @property
    def name(self) -> str:
        """The model's name."""
        return self.file.name

    @property
    def problems(self) -> list[str]:
        """What cannot be read, each with decision, rule and column; an error when it is reached."""
        return list(self._texts.problems)

    @property
    def decisions(self) -> list[str]:
        """The names of its decisions."""
        return [part.name for part in self.file.parts.values() if isinstance(part, Decision)]

    def has(self, name: str) -> bool:
        """Whether it has a decision, service or business knowledge of this id or name."""
        return self._part(name) is not None

    def output_of(self, name: str) -> str:
        """What the single value that a decision gives is called: its one output column, else its variable."""
        part = self._part(name)
        logic = part.logic if isinstance(part, Decision) else None
        column = logic.outputs[0].name if isinstance(logic, Table) and len(logic.outputs) == 1 else ""
        return column or (part.variable.name if part else name)

    def decide(self, name: str, inputs: Mapping[str, object], now: datetime | None = None, raw: bool = False) -> object:
        """The result of a decision, by its id or name, as a JSON-like value; `raw` as FEEL's own.

        Raises `DecisionModelError` with decision, rule, column and the values seen.
        """
        part = self._part(name)
        if part is None:
            known = ", ".join(f'"{each}"' for each in self.decisions) or "none"
            raise DecisionModelError(f'there is no decision "{name}"; the model has {known}')
        values = {key: to_feel(value) for key, value in inputs.items()}
        given = frozenset(part.inputs) if isinstance(part, Service) else frozenset[str]()
        solver = _Solver(self, Evaluation({}, now), values, given)
        try:
            result = solver.value(part)
            return result if raw else from_feel(result)
        except ExpressionError as error:
            raise DecisionModelError(f"{solver.place}: {error}") from None
        except RecursionError:
            raise DecisionModelError(f"{solver.place}: {TOO_DEEP}") from None

    def logic(self, part: Part) -> Boxed:
        """The compiled logic of a part."""
        return self._logic[part.id]

    def required(self, part: Part) -> Iterator[Part]:
        """The parts that one refers to."""
        return (self.file.parts[id] for id in _references(part))

    def scope(self, names: Mapping[str, object], outside: Mapping[str, object], evaluation: Evaluation) -> Scope:
        """What the logic of a part sees: what it requires, and as Camunda has it all that was given from outside."""
        return Scope(outside, None, evaluation, LIBRARY).inner(names)

    def _part(self, name: str) -> Decision | Knowledge | Service | None:
        found = self.file.parts.get(name)
        return self._named.get(name) if found is None or isinstance(found, InputData) else found

    def _compiled(self, part: Part) -> Boxed:
        logic = part.logic if isinstance(part, (Decision, Knowledge)) else None
        return compile_logic(logic, self._texts, f'decision "{part.name}"' if not isinstance(part, InputData) else "")


def _references(part: Part) -> tuple[str, ...]:
    if isinstance(part, Service):
        return part.outputs
    return part.requires if isinstance(part, (Decision, Knowledge)) else ()


def _refuse_circles(file: DecisionFile) -> None:
    """Every requirement names a part that is there, and none leads back to itself but a function's own."""
    done: set[str] = set()
    for start in file.parts:
        trail: list[tuple[str, Iterator[str]]] = [(start, iter(_checked(file, start)))]
        open_ = {start: None}
        while trail:
            id, rest = trail[-1]
            following = next((each for each in rest if each not in done), None)
            if following is None:
                trail.pop()
                open_.pop(id)
                done.add(id)
            elif following in open_:
                raise DecisionModelError(f"the decisions require each other in a circle: {_circle(file, open_)}")
            else:
                open_[following] = None
                trail.append((following, iter(_checked(file, following))))


def _checked(file: DecisionFile, id: str) -> tuple[str, ...]:
    part = file.parts[id]
    for reference in _references(part):
        if reference not in file.parts:
            name = part.variable.name or id
            raise DecisionModelError(f'"{name}" requires "{reference}", which this file does not have')
    own = isinstance(part, Knowledge)
    return tuple(each for each in _references(part) if not (own and each == id))


def _circle(file: DecisionFile, open_: Mapping[str, None]) -> str:
    return ", ".join(f'"{file.parts[id].variable.name}"' for id in open_)


class _Solver:
    """One evaluation: results that several decisions need are computed once, without recursion along requirements.

    `given` are the ids of decisions whose values come from outside, as a service's input decisions do.
    """

    def __init__(
        self,
        model: DecisionModel,
        evaluation: Evaluation,
        inputs: Mapping[str, object],
        given: frozenset[str] = frozenset(),
    ) -> None:
        self.model = model
        self.evaluation = evaluation
        self.inputs = inputs
        self.given = given
        self.results: dict[str, Value] = {}
        self.place = "the decision"

    def value(self, wanted: Part) -> Value:
        """The value of a part."""
        waiting = [wanted]
        while waiting:
            part = waiting[-1]
            missing = [each for each in self.needs(part, part is wanted) if each.id not in self.results]
            if missing and part.id not in self.results:
                waiting.extend(missing)
                continue
            waiting.pop()
            if part.id not in self.results:
                self.results[part.id] = self.solved(part, part is wanted)
        return self.results[wanted.id]

    def needs(self, part: Part, is_wanted: bool) -> list[Part]:
        """What must be known first; a service that is only referred to computes its outputs when it is called."""
        if part.id in self.given or (isinstance(part, Service) and not is_wanted):
            return []
        return [required for required in self.model.required(part) if required is not part]

    def solved(self, part: Part, is_wanted: bool) -> Value:
        """The value of a part whose requirements are known."""
        types = self.model.types
        if isinstance(part, InputData) or part.id in self.given:
            type_ = types.of(part.variable)
            return conform(received(self.inputs.get(part.variable.name), type_), type_)
        if isinstance(part, Service):
            return self.service(part) if is_wanted else self.service_function(part)
        self.place = f'decision "{part.name}"'
        names = self.names(part)
        value = self.model.logic(part)(self.model.scope(names, self.inputs, self.evaluation))
        if isinstance(part, Knowledge):
            names[part.variable.name] = value
            return value
        return conform(value, types.of(part.variable))

    def names(self, part: Part) -> dict[str, object]:
        """What the logic of a part can see."""
        return {each.variable.name: self.results.get(each.id) for each in self.model.required(part)}

    def service(self, service: Service) -> Value:
        """The outputs of a service: the value of its one decision, or a context of several."""
        values = {part.variable.name: self.results[part.id] for part in self.model.required(service)}
        result = next(iter(values.values())) if len(values) == 1 else values
        return conform(result, self.model.types.of(service.variable))

    def service_function(self, service: Service) -> FunctionValue:
        """A service as a function of its input decisions and input data."""
        variables = [self.model.file.parts[id].variable for id in service.inputs]
        names, types = tuple(each.name for each in variables), [self.model.types.of(each) for each in variables]

        def call(evaluation: Evaluation, *values: Value) -> Value:
            evaluation.spend()
            if any(
                conform(value, type_) is None and value is not None for value, type_ in zip(values, types, strict=True)
            ):
                return None
            inner = _Solver(self.model, evaluation, dict(zip(names, values, strict=True)), frozenset(service.inputs))
            return inner.value(service)

        return FunctionValue(service.variable.name, names, call)
