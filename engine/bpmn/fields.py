"""Typed attributes of views, declared like the schema: `source_ref = Attr("sourceRef")`.

A descriptor reads its XML attribute each time (the tree is the model, nothing is cached) and writes by recording one
change with the document. Writing what is already there writes nothing, so that `isExecutable="1"` stays `1`.
Fields of child elements are in `content`.
"""

from __future__ import annotations

import math
import re
from functools import lru_cache
from typing import Final, Generic, Protocol, Self, TypeVar, overload

from engine.bpmn.journal import Change, Node, SetAttribute, attributes_of
from engine.bpmn.letters import writable

_DOUBLE: Final = re.compile(r"[ \t\r\n]*[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?[ \t\r\n]*")
_INTEGER: Final = re.compile(r"[ \t\r\n]*[+-]?[0-9]{1,18}[ \t\r\n]*")
_BOOLEANS: Final = {"true": True, "1": True, "false": False, "0": False}
_EXACT: Final = 1e9

D = TypeVar("D")


class Host(Protocol):
    """What a view needs of the document that it belongs to."""

    @property
    def has_colors(self) -> bool:
        """Whether anything in the file may have a color of its own; where nothing has, nobody needs to look."""

    def record(self, change: Change) -> None:
        """Apply a change and journal it; raises outside an edit."""

    def view(self, node: Node) -> View:
        """The one view of a node."""

    def find(self, id: str) -> View | None:
        """The first element with this id."""

    def prefix_for(self, uri: str, node: Node) -> str:
        """The prefix for QName values of this namespace at this node; empty for the default namespace."""


class View:
    """A node and its document: the least that a field needs. `Element` is what everybody else uses."""

    __slots__ = ("__weakref__", "host", "node")

    def __init__(self, host: Host, node: Node) -> None:
        self.host = host
        self.node = node


V = TypeVar("V", bound=View)


@lru_cache(maxsize=65536)
def parse_number(raw: str | None) -> float | None:
    """The finite number that an xsd:double says, or None; never what only Python takes for one (`1_000`, `nan`)."""
    if raw is None or _DOUBLE.fullmatch(raw) is None:
        return None
    value = float(raw)
    return value if math.isfinite(value) else None


@lru_cache(maxsize=65536)
def format_number(value: float) -> str:
    """The shortest text for a number: `50`, `51.02`; what binary arithmetic adds after six places is dropped."""
    if not math.isfinite(value):
        raise ValueError(f"{value} cannot be written as a coordinate")
    text = repr(round(value, 6) if abs(value) < _EXACT else float(value))
    text = text.removesuffix(".0")
    return "0" if text == "-0" else text


def parse_boolean(raw: str | None) -> bool | None:
    """What an xsd:boolean says, or None."""
    return None if raw is None else _BOOLEANS.get(raw.strip())


def write_attribute(view: View, name: str, raw: str | None) -> None:
    """Record that an attribute gets this text (None removes it), unless it has it already."""
    write_node(view.host, view.node, name, raw)


def write_node(host: Host, node: Node, name: str, raw: str | None) -> None:
    """As `write_attribute`, for a node that needs no view of its own."""
    raw = None if raw is None else writable(raw)
    if node.get(name) != raw:
        host.record(SetAttribute(node, name, raw, attributes_of(node)))


def resolve(host: Host, raw: str | None) -> View | None:
    """The element that a reference names: by its exact id first, then without the QName's prefix."""
    if raw is None:
        return None
    found = host.find(raw)
    if found is not None:
        return found
    name = raw.strip()
    return host.find(name.rpartition(":")[2]) if ":" in name or name != raw else None


def reference_to(target: View, before: str | None) -> str:
    """The text that refers to an element, with the prefix that the old reference had."""
    identifier = target.node.get("id")
    if identifier is None:
        raise ValueError("An element without an id cannot be referred to")
    prefix, colon, _ = (before or "").strip().rpartition(":")
    return f"{prefix}{colon}{identifier}"


class Attr(Generic[D]):
    """A text attribute. Reads as the given default (None without one) where it is missing."""

    __slots__ = ("default", "xml_name")

    @overload
    def __init__(self: Attr[None], xml_name: str) -> None: ...

    @overload
    def __init__(self: Attr[str], xml_name: str, default: str) -> None: ...

    def __init__(self, xml_name: str, default: object = None) -> None:
        self.xml_name = xml_name
        self.default: D = default  # type: ignore[assignment]  # the overloads tie D to the default

    @overload
    def __get__(self, view: None, owner: type) -> Self: ...

    @overload
    def __get__(self, view: View, owner: type) -> str | D: ...

    def __get__(self, view: View | None, owner: type) -> Self | str | D:
        if view is None:
            return self
        return view.node.get(self.xml_name, self.default)

    def __set__(self, view: View, value: str | None) -> None:
        write_attribute(view, self.xml_name, value)


