"""Whether written bytes, read again, are the document they were written from: asked before each save.

White space between tags is the writer's business and not compared; everything else is, white space in attributes, texts
and comments too. Reading runs beside the work on the live tree, for it leaves Python's lock.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from itertools import zip_longest
from threading import Event, Thread

from lxml import etree

from engine.bpmn.document import Document
from engine.bpmn.journal import Node, attributes_of
from engine.bpmn.loader import load
from engine.bpmn.problems import DocumentError

LARGE, PAUSE = 1_000_000, 0.5
"""Bytes from which a tree is given back later, and how many seconds later."""
LAYOUT = re.compile(rb">\s+<")
ASIDE = re.compile(rb"<!--.*?-->|<!\[CDATA\[.*?\]\]>|<\?.*?\?>", re.DOTALL)
EMPTY_END = re.compile(rb"></([^<>]*)>")
STRIDE = 1 << 16


def require_same_content(document: Document, data: bytes) -> None:
    """Raise `ValueError`, saying where, when bytes are not what the document holds."""
    begin_comparison(document, data)()


def begin_comparison(document: Document, data: bytes) -> Callable[[], None]:
    """Start reading written bytes again; calling the result ends it, as `require_same_content` does.

    Meanwhile other work can be done, but the document must not change.
    """
    if data is document.original:
        return lambda: None
    root = document.definitions.node
    answer: Future[Condensed] = Future()
    Thread(target=_read_into, args=(answer, data), daemon=True).start()
    mine = condensed(root)

    def finish() -> None:
        if not is_same_content(mine, answer.result()):
            require_equal(root, read_again(data))

    return finish


def _read_into(answer: Future[Condensed], data: bytes) -> None:
    """Answer with what the bytes hold; giving back a large tree's memory stops everybody, so it waits for a pause."""
    try:
        root = read_again(data)
        answer.set_result(condensed(root))
        if len(data) > LARGE:
            Event().wait(PAUSE)
            del root
    except Exception as error:
        answer.set_exception(error)


def read_again(data: bytes) -> Node:
    """The root of written bytes; the quick way for plain XML, the loader's for what needs its repairs."""
    quick = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        attribute_defaults=False,
        strip_cdata=False,
        collect_ids=False,
        remove_blank_text=True,
    )
    try:
        return etree.fromstring(data, quick)
    except (etree.XMLSyntaxError, ValueError):
        pass
    try:
        return load(data).root
    except DocumentError as error:
        raise ValueError(str(error)) from error


@dataclass(frozen=True, slots=True)
class Condensed:
    """A tree as bytes without layout; where the parser's own writer made them, `<` and `>` stand for tags alone.

    `asides` are the parts where that is not so: comments, CDATA sections and processing instructions, whole.
    """

    text: bytes
    asides: tuple[bytes, ...]


def condensed(root: Node) -> Condensed:
    """What a tree says: the same for trees that differ in layout and nothing else."""
    text = etree.tostring(root)
    has_asides = any(mark in text and b"<" + mark in text for mark in (b"!", b"?"))
    return Condensed(LAYOUT.sub(b"><", text), tuple(ASIDE.findall(text)) if has_asides else ())


def is_same_content(mine: Condensed, theirs: Condensed) -> bool:
    """Whether two trees surely say the same; an element without content has one or two tags."""
    return mine.asides == theirs.asides and (mine.text == theirs.text or _is_same_text(mine.text, theirs.text))


def _is_same_text(mine: bytes, theirs: bytes) -> bool:
    at = other = 0
    while True:
        same = common_length(mine, theirs, at, other)
        at, other = at + same, other + same
        if at == len(mine) and other == len(theirs):
            return True
        ends = _empty_end(mine, at), _empty_end(theirs, other)
        if ends[0] == ends[1] or not all(ends):
            return False
        at, other = at + ends[0], other + ends[1]


def _empty_end(text: bytes, at: int) -> int:
    """How long what closes an element without content is, `/>` or `></name>`, if that stands here; else 0."""
    if text.startswith(b"/>", at):
        return 2
    end = EMPTY_END.match(text, at)
    if end is None:
        return 0
    opening = text.rfind(b"<", 0, at) + 1
    has_name = text.startswith(end[1], opening) and text[opening + len(end[1])] in b" >"
    return end.end() - at if has_name else 0


def common_length(mine: bytes, theirs: bytes, at: int, other: int) -> int:
    """How many bytes are the same from two places on."""
    limit, same, stride = min(len(mine) - at, len(theirs) - other), 0, STRIDE
    while stride and same < limit:
        part = mine[at + same : at + same + min(stride, limit - same)]
        if theirs.startswith(part, other + same):
            same += len(part)
        else:
            stride = len(part) // 2
    return same


def require_equal(root: Node, written: Node) -> None:
    """Compare node by node, by meaning: prefixes and white space between elements do not count."""
    for mine, theirs in zip_longest(root.iter(), written.iter()):
        if mine is None or theirs is None:
            node = mine if theirs is None else theirs
            raise ValueError(f"{described(node)} is {'missing' if theirs is None else 'new'}")
        if not is_same(mine, theirs):
            raise ValueError(f"{described(mine)} is different")


def is_same(mine: Node, theirs: Node) -> bool:
    """Whether two nodes have the same name, attributes and text."""
    return (
        mine.tag == theirs.tag
        and attributes_of(mine) == attributes_of(theirs)
        and is_same_text(mine.text, theirs.text)
        and is_same_text(mine.tail, theirs.tail)
    )


def is_same_text(mine: str | None, theirs: str | None) -> bool:
    """Whether two texts are the same, or both nothing but layout."""
    return mine == theirs or not ((mine or "").strip() or (theirs or "").strip())


def described(node: Node) -> str:
    """A node as a message names it."""
    name = etree.QName(node).localname if isinstance(node.tag, str) else "a comment"
    return f"{name} {node.get('id')}" if isinstance(node.tag, str) and node.get("id") else name
