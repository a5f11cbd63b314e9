"""The surgical writer: copies from the source what no edit touched, and writes anew only the rest.

A start tag whose attributes changed keeps its other attributes as written (order, quotes, spacing). Children that came
are written in the surrounding style: the prefix in force, the siblings' indentation, the file's newline. White space
before a child belongs to it and goes with it. A node moved out of reach of a prefix takes the declaration along.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from lxml import etree

from engine.bpmn.baseline import Baseline
from engine.bpmn.journal import Node, attributes_of
from engine.bpmn.markup import Names, indentation, patched_tag, prefix_of, with_breaks, written_text
from engine.bpmn.namespaces import split_clark
from engine.bpmn.source import Source, Span

Scope = Mapping[bytes, bytes]
Shift = tuple[bytes, bytes]
SPACE = re.compile(rb"\A\s*\Z")


def write(source: Source, root: Node, numbers: Mapping[Node, int], baseline: Baseline) -> bytes:
    """The bytes of the tree under `root`; exactly the source's where nothing differs from it.

    `numbers` gives each node of the source its place in document order; nodes that are new have none, or a higher one.
    """
    dirty = with_ancestors(baseline)
    if root not in dirty:
        return source.data
    return _Writer(source, numbers, baseline, dirty).document(root)


def with_ancestors(baseline: Baseline) -> set[Node]:
    """All nodes that differ and all that hold one."""
    dirty: set[Node] = set()
    for node in baseline.differing():
        climbing: Node | None = node
        while climbing is not None and climbing not in dirty:
            dirty.add(climbing)
            climbing = climbing.getparent()
    return dirty


class _Writer:
    """One run of the writer: collects pieces of bytes in order."""

    def __init__(self, source: Source, numbers: Mapping[Node, int], baseline: Baseline, dirty: set[Node]) -> None:
        self.source = source
        self.numbers = numbers
        self.baseline = baseline
        self.dirty = dirty
        self.names = Names(source)
        self.out: list[bytes] = []
        self.unit = self._indent_unit()

    def document(self, root: Node) -> bytes:
        """The whole file: what stands before the root, the root, what stands after it."""
        span = self.source.spans[0]
        text = self.source.text
        self.out.append(text[: span.start])
        at = len(self.out)
        self._original(root, 0, None)
        self.out[at] = self.names.with_declarations(self.out[at])
        self.out.append(text[span.end :])
        return self.source.finish(b"".join(self.out))

    def _index(self, node: Node) -> int | None:
        index = self.numbers.get(self.baseline.origin_of(node))
        return index if index is not None and index < len(self.source.spans) else None

    def _indent_unit(self) -> bytes | None:
        """One level of the file's indentation; None for a file written on one line."""
        spans = self.source.spans
        if len(spans) < 2:
            return b"  "
        lead = self.source.text[spans[0].tag_end : spans[1].start]
        return indentation(lead) if b"\n" in lead else None

    def _original(self, node: Node, index: int, shift: Shift | None) -> None:
        """A node of the source: copied whole, or its tags and gaps where something in it differs."""
        span = self.source.spans[index]
        origin = self.baseline.origin_of(node)
        if node is origin and node not in self.dirty and (shift is None or len(node) == 0):
            self.out.append(self.source.text[span.start : span.end])
            return
        tag = self._tag(node, origin, index)
        before = self.baseline.children.get(origin, None if node is origin else list(origin))
        children = list(node)
        empty = span.tag_end == span.end
        if empty and (children or node.text):
            tag = tag[:-2].rstrip() + b">"
        self.out.append(tag)
        if before is None or before == children:
            self._gaps(node, index, children, shift)
        else:
            self._rebuilt(node, index, before, shift)
        if not empty:
            self.out.append(renamed_tag(self.source.text[span.content_end : span.end], origin, node))
        elif children or node.text:
            self.out.append(b"</" + self._name(tag) + b">")

    def _tag(self, node: Node, origin: Node, index: int) -> bytes:
        """The start tag of the source, with what differs in it: attributes, and the name after a change of type."""
        before = self.baseline.attributes_before(origin)
        if node is origin and (before is None or not self.baseline.attributes_differ(node)):
            return self.source.tag(index)
        known = attributes_of(origin) if before is None else before
        if known == attributes_of(node):
            return renamed_tag(self.source.tag(index), origin, node)
        return renamed_tag(patched_tag(self.source, index, known, node, self.names), origin, node)

    @staticmethod
    def _name(tag: bytes) -> bytes:
        match = re.match(rb"<([^\s/>]+)", tag)
        assert match is not None
        return match[1]

    def _gaps(self, node: Node, index: int, children: list[Node], shift: Shift | None) -> None:
        """The same children as before: copy what stands between them."""
        leads, trailing = self._leads(index, children)
        text = self._changed_text(node)
        if text is not None and leads:
            leads[0] = text
        elif text is not None:
            trailing = text
        for child, lead in zip(children, leads, strict=True):
            self.out.append(shifted(lead, shift))
            self._child(child, self.source.scope(index), None, shift)
        self.out.append(shifted(trailing, shift))

    def _leads(self, index: int, before: list[Node]) -> tuple[list[bytes], bytes]:
        """What stood before each of a node's original children, and after the last."""
        span = self.source.spans[index]
        text = self.source.text
        cursor = span.tag_end
        leads = []
        for child in before:
            known = self._index(child)
            inside = self.source.spans[known] if known is not None else Span(cursor, cursor, cursor, cursor)
            leads.append(text[cursor : inside.start])
            cursor = inside.end
        trailing = text[cursor : span.content_end] if span.tag_end != span.end else b""
        return leads, trailing

    def _changed_text(self, node: Node) -> bytes | None:
        """A node's leading text where it is not as it was."""
        return written_text(self.source, node.text) if self.baseline.text_differs(node) else None

    def _rebuilt(self, node: Node, index: int, before: list[Node], shift: Shift | None) -> None:
        """Children came, went or changed places: each keeps its own lead, new ones get their siblings'.

        Text among children belongs to what it stands behind, white space to what it stands before.
        """
        leads, trailing = self._leads(index, before)
        texts = [b"" if SPACE.match(gap) else gap for gap in (*leads, trailing)]
        leads = [b"" if text else lead for lead, text in zip(leads, texts, strict=False)]
        changed = self._changed_text(node)
        text = texts[0] if changed is None else changed
        self.out.append(text)
        own, behind = self._kept_leads(node, before, leads), dict(zip(before, texts[1:], strict=True))
        base = self._indent_of(index, shift)
        inner = self._inner_indent(leads, base if leads or self._begins_line(index) else None, shift)
        fresh = b"" if inner is None else self.source.newline + inner
        near, scope = prefix_of(self.source.tag(index)), self.source.scope(index)
        for child in node:
            origin = self.baseline.origin_of(child)
            if not text:
                self.out.append(shifted(own[origin], shift) if origin in own else fresh)
            self.names.follow(near)
            self._child(child, scope, inner, shift)
            text = behind[origin] if origin in behind else self._text_behind(child)
            self.out.append(text)
        if text or not len(node):
            return
        if before:
            self.out.append(b"" if texts[-1] else shifted(trailing, shift))
        elif inner is not None:
            self.out.append(self.source.newline + (base or b""))

    def _text_behind(self, child: Node) -> bytes:
        """Text that came with a child from elsewhere."""
        return b"" if not child.tail or child.tail.isspace() else written_text(self.source, child.tail)

    def _kept_leads(self, node: Node, before: list[Node], leads: list[bytes]) -> dict[Node, bytes]:
        """What stands before each child: its own lead, or that of what began its line and is gone."""
        here = {self.baseline.origin_of(child) for child in node}
        own, line = dict[Node, bytes](), b""
        for child, lead in zip(before, leads, strict=True):
            own[child] = line if line and not lead else lead
            is_gone = child not in here and b"\n" in own[child] and SPACE.match(own[child])
            line = own[child] if is_gone else b""
        return own

    def _indent_of(self, index: int, shift: Shift | None) -> bytes | None:
        """The white space at the start of a node's line, or None where the file has no such layout."""
        if self.unit is None:
            return None
        start = self.source.spans[index].start
        line = self.source.text[self.source.text.rfind(b"\n", 0, start) + 1 : start]
        indent = line if SPACE.match(line) else line[: len(line) - len(line.lstrip())]
        return swapped(indent, shift)

    def _begins_line(self, index: int) -> bool:
        """Whether a node is the first of its line; what stands behind others is written without lines inside too."""
        text, start = self.source.text, self.source.spans[index].start
        return bool(SPACE.match(text[text.rfind(b"\n", 0, start) + 1 : start]))

    def _inner_indent(self, leads: list[bytes], base: bytes | None, shift: Shift | None) -> bytes | None:
        """The indentation for a new child: its siblings', else one level more than the parent's."""
        for lead in leads:
            if b"\n" in lead and SPACE.match(lead):
                return swapped(indentation(lead), shift)
        return None if base is None or self.unit is None or leads else base + self.unit

    def _child(self, child: Node, scope: Scope, indent: bytes | None, shift: Shift | None) -> None:
        """A child in the place where it is now: in its own old place, moved here, or new."""
        index = self._index(child)
        if index is None:
            self._new(child, scope, indent)
            return
        parent = child.getparent()
        moved = parent is None or self.source.parent(index) != self._index(parent)
        if not moved:
            self._original(child, index, shift)
            return
        at = len(self.out)
        old = self._indent_of(index, None)
        self._original(child, index, None if old is None or indent is None or old == indent else (old, indent))
        if isinstance(child.tag, str):
            self.out[at] = self.names.carried(self.out[at], self.source.scope(self.source.parent(index)), scope)

    def _new(self, node: Node, scope: Scope, indent: bytes | None, is_verbatim: bool = False) -> None:
        """A node that the source does not have, in the file's own style; mixed content gets no layout."""
        if not isinstance(node.tag, str):
            self.out.append(with_breaks(self.source, aside(node)))
            return
        tag, name, scope = self.names.start(node, scope)
        if len(node) == 0 and not node.text:
            self.out.append(tag + self.source.empty_end)
            return
        self.out.append(tag + b">")
        if len(node) == 0 or is_verbatim or is_mixed(node):
            self._verbatim(node, scope)
        else:
            self._laid_out(node, scope, indent)
        self.out.append(b"</" + name + b">")

    def _verbatim(self, node: Node, scope: Scope) -> None:
        """Text and children of a new node with mixed content, white space and all."""
        self.out.append(written_text(self.source, node.text))
        for child in node:
            if self._index(child) is None:
                self._new(child, scope, None, is_verbatim=True)
            else:
                self._child(child, scope, None, None)
            self.out.append(written_text(self.source, child.tail))

    def _laid_out(self, node: Node, scope: Scope, indent: bytes | None) -> None:
        """Children of a new node, each on a line of its own where the file has lines."""
        inner = None if indent is None or self.unit is None else indent + self.unit
        for child in node:
            self.out.append(b"" if inner is None else self.source.newline + inner)
            self._child(child, scope, inner, None)
        if inner is not None:
            self.out.append(self.source.newline + (indent or b""))


