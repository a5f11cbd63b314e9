"""XML files other than BPMN as plain frozen values: read with the same refusals, never written.

model = read_plain(data, "DMN")
model.name, model.get("id"), [child.text for child in model.named("text")]
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from lxml import etree

from engine.bpmn.journal import Node
from engine.bpmn.loader import read_tree
from engine.bpmn.namespaces import split_clark


@dataclass(frozen=True, slots=True, eq=False)
class PlainElement:
    """An element: its namespace and local name, attributes by Clark name, the text before its first child, children.

    Comments, processing instructions and the text between two children are left out.
    """

    namespace: str
    name: str
    attributes: Mapping[str, str]
    children: tuple[PlainElement, ...]
    text: str
    line: int

    def get(self, name: str, default: str = "") -> str:
        """An attribute's value."""
        return self.attributes.get(name, default)

    def named(self, *names: str) -> Iterator[PlainElement]:
        """The children of these names in the element's own namespace."""
        return (child for child in self.children if child.name in names and child.namespace == self.namespace)

    def first(self, *names: str) -> PlainElement | None:
        """The first child of one of these names."""
        return next(self.named(*names), None)

    def walk(self) -> Iterator[PlainElement]:
        """The element and everything below it, in the order of the file."""
        waiting = [self]
        while waiting:
            element = waiting.pop()
            yield element
            waiting.extend(reversed(element.children))


def read_plain(data: bytes, kind: str = "XML") -> PlainElement:
    """The root element of a file; raises `HostileFileError` or `NotBpmnError` with one clear line.

    `kind` says in messages what file was wanted.
    """
    _source, root, _problems = read_tree(data, kind)
    made: dict[Node, PlainElement] = {}
    for _event, node in etree.iterwalk(root, events=("end",)):
        if isinstance(node.tag, str):
            made[node] = _plain(node, tuple(made.pop(child) for child in node if child in made))
    return made[root]


def _plain(node: Node, children: tuple[PlainElement, ...]) -> PlainElement:
    namespace, name = split_clark(node.tag)
    attributes = MappingProxyType({str(key): str(value) for key, value in node.attrib.items()})
    text = (node.text or "") + "".join(child.tail or "" for child in node if not isinstance(child.tag, str))
    return PlainElement(namespace or "", name, attributes, children, text, _line(node))


def _line(node: Node) -> int:
    line: object = node.sourceline
    return line if isinstance(line, int) else 0
