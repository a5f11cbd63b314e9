"""Edits as JSON, for the crash journal: enough to make the same changes again on the same source.

Nodes are named by number: those of the source by their place in document order, new ones in the order in which they
came into the tree. A node that comes is written with all below it, so a line never needs code to be read.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any, TypeAlias
from xml.sax.saxutils import quoteattr

from lxml import etree

from engine.bpmn.journal import Change, Insert, Node, Remove, SetAttribute, SetText, Shift, attributes_of, place_of
from engine.bpmn.loader import parser
from engine.bpmn.namespaces import PREFERRED_PREFIXES, split_clark

Json: TypeAlias = Any
MAX_DEPTH = 256
SHIFTED = ("x", "y")


class TranscriptError(ValueError):
    """A recorded line does not fit this document: another source, or damage."""


class Numbers:
    """The number of each node that ever stood in the tree, and the node of each number."""

    def __init__(self, root: Node) -> None:
        self.nodes: list[Node] = list(root.iter())
        self.by_node: dict[Node, int] = {node: number for number, node in enumerate(self.nodes)}

    def admit(self, subtree: Node) -> None:
        """Number what comes into the tree and has no number yet."""
        for node in subtree.iter():
            if node not in self.by_node:
                self.by_node[node] = len(self.nodes)
                self.nodes.append(node)

    def forget(self, count: int) -> None:
        """Take back all numbers from `count` on: a step that was rolled back leaves no line, so no number either."""
        for node in self.nodes[count:]:
            del self.by_node[node]
        del self.nodes[count:]

    def node(self, number: Json) -> Node:
        """The node of a recorded number."""
        if not isinstance(number, int) or not 0 <= number < len(self.nodes):
            raise TranscriptError(f"no node has the number {number!r}")
        return self.nodes[number]


def encode(change: Change, numbers: Numbers) -> Json | None:
    """One change as JSON, before it is applied; None for a change to a node that is not (yet) in the tree."""
    known = numbers.by_node
    if isinstance(change, SetAttribute):
        return ["attribute", known[change.node], change.name, change.value] if change.node in known else None
    if isinstance(change, Shift):
        written = [
            (known[node], value) for node, value in zip(change.nodes, change.values, strict=True) if node in known
        ]
        return ["shift", change.name, *map(list, zip(*written, strict=True))] if written else None
    if isinstance(change, SetText):
        return ["text", known[change.node], change.value] if change.node in known else None
    if change.parent not in known:
        return None
    if isinstance(change, Remove):
        return ["remove", known[change.node]]
    origin = None if change.origin is None else known[change.origin]
    return ["insert", known[change.parent], change.index, encode_subtree(change.node, numbers), origin]


def encode_subtree(node: Node, numbers: Numbers) -> Json:
    """A detached node: its number if it has one (it was in the tree before), else its content."""
    if node in numbers.by_node:
        return numbers.by_node[node]
    if isinstance(node, etree._ProcessingInstruction):
        return ["?", node.text or "", node.tail, node.target]
    if not isinstance(node.tag, str):
        return ["!", node.text or "", node.tail]
    children = [encode_subtree(child, numbers) for child in node]
    return [node.tag, attributes_of(node), node.text, children, node.tail, chosen_prefixes(node)]


def chosen_prefixes(node: Node) -> dict[str, str]:
    """The prefixes that a new node brings for namespaces which have no usual one: a vendor's, in a copy."""
    rare = {uri for uri in map(_rare_uri, (node.tag, *node.keys())) if uri is not None}
    return {prefix: uri for prefix, uri in node.nsmap.items() if prefix and uri in rare} if rare else {}


@lru_cache(maxsize=4096)
def _rare_uri(name: str) -> str | None:
    """The namespace of a name, if it has one and that has no usual prefix."""
    uri = split_clark(name)[0]
    return uri if uri and uri not in PREFERRED_PREFIXES else None


