"""Reads the DMN TCK's FEEL cases: one decision with a literal expression, its inputs, and the expected value."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lxml import etree

from engine.expressions.feel.temporal import parse_temporal
from engine.expressions.feel.values import parse_number

TYPE = "{http://www.w3.org/2001/XMLSchema-instance}type"
NIL = "{http://www.w3.org/2001/XMLSchema-instance}nil"


@dataclass(frozen=True)
class Case:
    """One expected result: `suite/case/decision` names it."""

    name: str
    text: str
    inputs: dict[str, Any]
    expected: Any
    is_error: bool


def cases(folder: Path) -> Iterator[Case]:
    """All cases of a level's folder whose decision is a literal expression."""
    for path in sorted(folder.glob("*/*test-01.xml")):
        yield from cases_of(path)


def cases_of(path: Path) -> Iterator[Case]:
    texts = expressions(path.parent / f"{path.parent.name}.dmn")
    root = etree.parse(str(path)).getroot()
    for test in root.iter("{*}testCase"):
        inputs = {node.get("name", ""): value_of(node) for node in test.iterfind("{*}inputNode")}
        for result in test.iterfind("{*}resultNode"):
            text = texts.get(result.get("name", ""))
            expected = result.find("{*}expected")
            if text is not None and expected is not None:
                name = f"{path.parent.name}/{test.get('id')}/{result.get('name')}"
                yield Case(name, text, inputs, value_of(expected), result.get("errorResult") == "true")


def expressions(path: Path) -> dict[str, str]:
    """The text of each decision of a model that is a single literal expression and needs no other decision."""
    found = {}
    for decision in etree.parse(str(path)).getroot().iterfind("{*}decision"):
        text = decision.find("{*}literalExpression/{*}text")
        if text is not None and decision.find("{*}informationRequirement/{*}requiredDecision") is None:
            found[decision.get("name", "")] = text.text or ""
    return found


def value_of(node: Any) -> Any:
    """An expected or given value: a simple one, a list, or a context of components."""
    components = node.findall("{*}component")
    if components:
        return {component.get("name"): value_of(component) for component in components}
    items = node.find("{*}list")
    if items is not None:
        return [value_of(item) for item in items.iterfind("{*}item")]
    value = node.find("{*}value")
    if value is None or value.get(NIL) == "true":
        return None
    return simple(value.text or "", (value.get(TYPE) or "xsd:string").rpartition(":")[2])


def simple(text: str, kind: str) -> Any:
    """A value of one of XML Schema's types."""
    if kind in ("decimal", "double", "integer", "int", "float", "long"):
        return parse_number(text)
    if kind == "boolean":
        return text == "true"
    return text if kind == "string" else parse_temporal(text)
