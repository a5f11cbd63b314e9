"""FEEL's types: whether a value is an instance of one, and what DMN converts on the way into a parameter."""

from __future__ import annotations

from engine.expressions.feel.syntax import TypeName
from engine.expressions.feel.values import FunctionValue, Range, Value, kind_of

ALIASES = {"day time duration": "days and time duration", "dayTimeDuration": "days and time duration"}
ALIASES |= {"yearMonthDuration": "years and months duration", "dateTime": "date and time"}
TEMPORAL = ("date", "time", "date and time", "days and time duration", "years and months duration")
SIMPLE = frozenset(("number", "string", "boolean", "list", "context", "function", "range", *TEMPORAL))


def conforms(value: Value, wanted: TypeName) -> bool | None:
    """`value instance of type`; null for a type that does not exist."""
    name = ALIASES.get(wanted.name, wanted.name)
    if name == "Any":
        return value is not None
    if name == "Null":
        return value is None
    if name not in SIMPLE:
        return None
    if value is None or kind_of(value) != name:
        return False
    return _parameters_conform(value, name, wanted)


def _parameters_conform(value: Value, name: str, wanted: TypeName) -> bool:
    if name == "list" and wanted.arguments:
        return all(_fits(item, wanted.arguments[0]) for item in value)
    if name == "context":
        pairs = zip(wanted.members, wanted.arguments, strict=True)
        return all(key in value and _fits(value[key], kind) for key, kind in pairs)
    if name == "range" and wanted.arguments and isinstance(value, Range):
        return all(end is None or _fits(end, wanted.arguments[0]) for end in (value.low, value.high))
    if name == "function" and isinstance(value, FunctionValue):
        return not wanted.arguments or len(value.parameters) == len(wanted.arguments)
    return True


def _fits(value: Value, wanted: TypeName) -> bool:
    return value is None or conforms(value, wanted) is True


def converted(value: Value, wanted: TypeName) -> Value:
    """A value as a parameter of a type takes it: itself, a list of it, the only item of it, else null."""
    if value is None or ALIASES.get(wanted.name, wanted.name) not in SIMPLE or conforms(value, wanted) is True:
        return value
    if isinstance(value, list) and len(value) == 1 and conforms(value[0], wanted) is True:
        return value[0]
    if wanted.name == "list" and conforms([value], wanted) is True:
        return [value]
    return None
