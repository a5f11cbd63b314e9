"""ProcessMaker's conditions: Mustache first, then the grammar of Symfony's ExpressionLanguage on the Request data.

An empty text is true, and so is one that is just `0`, which PHP takes for empty. Values behave as in PHP (see
`php_values`): objects of the data are read by `.name`, lists by `[number]`. In the strict form a variable that the data
does not have is an error, as on the server; the tolerant form, for files of unknown origin, takes null for it and
allows `=`. Functions that ask the server (`user`, `process`, …) are answered by the host's functions, if it gives them.
"""

from __future__ import annotations

import re
import string
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from types import MappingProxyType
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from engine.expressions import php_values as php
from engine.expressions.closures import LiteralMap, MissingVariableError, Semantics, compile_tree
from engine.expressions.errors import ExpressionError, shown
from engine.expressions.evaluation import MAX_ITEMS, Closure, Evaluation, bounded_text
from engine.expressions.mustache import compile_template, php_text
from engine.expressions.patterns import bounded_subject, safe_pattern
from engine.expressions.php_dates import php_date
from engine.expressions.pratt import Grammar, Operator, parse_expression
from engine.expressions.syntax import Node, variables

_BINARY = {
    "or": Operator(10, "or"),
    "||": Operator(10, "or"),
    "xor": Operator(12, "xor"),
    "and": Operator(15, "and"),
    "&&": Operator(15, "and"),
    "|": Operator(16, "bit or"),
    "^": Operator(17, "bit xor"),
    "&": Operator(18, "bit and"),
    "==": Operator(20, "=="),
    "===": Operator(20, "==="),
    "!=": Operator(20, "!="),
    "!==": Operator(20, "!=="),
    "<": Operator(20, "<"),
    ">": Operator(20, ">"),
    ">=": Operator(20, ">="),
    "<=": Operator(20, "<="),
    "not in": Operator(20, "not in"),
    "in": Operator(20, "in"),
    "matches": Operator(20, "matches"),
    "contains": Operator(20, "contains"),
    "starts with": Operator(20, "starts with"),
    "ends with": Operator(20, "ends with"),
    "..": Operator(25, ".."),
    "+": Operator(30, "+"),
    "-": Operator(30, "-"),
    "~": Operator(40, "~"),
    "*": Operator(60, "*"),
    "/": Operator(60, "/"),
    "%": Operator(60, "%"),
    "**": Operator(200, "**", right=True),
    "??": Operator(5, "??", right=True),
}
_UNARY = {
    "not": Operator(50, "not"),
    "!": Operator(50, "not"),
    "-": Operator(500, "-"),
    "+": Operator(500, "+"),
}
_CONSTANTS: Mapping[str, object] = {"true": True, "false": False, "null": None}
HOST_FUNCTIONS = (
    "env",
    "process",
    "request",
    "user",
    "group_manager",
    "getActiveTaskAt",
    "escalateTask",
    "delegateTask",
    "reassignTasks",
)


def _text(value: object) -> str:
    return php.text(value)


def _compare(check: Callable[[int], bool]) -> Callable[[object, object], object]:
    def compared(left: object, right: object) -> object:
        order = php.compare(left, right)
        return order is not None and check(order)

    return compared


def _contained(left: object, right: object) -> bool:
    if not isinstance(right, list | tuple):
        raise ExpressionError(f"the right side of `in` must be a list, but is {shown(right)}")
    return any(php.identical(left, item) for item in right)


def _span(left: object, right: object) -> object:
    if isinstance(left, str) and isinstance(right, str) and left.isalpha() and right.isalpha():
        start, end = ord(left[0]), ord(right[0])
        step = 1 if end >= start else -1
        return [chr(sign) for sign in range(start, end + step, step)]
    first, last = int(php.number(left)), int(php.number(right))
    if abs(last - first) > MAX_ITEMS:
        raise ExpressionError(f"the range {first}..{last} has more than {MAX_ITEMS:,} items")
    step = 1 if last >= first else -1
    return list(range(first, last + step, step))


def _matches(left: object, right: object) -> object:
    pattern = str(right)
    delimited = re.fullmatch(r"([/#~@!%|])(.*)\1([imsxu]*)", pattern, re.DOTALL)
    if delimited is None:
        raise ExpressionError(f'the pattern {shown(right)} needs delimiters, as in "/^A/"')
    flags = sum({"i": re.I, "m": re.M, "s": re.S, "x": re.X}.get(letter, 0) for letter in delimited[3])
    return safe_pattern(delimited[2], flags).search(bounded_subject(_text(left))) is not None


