"""The syntax tree of FEEL."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Literal:
    """A number, string, true, false, null or `@"…"` value."""

    value: object


@dataclass(frozen=True, slots=True)
class Name:
    """A variable, a parameter or a function by its name."""

    name: str


@dataclass(frozen=True, slots=True)
class Path:
    """`source.name`."""

    source: Node
    name: str


@dataclass(frozen=True, slots=True)
class Filter:
    """`source[test]`: an index or a condition."""

    source: Node
    test: Node


@dataclass(frozen=True, slots=True)
class Call:
    """`function(arguments)`, positional, or by name when `names` is not empty."""

    function: Node
    arguments: tuple[Node, ...]
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Negation:
    """`-operand`."""

    operand: Node


@dataclass(frozen=True, slots=True)
class Binary:
    """Arithmetic, comparison, `and`, `or`."""

    operator: str
    left: Node
    right: Node


@dataclass(frozen=True, slots=True)
class Between:
    """`value between low and high`."""

    value: Node
    low: Node
    high: Node


@dataclass(frozen=True, slots=True)
class In:
    """`value in tests`."""

    value: Node
    tests: Tests


@dataclass(frozen=True, slots=True)
class InstanceOf:
    """`value instance of type`."""

    value: Node
    type: TypeName


@dataclass(frozen=True, slots=True)
class If:
    """`if test then yes else no`."""

    test: Node
    yes: Node
    no: Node


@dataclass(frozen=True, slots=True)
class Iteration:
    """`name in source`, or `name in source..end`."""

    name: str
    source: Node
    end: Node | None = None


@dataclass(frozen=True, slots=True)
class For:
    """`for iterations return body`."""

    iterations: tuple[Iteration, ...]
    body: Node


@dataclass(frozen=True, slots=True)
class Quantified:
    """`some` or `every` of the iterations satisfies the condition."""

    every: bool
    iterations: tuple[Iteration, ...]
    condition: Node


@dataclass(frozen=True, slots=True)
class Definition:
    """`function(parameters) body`; an external one has no body."""

    parameters: tuple[str, ...]
    types: tuple[TypeName | None, ...]
    body: Node | None


@dataclass(frozen=True, slots=True)
class ListNode:
    """`[items]`."""

    items: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class ContextNode:
    """`{key: value}`; later entries see earlier ones."""

    entries: tuple[tuple[str, Node], ...]


@dataclass(frozen=True, slots=True)
class RangeNode:
    """`[low..high]` with each end open or closed; None is an unbounded end."""

    low: Node | None
    high: Node | None
    low_closed: bool
    high_closed: bool


@dataclass(frozen=True, slots=True)
class UnaryTest:
    """`< value` and its like: a test of a value that stands elsewhere."""

    operator: str
    operand: Node


@dataclass(frozen=True, slots=True)
class Tests:
    """Several tests of which one must hold, or none where `negated`; no tests at all (`-`) always hold."""

    tests: tuple[Node, ...]
    negated: bool = False


@dataclass(frozen=True, slots=True)
class TypeName:
    """A type: `number`, `list<number>`, `context<a: string>`, `function<number> -> string`."""

    name: str
    arguments: tuple[TypeName, ...] = ()
    members: tuple[str, ...] = ()
    result: TypeName | None = None


Node: TypeAlias = (
    Literal
    | Name
    | Path
    | Filter
    | Call
    | Negation
    | Binary
    | Between
    | In
    | InstanceOf
    | If
    | For
    | Quantified
    | Definition
    | ListNode
    | ContextNode
    | RangeNode
    | UnaryTest
    | Tests
)


def variables(root: Node) -> tuple[str, ...]:
    """The dotted paths that an expression reads from outside itself, each once."""
    found: dict[str, None] = {}
    _collect(root, frozenset(), found)
    return tuple(found)


def _collect(node: object, bound: frozenset[str], found: dict[str, None]) -> None:
    path = _path(node)
    if path is not None:
        if path[0] not in bound:
            found[".".join(path)] = None
        return
    for part, names in _parts(node):
        _collect(part, bound | names, found)


def _path(node: object) -> tuple[str, ...] | None:
    names: list[str] = []
    while isinstance(node, Path):
        names.append(node.name)
        node = node.source
    return (node.name, *reversed(names)) if isinstance(node, Name) else None


def _parts(node: object) -> Iterator[tuple[object, frozenset[str]]]:
    """The nodes inside a node, each with the names that the node binds for it."""
    if isinstance(node, (For, Quantified)):
        names = frozenset(iteration.name for iteration in node.iterations) | {"partial"}
        yield from ((iteration.source, names) for iteration in node.iterations)
        yield from ((iteration.end, names) for iteration in node.iterations if iteration.end is not None)
        yield (node.body if isinstance(node, For) else node.condition), names
    elif isinstance(node, Definition):
        yield node.body, frozenset(node.parameters)
    elif isinstance(node, ContextNode):
        keys = frozenset(key for key, _ in node.entries)
        yield from ((value, keys) for _, value in node.entries)
    elif isinstance(node, Filter):
        yield node.source, frozenset()
        yield node.test, frozenset(("item",))
    elif isinstance(node, Call):
        if not isinstance(node.function, Name):
            yield node.function, frozenset()
        yield from ((argument, frozenset()) for argument in node.arguments)
    elif isinstance(node, tuple):
        yield from ((item, frozenset()) for item in node)
    elif hasattr(node, "__dataclass_fields__") and not isinstance(node, (Literal, TypeName)):
        yield from ((getattr(node, item.name), frozenset()) for item in fields(node))  # type: ignore[arg-type]
