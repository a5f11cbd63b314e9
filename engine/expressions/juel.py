"""`${…}` and `#{…}`: the part of Java's Unified Expression Language that models use.

Property paths, indexes, operators (also as words), the conditional, and a short list of methods on texts, numbers,
lists and maps. Text around the braces is joined to the values. A variable that the data does not have is an error, as
in Camunda and Flowable; a property that an object does not have is null. Beans of the server do not exist here.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from functools import lru_cache
from types import MappingProxyType

from engine.expressions.closures import MissingVariableError, Semantics, compile_tree
from engine.expressions.errors import ExpressionError, shown
from engine.expressions.evaluation import Closure, Evaluation, bounded_text
from engine.expressions.juel_methods import METHODS
from engine.expressions.php_values import numeric
from engine.expressions.pratt import Grammar, Operator, parse_expression
from engine.expressions.syntax import variables

_BINARY = {
    "or": Operator(10, "or"),
    "||": Operator(10, "or"),
    "and": Operator(15, "and"),
    "&&": Operator(15, "and"),
    "==": Operator(20, "=="),
    "eq": Operator(20, "=="),
    "!=": Operator(20, "!="),
    "ne": Operator(20, "!="),
    "<": Operator(25, "<"),
    "lt": Operator(25, "<"),
    ">": Operator(25, ">"),
    "gt": Operator(25, ">"),
    "<=": Operator(25, "<="),
    "le": Operator(25, "<="),
    ">=": Operator(25, ">="),
    "ge": Operator(25, ">="),
    "+=": Operator(28, "+="),
    "+": Operator(30, "+"),
    "-": Operator(30, "-"),
    "*": Operator(40, "*"),
    "/": Operator(40, "/"),
    "div": Operator(40, "/"),
    "%": Operator(40, "%"),
    "mod": Operator(40, "%"),
}
_UNARY = {
    "not": Operator(50, "not"),
    "!": Operator(50, "not"),
    "-": Operator(50, "-"),
    "empty": Operator(50, "empty"),
}
GRAMMAR = Grammar(_BINARY, _UNARY, {"true": True, "false": False, "null": None}, with_maps=False)
EXECUTION = "execution"


def truth(value: object) -> bool:
    """EL's boolean: null is false, a text is true when it reads `true`."""
    if value is None or isinstance(value, bool):
        return bool(value)
    if isinstance(value, str):
        return value.strip().lower() == "true"
    raise ExpressionError(f"{shown(value)} is neither true nor false")


