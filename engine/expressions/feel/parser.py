"""From FEEL's tokens to its syntax tree.

FEEL names may hold spaces and signs, so what is one name depends on what is known: names of the library, names that
the host declares, and names that the expression itself brings (context keys, parameters, loop variables). Words that
follow each other and are no keyword are otherwise read as one name: two names side by side mean nothing else.
"""

from __future__ import annotations

from collections.abc import Iterable

from engine.expressions.errors import ExpressionError
from engine.expressions.feel.lexer import Token, tokens
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
    TypeName,
    UnaryTest,
)
from engine.expressions.feel.temporal import parse_temporal
from engine.expressions.feel.values import parse_number
from engine.expressions.feel.vocabulary import learn, vocabulary

MAX_LENGTH = 20_000
MAX_DEPTH = 60
COMPARISONS = ("=", "!=", "<", "<=", ">", ">=")
HABITS = {"==": 'FEEL compares with "=", not "=="', "<>": 'FEEL writes "!=", not "<>"'}
CONSTANTS = {"true": True, "false": False, "null": None}
CONTROL_WORDS = ("for", "in", "return", "if", "then", "else", "some", "every", "satisfies", "function", "external")
KEYWORDS = frozenset((*CONTROL_WORDS, *CONSTANTS, "and", "or", "between", "instance"))
ENDS_OF_INTERVAL = (")", "]", "}", ",", ".", "and", "or", "then", "else", "return", "satisfies", *COMPARISONS)
TYPES_WITH_SPACES = ("date and time", "days and time duration", "years and months duration", "day time duration")


def parse_feel(text: str, names: Iterable[str] = ()) -> Node:
    """The tree of an expression; `names` are variables of several words that the data has."""
    parser = _Parser(text, names)
    node = parser.expression()
    parser.expect_end()
    return node


def parse_unary_tests(text: str, names: Iterable[str] = ()) -> Tests:
    """The tree of the tests in a decision table's cell; `?` is the value they test."""
    parser = _Parser(text, names)
    node = parser.unary_tests()
    parser.expect_end()
    return node


