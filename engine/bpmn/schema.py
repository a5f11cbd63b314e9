"""The BPMN 2.0 schema: what in a file is not as the standard's XSD demands."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from importlib.resources import as_file, files
from itertools import islice

from lxml import etree

from engine.bpmn.document import Document
from engine.bpmn.journal import Node
from engine.bpmn.loader import load
from engine.bpmn.problems import Problem

NAMESPACE = re.compile(r"\{[^}]*\}")
MOST_PROBLEMS = 500


def schema_problems(document: Document) -> list[Problem]:
    """What the schema finds in a document as it is now, edits included."""
    return _problems_of(document.definitions.node)


def schema_problems_of(data: bytes) -> list[Problem]:
    """What the schema finds in the bytes of a file. Raises `DocumentError` where they are no BPMN."""
    return _problems_of(load(data).root)


def _problems_of(root: Node) -> list[Problem]:
    schema = _schema()
    if schema.validate(root):
        return []
    by_line = {source_line(node): node for node in reversed(list(root.iter("*")))}
    found: Iterable[etree._LogEntry] = schema.error_log  # type: ignore[assignment]  # the stubs do not know it iterates
    return [_problem(by_line.get(entry.line), entry) for entry in islice(found, MOST_PROBLEMS)]


def _problem(node: Node | None, entry: etree._LogEntry) -> Problem:
    return Problem("error", owner_id(node), "schema", readable(entry.message), entry.line or None)


def owner_id(node: Node | None) -> str | None:
    """The id of an element, or of the nearest one around it that has one."""
    while node is not None:
        if node.get("id"):
            return node.get("id")
        node = node.getparent()
    return None


def source_line(node: Node) -> int | None:
    """The line of the file on which a node stood when it was read; None for one that came later."""
    line: object = node.sourceline
    return line if isinstance(line, int) else None


def readable(message: str) -> str:
    """A message of the schema processor without namespace names."""
    return " ".join(NAMESPACE.sub("", message).split())


@cache
def _schema() -> etree.XMLSchema:
    with as_file(files("resources") / "xsd") as folder:
        return etree.XMLSchema(etree.parse(folder / "BPMN20.xsd", etree.XMLParser(no_network=True)))
