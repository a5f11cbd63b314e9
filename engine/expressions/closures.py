"""From a syntax tree to one Python closure, by the meaning that a dialect gives to operators, members and calls."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from engine.expressions.errors import ExpressionError
from engine.expressions.evaluation import Closure, Evaluation
from engine.expressions.syntax import (
    Binary,
    Call,
    Conditional,
    Index,
    ListLiteral,
    Literal,
    MapLiteral,
    Member,
    MethodCall,
    Name,
    Node,
    Unary,
)

Two = Callable[[object, object], object]
One = Callable[[object], object]


class LiteralMap(dict[str, object]):
    """A map that an expression wrote itself; some dialects tell it from an object of the data."""


@dataclass(frozen=True)
class Semantics:
    """What a dialect means: `binary` and `unary` by operator meaning; `and`, `or`, `??` are built in."""

    binary: Mapping[str, Two]
    unary: Mapping[str, One]
    truth: Callable[[object], bool]
    variable: Callable[[str, Evaluation], object]
    member: Callable[[object, str], object]
    index: Callable[[object, object], object]
    call: Callable[[str, list[object], Evaluation], object]
    method: Callable[[object, str, list[object], Evaluation], object]


def compile_tree(root: Node, semantics: Semantics, text: str) -> Closure:
    """The closure of a tree; errors inside it carry the column of the node that failed."""
    return _Compiler(semantics, text).compile(root)


class _Compiler:
    """One method for each kind of node, chosen by type."""

    def __init__(self, semantics: Semantics, text: str) -> None:
        self.semantics = semantics
        self.text = text

    def compile(self, node: Node) -> Closure:
        match node:
            case Literal():
                return _constant(node.value)
            case Name():
                return self.name(node)
            case Binary():
                return self.binary(node)
            case Unary():
                return self.unary(node)
            case Conditional():
                return self.conditional(node)
            case _:
                return self.compound(node)

    def compound(self, node: Node) -> Closure:
        match node:
            case Member():
                return self.member(node)
            case Index():
                return self.index(node)
            case Call():
                return self.call(node)
            case MethodCall():
                return self.method(node)
            case ListLiteral():
                return self.list_literal(node)
            case MapLiteral():
                return self.map_literal(node)
        raise ExpressionError("this cannot be evaluated", node.column, self.text)

    def guard(self, closure: Closure, column: int) -> Closure:
        text = self.text

        def guarded(evaluation: Evaluation) -> object:
            try:
                return closure(evaluation)
            except ExpressionError as error:
                raise error.located(column, text) from None
            except (ArithmeticError, TypeError, ValueError, AttributeError, KeyError) as error:
                raise ExpressionError(str(error), column, text) from None

        return guarded

    def name(self, node: Name) -> Closure:
        variable, name = self.semantics.variable, node.name

        def read(evaluation: Evaluation) -> object:
            try:
                return evaluation.data[name]
            except KeyError:
                return variable(name, evaluation)

        return self.guard(read, node.column)

    def binary(self, node: Binary) -> Closure:
        left, right = self.compile(node.left), self.compile(node.right)
        if node.operator in ("and", "or"):
            return self.logical(node.operator, left, right)
        if node.operator == "??":
            return _coalesce(left, right)
        operation = self.semantics.binary[node.operator]

        def operate(evaluation: Evaluation) -> object:
            return operation(left(evaluation), right(evaluation))

        return self.guard(operate, node.column)

    def logical(self, operator: str, left: Closure, right: Closure) -> Closure:
        truth = self.semantics.truth

        def both(evaluation: Evaluation) -> object:
            return truth(left(evaluation)) and truth(right(evaluation))

        def either(evaluation: Evaluation) -> object:
            return truth(left(evaluation)) or truth(right(evaluation))

        return both if operator == "and" else either

    def unary(self, node: Unary) -> Closure:
        operand, operation = self.compile(node.operand), self.semantics.unary[node.operator]
        return self.guard(lambda evaluation: operation(operand(evaluation)), node.column)

    def conditional(self, node: Conditional) -> Closure:
        test, no, truth = self.compile(node.test), self.compile(node.no), self.semantics.truth
        yes = None if node.yes is None else self.compile(node.yes)

        def choose(evaluation: Evaluation) -> object:
            value = test(evaluation)
            if truth(value):
                return value if yes is None else yes(evaluation)
            return no(evaluation)

        return choose

    def member(self, node: Member) -> Closure:
        subject, name, member, safe = self.compile(node.subject), node.name, self.semantics.member, node.null_safe

        def read(evaluation: Evaluation) -> object:
            value = subject(evaluation)
            return None if safe and value is None else member(value, name)

        return self.guard(read, node.column)

    def index(self, node: Index) -> Closure:
        subject, key, index = self.compile(node.subject), self.compile(node.key), self.semantics.index
        return self.guard(lambda evaluation: index(subject(evaluation), key(evaluation)), node.column)

    def call(self, node: Call) -> Closure:
        arguments, name, call = [self.compile(item) for item in node.arguments], node.name, self.semantics.call

        def invoke(evaluation: Evaluation) -> object:
            evaluation.spend()
            return call(name, [argument(evaluation) for argument in arguments], evaluation)

        return self.guard(invoke, node.column)

    def method(self, node: MethodCall) -> Closure:
        subject, name, method = self.compile(node.subject), node.name, self.semantics.method
        arguments = [self.compile(item) for item in node.arguments]

        def invoke(evaluation: Evaluation) -> object:
            evaluation.spend()
            return method(subject(evaluation), name, [argument(evaluation) for argument in arguments], evaluation)

        return self.guard(invoke, node.column)

    def list_literal(self, node: ListLiteral) -> Closure:
        items = [self.compile(item) for item in node.items]
        return lambda evaluation: [item(evaluation) for item in items]

    def map_literal(self, node: MapLiteral) -> Closure:
        entries = [(self.compile(key), self.compile(value)) for key, value in node.entries]
        return lambda evaluation: LiteralMap((str(key(evaluation)), value(evaluation)) for key, value in entries)


def _constant(value: object) -> Closure:
    return lambda _evaluation: value


def _coalesce(left: Closure, right: Closure) -> Closure:
    def choose(evaluation: Evaluation) -> object:
        try:
            value = left(evaluation)
        except MissingVariableError:
            value = None
        return right(evaluation) if value is None else value

    return choose


class MissingVariableError(ExpressionError):
    """A variable or member is not there; the operator `??` takes its other side then."""

    def located(self, column: int, text: str) -> ExpressionError:
        """The same error with a place, if it has none yet."""
        return self if self.text else MissingVariableError(self.message, column, text, self.values)