class Flag(Generic[D]):
    """An xsd:boolean attribute. What is no boolean reads as the default."""

    __slots__ = ("default", "xml_name")

    @overload
    def __init__(self: Flag[None], xml_name: str) -> None: ...

    @overload
    def __init__(self: Flag[bool], xml_name: str, *, default: bool) -> None: ...

    def __init__(self, xml_name: str, *, default: object = None) -> None:
        self.xml_name = xml_name
        self.default: D = default  # type: ignore[assignment]  # the overloads tie D to the default

    @overload
    def __get__(self, view: None, owner: type) -> Self: ...

    @overload
    def __get__(self, view: View, owner: type) -> bool | D: ...

    def __get__(self, view: View | None, owner: type) -> Self | bool | D:
        if view is None:
            return self
        raw = view.node.get(self.xml_name)
        value = None if raw is None else parse_boolean(raw)
        return self.default if value is None else value

    def __set__(self, view: View, value: bool | None) -> None:
        if value is None or parse_boolean(view.node.get(self.xml_name)) is not value:
            write_attribute(view, self.xml_name, None if value is None else str(value).lower())


class Integer(Generic[D]):
    """An xsd:integer attribute. What is no integer reads as the default."""

    __slots__ = ("default", "xml_name")

    @overload
    def __init__(self: Integer[None], xml_name: str) -> None: ...

    @overload
    def __init__(self: Integer[int], xml_name: str, *, default: int) -> None: ...

    def __init__(self, xml_name: str, *, default: object = None) -> None:
        self.xml_name = xml_name
        self.default: D = default  # type: ignore[assignment]  # the overloads tie D to the default

    @overload
    def __get__(self, view: None, owner: type) -> Self: ...

    @overload
    def __get__(self, view: View, owner: type) -> int | D: ...

    def __get__(self, view: View | None, owner: type) -> Self | int | D:
        if view is None:
            return self
        value = _parse_integer(view.node.get(self.xml_name))
        return self.default if value is None else value

    def __set__(self, view: View, value: int | None) -> None:
        if value is None or _parse_integer(view.node.get(self.xml_name)) != value:
            write_attribute(view, self.xml_name, None if value is None else str(value))


class Number:
    """An xsd:double attribute. What is no finite number reads as None, and its text stays."""

    __slots__ = ("default", "xml_name")

    def __init__(self, xml_name: str) -> None:
        self.xml_name = xml_name
        self.default = None

    @overload
    def __get__(self, view: None, owner: type) -> Self: ...

    @overload
    def __get__(self, view: View, owner: type) -> float | None: ...

    def __get__(self, view: View | None, owner: type) -> Self | float | None:
        return self if view is None else parse_number(view.node.get(self.xml_name))

    def __set__(self, view: View, value: float | None) -> None:
        if value is None or parse_number(view.node.get(self.xml_name)) != value:
            write_attribute(view, self.xml_name, None if value is None else format_number(value))


class Ref(Generic[V]):
    """An attribute that refers to another element. None where it points nowhere or at the wrong kind."""

    __slots__ = ("kind", "xml_name")

    def __init__(self, xml_name: str, kind: type[V]) -> None:
        self.xml_name = xml_name
        self.kind = kind

    @overload
    def __get__(self, view: None, owner: type) -> Self: ...

    @overload
    def __get__(self, view: View, owner: type) -> V | None: ...

    def __get__(self, view: View | None, owner: type) -> Self | V | None:
        if view is None:
            return self
        raw = view.node.get(self.xml_name)
        if raw is None:
            return None
        found = view.host.find(raw) or resolve(view.host, raw)
        return found if isinstance(found, self.kind) else None

    def __set__(self, view: View, value: V | None) -> None:
        before = view.node.get(self.xml_name)
        if value is None:
            write_attribute(view, self.xml_name, None)
        elif resolve(view.host, before) is not value:
            write_attribute(view, self.xml_name, reference_to(value, before))


def _parse_integer(raw: str | None) -> int | None:
    return int(raw) if raw is not None and _INTEGER.fullmatch(raw) else None
