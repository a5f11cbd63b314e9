"""The words of `x-place`: where in BPMN a setting of the codec `places` may stand, and what each place must be told.

They are those of Camunda's element templates, and `config` for a place in ProcessMaker's JSON settings.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Final

from connectors.sdk.schema import Issue
from connectors.sdk.values import Json, JsonObject, as_list, as_object, as_text

KEYWORD: Final = "x-place"
_ONE_ATTRIBUTE: Final = (
    "zeebe:adHoc", "zeebe:agentDefinition", "zeebe:assignmentDefinition", "zeebe:calledDecision",
    "zeebe:calledElement", "zeebe:formDefinition", "zeebe:jobPriorityDefinition", "zeebe:priorityDefinition",
    "zeebe:script", "zeebe:taskDefinition", "zeebe:taskSchedule",
)  # fmt: skip
WORDS: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        **dict.fromkeys(_ONE_ATTRIBUTE, ("property",)),
        "property": ("name",),
        "zeebe:taskDefinition:type": (),
        "zeebe:input": ("name",),
        "zeebe:output": ("source",),
        "zeebe:taskHeader": ("key",),
        "zeebe:property": ("name",),
        "zeebe:userTask": (),
        "zeebe:linkedResource": ("linkName", "property"),
        "zeebe:executionListener": ("eventType",),
        "zeebe:taskListener": ("eventType",),
        "bpmn:Message#property": ("name",),
        "bpmn:Message#zeebe:subscription#property": ("name",),
        "bpmn:Signal#property": ("name",),
        "bpmn:TimerEventDefinition#property": ("name",),
        "bpmn:ConditionalEventDefinition#property": ("name",),
        "bpmn:ConditionalEventDefinition#zeebe:conditionalFilter#property": ("name",),
        "bpmn:Error#property": ("errorRef", "name"),
        "camunda:property": ("name",),
        "camunda:inputParameter": ("name",),
        "camunda:outputParameter": ("source",),
        "camunda:in": (),
        "camunda:in:businessKey": (),
        "camunda:out": (),
        "camunda:executionListener": ("event",),
        "camunda:field": ("name",),
        "camunda:errorEventDefinition": ("errorRef",),
        "camunda:connectorId": (),
        "config": ("path",),
    }
)
"""Each place and the keys that it needs beside `type`."""


def place_problem(place: JsonObject) -> str:
    """Why a place cannot be used; empty when it can."""
    kind = as_text(place.get("type"))
    if kind not in WORDS:
        return f"“{kind}” is no place that is known; known are {', '.join(sorted(WORDS))}"
    missing = [key for key in WORDS[kind] if not place.get(key)]
    if missing:
        return f"the place “{kind}” needs “{missing[0]}”"
    if kind in ("camunda:in", "camunda:out") and not any(map(place.get, _ENDS[kind])):
        return f"the place “{kind}” needs one of {', '.join(_ENDS[kind])}"
    if kind == "camunda:executionListener" and _is_script(place) and not place.get("scriptFormat"):
        return "a listener with a script needs “scriptFormat”"
    if kind == "config" and not _is_path(as_list(place.get("path"))):
        return "the path of “config” is a list of names and of objects that tell a row, and ends in a name"
    return ""


_ENDS: Final = {"camunda:in": ("target", "variables"), "camunda:out": ("source", "sourceExpression", "variables")}


def place_issues(properties: Json) -> Iterator[Issue]:
    """What is wrong with the places of a connector's settings: each of them needs one."""
    for name, part in as_object(as_object(properties).get("properties")).items():
        place = as_object(part).get(KEYWORD)
        problem = "it has no “x-place”" if not isinstance(place, dict) else place_problem(place)
        if problem:
            yield Issue(("properties", name), problem)


def _is_script(place: JsonObject) -> bool:
    return place.get("implementationType") == "script"


def _is_path(path: list[Json]) -> bool:
    return bool(path) and isinstance(path[-1], str) and all(isinstance(step, str | dict) for step in path)
