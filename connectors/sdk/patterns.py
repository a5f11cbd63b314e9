"""Regular expressions of a connector's schema, matched in time linear in the text.

Python's `re` needs exponential time for patterns such as `^(a+)+$`; a package could freeze the window so.
This matcher walks all possibilities at once (Thompson's construction) and refuses what it cannot do so:
back references, look-around and repetitions above 200.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

_MAXIMUM_STATES = 5_000
_MAXIMUM_REPEAT = 200
_CLASSES: dict[str, Callable[[str], bool]] = {
    "d": lambda c: c in "0123456789",
    "w": lambda c: c == "_" or c.isalnum(),
    "s": lambda c: c.isspace(),
    "D": lambda c: c not in "0123456789",
    "W": lambda c: not (c == "_" or c.isalnum()),
    "S": lambda c: not c.isspace(),
}
_CONTROLS = {"n": "\n", "t": "\t", "r": "\r", "f": "\f", "v": "\v", "0": "\0"}
Accepts = Callable[[str], bool]


class PatternError(ValueError):
    """A pattern that is malformed or that cannot be matched safely; the message says why."""


@dataclass(frozen=True, slots=True)
class _Node:
    """One piece of a parsed pattern."""

    kind: str
    parts: tuple[_Node, ...] = ()
    accepts: Accepts | None = None
    least: int = 0
    most: int | None = None


@dataclass(slots=True)
class _State:
    """A state of the automaton: either it reads one letter, or it leads on for free."""

    accepts: Accepts | None = None
    assertion: str = ""
    following: list[int] = field(default_factory=list)


class Pattern:
    """A compiled pattern; `search` says whether it occurs anywhere in a text."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._states: list[_State] = []
        self._end = self._add(_State())
        self._start = self._build(_Parser(text).parse(), self._end)

    def search(self, text: str) -> bool:
        """Whether the pattern occurs in `text`."""
        current: set[int] = set()
        for position in range(len(text) + 1):
            current.add(self._start)
            current = self._closure(current, position, len(text))
            if self._end in current:
                return True
            if position < len(text):
                current = self._read(current, text[position])
        return False

    def _read(self, current: set[int], letter: str) -> set[int]:
        found: set[int] = set()
        for index in current:
            state = self._states[index]
            if state.accepts is not None and state.accepts(letter):
                found.update(state.following)
        return found

    def _closure(self, states: set[int], position: int, length: int) -> set[int]:
        seen: set[int] = set()
        waiting = list(states)
        while waiting:
            index = waiting.pop()
            state = self._states[index]
            if index in seen or not _holds(state.assertion, position, length):
                continue
            seen.add(index)
            if state.accepts is None:
                waiting.extend(state.following)
        return seen

    def _add(self, state: _State) -> int:
        if len(self._states) >= _MAXIMUM_STATES:
            raise PatternError("the pattern is too large")
        self._states.append(state)
        return len(self._states) - 1

    def _build(self, node: _Node, then: int) -> int:
        """Add the states of `node` that lead to `then`; returns where it starts."""
        if node.kind == "letter":
            return self._add(_State(node.accepts, following=[then]))
        if node.kind in ("^", "$"):
            return self._add(_State(assertion=node.kind, following=[then]))
        if node.kind == "sequence":
            for part in reversed(node.parts):
                then = self._build(part, then)
            return then
        if node.kind == "either":
            return self._add(_State(following=[self._build(part, then) for part in node.parts]))
        return self._build_repeat(node, then)

    def _build_repeat(self, node: _Node, then: int) -> int:
        (part,) = node.parts
        if node.most is None:
            loop = self._add(_State(following=[then]))
            self._states[loop].following.append(self._build(part, loop))
            then = loop
        else:
            for _ in range(node.most - node.least):
                then = self._add(_State(following=[then, self._build(part, then)]))
        for _ in range(node.least):
            then = self._build(part, then)
        return then


def _holds(assertion: str, position: int, length: int) -> bool:
    return not assertion or position == (0 if assertion == "^" else length)


