"""Reading the DMN Technology Compatibility Kit's test cases: inputs, expected results, and how close they must be."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

from engine.expressions.feel.temporal import parse_temporal
from engine.expressions.feel.values import equal, is_number, parse_number
from engine.runtime.decisions import DecisionModel

XSI = "{http://www.w3.org/2001/XMLSchema-instance}"
NOW = datetime(2026, 7, 1, 12, 0, tzinfo=UTC)


@dataclass(frozen=True)
class Case:
    """One expected result of a decision."""

    suite: str
    id: str
    decision: str
    inputs: dict[str, object]
    expected: object


def cases(folder: Path) -> Iterator[tuple[DecisionModel, list[Case]]]:
    """Each test file of a suite with its model."""
    for path in sorted(folder.glob("*.xml")):
        root = ET.fromstring(path.read_bytes())
        name = next(child.text or "" for child in root if _local(child) == "modelName")
        model = DecisionModel.from_bytes((folder / name).read_bytes(), is_strict=False)
        yield model, list(_cases(root, folder.name))


def _cases(root: ET.Element, suite: str) -> Iterator[Case]:
    for case in root:
        if _local(case) != "testCase":
            continue
        inputs = {child.get("name") or "": _value(child) for child in case if _local(child) == "inputNode"}
        invoked = case.get("invocableName")
        for result in case:
            if _local(result) == "resultNode":
                expected = next(child for child in result if _local(child) == "expected")
                decision = invoked or result.get("name") or ""
                yield Case(suite, case.get("id") or "", decision, inputs, _value(expected))


def failure(model: DecisionModel, case: Case) -> str | None:
    """Why a case fails; None when it passes."""
    try:
        actual = model.decide(case.decision, case.inputs, NOW, raw=True)
    except Exception as error:  # every failure must be listed with its reason
        return f"{type(error).__name__}: {error}"
    return None if same(actual, case.expected) else f"{actual!r} instead of {case.expected!r}"


def same(actual: object, expected: object) -> bool:
    """Equal, numbers within the kit's tolerance."""
    if is_number(actual) and is_number(expected):
        first, second = Decimal(str(actual)), Decimal(str(expected))
        return abs(first - second) <= Decimal("1e-8") * max(1, abs(second))
    if isinstance(actual, list) and isinstance(expected, list):
        return len(actual) == len(expected) and all(map(same, actual, expected))
    if isinstance(actual, dict) and isinstance(expected, dict):
        return actual.keys() == expected.keys() and all(same(actual[key], expected[key]) for key in actual)
    return equal(actual, expected) is True


def _value(element: ET.Element) -> object:
    children = {_local(child): child for child in element}
    if element.get(f"{XSI}nil") == "true":
        return None
    if "value" in children:
        return _scalar(children["value"])
    if "list" in children:
        return [_value(item) for item in children["list"]]
    components = [child for child in element if _local(child) == "component"]
    if components:
        return {child.get("name") or "": _value(child) for child in components}
    return None


def _scalar(element: ET.Element) -> object:
    if element.get(f"{XSI}nil") == "true":
        return None
    text = element.text or ""
    kind = (element.get(f"{XSI}type") or "xsd:string").rpartition(":")[2]
    if kind in ("decimal", "double", "integer", "int", "long", "float"):
        return parse_number(text.strip())
    if kind == "boolean":
        return text.strip() == "true"
    return parse_temporal(text.strip()) if kind in ("date", "time", "dateTime", "duration") else text


def _local(element: ET.Element) -> str:
    return element.tag.rpartition("}")[2]