def decode(line: Json, numbers: Numbers) -> Change:
    """The change that a recorded line means, ready to be applied to this document.

    Raises `TranscriptError` where the line cannot belong to this document.
    """
    try:
        return _decode(line, numbers)
    except (TypeError, IndexError, KeyError, ValueError) as error:
        raise TranscriptError(f"a recorded edit cannot be read: {error}") from error


def _decode(line: Json, numbers: Numbers) -> Change:
    kind = line[0]
    if kind == "shift":
        return _decode_shift(line, numbers)
    node = numbers.node(line[1])
    if kind == "attribute":
        name, value = str(line[2]), line[3]
        return SetAttribute(node, name, None if value is None else str(value), attributes_of(node))
    if kind == "text":
        return SetText(node, None if line[2] is None else str(line[2]), node.text)
    if kind == "insert":
        origin = numbers.node(line[4]) if len(line) > 4 and line[4] is not None else None
        return Insert(node, decode_subtree(line[3], numbers), int(line[2]), origin)
    if kind == "remove":
        parent = node.getparent()
        if parent is None:
            raise TranscriptError("a removed node is not in the tree")
        return Remove(parent, node, place_of(parent, node))
    raise TranscriptError(f"unknown kind of change {kind!r}")


def _decode_shift(line: Json, numbers: Numbers) -> Change:
    name, nodes, values = str(line[1]), [numbers.node(number) for number in line[2]], [str(each) for each in line[3]]
    before = [node.get(name) for node in nodes]
    known = [value for value in before if value is not None]
    if name not in SHIFTED or not len(known) == len(values) == len(nodes) == len(set(nodes)):
        raise TranscriptError("places are written that are not there")
    return Shift(name, nodes, values, known, others=nodes)


def decode_subtree(data: Json, numbers: Numbers, depth: int = 0) -> Node:
    """A detached node from its record."""
    if depth > MAX_DEPTH:
        raise TranscriptError("a recorded node is nested too deeply")
    if isinstance(data, int):
        return numbers.node(data)
    if data[0] in ("!", "?"):
        is_comment = data[0] == "!"
        aside = etree.Comment(str(data[1])) if is_comment else etree.ProcessingInstruction(str(data[3]), str(data[1]))
        aside.tail = data[2] if len(data) > 2 else None
        return aside
    tag, attributes, text, children, *after = data
    prefixes = after[1] if len(after) > 1 else {}
    node = _element(str(tag), {str(name): str(value) for name, value in attributes.items()}, prefixes)
    node.text = text
    node.tail = after[0] if after else None
    for child in children:
        node.append(decode_subtree(child, numbers, depth + 1))
    return node


def _element(tag: str, attributes: dict[str, str], prefixes: Mapping[str, str]) -> Node:
    """An element; one with names that only a file can bring is read as a file is."""
    try:
        return etree.Element(tag, attributes, nsmap=dict(prefixes))
    except ValueError:
        names = [split_clark(name) for name in (tag, *attributes)]
    uris = {uri: f"n{number}" for number, uri in enumerate(dict.fromkeys(uri for uri, _ in names if uri))}
    called, *others = (f"{uris[uri]}:{local}" if uri else local for uri, local in names)
    values = [(f"xmlns:{prefix}", uri) for uri, prefix in uris.items()]
    values += zip(others, attributes.values(), strict=True)
    written = "".join(f" {name}={quoteattr(value)}" for name, value in values)
    try:
        found: Node | None = etree.fromstring(f"<{called}{written}/>", parser(recover=True))
    except etree.XMLSyntaxError as error:
        raise TranscriptError(f"a recorded element cannot be read: {error}") from None
    if found is None or found.tag != tag or attributes_of(found) != attributes:
        raise TranscriptError(f"a recorded element has a name that is none: {tag!r}")
    return found


def is_record(data: object) -> bool:
    """Whether a JSON value has the outer form of a recorded step."""
    return isinstance(data, Mapping) and data.get("do") in ("edit", "undo", "redo")
