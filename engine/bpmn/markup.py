"""Tags as text: names with the prefix in force, escaped values, start tags patched or written anew."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

from engine.bpmn.journal import Node
from engine.bpmn.namespaces import PREFERRED_PREFIXES, split_clark
from engine.bpmn.source import ATTRIBUTE, NAMESPACE, RawAttribute, Source, attributes, declarations

XML_URI = "http://www.w3.org/XML/1998/namespace"
TEXT_ESCAPES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", "\r": "&#13;"})
ATTRIBUTE_ESCAPES = TEXT_ESCAPES | {ord("\n"): "&#10;", ord("\t"): "&#9;"}
QUOTE_ESCAPES = {b'"': ATTRIBUTE_ESCAPES | {ord('"'): "&quot;"}, b"'": ATTRIBUTE_ESCAPES | {ord("'"): "&#39;"}}


class Home(NamedTuple):
    """How elements of one name declare their own namespace: with which prefix, and whether behind all attributes."""

    prefix: bytes
    is_last: bool


class Names:
    """Qualified names for one file: prefixes in force, and the declarations that the root must gain."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.added: dict[str, bytes] = {}
        self._taken: set[bytes] | None = None
        self._scope: Mapping[bytes, bytes] | None = None
        self._known: dict[str, bytes] = {}
        self._homes: dict[str, Home | None] = {}
        self._usual = self._near = prefix_of(source.tag(0))

    def follow(self, near: bytes) -> None:
        """Prefer a prefix for what is written next: that of the start tag around it."""
        if near != self._near:
            self._near, self._scope = near, None

    def element(self, node: Node, scope: Mapping[bytes, bytes]) -> bytes:
        """The qualified name of an element in a scope; those of the last scope are remembered."""
        if scope is not self._scope:
            self._scope, self._known = scope, {}
        known = self._known.get(node.tag)
        if known is None:
            known = self._known[node.tag] = self._element(node, scope)
        return known

    def _element(self, node: Node, scope: Mapping[bytes, bytes]) -> bytes:
        tag = node.tag
        uri, local = split_clark(tag)
        if uri is None:
            return local.encode()
        prefix = self._in_force(uri, scope, default=True)
        if prefix is None:
            home = self._home(tag)
            prefix = self._declared(uri, node) if home is None else home.prefix
        return self._joined(prefix, local)

    def start(self, node: Node, scope: Mapping[bytes, bytes]) -> tuple[bytes, bytes, Mapping[bytes, bytes]]:
        """The start tag of a new node without its closing bracket, its qualified name, and the scope inside it."""
        name = self.element(node, scope)
        tag = start_tag(name, node, scope, self)
        prefix = name.rpartition(b":")[0]
        uri = split_clark(node.tag)[0]
        bound = self.source.encode(uri or "")
        if scope.get(prefix, b"") == bound or (uri in self.added and self.added[uri] == prefix):
            return tag, name, scope
        home = self._home(node.tag)
        own = declared(self.source, prefix, bound)
        if home is not None and home.is_last:
            return tag + own, name, {**scope, prefix: bound}
        return b"<" + name + own + tag[len(name) + 1 :], name, {**scope, prefix: bound}

    def _home(self, tag: str) -> Home | None:
        """How the source declares a namespace on each element of a name, as some tools do; None if it does not."""
        if tag not in self._homes:
            uri, local = split_clark(tag)
            wanted, name = re.escape(self.source.encode(uri or "")), re.escape(local.encode())
            pattern = rb"<(?:[^\s<>/:]+:)?%s(?:\s[^<>]*?)?\sxmlns(?::([^\s=]+))?\s*=\s*(?:\"%s\"|'%s')(\s*/?>)?"
            found = re.search(pattern % (name, wanted, wanted), self.source.text)
            self._homes[tag] = Home(found[1] or b"", found[2] is not None) if found else None
        return self._homes[tag]

    def attribute(self, name: str, scope: Mapping[bytes, bytes], node: Node) -> bytes:
        """The qualified name of a node's attribute in a scope; the default namespace never applies to attributes."""
        uri, local = split_clark(name)
        if uri is None:
            return local.encode()
        if uri == XML_URI:
            return b"xml:" + local.encode()
        prefix = self._in_force(uri, scope, default=False)
        return self._joined(self._declared(uri, node) if prefix is None else prefix, local)

    def prefix_in(self, uri: str, scope: Mapping[bytes, bytes]) -> str:
        """The prefix to write in a QName value: one in force (empty for the default), else the usual one."""
        prefix = self._in_force(uri, scope, default=True)
        return PREFERRED_PREFIXES.get(uri, "") if prefix is None else prefix.decode(self.source.codec)

    def clark(self, name: bytes, scope: Mapping[bytes, bytes]) -> str:
        """A written attribute name in Clark notation; a prefix that nothing declares stays part of the name."""
        prefix, colon, local = name.partition(b":")
        if not colon:
            return name.decode(self.source.codec)
        uri = XML_URI.encode() if prefix == b"xml" else scope.get(prefix)
        if uri is None:
            return name.decode(self.source.codec)
        return f"{{{uri.decode(self.source.codec)}}}{local.decode(self.source.codec)}"

    def with_declarations(self, tag: bytes) -> bytes:
        """The root's start tag with the declarations that new names need, in the tag's own layout."""
        if not self.added:
            return tag
        written = attributes(tag)
        lead = written[-1].lead if written and b"\n" in written[-1].lead else b" "
        extra = b"".join(
            declared(self.source, prefix, self.source.encode(uri), lead) for uri, prefix in self.added.items()
        )
        end = ending(tag)
        return tag[: len(tag) - len(end)] + extra + end

    def carried(self, markup: bytes, old: Mapping[bytes, bytes], new: Mapping[bytes, bytes]) -> bytes:
        """A moved node's start tag with the declarations that it had in scope and has no more."""
        match = re.match(rb"<[^\s/>]+", markup)
        assert match is not None
        own = declarations(markup[: markup.index(b">") + 1])
        differing = {prefix: uri for prefix, uri in old.items() if new.get(prefix) != uri}
        if new.get(b"") and not old.get(b""):
            differing[b""] = b""
        extra = b"".join(declared(self.source, prefix, uri) for prefix, uri in differing.items() if prefix not in own)
        return match[0] + extra + markup[match.end() :]

    @staticmethod
    def _joined(prefix: bytes, local: str) -> bytes:
        return prefix + b":" + local.encode() if prefix else local.encode()

    def _in_force(self, uri: str, scope: Mapping[bytes, bytes], default: bool) -> bytes | None:
        """A prefix that means a namespace: that of what stands around, of the root, or the one that is used most."""
        wanted = self.source.encode(uri)
        for likely in (self._near, self._usual):
            if scope.get(likely) == wanted and (default or likely):
                return likely
        found = [prefix for prefix, bound in scope.items() if bound == wanted and (default or prefix)]
        return max(found, key=self._uses) if len(found) > 1 else next(iter(found), None)

    def _uses(self, prefix: bytes) -> int:
        return self.source.text.count(prefix + b":") if prefix else 0

    def _declared(self, uri: str, node: Node) -> bytes:
        """The prefix that the root will declare for a namespace: the usual one, or its own where it came from; free."""
        if uri not in self.added:
            taken = self._prefixes() | set(self.added.values())
            wanted = (PREFERRED_PREFIXES.get(uri) or own_prefix(node, uri) or "ns").encode()
            candidates = (wanted if number == 0 else wanted + str(number).encode() for number in range(len(taken) + 1))
            self.added[uri] = next(prefix for prefix in candidates if prefix not in taken)
        return self.added[uri]

    def _prefixes(self) -> set[bytes]:
        if self._taken is None:
            self._taken = {match[1] for match in NAMESPACE.finditer(self.source.text) if match[1]}
        return self._taken


