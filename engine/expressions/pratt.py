"""One operator-precedence parser for the dialects that differ only in their operators."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TypeVar

from engine.expressions.errors import ExpressionError
from engine.expressions.syntax import (
    Binary,
    Call,
    Conditional,
    Index,
    ListLiteral,
    MapLiteral,
    Member,
    MethodCall,
    Name,
    Node,
    Unary,
    children,
)
from engine.expressions.syntax import Literal as LiteralNode
from engine.expressions.tokens import Lexer, Token

T = TypeVar("T")
MAX_LENGTH = 20_000
MAX_DEPTH = 150
PUNCTUATION = ("(", ")", "[", "]", "{", "}", ",", ":", "?", "?:", "?.", ".")


@dataclass(frozen=True)
class Operator:
    """How tight an operator binds and the name under which the dialect's semantics know it."""

    precedence: int
    meaning: str
    right: bool = False


@dataclass(frozen=True)
class Grammar:
    """A dialect's operators and its words for constants."""

    binary: Mapping[str, Operator]
    unary: Mapping[str, Operator]
    constants: Mapping[str, object]
    with_maps: bool = True
    known_functions: frozenset[str] | None = field(default=None)

    @cached_property
    def lexer(self) -> Lexer:
        """The lexer for this grammar's operators."""
        return Lexer((*self.binary, *self.unary, *PUNCTUATION))


def parse_expression(text: str, grammar: Grammar) -> Node:
    """The tree of an expression; raises `ExpressionError` with the column of what is wrong."""
    if len(text) > MAX_LENGTH:
        raise ExpressionError(f"the expression is longer than {MAX_LENGTH:,} characters", 1, text)
    parser = _Parser(text, grammar)
    node = parser.expression()
    parser.expect_end()
    _check_depth(node, text)
    return node


class _Parser:
    """Walks the tokens once; each method reads one construct and leaves the next token in front."""

    def __init__(self, text: str, grammar: Grammar) -> None:
        self.text = text
        self.grammar = grammar
        self.tokens = grammar.lexer.tokens(text)
        self.position = 0
        self.depth = 0

    @property
    def token(self) -> Token:
        return self.tokens[self.position]

    def error(self, message: str, token: Token | None = None) -> ExpressionError:
        return ExpressionError(message, (token or self.token).column, self.text)

    def accept(self, sign: str) -> Token | None:
        token = self.token
        if token.kind == "operator" and token.text == sign:
            self.position += 1
            return token
        return None

    def expect(self, sign: str) -> Token:
        token = self.accept(sign)
        if token is None:
            raise self.error(f'expected "{sign}", found {self.describe()}')
        return token

    def expect_end(self) -> None:
        if self.token.kind != "end":
            raise self.error(f"unexpected {self.describe()}")

    def describe(self) -> str:
        return "the end" if self.token.kind == "end" else f'"{self.token.text}"'

    def expression(self, minimum: int = 0) -> Node:
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise self.error(f"the expression is nested deeper than {MAX_DEPTH}")
        node = self.operand()
        while (operator := self.binary_ahead(minimum)) is not None:
            token = self.token
            self.position += 1
            right = self.expression(operator.precedence + (0 if operator.right else 1))
            node = Binary(token.column, operator.meaning, node, right)
        if minimum == 0:
            node = self.conditional(node)
        self.depth -= 1
        return node

    def binary_ahead(self, minimum: int) -> Operator | None:
        token = self.token
        operator = self.grammar.binary.get(token.text) if token.kind == "operator" else None
        return operator if operator is not None and operator.precedence >= minimum else None

    def conditional(self, test: Node) -> Node:
        if token := self.accept("?:"):
            return Conditional(token.column, test, None, self.expression())
        token = self.accept("?")
        if token is None:
            return test
        yes = self.expression()
        no = self.expression() if self.accept(":") else LiteralNode(token.column, None)
        return Conditional(token.column, test, yes, no)

    def operand(self) -> Node:
        token = self.token
        unary = self.grammar.unary.get(token.text) if token.kind == "operator" else None
        if unary is not None:
            self.position += 1
            return Unary(token.column, unary.meaning, self.expression(unary.precedence))
        return self.postfix(self.primary())

    def primary(self) -> Node:
        token = self.token
        if token.kind in ("number", "text"):
            self.position += 1
            return LiteralNode(token.column, token.value)
        if token.kind == "name" or token.text.isalpha():
            return self.named()
        if self.accept("("):
            node = self.expression()
            self.expect(")")
            return node
        if self.accept("["):
            return ListLiteral(token.column, self.items("]", self.expression))
        if self.grammar.with_maps and self.accept("{"):
            return MapLiteral(token.column, self.items("}", self.entry))
        raise self.error(f"a value is missing before {self.describe()}")

    def named(self) -> Node:
        token = self.token
        self.position += 1
        if self.accept("("):
            self.check_function(token)
            return Call(token.column, token.text, self.items(")", self.expression))
        if token.text.lower() in self.grammar.constants:
            return LiteralNode(token.column, self.grammar.constants[token.text.lower()])
        return Name(token.column, token.text)

    def check_function(self, token: Token) -> None:
        known = self.grammar.known_functions
        if known is not None and token.text not in known:
            names = ", ".join(sorted(known))
            raise self.error(f'there is no function "{token.text}"; known are {names}', token)

    def items(self, end: str, read: Callable[[], T]) -> tuple[T, ...]:
        found: list[T] = []
        while not self.accept(end):
            if found:
                self.expect(",")
                if self.accept(end):
                    break
            found.append(read())
        return tuple(found)

    def entry(self) -> tuple[Node, Node]:
        token = self.token
        if token.kind == "name":
            self.position += 1
            key: Node = LiteralNode(token.column, token.text)
        else:
            key = self.operand()
        self.expect(":")
        return key, self.expression()

    def postfix(self, node: Node) -> Node:
        while True:
            token = self.token
            if self.accept("[") is not None:
                node = Index(token.column, node, self.expression())
                self.expect("]")
            elif (dot := self.accept(".") or self.accept("?.")) is not None:
                node = self.member(node, dot.text == "?.")
            else:
                return node

    def member(self, subject: Node, null_safe: bool) -> Node:
        token = self.token
        if token.kind not in ("name", "operator") or (not token.text[:1].isalpha() and token.text[:1] != "_"):
            raise self.error(f"a name is missing after the dot, found {self.describe()}")
        self.position += 1
        if self.accept("("):
            return MethodCall(token.column, subject, token.text, self.items(")", self.expression))
        return Member(token.column, subject, token.text, null_safe)


def _check_depth(root: Node, text: str) -> None:
    """A long chain is a deep tree: refuse what would exhaust Python's stack later."""
    waiting: list[tuple[Node, int]] = [(root, 1)]
    while waiting:
        node, depth = waiting.pop()
        if depth > MAX_DEPTH:
            raise ExpressionError(f"the expression has more than {MAX_DEPTH} operations in a row", node.column, text)
        waiting.extend((child, depth + 1) for child in children(node))
