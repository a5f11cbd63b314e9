"""From FEEL's syntax tree to closures.

A closure takes a `Scope`: the names that the expression itself has bound, over the data that the host gives. Names
of the library are looked up last.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from typing import TypeAlias

from engine.expressions.errors import ExpressionError
from engine.expressions.evaluation import MAX_ITEMS, Evaluation
from engine.expressions.feel.calls import invoke
from engine.expressions.feel.operations import BINARY, both, either, inverse, is_between, negate, passes
from engine.expressions.feel.properties import member
from engine.expressions.feel.syntax import (
    Between,
    Binary,
    Call,
    ContextNode,
    Definition,
    Filter,
    For,
    If,
    In,
    InstanceOf,
    Iteration,
    ListNode,
    Literal,
    Name,
    Negation,
    Node,
    Path,
    Quantified,
    RangeNode,
    Tests,
    UnaryTest,
)
from engine.expressions.feel.temporal import from_ordinal
from engine.expressions.feel.types import conforms, converted
from engine.expressions.feel.values import FunctionValue, Range, Value, compare, is_number, to_feel

Compiled: TypeAlias = Callable[["Scope"], Value]
Library: TypeAlias = Mapping[str, Value]


class Scope:
    """Names and their values, inside other scopes; the outermost holds the host's data."""

    __slots__ = ("evaluation", "library", "names", "outer")

    def __init__(
        self, names: Mapping[str, object], outer: Scope | None, evaluation: Evaluation, library: Library
    ) -> None:
        self.names = names
        self.outer = outer
        self.evaluation = evaluation
        self.library = library

    def inner(self, names: Mapping[str, object]) -> Scope:
        """A scope inside this one."""
        return Scope(names, self, self.evaluation, self.library)

    def read(self, name: str) -> Value:
        """The value of a name, null where nothing has it."""
        scope: Scope | None = self
        while scope is not None:
            if name in scope.names:
                value = scope.names[name]
                return to_feel(value) if scope.outer is None else value
            scope = scope.outer
        return self.library.get(name)


def compile_node(node: Node) -> Compiled:
    """The closure of a tree."""
    return COMPILERS[type(node)](node)


def _literal(node: Literal) -> Compiled:
    value = node.value
    return lambda _scope: value


def _name(node: Name) -> Compiled:
    name = node.name
    return lambda scope: scope.read(name)


def _path(node: Path) -> Compiled:
    source, name = compile_node(node.source), node.name
    return lambda scope: member(source(scope), name)


def _negation(node: Negation) -> Compiled:
    operand = compile_node(node.operand)
    return lambda scope: negate(operand(scope))


def _binary(node: Binary) -> Compiled:
    left, right = compile_node(node.left), compile_node(node.right)
    if node.operator == "and":
        return lambda scope: False if (first := left(scope)) is False else both(first, right(scope))
    if node.operator == "or":
        return lambda scope: True if (first := left(scope)) is True else either(first, right(scope))
    operation = BINARY[node.operator]
    return lambda scope: operation(left(scope), right(scope))


def _between(node: Between) -> Compiled:
    value, low, high = compile_node(node.value), compile_node(node.low), compile_node(node.high)
    return lambda scope: is_between(value(scope), low(scope), high(scope))


def _if(node: If) -> Compiled:
    test, yes, no = compile_node(node.test), compile_node(node.yes), compile_node(node.no)
    return lambda scope: yes(scope) if test(scope) is True else no(scope)


def _list(node: ListNode) -> Compiled:
    items = [compile_node(item) for item in node.items]
    return lambda scope: [item(scope) for item in items]


def _context(node: ContextNode) -> Compiled:
    entries = [(key, compile_node(value)) for key, value in node.entries]
    keys = [key for key, _ in entries]

    def build(scope: Scope) -> Value:
        if len(set(keys)) != len(keys):
            return None
        made: dict[str, Value] = {}
        inside = scope.inner(made)
        for key, value in entries:
            made[key] = value(inside)
        return made

    return build


def _range(node: RangeNode) -> Compiled:
    low = compile_node(node.low) if node.low is not None else None
    high = compile_node(node.high) if node.high is not None else None

    def build(scope: Scope) -> Value:
        first = low(scope) if low else None
        last = high(scope) if high else None
        if first is None and last is None:
            return None
        if first is not None and last is not None and compare(first, last) not in (-1, 0):
            return None
        return Range(first, last, node.low_closed, node.high_closed)

    return build