class _Parser:
    """Recursive descent over the pattern's text."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0
        self._depth = 0

    def parse(self) -> _Node:
        """The whole pattern as a tree."""
        node = self._either()
        if self._at < len(self._text):
            raise PatternError("a closing parenthesis has no opening one")
        return node

    def _peek(self) -> str:
        return self._text[self._at : self._at + 1]

    def _take(self) -> str:
        letter = self._peek()
        if not letter:
            raise PatternError("the pattern ends too early")
        self._at += 1
        return letter

    def _either(self) -> _Node:
        self._depth += 1
        if self._depth > 30:
            raise PatternError("the pattern is nested too deeply")
        branches = [self._sequence()]
        while self._peek() == "|":
            self._take()
            branches.append(self._sequence())
        self._depth -= 1
        return branches[0] if len(branches) == 1 else _Node("either", tuple(branches))

    def _sequence(self) -> _Node:
        parts: list[_Node] = []
        while self._peek() not in ("", "|", ")"):
            parts.append(self._repeated(self._atom()))
        return _Node("sequence", tuple(parts))

    def _atom(self) -> _Node:
        letter = self._take()
        if letter == "(":
            return self._group()
        if letter == "[":
            return _Node("letter", accepts=self._set())
        if letter == ".":
            return _Node("letter", accepts=lambda c: c != "\n")
        if letter == "\\":
            return _Node("letter", accepts=self._escape())
        if letter in "*+?":
            raise PatternError(f"“{letter}” has nothing to repeat")
        return _Node(letter) if letter in "^$" else _Node("letter", accepts=_one(letter))

    def _group(self) -> _Node:
        if self._peek() == "?":
            self._take()
            if self._take() != ":":
                raise PatternError("look-around and named groups are not supported")
        node = self._either()
        if not self._peek():
            raise PatternError("a parenthesis is not closed")
        self._take()
        return node

    def _escape(self) -> Accepts:
        letter = self._take()
        if letter in _CLASSES:
            return _CLASSES[letter]
        if letter in _CONTROLS:
            return _one(_CONTROLS[letter])
        if letter == "u":
            return _one(self._code_point())
        if letter.isalnum():
            raise PatternError(f"“\\{letter}” is not supported")
        return _one(letter)

    def _code_point(self) -> str:
        digits = "".join(self._take() for _ in range(4))
        try:
            return chr(int(digits, 16))
        except ValueError as error:
            raise PatternError(f"“\\u{digits}” is no character") from error

    def _set(self) -> Accepts:
        negated = self._peek() == "^"
        if negated:
            self._take()
        members: list[Accepts] = []
        while not members or self._peek() != "]":
            members.append(self._member())
        self._take()
        return lambda c: any(accepts(c) for accepts in members) is not negated

    def _member(self) -> Accepts:
        first = self._take()
        if first == "\\":
            return self._escape()
        ahead = self._text[self._at : self._at + 2]
        if len(ahead) == 2 and ahead[0] == "-" and ahead[1] not in "]\\":
            self._at += 2
            return lambda c, low=first, high=ahead[1]: low <= c <= high  # type: ignore[misc]
        return _one(first)

    def _repeated(self, node: _Node) -> _Node:
        letter = self._peek()
        bounds = {"*": (0, None), "+": (1, None), "?": (0, 1)}.get(letter)
        if bounds is not None:
            self._take()
        elif letter == "{":
            bounds = self._braces()
        if bounds is None:
            return node
        if self._peek() == "?":
            self._take()
        return self._repeated(_Node("repeat", (node,), least=bounds[0], most=bounds[1]))

    def _braces(self) -> tuple[int, int | None]:
        end = self._text.find("}", self._at)
        low, comma, high = self._text[self._at + 1 : end].partition(",")
        if end < 0 or not low.isdigit() or (high and not high.isdigit()):
            raise PatternError("“{” must be followed by numbers and “}”")
        self._at = end + 1
        least = int(low)
        most = int(high) if high else None if comma else least
        if max(least, most or 0) > _MAXIMUM_REPEAT or (most is not None and most < least):
            raise PatternError(f"repetitions go up to {_MAXIMUM_REPEAT}")
        return least, most


def _one(letter: str) -> Accepts:
    return lambda c: c == letter
