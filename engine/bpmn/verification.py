"""Whether written bytes, read again, are the document they were written from: asked before each save.

White space between tags is the writer's business and not compared; everything else is, white space in attributes, texts
and comments too. Where the bytes are, but for that, what the parser's own writer makes of the live tree, reading
them can give nothing else. Only where they are not is it done. All but that writing is done beside other work, such as
waiting for the disk; the tree itself is touched by the caller's thread alone.
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
from engine.bpmn.likeness import is_alike, surely_says, without_asides
from engine.bpmn.loader import load
from engine.bpmn.problems import DocumentError

LARGE, PAUSE = 1_000_000, 0.5
"""Bytes from which a tree is given back later, and how many seconds later."""
LAYOUT = re.compile(rb">\s+<")
CDATA = b"<![CDATA["


def require_same_content(document: Document, data: bytes) -> None:
    """Raise `ValueError`, saying where, when bytes are not what the document holds."""
    begin_comparison(document, data)()


def begin_comparison(document: Document, data: bytes) -> Callable[[], None]:
    """Start comparing written bytes; calling the result ends it, as `require_same_content` does.

    Meanwhile other work can be done, but until then the document must not change.
    """
    if data is document.original:
        return lambda: None
    root = document.definitions.node
    answer: Future[bool] = Future()
    Thread(target=_compare_into, args=(answer, data, etree.tostring(root, encoding="UTF-8")), daemon=True).start()

    def finish() -> None:
        if not answer.result():
            require_equal(root, read_exactly(data))

    return finish


def _compare_into(answer: Future[bool], data: bytes, text: bytes) -> None:
    """Answer whether bytes say what the parser's writer said of the tree."""
    try:
        answer.set_result(surely_says(data, text) or _reads_alike(data, text))
    except Exception as error:
        answer.set_exception(error)


def _reads_alike(data: bytes, text: bytes) -> bool:
    """Whether bytes that were read again say the same."""
    theirs: Future[Condensed] = Future()
    Thread(target=_read_into, args=(theirs, data), daemon=True).start()
    return is_same_content(condensed(text), theirs.result())


def _read_into(answer: Future[Condensed], data: bytes) -> None:
    """Answer with what the bytes hold; giving back a large tree's memory stops everybody, so it waits for a pause."""
    try:
        root = read_again(data)
        answer.set_result(condensed(etree.tostring(root, encoding="UTF-8")))
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
        remove_blank_text=CDATA not in data,
    )
    try:
        return etree.fromstring(data, quick)
    except (etree.XMLSyntaxError, ValueError):
        return read_exactly(data)


def read_exactly(data: bytes) -> Node:
    """The root of written bytes as they are opened: the quick way may take the beginning of a text for layout."""
    try:
        return load(data).root
    except DocumentError as error:
        raise ValueError(str(error)) from error


@dataclass(frozen=True, slots=True)
class Condensed:
    """A tree as bytes without layout: what the parser's own writer made of it, and its asides apart."""

    text: bytes
    asides: list[bytes]


def condensed(text: bytes) -> Condensed:
    """What the parser's writer says of a tree: the same for trees that differ in layout and nothing else."""
    marked, asides = without_asides(text)
    return Condensed(LAYOUT.sub(b"><", marked), asides)


def is_same_content(mine: Condensed, theirs: Condensed) -> bool:
    """Whether two trees surely say the same; an element without content has one or two tags."""
    return mine.asides == theirs.asides and (mine.text == theirs.text or is_alike(mine.text, theirs.text))


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