def _comparison_range(node: UnaryTest) -> Compiled:
    """`(< 5)` as a value of its own: the interval of what passes."""
    operand, operator = compile_node(node.operand), node.operator
    shapes: dict[str, Callable[[Value], Range]] = {
        "<": lambda end: Range(None, end, False, False, is_test=True),
        "<=": lambda end: Range(None, end, False, True, is_test=True),
        ">": lambda end: Range(end, None, False, False, is_test=True),
        ">=": lambda end: Range(end, None, True, False, is_test=True),
        "=": lambda end: Range(end, end, is_test=True),
    }
    shape = shapes.get(operator)
    if shape is None:
        return lambda _scope: None
    make = shape
    return lambda scope: None if (end := operand(scope)) is None else make(end)


def _instance_of(node: InstanceOf) -> Compiled:
    value, wanted = compile_node(node.value), node.type
    return lambda scope: conforms(value(scope), wanted)


def _in(node: In) -> Compiled:
    value, tests = compile_node(node.value), compile_tests(node.tests)
    return lambda scope: tests(scope, value(scope))


def compile_tests(node: Tests) -> Callable[[Scope, Value], bool | None]:
    """The closure of unary tests: takes the scope and the value that is tested."""
    tests = [_test(test) for test in node.tests]

    def check(scope: Scope, value: Value) -> bool | None:
        if not tests:
            return True
        inside = scope.inner({"?": value})
        result: bool | None = False
        for test in tests:
            result = either(result, test(inside, value))
            if result is True:
                break
        return inverse(result) if node.negated else result

    return check


def _test(node: Node) -> Callable[[Scope, Value], bool | None]:
    if isinstance(node, UnaryTest):
        operation, operand = BINARY[node.operator], compile_node(node.operand)
        return lambda scope, value: operation(value, operand(scope))
    expression = compile_node(node)
    if _mentions_value(node):
        return lambda scope, _value: expression(scope)
    return lambda scope, value: passes(value, expression(scope))


def _mentions_value(node: object) -> bool:
    if isinstance(node, Name):
        return node.name == "?"
    if isinstance(node, tuple):
        return any(_mentions_value(item) for item in node)
    slots = getattr(node, "__slots__", ())
    return any(_mentions_value(getattr(node, name)) for name in slots)


def _filter(node: Filter) -> Compiled:
    source, test = compile_node(node.source), compile_node(node.test)

    def select(scope: Scope) -> Value:
        value = source(scope)
        items = value if isinstance(value, list) else [] if value is None else [value]
        if isinstance(node.test, (Literal, Negation)):
            chosen = test(scope)
            if is_number(chosen):
                return at_index(items, chosen)
        return _selected(items, test, scope)

    return select


def _selected(items: list[Value], test: Compiled, scope: Scope) -> Value:
    found = []
    for item in items:
        scope.evaluation.spend()
        names = {**item, "item": item} if isinstance(item, dict) and "item" not in item else _item_names(item)
        verdict = test(scope.inner(names))
        if is_number(verdict):
            return at_index(items, verdict)
        if verdict is True:
            found.append(item)
    if not items and is_number(verdict := test(scope.inner({"item": None}))):
        return at_index(items, verdict)
    return found


def _item_names(item: Value) -> Mapping[str, Value]:
    return item if isinstance(item, dict) else {"item": item}


def at_index(items: list[Value], index: Value) -> Value:
    """The item at a place counted from 1, or from the end with a negative number; null beyond the ends."""
    place = int(index)
    if place != index or place == 0 or abs(place) > len(items):
        return None
    return items[place - 1] if place > 0 else items[place]


def _call(node: Call) -> Compiled:
    function = compile_node(node.function)
    arguments = [compile_node(argument) for argument in node.arguments]
    names = node.names

    def run(scope: Scope) -> Value:
        scope.evaluation.spend()
        values = [argument(scope) for argument in arguments]
        target = function(scope)
        return invoke(target, values, names, scope.evaluation) if isinstance(target, FunctionValue) else None

    return run


