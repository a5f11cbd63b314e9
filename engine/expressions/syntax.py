"""The syntax tree that the operator dialects (ProcessMaker's and JUEL) share."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any


@dataclass(frozen=True, slots=True)
class Literal:
    """A number, text, true, false or null."""

    column: int
    value: object


@dataclass(frozen=True, slots=True)
class Name:
    """A variable of the data."""

    column: int
    name: str


@dataclass(frozen=True, slots=True)
class Member:
    """`subject.name` or `subject?.name`."""

    column: int
    subject: Node
    name: str
    null_safe: bool = False


@dataclass(frozen=True, slots=True)
class Index:
    """`subject[key]`."""

    column: int
    subject: Node
    key: Node


@dataclass(frozen=True, slots=True)
class Call:
    """`name(arguments)`."""

    column: int
    name: str
    arguments: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class MethodCall:
    """`subject.name(arguments)`."""

    column: int
    subject: Node
    name: str
    arguments: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Unary:
    """An operator before its operand."""

    column: int
    operator: str
    operand: Node


@dataclass(frozen=True, slots=True)
class Binary:
    """An operator between its operands."""

    column: int
    operator: str
    left: Node
    right: Node


@dataclass(frozen=True, slots=True)
class Conditional:
    """`test ? yes : no`; without `yes` the test's own value."""

    column: int
    test: Node
    yes: Node | None
    no: Node


@dataclass(frozen=True, slots=True)
class ListLiteral:
    """`[a, b]`."""

    column: int
    items: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class MapLiteral:
    """`{key: value}`."""

    column: int
    entries: tuple[tuple[Node, Node], ...]


Node = Literal | Name | Member | Index | Call | MethodCall | Unary | Binary | Conditional | ListLiteral | MapLiteral


def children(node: Node) -> tuple[Node, ...]:
    """The nodes directly inside a node, from left to right."""
    found = _CHILDREN[type(node)](node)
    return tuple(child for child in found if child is not None)


_CHILDREN: Mapping[type, Callable[[Any], tuple[Node | None, ...]]] = MappingProxyType(
    {
        Literal: lambda _node: (),
        Name: lambda _node: (),
        Member: lambda node: (node.subject,),
        Index: lambda node: (node.subject, node.key),
        Call: lambda node: node.arguments,
        MethodCall: lambda node: (node.subject, *node.arguments),
        Unary: lambda node: (node.operand,),
        Binary: lambda node: (node.left, node.right),
        Conditional: lambda node: (node.test, node.yes, node.no),
        ListLiteral: lambda node: node.items,
        MapLiteral: lambda node: tuple(part for entry in node.entries for part in entry),
    }
)


def variables(root: Node) -> tuple[str, ...]:
    """The dotted paths of the data that an expression reads, each once, in the order of the text."""
    found: dict[str, None] = {}
    waiting = [root]
    while waiting:
        node = waiting.pop()
        path = _path(node)
        if path is not None:
            found[path] = None
        else:
            waiting.extend(reversed(children(node)))
    return tuple(found)


def _path(node: Node) -> str | None:
    parts: list[str] = []
    while isinstance(node, Member):
        parts.append(node.name)
        node = node.subject
    return ".".join((node.name, *reversed(parts))) if isinstance(node, Name) else None