def prefix_of(tag: bytes) -> bytes:
    """The prefix of a tag as written; empty without one."""
    found = re.match(rb"<([^\s/>:]+):", tag)
    return found[1] if found else b""


def declared(source: Source, prefix: bytes, uri: bytes, lead: bytes = b" ") -> bytes:
    """The declaration of a namespace, in the quotes that the file uses."""
    quote = source.quote if source.quote not in uri else b'"'
    return lead + (b"xmlns:" + prefix if prefix else b"xmlns") + b"=" + quote + uri + quote


def own_prefix(node: Node, uri: str) -> str | None:
    """The prefix that a new node brings for a namespace, if somebody chose it."""
    prefixes = (prefix for prefix, bound in node.nsmap.items() if bound == uri and prefix)
    return next((prefix for prefix in prefixes if prefix.isascii() and re.fullmatch(r"ns\d+", prefix) is None), None)


def patched_tag(source: Source, index: int, before: Mapping[str, str], node: Node, names: Names) -> bytes:
    """A start tag of the source with changed attribute values; everything else in it as it was written."""
    tag = source.tag(index)
    scope = source.scope(index)
    end = ending(tag)
    first = ATTRIBUTE.search(tag)
    head = tag[: first.start()] if first else tag[: len(tag) - len(end)]
    written = attributes(tag)
    pieces = [head]
    for raw in written:
        if raw.name == b"xmlns" or raw.name.startswith(b"xmlns:"):
            pieces.append(raw.lead + raw.name + raw.sign + raw.quoted)
            continue
        pieces.append(_attribute(source, raw, names.clark(raw.name, scope), before, node))
    lead = written[-1].lead if written and b"\n" in written[-1].lead else b" "
    for name, value in node.attrib.items():
        if str(name) not in before:
            pieces.append(
                lead + names.attribute(str(name), scope, node) + b"=" + quoted(source, str(value), source.quote)
            )
    return b"".join(pieces) + end


