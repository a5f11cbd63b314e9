"""Copies of elements, within a document or into another: nothing lost, ids new, references among the copies kept.

    ids = fresh_ids(document, [task, flow])
    for element in (task, flow):
        document.insert(process, copy_of(document, element, ids))

A copy is built node by node: copying or moving nodes of the tree's library across namespaces would rewrite prefixes.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Final

from lxml import etree

from engine.bpmn.content import bare_copy
from engine.bpmn.diagram import moved_numbers
from engine.bpmn.document import Document
from engine.bpmn.elements import Element
from engine.bpmn.factory import id_prefix
from engine.bpmn.index import REFERENCE_CHILDREN, REFERENCE_SET
from engine.bpmn.journal import Node, attributes_of
from engine.bpmn.namespaces import PREFERRED_PREFIXES, XSI, clark, split_clark

_XSI_TYPE: Final = clark(XSI, "type")


def fresh_ids(document: Document, elements: Iterable[Element]) -> dict[str, str]:
    """A new id in `document` for each id that elements, and all in them, have."""
    found: dict[str, str] = {}
    for element in elements:
        for node in element.node.iter("*"):
            old = node.get("id")
            view = element.host.view(node)
            if old and old not in found and isinstance(view, Element):
                found[old] = document.new_id(id_prefix(type(view)))
    return found


def copy_of(document: Document, element: Element, ids: Mapping[str, str]) -> Element:
    """A detached copy of an element of any document, for `document`.

    Ids and references that `ids` knows are replaced; other references stay as they are written, other ids too. A copy
    for another document writes references without prefixes, which that document may not declare.
    """
    return copies_of(document, [element], ids)[0]


def copies_of(
    document: Document, elements: Sequence[Element], ids: Mapping[str, str], by: tuple[float, float] = (0.0, 0.0)
) -> list[Element]:
    """Copies of elements of one document, each as `copy_of` makes it; shapes and edges go elsewhere `by`."""
    if not elements:
        return []
    copier = _Copier(document, ids, elements[0].host is document)
    made = [copier.copied(element.node) for element in elements]
    for drawn in made if any(by) else ():
        for node, name, text in moved_numbers(drawn, *by):
            node.set(name, text)
    return [document.view(node) for node in made]


class _Copier:
    """One copy: where it goes and what its ids become."""

    def __init__(self, document: Document, ids: Mapping[str, str], is_at_home: bool) -> None:
        self._document = document
        self._scope = document.definitions.node
        self._ids = ids
        self._is_at_home = is_at_home
        self._plain: dict[str, dict[str, str]] = {}
        self._known = {uri: prefix for prefix, uri in self._scope.nsmap.items() if prefix is not None}

    def copied(self, node: Node) -> Node:
        """A node built anew with all that is in it."""
        attributes = attributes_of(node)
        copies = {name: self._attribute(node, name, value) for name, value in attributes.items()}
        made = self._made(node, copies, self._prefixes(node, attributes))
        made.text = self._reference(node.text) if node.text and node.tag in REFERENCE_CHILDREN else node.text
        for child in node:
            if isinstance(child.tag, str):
                made.append(self.copied(child))
            elif isinstance(child, etree._ProcessingInstruction):
                made.append(etree.ProcessingInstruction(str(child.target), child.text))
            else:
                made.append(etree.Comment(child.text))
            made[-1].tail = child.tail
        if len(made):
            _drop_layout(made)
        return made

    def _made(self, node: Node, attributes: Mapping[str, str], prefixes: Mapping[str, str]) -> Node:
        """A new node; names that only a file can bring (undeclared prefixes, odd namespaces) come from the old one."""
        try:
            return self._scope.makeelement(node.tag, attributes, prefixes)  # type: ignore[arg-type]  # str keys are fine
        except ValueError:
            made = bare_copy(node)
        for name, value in attributes.items():
            if made.get(name) != value:
                made.set(name, value)
        return made

    def _prefixes(self, node: Node, attributes: Mapping[str, str]) -> dict[str, str]:
        """Declarations for the names of a node, by the prefixes of the target, then of the source."""
        names = (node.tag, *(name for name in attributes if name[0] == "{"))
        plain = self._plain.get(names[0]) if len(names) == 1 else None
        if plain is not None:
            return plain
        uris = {uri for uri in map(_uri_of, names) if uri}
        known = self._known
        if not uris <= known.keys():
            known = {**{uri: prefix for prefix, uri in node.nsmap.items() if prefix is not None}, **known}
        found = {uri: known.get(uri) or PREFERRED_PREFIXES.get(uri) for uri in uris}
        made = {prefix: uri for uri, prefix in found.items() if prefix}
        if known is self._known and len(names) == 1:
            self._plain[names[0]] = made
        return made

    def _attribute(self, node: Node, name: str, value: str) -> str:
        if name == "id":
            return self._ids.get(value, value)
        if name in REFERENCE_SET:
            return self._reference(value)
        return self._type(node, value) if name == _XSI_TYPE else value

    def _reference(self, raw: str) -> str:
        if raw in self._ids:
            return self._ids[raw]
        prefix, colon, local = raw.strip().rpartition(":")
        if not colon:
            return self._ids.get(local, raw)
        renamed = self._ids.get(local, local)
        return f"{prefix}{colon}{renamed}" if self._is_at_home else renamed

    def _type(self, node: Node, value: str) -> str:
        """The name of a type with the prefix that its namespace has in the target."""
        prefix, _, local = value.strip().rpartition(":")
        uri = node.nsmap.get(prefix or None)
        if uri is None:
            return value
        target = self._document.prefix_for(uri, self._scope)
        return f"{target}:{local}" if target else local


@lru_cache(maxsize=4096)
def _uri_of(name: str) -> str | None:
    """The namespace of a name in Clark notation."""
    return split_clark(name)[0]


def _drop_layout(made: Node) -> None:
    """Take out white space between elements: where the copy goes has a layout of its own."""
    texts = [made.text, *(child.tail for child in made)]
    if any(text and not text.isspace() for text in texts):
        return
    made.text = None
    for child in made:
        child.tail = None
