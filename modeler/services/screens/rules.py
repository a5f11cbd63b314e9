"""The rules and formulas of screens: one small expression language, evaluated on plain data.

It looks like JavaScript and is not: `==` is strict, `||` joins texts, `!` is the factorial, `and or not` are words. A
variable that is not there is an error, as is a syntax error; whoever asks decides what an error means.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import TypeAlias

from connectors.sdk.values import Json, JsonObject, compact

Evaluate: TypeAlias = Callable[[JsonObject], Json]
_TOKEN = re.compile(
    r"""\s*(?:(?P<number>\d+\.?\d*(?:[eE][+-]?\d+)?|\.\d+)|(?P<text>"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')"""
    r"""|(?P<name>[A-Za-z_$][A-Za-z0-9_$]*)|(?P<sign>\|\||==|!=|<=|>=|[-+*/%^<>()\[\],?:.!;=]))""",
    re.DOTALL,
)
_LEVELS: tuple[tuple[str, ...], ...] = (
    ("or",),
    ("and",),
    ("==", "!=", "<", "<=", ">", ">=", "in"),
    ("+", "-", "||"),
    ("*", "/", "%"),
)
_MAXIMUM_LENGTH = 10_000
_MAXIMUM_DEPTH = 60


class RuleError(ValueError):
    """A rule that is malformed or that meets data it cannot work with."""


@lru_cache(maxsize=1024)
def compile_rule(text: str) -> Evaluate:
    """A rule ready to be evaluated; raises `RuleError` for what is no rule."""
    if len(text) > _MAXIMUM_LENGTH:
        raise RuleError("the rule is too long")
    return _Parser(_tokens(text)).parse()


def is_shown(rule: Json, data: JsonObject) -> bool:
    """Whether a control with this rule is shown: a blank rule shows, an error hides."""
    if not isinstance(rule, str) or not rule.strip():
        return True
    try:
        return is_true(compile_rule(rule)(data))
    except (RuleError, ArithmeticError, RecursionError):
        return False


def is_true(value: Json) -> bool:
    """Truth as JavaScript sees it: any list or object is true."""
    if isinstance(value, float) and math.isnan(value):
        return False
    return isinstance(value, list | dict) or bool(value)


def number_of(value: Json) -> float:
    """A value as a number, NaN where it is none."""
    if isinstance(value, bool | int | float):
        return float(value)
    if value is None:
        return 0.0
    try:
        return float(value.strip() or 0) if isinstance(value, str) else math.nan
    except ValueError:
        return math.nan


def text_of(value: Json) -> str:
    """A value as text: whole numbers without a point, lists joined by commas, null as nothing."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return str(plain_number(value))
    if isinstance(value, list):
        return ",".join(text_of(each) for each in value)
    return "" if value is None else value if isinstance(value, str) else compact(value)


def plain_number(value: float) -> int | float:
    """A number as JSON would write it: whole ones without a point."""
    return int(value) if math.isfinite(value) and value == int(value) else round(value, 12)


def _tokens(text: str) -> list[tuple[str, str]]:
    found, at, end = [], 0, len(text.rstrip())
    while at < end:
        match = _TOKEN.match(text, at)
        if match is None:
            raise RuleError(f"“{text[at : at + 10].strip()}” is not understood")
        kind = match.lastgroup or ""
        found.append((kind, match[kind]))
        at = match.end()
    return found


class _Parser:
    """Recursive descent; each level knows its operators."""

    def __init__(self, tokens: list[tuple[str, str]]) -> None:
        self._tokens = tokens
        self._at = 0
        self._depth = 0

    def parse(self) -> Evaluate:
        """The whole rule; a final semicolon is allowed."""
        if not self._tokens:
            raise RuleError("the rule is empty")
        steps = [self._choice()]
        while self._take(";"):
            if self._at < len(self._tokens):
                steps.append(self._choice())
        if self._at < len(self._tokens):
            raise RuleError(f"“{self._tokens[self._at][1]}” is not expected here")
        return lambda data: _last(steps, {**data})

    def _peek(self) -> str:
        kind, text = self._tokens[self._at] if self._at < len(self._tokens) else ("", "")
        return "" if kind in ("text", "number") else text

    def _take(self, *wanted: str) -> str:
        found = self._peek()
        if found and found in wanted:
            self._at += 1
            return found
        return ""

    def _need(self, wanted: str) -> None:
        if not self._take(wanted):
            raise RuleError(f"“{wanted}” is missing")

    def _choice(self) -> Evaluate:
        self._depth += 1
        if self._depth > _MAXIMUM_DEPTH:
            raise RuleError("the rule is nested too deeply")
        at = self._at
        condition = self._binary(0)
        if self._peek() == "=":
            condition = self._assignment(at)
        if self._take("?"):
            then = self._choice()
            self._need(":")
            otherwise = self._choice()
            self._depth -= 1
            return lambda data: (then if is_true(condition(data)) else otherwise)(data)
        self._depth -= 1
        return condition

    def _assignment(self, at: int) -> Evaluate:
        """`name = value` sets a variable for the rest of the rule; its value is the value."""
        kind, name = self._tokens[at]
        if kind != "name" or self._at != at + 1:
            raise RuleError("only a variable can be set with “=”; to compare, write “==”")
        self._need("=")
        value = self._choice()

        def assign(data: JsonObject) -> Json:
            data[name] = value(data)
            return data[name]

        return assign

    def _binary(self, level: int) -> Evaluate:
        if level == len(_LEVELS):
            return self._unary()
        left = self._binary(level + 1)
        while operator := self._take(*_LEVELS[level]):
            left = _applied(operator, left, self._binary(level + 1))
        return left

    def _unary(self) -> Evaluate:
        operator = self._take("-", "+", "not", "!")
        if not operator:
            return self._power()
        inner = self._unary()
        if operator == "not":
            return lambda data: not is_true(inner(data))
        if operator == "!":
            return lambda data: _factorial(inner(data))
        sign = -1 if operator == "-" else 1
        return lambda data: plain_number(sign * number_of(inner(data)))

    def _power(self) -> Evaluate:
        base = self._postfix()
        if not self._take("^"):
            return base
        exponent = self._unary()
        return lambda data: plain_number(number_of(base(data)) ** number_of(exponent(data)))

    def _postfix(self) -> Evaluate:
        value = self._primary()
        while operator := self._take(".", "[", "!"):
            value = self._after(operator, value)
        return value

    def _after(self, operator: str, value: Evaluate) -> Evaluate:
        if operator == ".":
            kind, name = self._tokens[self._at] if self._at < len(self._tokens) else ("", "")
            if kind != "name":
                raise RuleError("a name is missing after the point")
            self._at += 1
            return lambda data: _member(value(data), name)
        if operator == "[":
            index = self._choice()
            self._need("]")
            return lambda data: _entry(value(data), index(data))
        return lambda data: _factorial(value(data))

    def _primary(self) -> Evaluate:
        if self._take("("):
            inner = self._choice()
            self._need(")")
            return inner
        if self._take("["):
            parts = self._list("]")
            return lambda data: [part(data) for part in parts]
        if self._at >= len(self._tokens):
            raise RuleError("the rule ends too early")
        kind, text = self._tokens[self._at]
        self._at += 1
        if kind == "number":
            return _constant(plain_number(float(text)))
        if kind == "text":
            return _constant(re.sub(r"\\(.)", r"\1", text[1:-1], flags=re.DOTALL))
        if kind == "name":
            return self._name(text)
        raise RuleError(f"“{text}” is not expected here")

    def _name(self, name: str) -> Evaluate:
        if name in ("true", "false"):
            return _constant(name == "true")
        if not self._take("("):
            return lambda data: _member(data, name)
        function, arguments = _FUNCTIONS.get(name), self._list(")")
        if function is None:
            raise RuleError(f"there is no function “{name}”")
        return lambda data: function([argument(data) for argument in arguments])

    def _list(self, closing: str) -> list[Evaluate]:
        found: list[Evaluate] = []
        while not self._take(closing):
            if found:
                self._need(",")
            found.append(self._choice())
        return found


def _last(steps: list[Evaluate], data: JsonObject) -> Json:
    """The value of the last step; earlier ones may set variables. Work on data that it cannot do is an error too."""
    try:
        return [step(data) for step in steps][-1]
    except (ArithmeticError, IndexError, TypeError, ValueError) as error:
        raise error if isinstance(error, RuleError) else RuleError(str(error)) from None


def _constant(value: Json) -> Evaluate:
    return lambda _: value


def _member(holder: Json, name: str) -> Json:
    if name == "length" and isinstance(holder, str | list):
        return len(holder)
    if not isinstance(holder, dict) or name not in holder:
        raise RuleError(f"there is no “{name}”")
    return holder[name]


def _entry(holder: Json, index: Json) -> Json:
    if isinstance(holder, list) and isinstance(index, int) and 0 <= index < len(holder):
        return holder[index]
    return _member(holder, text_of(index))


def _applied(operator: str, left: Evaluate, right: Evaluate) -> Evaluate:
    if operator == "and":
        return lambda data: is_true(left(data)) and is_true(right(data))
    if operator == "or":
        return lambda data: is_true(left(data)) or is_true(right(data))
    work = _OPERATORS[operator]
    return lambda data: work(left(data), right(data))


def _same(left: Json, right: Json) -> bool:
    if isinstance(left, bool) or isinstance(right, bool):
        return left is right
    return left == right and not isinstance(left, list | dict)


def _less(left: Json, right: Json) -> bool:
    if isinstance(left, str) and isinstance(right, str):
        return left < right
    return number_of(left) < number_of(right)


def _joined(left: Json, right: Json) -> Json:
    if isinstance(left, list) and isinstance(right, list):
        return left + right
    return text_of(left) + text_of(right)


def _divided(left: Json, right: Json) -> Json:
    over, under = number_of(left), number_of(right)
    if under == 0:
        return math.nan if over == 0 or math.isnan(over) else math.copysign(math.inf, over)
    return plain_number(over / under)


def _remainder(left: Json, right: Json) -> Json:
    return plain_number(math.fmod(number_of(left), number_of(right)))


def _factorial(value: Json) -> Json:
    number = number_of(value)
    if not 0 <= number <= 170 or number != int(number):
        raise RuleError("a factorial needs a whole number up to 170")
    return math.factorial(int(number))


def _contains(left: Json, right: Json) -> bool:
    return isinstance(right, list) and any(_same(left, each) for each in right)


def _rounded(values: list[Json]) -> Json:
    return plain_number(math.floor(number_of(values[0]) + 0.5))


def _index_of(values: list[Json]) -> Json:
    wanted, holder = values[0], values[1]
    if isinstance(holder, str):
        return holder.find(text_of(wanted))
    entries = holder if isinstance(holder, list) else []
    return next((index for index, each in enumerate(entries) if _same(each, wanted)), -1)


def _refused(reason: str) -> Json:
    raise RuleError(reason)


def _length(values: list[Json]) -> Json:
    value = values[0]
    return len(value) if isinstance(value, list) else len(text_of(value))


def _numeric(work: Callable[..., float]) -> Callable[[list[Json]], Json]:
    def run(values: list[Json]) -> Json:
        listed = values[0] if len(values) == 1 and isinstance(values[0], list) else values
        return plain_number(work(*(number_of(value) for value in listed)))

    return run


_OPERATORS: Mapping[str, Callable[[Json, Json], Json]] = {
    "==": _same,
    "!=": lambda a, b: not _same(a, b),
    "<": _less,
    ">": lambda a, b: _less(b, a),
    "<=": lambda a, b: _less(a, b) or _same(a, b) or number_of(a) == number_of(b),
    ">=": lambda a, b: _less(b, a) or _same(a, b) or number_of(a) == number_of(b),
    "in": _contains,
    "+": lambda a, b: plain_number(number_of(a) + number_of(b)),
    "-": lambda a, b: plain_number(number_of(a) - number_of(b)),
    "||": _joined,
    "*": lambda a, b: plain_number(number_of(a) * number_of(b)),
    "/": _divided,
    "%": _remainder,
}
_OF_ONE_NUMBER = {
    **{name: name for name in ("sin", "cos", "tan", "asin", "acos", "atan", "sinh", "cosh", "tanh", "exp", "log10")},
    **{name: name for name in ("asinh", "acosh", "atanh", "cbrt", "expm1", "log1p", "log2")},
    **{"ln": "log", "log": "log", "lg": "log10"},
}
_FUNCTIONS: Mapping[str, Callable[[list[Json]], Json]] = {
    **{name: _numeric(getattr(math, function)) for name, function in _OF_ONE_NUMBER.items()},
    "atan2": _numeric(math.atan2),
    "hypot": _numeric(math.hypot),
    "abs": _numeric(abs),
    "ceil": _numeric(math.ceil),
    "floor": _numeric(math.floor),
    "trunc": _numeric(math.trunc),
    "sqrt": _numeric(math.sqrt),
    "pow": _numeric(math.pow),
    "min": _numeric(lambda *values: min(values)),
    "max": _numeric(lambda *values: max(values)),
    "round": _rounded,
    "length": _length,
    "random": lambda _: _refused("random numbers have no value in a preview"),
    "roundTo": lambda values: plain_number(round(number_of(values[0]), int(number_of(values[1])))),
    "sign": _numeric(lambda value: (value > 0) - (value < 0)),
    "fac": lambda values: _factorial(values[0]),
    "if": lambda values: values[1] if is_true(values[0]) else values[2],
    "join": lambda values: text_of(values[0]).join(map(text_of, values[1] if isinstance(values[1], list) else [])),
    "indexOf": _index_of,
}
