"""Whether written bytes, read again, are the document they were written from: asked before each save.

White space between elements is the writer's business and not compared; everything else is. Reading runs beside the
work on the live tree, for both leave Python's lock.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from itertools import zip_longest
from threading import Event, Thread

from lxml import etree

from engine.bpmn.document import Document
from engine.bpmn.journal import Node, attributes_of
from engine.bpmn.loader import load
from engine.bpmn.problems import DocumentError

LARGE, PAUSE = 1_000_000, 0.5
"""Bytes from which a tree is given back later, and how many seconds later."""
WHITE_SPACE = b" \t\r\n"


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
    answer: Future[bytes] = Future()
    Thread(target=_read_into, args=(answer, data), daemon=True).start()
    mine = condensed(root)

    def finish() -> None:
        if answer.result() != mine:
            require_equal(root, read_again(data))

    return finish


def _read_into(answer: Future[bytes], data: bytes) -> None:
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


def condensed(root: Node) -> bytes:
    """A tree as bytes without any white space: equal for trees that differ in nothing else."""
    return etree.tostring(root).translate(None, WHITE_SPACE)


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
        and (mine.text or "").strip() == (theirs.text or "").strip()
        and (mine.tail or "").strip() == (theirs.tail or "").strip()
    )


def described(node: Node) -> str:
    """A node as a message names it."""
    name = etree.QName(node).localname if isinstance(node.tag, str) else "a comment"
    return f"{name} {node.get('id')}" if isinstance(node.tag, str) and node.get("id") else name
