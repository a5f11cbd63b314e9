"""What the functions of the library take: one or more forms of parameters, with their kinds."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from engine.expressions.evaluation import Evaluation
from engine.expressions.feel.calls import take
from engine.expressions.feel.values import FunctionValue, Value


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter: `optional` ones may be left out; a `nullable` one takes null; a `variadic` one takes the rest."""

    name: str
    kinds: tuple[str, ...]
    optional: bool = False
    nullable: bool = False
    variadic: bool = False

    def fit(self, value: Value) -> tuple[bool, Value]:
        """Whether a value can be this argument, and the value as the function takes it."""
        if value is None:
            return self.nullable or self.kinds == ("Any",), None
        for kind in self.kinds:
            taken = take(value, kind)
            if taken is not None:
                return True, taken
        return False, None


class Builtin:
    """A library function with its forms, written like `"string: string, start position: number, length?: number"`.

    `run` takes the evaluation, then the arguments. A name that ends in `?` is optional, in `...` takes all that
    follow; a kind that ends in `?` takes null; kinds are separated by `|`, and `Any` takes everything.
    """

    def __init__(self, run: Callable[..., Value], *forms: str) -> None:
        self.run = run
        self.forms = tuple(tuple(map(_parameter, _split(form))) for form in forms)

    @property
    def signature(self) -> Builtin:
        """What `calls.invoke` asks how arguments fit."""
        return self

    @cached_property
    def namings(self) -> tuple[tuple[str, ...], ...]:
        """The parameter names of each form."""
        return tuple(tuple(parameter.name for parameter in form) for form in self.forms)

    def fit(self, arguments: list[Value]) -> list[Value] | None:
        """The arguments as the first form that fits takes them, or None."""
        for form in self.forms:
            fitted = _fit(form, arguments)
            if fitted is not None:
                return fitted
        return None

    def __call__(self, evaluation: Evaluation, *arguments: Value) -> Value:
        """Run the function."""
        return self.run(evaluation, *arguments)


def define(name: str, run: Callable[..., Value], *forms: str) -> tuple[str, FunctionValue]:
    """A library entry for a function that needs only its arguments."""
    return define_with_evaluation(name, lambda _evaluation, *arguments: run(*arguments), *forms)


def define_with_evaluation(name: str, run: Callable[..., Value], *forms: str) -> tuple[str, FunctionValue]:
    """A library entry for a function that needs the clock, the budget or to call back."""
    builtin = Builtin(run, *forms)
    return name, FunctionValue(name, builtin.namings[0] if builtin.namings else (), builtin)


def _split(form: str) -> list[str]:
    return [part.strip() for part in form.split(",") if part.strip()]


def _parameter(text: str) -> Parameter:
    name, _, kinds = text.partition(":")
    names = tuple(kind.strip() for kind in kinds.split("|"))
    nullable = any(kind.endswith("?") for kind in names)
    return Parameter(
        name.strip().removesuffix("...").removesuffix("?"),
        tuple(kind.removesuffix("?") for kind in names),
        name.strip().endswith("?"),
        nullable,
        name.strip().endswith("..."),
    )


def _fit(form: tuple[Parameter, ...], arguments: list[Value]) -> list[Value] | None:
    required = sum(not parameter.optional and not parameter.variadic for parameter in form)
    variadic = bool(form) and form[-1].variadic
    if len(arguments) < required + variadic or (len(arguments) > len(form) and not variadic):
        return None
    fitted: list[Value] = []
    for place, argument in enumerate(arguments):
        fits, value = form[min(place, len(form) - 1)].fit(argument)
        if not fits:
            return None
        fitted.append(value)
    return fitted
