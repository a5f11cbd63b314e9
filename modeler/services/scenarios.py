"""Scenarios: a JSON file beside the model with start data, answers, pins, what happens when, and what must come out.

    {"schemaVersion": 1, "start": "StartEvent_1", "seed": 0, "data": {"amount": 1200},
     "answers": {"Task_1": [{"approved": true}]}, "pins": {"Service_1": {"rate": 1.1}},
     "events": [{"advance": "next"}, {"message": "paid", "data": {"sum": 5}}, {"signal": "stop"},
                {"trigger": "Boundary_1"}, {"complete": "Task_2", "data": {}}, {"fail": "Task_3", "code": "E1"}],
     "expect": {"status": "completed", "path": ["StartEvent_1"], "data": {"sum": 5}}}

Answers complete waiting elements whenever they wait; the next event happens when no answer is left to give. `advance`
takes `next`, an ISO date, or an ISO duration. An answer `{"_error": {"code": …, "message": …}}` is an error.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import cast

from connectors.sdk.values import JsonObject
from engine.runtime import Request, RequestError
from engine.runtime.times import parse_moment, parse_period
from modeler.services.connector_tasks import given

VERSION = 1
ACTS = ("advance", "message", "signal", "trigger", "complete", "fail", "set", "cancel")
MAX_ACTS = 10_000


@dataclass(frozen=True)
class Scenario:
    """One saved run; see the module for the file's form."""

    data: JsonObject = field(default_factory=dict)
    start: str | None = None
    seed: int = 0
    answers: Mapping[str, list[JsonObject]] = field(default_factory=dict)
    pins: Mapping[str, JsonObject] = field(default_factory=dict)
    events: tuple[JsonObject, ...] = ()
    expect: JsonObject = field(default_factory=dict)


def read_scenario(text: str) -> Scenario:
    """The scenario of a file; raises `ValueError` with one sentence."""
    try:
        read = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise ValueError(f"The scenario is not JSON: {error}") from None
    entry = _object(read, "The scenario")
    if entry.get("schemaVersion", VERSION) != VERSION:
        raise ValueError("The scenario was written by a newer version.")
    start, seed, events = entry.get("start"), entry.get("seed", 0), entry.get("events", [])
    if not isinstance(events, list) or not isinstance(seed, int):
        raise ValueError('In a scenario "events" is a list and "seed" a whole number.')
    return Scenario(
        _object(entry.get("data", {}), '"data"'),
        start if isinstance(start, str) else None,
        seed,
        {id: _answers(id, given) for id, given in _object(entry.get("answers", {}), '"answers"').items()},
        {id: _object(given, f'The pin of "{id}"') for id, given in _object(entry.get("pins", {}), '"pins"').items()},
        tuple(_event(number, event) for number, event in enumerate(events, 1)),
        _object(entry.get("expect", {}), '"expect"'),
    )


def _object(value: object, name: str) -> JsonObject:
    if not isinstance(value, dict):
        raise ValueError(f"{name} must be a JSON object.")
    return cast(JsonObject, value)  # a JSON object by its reader


def _answers(id: str, given: object) -> list[JsonObject]:
    return [_object(item, f'The answer of "{id}"') for item in (given if isinstance(given, list) else [given])]


def _event(number: int, event: object) -> JsonObject:
    entry = _object(event, f"Event {number}")
    if sum(name in entry for name in ACTS) != 1:
        raise ValueError(f"Event {number} must have one of {', '.join(ACTS)}.")
    return entry


def play(request: Request, scenario: Scenario) -> None:
    """Run to the end, answering and letting events happen; raises `RequestError` naming the event that cannot."""
    left = {id: list(answers) for id, answers in scenario.answers.items()}
    events = list(enumerate(scenario.events, 1))
    request.run()
    for _ in range(MAX_ACTS):
        if request.status != "waiting":
            return
        element = next((id for id in request.waiting if left.get(id)), None)
        if element is not None:
            request.give(element, given(left[element].pop(0)))
        elif events:
            _happen(request, *events.pop(0))
        else:
            return


def _happen(request: Request, number: int, event: JsonObject) -> None:
    act = next(name for name in ACTS if name in event)
    subject, data = str(event[act]), event.get("data", {})
    values = _object(data, f'"data" of event {number}')
    try:
        if act == "message":
            request.message(subject, values, event.get("key"))
        elif act == "signal":
            request.signal(subject, values)
        elif act == "trigger":
            request.trigger(subject, values)
        else:
            _act(request, act, subject, values, event)
    except (RequestError, ValueError) as error:
        raise RequestError(f"event {number} of the scenario cannot happen: {error}") from None


def _act(request: Request, act: str, subject: str, values: JsonObject, event: JsonObject) -> None:
    if act == "complete":
        request.give(subject, given(values))
    elif act == "fail":
        code = event.get("code")
        request.fail(subject, str(event.get("message", "")), str(code) if code is not None else None)
    elif act == "advance":
        _advance(request, subject)
    elif act == "set":
        request.set_data(_object(event["set"], '"set"'))
    else:
        request.cancel()


def _advance(request: Request, text: str) -> None:
    if text == "next":
        request.advance()
    elif text.startswith("P"):
        request.advance(parse_period(text).after(request.now))
    else:
        request.advance(parse_moment(text))


def differences(result: Mapping[str, object], expect: JsonObject) -> list[str]:
    """What came out otherwise than expected: status, path and waiting as they are, data by the variables named."""
    found = []
    for name in ("status", "path", "waiting"):
        if name in expect and result.get(name) != expect[name]:
            found.append(f"{name} is {json.dumps(result.get(name))} instead of {json.dumps(expect[name])}")
    data = result.get("data")
    for variable, value in _object(expect.get("data", {}), '"data" of "expect"').items():
        actual = data.get(variable) if isinstance(data, Mapping) else None
        if actual != value:
            found.append(f"{variable} is {json.dumps(actual)} instead of {json.dumps(value)}")
    return found