def text_of(value: object) -> str:
    """EL's text: null is empty, true and false are words."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)


def _number(value: object) -> int | float:
    if value is None or value == "":
        return 0
    found = numeric(value)
    if found is None:
        hint = "; use += to join texts" if isinstance(value, str) else ""
        raise ExpressionError(f"{shown(value)} is not a number{hint}")
    return found


def _equal(left: object, right: object) -> bool:
    if left is None or right is None:
        return left is right
    if isinstance(left, bool) or isinstance(right, bool):
        return truth(left) == truth(right)
    if isinstance(left, int | float) or isinstance(right, int | float):
        first, second = numeric(left), numeric(right)
        return first is not None and first == second
    return left == right


def _order(left: object, right: object) -> int:
    if isinstance(left, int | float) or isinstance(right, int | float):
        first, second = _number(left), _number(right)
        return (first > second) - (first < second)
    if isinstance(left, str) and isinstance(right, str):
        return (left > right) - (left < right)
    raise ExpressionError(f"{shown(left)} and {shown(right)} have no order")


NUMERIC = (int, float)


def _ordered(check: Callable[[int], bool]) -> Callable[[object, object], object]:
    def compared(left: object, right: object) -> object:
        if type(left) in NUMERIC and type(right) in NUMERIC:
            return check((left > right) - (left < right))  # type: ignore[operator]  # two numbers
        if left is None or right is None:
            return False
        return check(_order(left, right))

    return compared


def _divide(left: object, right: object) -> object:
    divisor = _number(right)
    if divisor == 0:
        raise ExpressionError("division by zero")
    return _number(left) / divisor


def _remainder(left: object, right: object) -> object:
    divisor = _number(right)
    if divisor == 0:
        raise ExpressionError("remainder of a division by zero")
    dividend = _number(left)
    if isinstance(dividend, int) and isinstance(divisor, int):
        return int(math.copysign(abs(dividend) % abs(divisor), dividend))
    return math.fmod(dividend, divisor)


_OPERATIONS: Mapping[str, Callable[[object, object], object]] = MappingProxyType(
    {
        "==": _equal,
        "!=": lambda left, right: not _equal(left, right),
        "<": _ordered(lambda order: order < 0),
        ">": _ordered(lambda order: order > 0),
        "<=": _ordered(lambda order: order <= 0),
        ">=": _ordered(lambda order: order >= 0),
        "+=": lambda left, right: bounded_text(text_of(left) + text_of(right)),
        "+": lambda left, right: _number(left) + _number(right),
        "-": lambda left, right: _number(left) - _number(right),
        "*": lambda left, right: _number(left) * _number(right),
        "/": _divide,
        "%": _remainder,
    }
)
_PREFIXES: Mapping[str, Callable[[object], object]] = MappingProxyType(
    {
        "not": lambda value: not truth(value),
        "-": lambda value: -_number(value),
        "empty": lambda value: value is None or (isinstance(value, str | list | Mapping) and not value),
    }
)


def _variable(name: str, evaluation: Evaluation) -> object:
    if name == EXECUTION:
        return evaluation.data
    raise MissingVariableError(f'the Request data has no variable "{name}"')


def _member(subject: object, name: str) -> object:
    if isinstance(subject, Mapping):
        return subject.get(name)
    if subject is None:
        return None
    raise ExpressionError(f'{shown(subject)} has no property "{name}"')


def _index(subject: object, key: object) -> object:
    if isinstance(subject, list | tuple):
        place = int(_number(key))
        return subject[place] if 0 <= place < len(subject) else None
    return _member(subject, str(key))


def _call(name: str, arguments: list[object], evaluation: Evaluation) -> object:
    if name in evaluation.functions:
        return evaluation.functions[name](*arguments)
    raise ExpressionError(f"the function {name}() belongs to the server, which is not there in a preview")


def _method(subject: object, name: str, arguments: list[object], _evaluation: Evaluation) -> object:
    for kind, methods in METHODS:
        if isinstance(subject, kind) and not (kind is int and isinstance(subject, bool)) and name in methods:
            return _invoke(methods[name], name, subject, arguments)
    raise ExpressionError(f'{shown(subject)} has no method "{name}" that a preview can call')


def _invoke(method: Callable[..., object], name: str, subject: object, arguments: list[object]) -> object:
    try:
        return method(subject, *arguments)
    except (TypeError, AttributeError, ValueError, IndexError):
        given = ", ".join(shown(argument) for argument in arguments)
        raise ExpressionError(f"{name}({given}) does not fit {shown(subject)}") from None


SEMANTICS = Semantics(_OPERATIONS, _PREFIXES, truth, _variable, _member, _index, _call, _method)


@lru_cache(maxsize=1024)
def compile_juel(text: str) -> tuple[Closure, tuple[str, ...]]:
    """The closure of a text with `${…}` parts; one part alone keeps its type, otherwise the result is a text."""
    parts = list(_parts(text))
    if len(parts) == 1 and not isinstance(parts[0], str):
        return parts[0]
    names = dict.fromkeys(name for part in parts if not isinstance(part, str) for name in part[1])
    closures = [part if isinstance(part, str) else part[0] for part in parts]

    def join(evaluation: Evaluation) -> object:
        pieces = (part if isinstance(part, str) else text_of(part(evaluation)) for part in closures)
        return bounded_text("".join(pieces))

    return join, tuple(names)


def _parts(text: str) -> list[str | tuple[Closure, tuple[str, ...]]]:
    found: list[str | tuple[Closure, tuple[str, ...]]] = []
    position = 0
    while (start := _opening(text, position)) >= 0:
        end = _closing(text, start + 2)
        if text[position:start]:
            found.append(text[position:start])
        found.append(_compile_part(text[start + 2 : end], start + 2, text))
        position = end + 1
    if text[position:] or not found:
        found.append(text[position:])
    return found


def _opening(text: str, position: int) -> int:
    places = [place for sign in ("${", "#{") if (place := text.find(sign, position)) >= 0]
    return min(places, default=-1)


def _closing(text: str, position: int) -> int:
    quote = ""
    at = position
    while at < len(text):
        sign = text[at]
        if quote:
            at += sign == "\\"
            quote = "" if sign == quote else quote
        elif sign in "\"'":
            quote = sign
        elif sign == "}":
            return at
        at += 1
    raise ExpressionError("an opening brace is never closed", position - 1, text)


def _compile_part(body: str, offset: int, text: str) -> tuple[Closure, tuple[str, ...]]:
    try:
        tree = parse_expression(body, GRAMMAR)
    except ExpressionError as error:
        raise ExpressionError(error.message, error.column + offset, text) from None
    return compile_tree(tree, SEMANTICS, body), variables(tree)