def _attribute(source: Source, raw: RawAttribute, name: str, before: Mapping[str, str], node: Node) -> bytes:
    value = node.get(name)
    if value is None:
        return b""
    same = before.get(name) == value
    return raw.lead + raw.name + raw.sign + (raw.quoted if same else quoted(source, value, raw.quoted[:1]))


def start_tag(tag: bytes, node: Node, scope: Mapping[bytes, bytes], names: Names) -> bytes:
    """The start tag of a new node, without its closing bracket."""
    source = names.source
    pieces = [b"<" + tag]
    for attribute, value in node.attrib.items():
        name = str(attribute)
        qualified = names.attribute(name, scope, node) if name[0] == "{" else name.encode()
        pieces.append(b" " + qualified + b"=" + quoted(source, str(value), source.quote))
    return b"".join(pieces)


def quoted(source: Source, value: str, quote: bytes) -> bytes:
    """An attribute value in quotes; line breaks and tabs as references, so that reading brings them back."""
    return quote + source.encode(value.translate(QUOTE_ESCAPES[quote])) + quote


def written_text(source: Source, text: str | None) -> bytes:
    """Text between tags, with the line breaks of the file."""
    return with_breaks(source, (text or "").translate(TEXT_ESCAPES))


def with_breaks(source: Source, text: str) -> bytes:
    """Text as it is, with the line breaks of the file: reading makes plain ones of them."""
    written = source.encode(text)
    return written if source.newline == b"\n" else written.replace(b"\n", source.newline)


def ending(tag: bytes) -> bytes:
    """What closes a start tag, with the white space before it."""
    match = re.search(rb"\s*/?>\Z", tag)
    assert match is not None
    return match[0]


def indentation(lead: bytes) -> bytes:
    """The white space after the last line break of the gap before a node."""
    return lead.rpartition(b"\n")[2]
