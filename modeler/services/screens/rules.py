"""The rules and formulas of screens: one small expression language, evaluated on plain data.

It looks like JavaScript and is not: `==` is strict, `||` joins texts, `!` is the factorial, `and or not` are words. A
variable that is not there is an error, as is a syntax error; whoever asks decides what an error means. A member that
its object lacks is none: it is undefined, which is false and equals nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from typing import TypeAlias

from connectors.sdk.values import Json, JsonObject
from modeler.services.screens.rule_library import (
    CONSTANTS,
    FUNCTIONS,
    OPERATORS,
    OVER_LISTS,
    PREFIXES,
    Function,
    factorial,
)
from modeler.services.screens.rule_values import UNDEFINED, RuleError, is_true, number_of, plain_number, text_of

__all__ = ["Evaluate", "RuleError", "compile_rule", "is_shown", "is_true", "number_of", "plain_number", "text_of"]

Evaluate: TypeAlias = Callable[[JsonObject], Json]
_Defined: TypeAlias = Callable[[JsonObject], Function]
"""A function once the data are there."""
_TOKEN = re.compile(
    r"""\s*(?:(?P<number>0[xX][0-9a-fA-F]+|0[bB][01]+|\d+\.?\d*(?:[eE][+-]?\d+)?|\.\d+)|(?P<text>"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')"""
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
_MOST_CALLS = 20_000
_CALLS = "\0calls"
"""Under this name, which no variable can have, the calls of functions that a rule defines are counted."""
_ESCAPE = re.compile(r"\\(u[0-9a-fA-F]{4}|.)", re.DOTALL)
_ESCAPED = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f"}


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
        self._defined: dict[str, _Defined] = {}

    def parse(self) -> Evaluate:
        """The whole rule; a final semicolon is allowed."""
        if not self._tokens:
            raise RuleError("the rule is empty")
        steps = []
        while self._at < len(self._tokens):
            if not self._take(";"):
                steps.append(self._step())
                if self._peek() != ";":
                    break
        if self._at < len(self._tokens):
            raise RuleError(f"“{self._tokens[self._at][1]}” is not expected here")
        return lambda data: _last(steps, {**data, _CALLS: [0]})

    def _step(self) -> Evaluate:
        if not self._is_definition():
            return self._choice()
        self._definition()
        return _constant(True)

    def _is_definition(self) -> bool:
        """Whether `name(a, b) =` comes next."""
        texts = [text for _, text in self._tokens[self._at :]]
        kinds = [kind for kind, _ in self._tokens[self._at :]]
        if kinds[:1] != ["name"] or texts[1:2] != ["("] or ")" not in texts:
            return False
        end = texts.index(")")
        return texts[end + 1 : end + 2] == ["="] and all(
            kind == "name" if place % 2 == 0 else text == ","
            for place, (kind, text) in enumerate(zip(kinds[2:end], texts[2:end], strict=True))
        )

    def _definition(self) -> _Defined:
        """A function of the rule's own; it is known behind its definition, so that none can call itself."""
        name = self._tokens[self._at][1]
        self._at += 2
        names = []
        while not self._take(")"):
            names.append(self._peek())
            self._at += 1
            self._take(",")
        self._need("=")
        self._defined[name] = made = _defined(names, self._choice())
        return made

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
            return self._prefixed() or self._power()
        inner = self._unary()
        if operator == "not":
            return lambda data: not is_true(inner(data))
        if operator == "!":
            return lambda data: factorial(inner(data))
        sign = -1 if operator == "-" else 1
        return lambda data: plain_number(sign * number_of(inner(data)))

    def _prefixed(self) -> Evaluate | None:
        """A function before its value without brackets; nothing where it is a call or a variable's name."""
        name = self._peek()
        kind, text = self._tokens[self._at + 1] if self._at + 1 < len(self._tokens) else ("", "")
        begins = kind in ("number", "text") or (kind == "name" and text not in ("and", "or", "in"))
        if name not in PREFIXES or not (begins or text in ("-", "+", "[")):
            return None
        self._at += 1
        inner = self._unary()
        return lambda data: FUNCTIONS[name]([inner(data)])

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
            if name == "length":
                raise RuleError("“.length” is not known here: write length(…)")
            self._at += 1
            return lambda data: _member(value(data), name)
        if operator == "[":
            index = self._choice()
            self._need("]")
            return lambda data: _entry(value(data), index(data))
        return lambda data: factorial(value(data))

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
            return _constant(int(text, 0) if text[:2].lower() in ("0x", "0b") else plain_number(float(text)))
        if kind == "text":
            return _constant(_ESCAPE.sub(_unescaped, text[1:-1]))
        if kind == "name":
            return self._name(text)
        raise RuleError(f"“{text}” is not expected here")

    def _name(self, name: str) -> Evaluate:
        if name in CONSTANTS:
            return _constant(CONSTANTS[name])
        if not self._take("("):
            return lambda data: _variable(data, name)
        if name in OVER_LISTS:
            return self._over_list(name)
        function, arguments = self._function(name), self._list(")")
        return lambda data: function(data)([argument(data) for argument in arguments])

    def _over_list(self, name: str) -> Evaluate:
        """`map`, `filter` and `fold`, which take a function first: a known one, or one that is written there."""
        work = OVER_LISTS[name]
        if self._is_definition():
            each: _Defined = self._definition()
        else:
            kind, text = self._tokens[self._at] if self._at < len(self._tokens) else ("", "")
            each = self._function(text if kind == "name" else "")
            self._at += 1
        self._need(",")
        arguments = self._list(")")
        return lambda data: work(each(data), [argument(data) for argument in arguments])

    def _function(self, name: str) -> _Defined:
        if name in self._defined:
            return self._defined[name]
        known = FUNCTIONS.get(name)
        if known is None:
            raise RuleError(f"there is no function “{name}”")
        return lambda _: known

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
        value = [step(data) for step in steps][-1]
    except (ArithmeticError, IndexError, TypeError, ValueError) as error:
        raise error if isinstance(error, RuleError) else RuleError(str(error)) from None
    if value is UNDEFINED:
        raise RuleError("it has no value")
    return value


def _constant(value: Json) -> Evaluate:
    return lambda _: value


def _unescaped(match: re.Match[str]) -> str:
    sign = match[1]
    return chr(int(sign[1:], 16)) if len(sign) > 1 else _ESCAPED.get(sign, sign)


def _defined(names: list[str], body: Evaluate) -> _Defined:
    def function(data: JsonObject) -> Function:
        def call(values: list[Json]) -> Json:
            count = data[_CALLS]
            assert isinstance(count, list)
            if len(count) >= _MOST_CALLS:
                raise RuleError("the functions of this rule are called too often")
            count.append(None)
            given = dict(zip(names, values, strict=False))
            return body({**data, **dict.fromkeys(names, UNDEFINED), **given})

        return call

    return function


def _variable(data: JsonObject, name: str) -> Json:
    if name not in data or data[name] is UNDEFINED:
        raise RuleError(f"there is no “{name}”")
    return data[name]


def _member(holder: Json, name: str) -> Json:
    if holder is None or holder is UNDEFINED:
        raise RuleError(f"there is nothing that could have a “{name}”")
    return holder.get(name, UNDEFINED) if isinstance(holder, dict) else UNDEFINED


def _entry(holder: Json, index: Json) -> Json:
    """An entry by its number; a name counts as the number 0, so that objects are not asked for members like this."""
    if holder is None or holder is UNDEFINED:
        raise RuleError("there is nothing that could have entries")
    number = number_of(index)
    place = int(number) if number == number and abs(number) < 2**31 else 0
    if isinstance(holder, list | str) and 0 <= place < len(holder):
        return holder[place]
    return UNDEFINED


def _applied(operator: str, left: Evaluate, right: Evaluate) -> Evaluate:
    if operator == "and":
        return lambda data: is_true(left(data)) and is_true(right(data))
    if operator == "or":
        return lambda data: is_true(left(data)) or is_true(right(data))
    work = OPERATORS[operator]
    return lambda data: work(left(data), right(data))
