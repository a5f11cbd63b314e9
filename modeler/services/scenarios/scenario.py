"""Scenarios: a JSON file beside the model with start data, answers, pins, what happens when, and what must come out.

    {"schemaVersion": 2, "name": "Paid late", "start": "StartEvent_1", "seed": 0, "clock": "2026-03-02T09:00:00Z",
     "data": {"amount": 1200}, "answers": {"Task_1": [{"approved": true}]}, "pins": {"Service_1": {"rate": 1.1}},
     "events": [{"advance": "next"}, {"message": "paid", "data": {"sum": 5}}, {"signal": "stop"},
                {"trigger": "Boundary_1"}, {"complete": "Task_2", "data": {}}, {"fail": "Task_3", "code": "E1"}],
     "expect": {"status": "completed", "path": {"contains": ["Task_1"]}, "data": {"order.sum": 5}}}

`scenario.schema.json` beside this module describes every field. Files of version 1 are read too, and what a file has
beyond what is known here is kept when it is written again.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from importlib.resources import files
from typing import cast

from connectors.sdk.values import JsonObject, as_object, json_of
from engine.runtime.clock import START
from engine.runtime.times import parse_moment

VERSION = 2
ACTS = (
    "fail", "advance", "message", "signal", "trigger", "complete", "set", "retry", "move", "remove", "assign", "cancel",
    "breakOff",
)  # fmt: skip
BREAK_OFF = "breakOff"
PATH_FORMS = ("exact", "contains", "order", "excludes")
STATUSES = ("completed", "waiting", "error", "canceled")
MAX_BYTES = 16 * 1024 * 1024


@dataclass(frozen=True)
class Scenario:
    """One saved run; see the module for the file's form. `kept` is the file's own object, with what is not known."""

    data: JsonObject = field(default_factory=dict)
    start: str | None = None
    seed: int = 0
    answers: Mapping[str, list[JsonObject]] = field(default_factory=dict)
    pins: Mapping[str, JsonObject] = field(default_factory=dict)
    events: tuple[JsonObject, ...] = ()
    expect: JsonObject = field(default_factory=dict)
    name: str = ""
    description: str = ""
    clock: datetime | None = None
    user: JsonObject | None = None
    order: tuple[tuple[str, JsonObject], ...] = ()
    """Answers that are given in this order, where the file lists them so."""
    kept: JsonObject = field(default_factory=dict)


def scenario_schema() -> JsonObject:
    """The JSON Schema of scenario files, as it is published."""
    return as_object(json.loads(files("modeler.services.scenarios").joinpath("scenario.schema.json").read_bytes()))


def read_scenario(text: str) -> Scenario:
    """The scenario of a file; raises `ValueError` with one sentence."""
    try:
        read = json_of(text)
    except (ValueError, RecursionError) as error:
        raise ValueError(f"The scenario is not JSON: {error}") from None
    entry = as_json_object(read, "The scenario")
    version = entry.get("schemaVersion", 1)
    if not isinstance(version, int) or isinstance(version, bool) or version < 1:
        raise ValueError('"schemaVersion" of a scenario must be a whole number.')
    if version > VERSION:
        raise ValueError("The scenario was written by a newer version.")
    seed, events, answers = entry.get("seed", 0), entry.get("events", []), entry.get("answers", {})
    if not isinstance(events, list) or not isinstance(seed, int) or isinstance(seed, bool) or seed < 0:
        raise ValueError('In a scenario "events" is a list and "seed" a whole number.')
    return Scenario(
        data=as_json_object(entry.get("data", {}), '"data"'),
        start=_text(entry, "start") or None,
        seed=seed,
        answers={} if isinstance(answers, list) else _answers(as_json_object(answers, '"answers"')),
        pins={
            id: as_json_object(given, f'The pin of "{id}"')
            for id, given in as_json_object(entry.get("pins", {}), '"pins"').items()
        },
        events=tuple(_event(number, event) for number, event in enumerate(events, 1)),
        expect=_expectations(as_json_object(entry.get("expect", {}), '"expect"')),
        name=_text(entry, "name"),
        description=_text(entry, "description"),
        clock=_clock(_text(entry, "clock")),
        user=as_json_object(entry["user"], '"user"') if entry.get("user") is not None else None,
        order=_ordered(answers) if isinstance(answers, list) else (),
        kept=entry,
    )


def written_scenario(scenario: Scenario) -> str:
    """The text of a scenario's file: what it holds now over what it held before, unknown fields where they were."""
    answers: object = {id: _few(given) for id, given in scenario.answers.items()}
    if scenario.order:
        answers = [{"element": element, "data": data} for element, data in scenario.order]
    values: dict[str, object] = {
        "schemaVersion": VERSION,
        "name": scenario.name,
        "description": scenario.description,
        "start": scenario.start,
        "seed": scenario.seed,
        "clock": _moment_text(scenario.clock),
        "user": scenario.user,
        "data": scenario.data,
        "answers": answers,
        "events": list(scenario.events),
        "pins": dict(scenario.pins),
        "expect": scenario.expect,
    }
    entry: dict[str, object] = {}
    for name, known in scenario.kept.items():
        if name not in values:
            entry[name] = known
        elif name in _ALWAYS or values[name]:
            entry[name] = values[name]
    entry.update({name: value for name, value in values.items() if name in _ALWAYS or value})
    return json.dumps(entry, indent=2, ensure_ascii=False) + "\n"