_OPERATIONS: Mapping[str, Callable[[object, object], object]] = MappingProxyType(
    {
        "xor": lambda left, right: php.truth(left) != php.truth(right),
        "bit or": lambda left, right: int(php.number(left)) | int(php.number(right)),
        "bit xor": lambda left, right: int(php.number(left)) ^ int(php.number(right)),
        "bit and": lambda left, right: int(php.number(left)) & int(php.number(right)),
        "==": php.equal,
        "===": php.identical,
        "!=": lambda left, right: not php.equal(left, right),
        "!==": lambda left, right: not php.identical(left, right),
        "<": _compare(lambda order: order < 0),
        ">": _compare(lambda order: order > 0),
        "<=": _compare(lambda order: order <= 0),
        ">=": _compare(lambda order: order >= 0),
        "in": _contained,
        "not in": lambda left, right: not _contained(left, right),
        "matches": _matches,
        "contains": lambda left, right: _text(right) in _text(left),
        "starts with": lambda left, right: _text(left).startswith(_text(right)),
        "ends with": lambda left, right: _text(left).endswith(_text(right)),
        "..": _span,
        "+": php.add,
        "-": php.subtract,
        "~": lambda left, right: bounded_text(_text(left) + _text(right)),
        "*": php.multiply,
        "/": php.divide,
        "%": php.modulo,
        "**": php.power,
    }
)


def _member(subject: object, name: str) -> object:
    if isinstance(subject, Mapping) and not isinstance(subject, LiteralMap):
        if name in subject:
            return subject[name]
        raise MissingVariableError(f'there is no "{name}" in the object')
    raise MissingVariableError(f'"{name}" is read from {shown(subject)}, which is no object')


def _index(subject: object, key: object) -> object:
    if isinstance(subject, list | tuple):
        place = php.numeric(key)
        if place is not None and 0 <= int(place) < len(subject):
            return subject[int(place)]
        raise MissingVariableError(f"there is no item {shown(key)} in a list of {len(subject)}")
    if isinstance(subject, LiteralMap):
        return _entry(subject, str(key))
    if isinstance(subject, Mapping):
        raise ExpressionError(f"[{shown(key)}] reads an item of a list, but this is an object: write .{key} or get(…)")
    raise MissingVariableError(f"[{shown(key)}] is read from {shown(subject)}, which is no list")


def _entry(subject: Mapping[str, object], name: str) -> object:
    if name in subject:
        return subject[name]
    raise MissingVariableError(f'there is no "{name}" in the object')


def _lenient_member(subject: object, name: str) -> object:
    return subject.get(name) if isinstance(subject, Mapping) else None


def _lenient_index(subject: object, key: object) -> object:
    if isinstance(subject, Mapping):
        return subject.get(str(key))
    try:
        return _index(subject, key)
    except MissingVariableError:
        return None


def _count(value: object) -> int:
    if isinstance(value, list | LiteralMap):
        return len(value)
    raise ExpressionError(f"count() needs a list, but got {shown(value)}")


def _array_get(value: object, path: object = None, default: object = None) -> object:
    if isinstance(value, Mapping) and path in value:
        return value[path]
    for part in str(path).split(".") if path is not None else ():
        if isinstance(value, Mapping) and part in value:
            value = value[part]
        elif isinstance(value, list) and part.isdigit() and int(part) < len(value):
            value = value[int(part)]
        else:
            return default
    return value


def _get(subject: object, key: object) -> object:
    """The entry of an object or the item of a list; its key is no path."""
    if isinstance(subject, Mapping):
        return _entry(subject, str(key))
    return _index(subject if isinstance(subject, list) else [] if subject is None else [subject], key)


_LOWER = str.maketrans(string.ascii_uppercase, string.ascii_lowercase)
_UPPER = str.maketrans(string.ascii_lowercase, string.ascii_uppercase)
"""PHP changes the letters of ASCII only."""
_FUNCTIONS: Mapping[str, Callable[..., object]] = MappingProxyType(
    {
        "get": _get,
        "arrayget": _array_get,
        "count": _count,
        "lowercase": lambda value: php.text(value).translate(_LOWER),
        "uppercase": lambda value: php.text(value).translate(_UPPER),
        "min": lambda *values: min((php.number(value) for value in _spread(values)), default=None),
        "max": lambda *values: max((php.number(value) for value in _spread(values)), default=None),
    }
)
_KNOWN = frozenset({*_FUNCTIONS, *HOST_FUNCTIONS, "date", "empty"})


