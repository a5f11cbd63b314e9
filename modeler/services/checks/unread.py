"""What an engine passes over in a file: settings in another engine's words, and conditions in another's language."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Final

from engine.bpmn import BaseElement, Document, Element, FormalExpression, Problem, SequenceFlow
from engine.bpmn.namespaces import ACTIVITI, CAMUNDA, FLOWABLE, PROCESSMAKER, ZEEBE, split_clark
from engine.expressions.front import dialect_of
from modeler.services.checks.targets import ENGINES
from modeler.services.dialects import NAMES

UNREAD: Final = "target-unread"
LANGUAGE: Final = "target-language"
VENDORS: Final[Mapping[str, str]] = MappingProxyType(
    {
        PROCESSMAKER: "ProcessMaker",
        CAMUNDA: "Camunda 7",
        ZEEBE: "Camunda 8",
        FLOWABLE: "Flowable",
        ACTIVITI: "Activiti",
    }
)
_READ: Final[Mapping[str, frozenset[str]]] = MappingProxyType(
    {
        "processmaker": frozenset((PROCESSMAKER,)),
        "camunda-7": frozenset((CAMUNDA, ACTIVITI)),
        "camunda-8": frozenset((ZEEBE,)),
        "flowable": frozenset((FLOWABLE, ACTIVITI)),
    }
)
_PROFILES: Final = {"processmaker": "processmaker", "camunda-7": "camunda7", "camunda-8": "camunda8"}
_SILENT: Final = frozenset(("color", "modelerTemplate", "modelerTemplateVersion", "modelerTemplateIcon"))
_MOST_NAMES = 3


def unread_problems(document: Document, engine: str) -> list[Problem]:
    """A warning for each element of which the engine would not read everything; nothing of it is taken away."""
    foreign: dict[tuple[str | None, str], tuple[Element, list[str]]] = {}
    for element in document.elements(BaseElement):
        for uri, name in _vendor_words(element):
            if uri not in _READ[engine] and name not in _SILENT:
                owner = _owner(element)
                names = foreign.setdefault((owner.id, VENDORS[uri]), (owner, []))[1]
                names.extend([name] if name not in names else [])
    found = [_unread(document, engine, vendor, *each) for (_, vendor), each in foreign.items()]
    return [*found, *_languages(document, engine)]


def _vendor_words(element: BaseElement) -> Iterator[tuple[str, str]]:
    """What engines' words an element has: attributes of theirs, and their elements among its extensions."""
    extensions = element.extension_elements
    tags = [child.node.tag for child in extensions.children] if extensions is not None else []
    for each in (*element.attributes, *tags):
        uri, name = split_clark(each)
        if uri is not None and uri in VENDORS:
            yield uri, name


def _owner(element: Element) -> Element:
    """The element that a person can be led to."""
    return next((each for each in (element, *element.ancestors()) if each.id), element)


def _unread(document: Document, engine: str, vendor: str, owner: Element, names: list[str]) -> Problem:
    shown = ", ".join(names[:_MOST_NAMES]) + (
        f" and {len(names) - _MOST_NAMES} more" if len(names) > _MOST_NAMES else ""
    )
    message = f"{shown}: set for {vendor}, not read by {ENGINES[engine]}."
    return Problem("warning", owner.id, UNREAD, message, document.line_of(owner))


def _languages(document: Document, engine: str) -> Iterator[Problem]:
    for flow in document.elements(SequenceFlow):
        condition = flow.condition
        if condition is None or not condition.text.strip():
            continue
        problem = _wrong_language(engine, condition.text.strip(), condition)
        if problem:
            yield Problem("warning", flow.id, LANGUAGE, problem, document.line_of(flow))


def _wrong_language(engine: str, text: str, condition: Element) -> str:
    """Why an engine cannot read a condition as it is meant; empty where it can."""
    wanted = dialect_of(text, _PROFILES.get(engine, "flowable"))
    if wanted == "juel" and isinstance(condition, FormalExpression) and condition.language:
        return ""
    signs = {"feel": text.startswith("="), "juel": text.startswith(("${", "#{"))}
    is_read = not any(signs.values()) if wanted == "processmaker" else signs[wanted]
    return "" if is_read else f"This condition is not in {NAMES[wanted]}, which {ENGINES[engine]} reads: {text}"
