"""Plays a scenario: answers complete waiting elements whenever they wait, and the next event happens when none is left.

`advance` takes `next`, an ISO date, or an ISO duration. An answer `{"_error": {"code": …, "message": …}}` is an error.
An event with `before` happens when a token is about to enter that element, while the rest still goes on.
"""

from __future__ import annotations

from collections.abc import Callable

from connectors.sdk.values import JsonObject
from engine.runtime import Request, RequestError
from engine.runtime.data_places import find_place
from engine.runtime.times import parse_moment, parse_period
from modeler.services.preview.connector_tasks import given
from modeler.services.scenarios.scenario import ACTS, BREAK_OFF, Scenario, as_json_object

MAX_ACTS = 10_000


def play(
    request: Request, scenario: Scenario, told: Callable[[int, JsonObject], object] = lambda _at, _event: None
) -> None:
    """Run to the end, answering and letting events happen; raises `RequestError` naming the event that cannot.

    `told` is called after each act with the place in the history before it.
    """
    left = {id: list(answers) for id, answers in scenario.answers.items()}
    order, events = list(scenario.order), _what_happens(request, scenario)
    _go_on(request, events)
    for _ in range(MAX_ACTS):
        if not _can_act(request, events):
            break
        at, answer = len(request.events), None
        if request.status != "running":
            answer = _next_answer(request, left, order)
        if answer is not None:
            element, data = answer
            event: JsonObject = {"complete": element, "data": data}
            request.give(element, given(data))
        elif events:
            number, event = events.pop(0)
            request.holds = _place_before(request, events) is not None
            _happen(request, number, event)
        else:
            break
        told(at, event)
        _go_on(request, events)
    request.holds = False


def _what_happens(request: Request, scenario: Scenario) -> list[tuple[int, JsonObject]]:
    """The events with their numbers; those that break something off lie in wait from the beginning."""
    left = []
    for number, event in enumerate(scenario.events, 1):
        if act_of(event) == BREAK_OFF:
            call = event.get("call", 1)
            request.break_off_at(str(event[BREAK_OFF]), call if isinstance(call, int) else 1)
        else:
            left.append((number, event))
    return left


def _can_act(request: Request, events: list[tuple[int, JsonObject]]) -> bool:
    """Whether anything can happen; a Request in error goes on only by what mends it, or elsewhere."""
    if request.status in ("waiting", "running"):
        return True
    if request.status != "error" or not events:
        return False
    event = events[0][1]
    return act_of(event) in ("retry", "set", "move", "remove", "cancel") or event.get("complete") in request.waiting


def _next_answer(
    request: Request, left: dict[str, list[JsonObject]], order: list[tuple[str, JsonObject]]
) -> tuple[str, JsonObject] | None:
    waiting = request.waiting
    element = next((id for id in waiting if left.get(id)), None)
    if element is not None:
        return element, left[element].pop(0)
    if order and order[0][0] in waiting:
        return order.pop(0)
    return None


def act_of(event: JsonObject) -> str:
    """What happens in an event."""
    return next(name for name in ACTS if name in event)


def _go_on(request: Request, events: list[tuple[int, JsonObject]]) -> None:
    """Run until it waits, or to the element before which the next event happens."""
    place = _place_before(request, events)
    request.holds = place is not None
    if place is None:
        request.run()
    elif request.ahead is None or request.ahead[0] != place:
        request.run_while(lambda: request.ahead is None or request.ahead[0] != place)


def _place_before(request: Request, events: list[tuple[int, JsonObject]]) -> str | None:
    place = events[0][1].get("before") if events else None
    return place if isinstance(place, str) and place in request.graph.by_id else None


def _happen(request: Request, number: int, event: JsonObject) -> None:
    act = act_of(event)
    subject, data = str(event[act]), event.get("data", {})
    values = as_json_object(data, f'"data" of event {number}')
    try:
        if act == "message":
            request.message(subject, values, event.get("key"))
        elif act == "signal":
            request.signal(subject, values)
        elif act == "trigger":
            request.trigger(subject, values)
        elif act in ("retry", "move", "remove", "assign"):
            _by_hand(request, act, subject, event)
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
        _set(request, event)
    else:
        request.cancel()


def _set(request: Request, event: JsonObject) -> None:
    erased, number = event.get("erase", []), event.get("round", 0)
    names = [str(name) for name in erased] if isinstance(erased, list) else []
    place = 0
    if event.get("in"):
        found = find_place(request.state, request.graph, str(event["in"]), number if isinstance(number, int) else 0)
        if found is None:
            raise RequestError(f'there are no data of "{event["in"]}" now')
        place = found.frame
    request.set_data(as_json_object(event["set"], '"set"'), names, place)


def _by_hand(request: Request, act: str, subject: str, event: JsonObject) -> None:
    if act == "retry":
        request.retry(subject)
    elif act == "move":
        request.move(subject, str(event.get("to", "")))
    elif act == "remove":
        request.cancel_token(subject)
    else:
        request.assign(subject, event.get("to"))


def _advance(request: Request, text: str) -> None:
    if text == "next":
        request.advance()
    elif text.startswith("P"):
        request.advance(parse_period(text).after(request.now))
    else:
        request.advance(parse_moment(text))