def with_expectations(scenario: Scenario, expect: Mapping[str, object]) -> Scenario:
    """The same run with other expectations; raises `ValueError` for ones that cannot be read."""
    return replace(scenario, expect=_expectations(as_object(dict(expect))))


_ALWAYS = frozenset(("schemaVersion", "data"))


def as_json_object(value: object, name: str) -> JsonObject:
    """A JSON object by its reader; raises `ValueError` that names it."""
    if not isinstance(value, dict):
        raise ValueError(f"{name} must be a JSON object.")
    return cast(JsonObject, value)  # a JSON object by its reader


def _text(entry: JsonObject, name: str) -> str:
    value = entry.get(name)
    if value is not None and not isinstance(value, str):
        raise ValueError(f'"{name}" of a scenario must be text.')
    return value or ""


def _clock(text: str) -> datetime | None:
    if not text:
        return None
    try:
        return parse_moment(text)
    except ValueError:
        raise ValueError(f'"clock" must be a moment such as {_moment_text(START)}, not "{text}".') from None


def _moment_text(moment: datetime | None) -> str | None:
    return None if moment is None else moment.isoformat().replace("+00:00", "Z")


def _answers(entries: JsonObject) -> dict[str, list[JsonObject]]:
    return {
        id: [as_json_object(item, f'The answer of "{id}"') for item in (given if isinstance(given, list) else [given])]
        for id, given in entries.items()
    }


def _ordered(entries: object) -> tuple[tuple[str, JsonObject], ...]:
    found = []
    for number, each in enumerate(entries if isinstance(entries, list) else (), 1):
        entry = as_json_object(each, f"Answer {number}")
        if not isinstance(entry.get("element"), str):
            raise ValueError(f'Answer {number} must name its "element".')
        found.append((str(entry["element"]), as_json_object(entry.get("data", {}), f'"data" of answer {number}')))
    return tuple(found)


def _few(answers: list[JsonObject]) -> object:
    return answers[0] if len(answers) == 1 else answers


def _event(number: int, event: object) -> JsonObject:
    entry = as_json_object(event, f"Event {number}")
    acts = [name for name in ACTS if name in entry and not (name == "message" and "fail" in entry)]
    if len(acts) != 1:
        raise ValueError(f"Event {number} must have one of {', '.join(ACTS)}.")
    if "data" in entry:
        as_json_object(entry["data"], f'"data" of event {number}')
    return entry


def _expectations(expect: JsonObject) -> JsonObject:
    """The same, after its form was checked."""
    if expect.get("status") is not None and expect["status"] not in STATUSES:
        raise ValueError(f'"status" of "expect" must be one of {", ".join(STATUSES)}.')
    for name, value in expect.items():
        if name in _FORMS and value is not None:
            _FORMS[name](value, f'"{name}" of "expect"')
    return expect


def _path_form(value: object, name: str) -> None:
    for form, ids in value.items() if isinstance(value, dict) else ():
        if form not in PATH_FORMS:
            raise ValueError(f'{name} must have {", ".join(PATH_FORMS)}; it has "{form}".')
        _names(ids, name)
    if not isinstance(value, dict):
        _names(value, name)


def _entries(value: object, name: str) -> None:
    if not isinstance(value, list):
        raise ValueError(f"{name} must be a list.")
    for number, each in enumerate(value, 1):
        as_json_object(each, f"Entry {number} of {name}")


def _names(value: object, name: str) -> None:
    if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
        raise ValueError(f"{name} must be a list of ids.")


_FORMS: Mapping[str, Callable[[object, str], object]] = {
    "path": _path_form,
    "waiting": _names,
    "data": as_json_object,
    "exactData": as_json_object,
    "effectCounts": as_json_object,
    "effects": _entries,
    "errors": _entries,
}