def renamed_tag(tag: bytes, origin: Node, node: Node) -> bytes:
    """A start or end tag of one node under the local name of another, which took its place."""
    if node is origin or node.tag == origin.tag:
        return tag
    name = split_clark(str(node.tag))[1].encode()
    return re.sub(rb"^(</?(?:[^\s/>:]+:)?)[^\s/>:]+", lambda match: match[1] + name, tag, count=1)


def aside(node: Node) -> str:
    """A comment or processing instruction as text."""
    if isinstance(node, etree._ProcessingInstruction):
        return f"<?{node.target!s} {node.text or ''}?>"
    return f"<!--{node.text or ''}-->"


def is_mixed(node: Node) -> bool:
    """Whether there is text, not only layout, among a node's children."""
    return any((text or "").strip() for text in (node.text, *(child.tail for child in node)))


def shifted(gap: bytes, shift: Shift | None) -> bytes:
    """White space between nodes, moved to another depth of indentation."""
    if shift is None or b"\n" not in gap or not SPACE.match(gap):
        return gap
    head, _, indent = gap.rpartition(b"\n")
    return head + b"\n" + swapped(indent, shift)


def swapped(indent: bytes, shift: Shift | None) -> bytes:
    """An indentation with its old base replaced by the new one."""
    if shift is None or not indent.startswith(shift[0]):
        return indent
    return shift[1] + indent[len(shift[0]) :]