def _spread(values: tuple[object, ...]) -> list[object]:
    return list(values[0]) if len(values) == 1 and isinstance(values[0], list) else list(values)


def _date(arguments: list[object], now: datetime) -> str:
    if not arguments:
        raise ExpressionError('date() needs a format, as in date("Y-m-d")')
    form, stamp, zone = [*arguments, None, None, None][:3]
    moment = now
    if stamp:
        seconds = php.numeric(stamp)
        if seconds is None:
            moment = _moment(php.text(stamp), now)
        else:
            moment = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=float(seconds))
    if zone:
        try:
            moment = moment.astimezone(ZoneInfo(str(zone)))
        except (ZoneInfoNotFoundError, ValueError, OSError):
            raise ExpressionError(f'there is no time zone "{zone}"') from None
    return php_date(php.text(form), moment)


def _moment(text: str, now: datetime) -> datetime:
    if text.strip() == "now":
        return now
    try:
        moment = datetime.fromisoformat(text.strip())
    except ValueError:
        raise ExpressionError(f'"{text}" is not a date') from None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _call(name: str, arguments: list[object], evaluation: Evaluation) -> object:
    if name in evaluation.functions:
        return evaluation.functions[name](*arguments)
    if name == "date":
        return _date(arguments, evaluation.now)
    if name == "empty":
        value = evaluation.data.get(arguments[0]) if arguments and isinstance(arguments[0], str) else None
        return not php.truth(value)
    if name in _FUNCTIONS:
        try:
            return _FUNCTIONS[name](*arguments)
        except TypeError:
            raise ExpressionError(
                f"{name}() was given {len(arguments)} arguments of the wrong number or kind"
            ) from None
    raise ExpressionError(f"{name}() asks the server, which is not there in a preview: pin its answer")


def _no_method(subject: object, name: str, _arguments: list[object], _evaluation: Evaluation) -> object:
    raise ExpressionError(f'{shown(subject)} has no method "{name}"')


def _missing(name: str, _evaluation: Evaluation) -> object:
    raise MissingVariableError(f'the Request data has no variable "{name}"')


def _null(_name: str, _evaluation: Evaluation) -> object:
    return None


_NEGATIONS: Mapping[str, Callable[[object], object]] = MappingProxyType(
    {
        "not": lambda value: not php.truth(value),
        "-": lambda value: php.multiply(value, -1),
        "+": php.number,
    }
)
STRICT = Semantics(_OPERATIONS, _NEGATIONS, php.truth, _missing, _member, _index, _call, _no_method)
TOLERANT = Semantics(_OPERATIONS, _NEGATIONS, php.truth, _null, _lenient_member, _lenient_index, _call, _no_method)
GRAMMAR = Grammar(_BINARY, _UNARY, _CONSTANTS, known_functions=_KNOWN)
TOLERANT_GRAMMAR = Grammar({**_BINARY, "=": Operator(20, "==")}, _UNARY, _CONSTANTS, known_functions=_KNOWN)


def compile_processmaker(text: str, tolerant: bool = False) -> tuple[Closure, tuple[str, ...]]:
    """The closure of a condition and the variables it reads; raises `ExpressionError` for wrong syntax."""
    if "{{" in text:
        return _compile_templated(text, tolerant)
    return _compile_plain(text, tolerant)


@lru_cache(maxsize=1024)
def _compile_plain(text: str, tolerant: bool) -> tuple[Closure, tuple[str, ...]]:
    if not text.strip() or (text.strip() == "0" and not tolerant):
        return (lambda _evaluation: True), ()
    tree: Node = parse_expression(text, TOLERANT_GRAMMAR if tolerant else GRAMMAR)
    return compile_tree(tree, TOLERANT if tolerant else STRICT, text), variables(tree)


def _compile_templated(text: str, tolerant: bool) -> tuple[Closure, tuple[str, ...]]:
    template = compile_template(text)

    def evaluate(evaluation: Evaluation) -> object:
        rendered = template.render(evaluation.data, php_text)
        return _compile_plain(rendered, tolerant)[0](evaluation)

    return evaluate, template.variables