class _Parser:
    """Walks the tokens once; each method reads one construct and leaves the next token in front."""

    def __init__(self, text: str, names: Iterable[str]) -> None:
        if len(text) > MAX_LENGTH:
            raise ExpressionError(f"the expression is longer than {MAX_LENGTH:,} characters", 1, text)
        self.text = text
        self.tokens = tokens(text)
        self.position = 0
        self.depth = 0
        self.ranges = 0
        self.known = dict(vocabulary(tuple(names)))

    # Tokens -------------------------------------------------------------------------------------------------------

    @property
    def token(self) -> Token:
        return self.tokens[self.position]

    def ahead(self, offset: int = 1) -> Token:
        return self.tokens[min(self.position + offset, len(self.tokens) - 1)]

    def at(self, *texts: str) -> bool:
        return self.token.kind in ("sign", "word") and self.token.text in texts

    def accept(self, *texts: str) -> str | None:
        if not self.at(*texts):
            return None
        self.position += 1
        return self.tokens[self.position - 1].text

    def expect(self, text: str) -> None:
        if not self.accept(text):
            self.fail(f'"{text}" is expected here')

    def expect_end(self) -> None:
        if self.token.kind != "end":
            self.fail("the expression should end here")

    def fail(self, message: str) -> None:
        found = f', not "{self.token.text}"' if self.token.text else ""
        raise ExpressionError(message + found, self.token.start + 1, self.text)

    # Names --------------------------------------------------------------------------------------------------------

    def learn(self, name: str) -> None:
        """Know a name of several words or signs from now on."""
        learn(self.known, name)

    def known_name(self) -> str | None:
        """A known name of several parts that stands here."""
        for parts, name in self.known.get(self.token.text, ()):
            here = tuple(token.text for token in self.tokens[self.position : self.position + len(parts)])
            if here == parts:
                self.position += len(parts)
                return name
        return None

    def name(self) -> str:
        """A name: a known one, else as many words as follow each other."""
        known = self.known_name()
        if known is not None:
            return known
        if self.token.kind != "word" or self.token.text in KEYWORDS:
            self.fail("a name is expected here")
        return self.words(KEYWORDS)

    def words(self, stop: frozenset[str]) -> str:
        found = [self.token.text]
        self.position += 1
        while self.token.kind in ("word", "number") and self.token.text not in stop:
            adjacent = self.token.start == self.tokens[self.position - 1].end
            if self.token.kind == "number" and not self.token.text.isdigit():
                break
            found.append(self.token.text if adjacent else " " + self.token.text)
            self.position += 1
        return "".join(found)

    # Expressions, from the loosest binding to the tightest ----------------------------------------------------------

    def expression(self) -> Node:
        self.depth += 1
        if self.depth > MAX_DEPTH:
            self.fail("the expression is nested too deeply")
        node = self.disjunction()
        self.depth -= 1
        return node

    def disjunction(self) -> Node:
        node = self.conjunction()
        while self.accept("or"):
            node = Binary("or", node, self.conjunction())
        return node

    def conjunction(self) -> Node:
        node = self.comparison()
        while self.accept("and"):
            node = Binary("and", node, self.comparison())
        return node

    def comparison(self) -> Node:
        node = self.sum()
        while True:
            operator = self.accept(*COMPARISONS)
            if operator:
                self.expect_operand(operator)
                node = Binary(operator, node, self.sum())
            elif self.accept("between"):
                low = self.sum()
                self.expect("and")
                node = Between(node, low, self.sum())
            elif self.accept("in"):
                node = In(node, self.in_tests())
            elif self.at("instance") and self.ahead().text == "of":
                self.position += 2
                node = InstanceOf(node, self.type())
            else:
                return node

    def expect_operand(self, operator: str) -> None:
        """Two comparisons side by side are a habit from other languages."""
        if self.token.kind == "sign" and self.token.text in COMPARISONS:
            words = HABITS.get(operator + self.token.text)
            if words:
                raise ExpressionError(words, self.tokens[self.position - 1].start + 1, self.text)
            self.fail("a value is expected here")

    def sum(self) -> Node:
        node = self.product()
        while operator := self.accept("+", "-"):
            node = Binary(operator, node, self.product())
        return node

    def product(self) -> Node:
        node = self.power()
        while operator := self.accept("*", "/"):
            node = Binary(operator, node, self.power())
        return node

    def power(self) -> Node:
        node = self.negation()
        while self.accept("**"):
            node = Binary("**", node, self.negation())
        return node

    def negation(self) -> Node:
        signs = 0
        while self.accept("-"):
            signs += 1
        node = self.postfix()
        for _ in range(signs):
            node = Negation(node)
        return node

    def postfix(self) -> Node:
        node = self.primary()
        while True:
            if self.at("."):
                self.position += 1
                node = Path(node, self.name())
            elif self.at("[") and not self.is_open_end():
                self.position += 1
                node = Filter(node, self.expression())
                self.expect("]")
            elif self.at("("):
                node = self.call(node)
            else:
                return node

    def is_open_end(self) -> bool:
        """Whether `[` here closes an interval (`]1..5[`) rather than opens a filter."""
        return self.ranges > 0 and (self.ahead().kind == "end" or self.ahead().text in ENDS_OF_INTERVAL)

    def call(self, function: Node) -> Node:
        self.expect("(")
        arguments: list[Node] = []
        names: list[str] = []
        while not self.at(")"):
            name = self.argument_name()
            if name is not None:
                names.append(name)
            arguments.append(self.expression())
            if not self.accept(","):
                break
        self.expect(")")
        if names and len(names) != len(arguments):
            self.fail("arguments are given either all by name or all by place")
        return Call(function, tuple(arguments), tuple(names))

    def argument_name(self) -> str | None:
        start = self.position
        if self.token.kind != "word" or self.token.text in CONSTANTS:
            return None
        end = start
        while self.tokens[end].kind in ("word", "number") or self.tokens[end].text in ("'", "-", "+", "*", "/"):
            end += 1
        if self.tokens[end].text != ":":
            return None
        self.position = end + 1
        return self.source(start, end)

    def source(self, start: int, end: int) -> str:
        """The text of some tokens, white space folded."""
        return " ".join(self.text[self.tokens[start].start : self.tokens[end - 1].end].split())

    # Primaries ----------------------------------------------------------------------------------------------------

    def primary(self) -> Node:
        token = self.token
        if token.kind == "number":
            self.position += 1
            return Literal(parse_number(token.text))
        if token.kind == "string":
            self.position += 1
            return Literal(token.value)
        if token.kind == "word":
            return self.word()
        if token.text == "@":
            return self.at_literal()
        if token.text in ("(", "[", "]"):
            return self.bracketed()
        if token.text == "{":
            return self.context()
        if token.text in COMPARISONS:
            return self.comparison_range()
        quoted = token.text == "'"
        self.fail("FEEL writes texts between double quotes" if quoted else "a value is expected here")
        raise AssertionError

    def word(self) -> Node:
        text = self.token.text
        if text in CONSTANTS:
            self.position += 1
            return Literal(CONSTANTS[text])
        known = self.known_name()
        if known is not None:
            return Name(known)
        readers = {"if": self.conditional, "for": self.loop, "function": self.definition}
        if text in ("some", "every"):
            return self.quantified()
        if text in readers:
            return readers[text]()
        return Name(self.name())

    def at_literal(self) -> Node:
        self.expect("@")
        token = self.token
        if token.kind != "string":
            self.fail("a string is expected after @")
        self.position += 1
        return Literal(parse_temporal(token.value))

    def bracketed(self) -> Node:
        """A list, an interval, or an expression in parentheses."""
        opening = self.accept("(", "[", "]") or ""
        if opening == "[" and self.accept("]"):
            return ListNode(())
        self.ranges += 1
        first = self.range_end() if opening == "]" else self.expression()
        self.ranges -= 1
        if self.accept(".."):
            return self.range(first, opening)
        if opening == "]":
            self.fail('".." is expected here')
        if opening == "(":
            self.expect(")")
            return first
        items = [first]
        while self.accept(","):
            items.append(self.expression())
        self.expect("]")
        return ListNode(tuple(items))

    def range_end(self) -> Node:
        self.ranges += 1
        node = self.sum()
        self.ranges -= 1
        return node

    def range(self, low: Node, opening: str) -> Node:
        high = self.range_end()
        closing = self.accept(")", "]", "[")
        if closing is None:
            self.fail("the interval should end here")
        return RangeNode(low, high, opening == "[", closing == "]")

    def comparison_range(self) -> Node:
        """`(< 5)` as a value: an interval that is open to one side."""
        operator = self.accept(*COMPARISONS) or ""
        operand = self.sum()
        return UnaryTest(operator, operand)

    def context(self) -> Node:
        self.expect("{")
        entries: list[tuple[str, Node]] = []
        while not self.at("}"):
            key = self.key()
            self.expect(":")
            entries.append((key, self.expression()))
            self.learn(key)
            if not self.accept(","):
                break
        self.expect("}")
        return ContextNode(tuple(entries))

    def key(self) -> str:
        if self.token.kind == "string":
            self.position += 1
            return self.tokens[self.position - 1].value
        start = self.position
        if self.token.kind != "word":
            self.fail("the name of an entry is expected here")
        while self.token.kind != "end" and not self.at(":", ",", "{", "}"):
            self.position += 1
        return self.source(start, self.position)

    # Keyword expressions --------------------------------------------------------------------------------------------

    def conditional(self) -> Node:
        self.expect("if")
        test = self.expression()
        self.expect("then")
        yes = self.expression()
        self.expect("else")
        return If(test, yes, self.expression())

    def loop(self) -> Node:
        self.expect("for")
        iterations = self.iterations("return")
        self.expect("return")
        return For(iterations, self.expression())

    def quantified(self) -> Node:
        every = self.accept("some", "every") == "every"
        iterations = self.iterations("satisfies")
        self.expect("satisfies")
        return Quantified(every, iterations, self.expression())

    def iterations(self, stop: str) -> tuple[Iteration, ...]:
        found: list[Iteration] = []
        while True:
            start = self.position
            while self.token.kind != "end" and not self.at("in", stop):
                self.position += 1
            if start == self.position:
                self.fail("the name of a variable is expected here")
            name = self.source(start, self.position)
            self.learn(name)
            self.expect("in")
            source = self.expression()
            end = self.expression() if self.accept("..") else None
            found.append(Iteration(name, source, end))
            if not self.accept(","):
                return tuple(found)

    def definition(self) -> Node:
        self.expect("function")
        self.expect("(")
        parameters: list[str] = []
        types: list[TypeName | None] = []
        while not self.at(")"):
            start = self.position
            while self.token.kind != "end" and not self.at(":", ",", ")"):
                self.position += 1
            parameters.append(self.source(start, self.position))
            self.learn(parameters[-1])
            types.append(self.type() if self.accept(":") else None)
            if not self.accept(","):
                break
        self.expect(")")
        external = self.accept("external") is not None
        body = self.expression()
        return Definition(tuple(parameters), tuple(types), None if external else body)

    # Types and tests ------------------------------------------------------------------------------------------------

    def type(self) -> TypeName:
        name = self.type_name()
        if name == "function":
            return self.function_type()
        if not self.accept("<"):
            return TypeName(name)
        members: list[str] = []
        arguments: list[TypeName] = []
        while not self.at(">"):
            if name == "context":
                members.append(self.name())
                self.expect(":")
            arguments.append(self.type())
            if not self.accept(","):
                break
        self.expect(">")
        return TypeName(name, tuple(arguments), tuple(members))

    def function_type(self) -> TypeName:
        arguments: list[TypeName] = []
        if not self.accept("<"):
            return TypeName("function")
        while not self.at(">"):
            arguments.append(self.type())
            if not self.accept(","):
                break
        self.expect(">")
        return TypeName("function", tuple(arguments), (), self.type() if self.accept("->") else None)

    def type_name(self) -> str:
        for name in TYPES_WITH_SPACES:
            parts = name.split()
            if [token.text for token in self.tokens[self.position : self.position + len(parts)]] == parts:
                self.position += len(parts)
                return name
        if self.accept("function"):
            return "function"
        if self.accept("null"):
            return "Null"
        name = self.name()
        while self.accept("."):
            name += "." + self.name()
        return name

    def in_tests(self) -> Tests:
        """What follows `in`: one test, or several in parentheses."""
        if self.at("(") and not self.is_interval():
            self.expect("(")
            tests = self.tests()
            self.expect(")")
            return Tests(tests)
        operator = self.accept(*COMPARISONS)
        return Tests((UnaryTest(operator, self.sum()) if operator else self.sum(),))

    def is_interval(self) -> bool:
        """Whether the parenthesis here opens an interval: `..` stands on its level."""
        level = 0
        for token in self.tokens[self.position :]:
            if token.kind != "sign":
                continue
            if token.text in ("(", "[", "{"):
                level += 1
            elif token.text in (")", "]", "}"):
                level -= 1
                if level <= 0:
                    return False
            elif token.text == ".." and level == 1:
                return True
            elif token.text == "," and level == 1:
                return False
        return False

    def unary_tests(self) -> Tests:
        if self.at("-") and self.ahead().kind == "end":
            self.position += 1
            return Tests(())
        if self.at("not") and self.ahead().text == "(":
            self.position += 2
            tests = self.tests()
            self.expect(")")
            return Tests(tests, negated=True)
        return Tests(self.tests())

    def tests(self) -> tuple[Node, ...]:
        found = [self.test()]
        while self.accept(","):
            found.append(self.test())
        return tuple(found)

    def test(self) -> Node:
        operator = self.accept(*COMPARISONS)
        if operator:
            return UnaryTest(operator, self.sum())
        return self.expression()