def _definition(node: Definition) -> Compiled:
    if node.body is None:
        return lambda _scope: None
    body, parameters, types = compile_node(node.body), node.parameters, node.types

    def define(scope: Scope) -> Value:
        def call(evaluation: Evaluation, *arguments: Value) -> Value:
            evaluation.spend()
            typed = zip(parameters, arguments, types, strict=True)
            names = {name: value if kind is None else converted(value, kind) for name, value, kind in typed}
            return body(scope.inner(names))

        return FunctionValue("function", parameters, call)

    return define


def _for(node: For) -> Compiled:
    rows, body = _rows(node.iterations), compile_node(node.body)

    def loop(scope: Scope) -> Value:
        found: list[Value] = []
        for names in rows(scope):
            if names is None:
                return None
            names["partial"] = found
            scope.evaluation.spend()
            found.append(body(scope.inner(names)))
            if len(found) > MAX_ITEMS:
                raise ExpressionError(f"the loop makes more than {MAX_ITEMS:,} items")
        return found

    return loop


def _quantified(node: Quantified) -> Compiled:
    rows, condition, every = _rows(node.iterations), compile_node(node.condition), node.every

    def check(scope: Scope) -> Value:
        result: bool | None = every
        for names in rows(scope):
            if names is None:
                return None
            scope.evaluation.spend()
            verdict = condition(scope.inner(names))
            result = both(result, verdict) if every else either(result, verdict)
        return result

    return check


def _rows(iterations: tuple[Iteration, ...]) -> Callable[[Scope], Iterator[dict[str, Value] | None]]:
    """All combinations of the loop variables, the last changing fastest; later sources see earlier variables."""
    compiled = [
        (item.name, compile_node(item.source), compile_node(item.end) if item.end else None) for item in iterations
    ]

    def rows(scope: Scope) -> Iterator[dict[str, Value] | None]:
        yield from _combine(compiled, scope, {})

    return rows


def _combine(
    compiled: list[tuple[str, Compiled, Compiled | None]], scope: Scope, bound: dict[str, Value]
) -> Iterator[dict[str, Value] | None]:
    if not compiled:
        yield dict(bound)
        return
    name, source, end = compiled[0]
    inside = scope.inner(bound) if bound else scope
    items = _items(source(inside), end(inside) if end else None, end is not None)
    if items is None:
        yield None
        return
    for item in items:
        yield from _combine(compiled[1:], scope, {**bound, name: item})


def _items(source: Value, end: Value, is_interval: bool) -> Iterable[Value] | None:
    if is_interval:
        return _steps(source, end)
    if isinstance(source, list):
        return source
    if isinstance(source, Range):
        return _steps_of(source)
    return None if source is None else [source]


def _steps(low: Value, high: Value) -> Iterable[Value] | None:
    """The whole numbers or days from one end to the other, upwards or downwards."""
    from_, to = _step_number(low), _step_number(high)
    if from_ is None or to is None or compare(low, high) is None:
        return None
    if abs(to - from_) > MAX_ITEMS:
        raise ExpressionError(f"the interval has more than {MAX_ITEMS:,} items")
    step = 1 if from_ <= to else -1
    back = partial(_from_number, like=low)
    return [back(value) for value in range(from_, to + step, step)]


def _steps_of(interval: Range) -> Iterable[Value] | None:
    found = _steps(interval.low, interval.high)
    if found is None:
        return None
    items = list(found)
    start = 0 if interval.low_closed else 1
    return items[start:] if interval.high_closed else items[start:-1]


def _step_number(value: Value) -> int | None:
    if is_number(value):
        return int(value) if value == int(value) else None
    ordinal = getattr(value, "ordinal", None)
    return ordinal if isinstance(ordinal, int) else None


def _from_number(value: int, like: Value) -> Value:
    return value if is_number(like) else from_ordinal(value)


COMPILERS: Mapping[type, Callable[..., Compiled]] = {
    Literal: _literal,
    Name: _name,
    Path: _path,
    Filter: _filter,
    Call: _call,
    Negation: _negation,
    Binary: _binary,
    Between: _between,
    In: _in,
    InstanceOf: _instance_of,
    If: _if,
    For: _for,
    Quantified: _quantified,
    Definition: _definition,
    ListNode: _list,
    ContextNode: _context,
    RangeNode: _range,
    UnaryTest: _comparison_range,
}
