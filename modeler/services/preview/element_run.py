"""One visit of an element, to be looked at: what it was given, how it is set up, what it decided, did and gave."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Any

from connectors.sdk.values import JsonObject
from engine.expressions import Expression, ExpressionError, compile_template
from engine.expressions.mustache import MISSING, look_up
from engine.runtime.clock import VirtualClock
from engine.runtime.graph import Node
from engine.runtime.handlers import Handlers, TaskHandler
from engine.runtime.history import Visit
from engine.runtime.request import Request
from engine.runtime.single import start_at
from engine.runtime.state import Event, State, seen_from
from modeler.services.preview.connector_tasks import ConnectorHandler, plain
from modeler.services.preview.outbox import Effect

MOST_EXPRESSIONS = 200
Values = Mapping[str, object]
NOTHING: Values = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class SeenExpression:
    """An expression, mapping or template: where it stands, its text, the values that it saw, and what it gave.

    An error stands at a 1-based `column` of the text, 0 for none.
    """

    place: str
    text: str
    values: Values = field(default_factory=dict)
    result: object = None
    error: str = ""
    column: int = 0


@dataclass(frozen=True, slots=True)
class WayOut:
    """A way out of a gateway: its condition, what it gave with which values, and whether it was taken."""

    flow: str
    name: str
    condition: str
    is_default: bool = False
    is_taken: bool = False
    result: bool | None = None
    values: Values = field(default_factory=dict)
    note: str = ""
    error: str = ""
    column: int = 0


@dataclass(frozen=True, slots=True)
class ElementRun:
    """What `inspect` found; `visits` is 0 where the Request has not been."""

    element: str
    visit: int = 0
    visits: int = 0
    state: str = ""
    entered: datetime | None = None
    duration: timedelta | None = None
    input: Values = field(default_factory=dict)
    mapped: Values = field(default_factory=dict)
    output: Values = field(default_factory=dict)
    configuration: Values = field(default_factory=dict)
    expressions: tuple[SeenExpression, ...] = ()
    ways_out: tuple[WayOut, ...] = ()
    assignment: Values = field(default_factory=dict)
    printed: str = ""
    error: str = ""
    code: str = ""
    effects: tuple[Effect, ...] = ()
    pin: Values | None = None
    can_run: bool = False
    """Whether it is an activity, which can be run alone and pinned."""


def inspect(
    request: Request,
    element: str,
    visit: int | None,
    handler: TaskHandler | None,
    effects: tuple[Effect, ...],
    pin: Values | None,
) -> ElementRun:
    """One visit of an element as the Request tells it; the last one unless said."""
    place = request.graph.by_id.get(element)
    if place is None:
        return ElementRun(element, pin=pin)
    node = request.graph.nodes[place]
    settings = plain(_settings(node, handler))
    visits = request.history.visits(element)
    if not visits:
        data = plain(request.data)
        seen = tuple(_expressions(node, settings, data, request.now))
        return ElementRun(element, input=data, configuration=settings, expressions=seen, pin=pin, can_run=node.has_work)
    number = min(max(visit if visit is not None else len(visits), 1), len(visits))
    chosen = visits[number - 1]
    given = plain(_given(request, chosen, node))
    error, code, printed = _told(request, chosen, node)
    return ElementRun(
        element,
        number,
        len(visits),
        _state(request, chosen, node),
        chosen.entered,
        chosen.duration,
        given,
        plain(chosen.inputs),
        plain(chosen.written),
        settings,
        tuple(_expressions(node, settings, given, chosen.entered, chosen.written)),
        tuple(_ways_out(request, chosen, node, given)),
        _assignment(request, chosen),
        printed,
        error,
        code,
        tuple(each for each in effects if each.element == element and _is_in(each.position, chosen)),
        pin,
        node.has_work,
    )


def try_out(request: Request, element: str, data: Values, handlers: Handlers) -> Request:
    """A Request of its own that is about to enter one element with these data."""
    return start_at(request.graph, element, data, handlers, VirtualClock(request.now), request.seed)


def _given(request: Request, visit: Visit, node: Node) -> Values:
    """The data that the element read when the token came."""
    state: State = request.branch(visit.begin).state
    for token in state.tokens.values():
        if token.node == node.index and token.frame in state.frames:
            return seen_from(state, token.frame)
    return request.branch(visit.begin).data


def _settings(node: Node, handler: TaskHandler | None) -> Values:
    """How the element is set up: a connector's values, else what the model says of its work."""
    if isinstance(handler, ConnectorHandler):
        return handler.configuration.values
    work = node.work
    said: dict[str, object] = {
        "implementation": work.implementation,
        "script": work.script,
        "language": work.language,
        "result": work.result,
        "calls": node.called,
        **work.settings,
        **node.settings,
    }
    return {name: value for name, value in said.items() if value not in ("", None) and not callable(value)}


def _expressions(
    node: Node, settings: JsonObject, data: Values, now: datetime, written: Values = NOTHING
) -> Iterator[SeenExpression]:
    """Every expression and template of the element, with what it sees in these data; outputs gave what was written."""
    found: list[tuple[str, Expression]] = [(f"input {each.target}", each.source) for each in node.inputs]
    for output in (*node.outputs, *node.copies):
        name, source = f"output {output.target}", output.source
        if output.target in written:
            yield SeenExpression(name, source.text, source.seen(data), written[output.target])
        else:
            found.append((name, source))
    found += [(name, value) for name, value in node.assignment.items() if isinstance(value, Expression)]
    if node.work.expression is not None:
        found.append((node.work.result or "expression", node.work.expression))
    for trigger in node.triggers:
        if trigger.expression is not None:
            found.append((trigger.kind, trigger.expression))
    for place, expression in found:
        yield _seen(place, expression, data, now)
    for count, (place, text) in enumerate(_texts("", settings)):
        if "{{" in text and count < MOST_EXPRESSIONS:
            yield _filled(place, text, data)


def _seen(place: str, expression: Expression, data: Values, now: datetime) -> SeenExpression:
    values = expression.seen(data)
    try:
        return SeenExpression(place, expression.text, values, expression.evaluate(data, now))
    except ExpressionError as error:
        return SeenExpression(place, expression.text, values, None, error.message, error.column)


def _filled(place: str, text: str, data: Values) -> SeenExpression:
    try:
        template = compile_template(text)
        values = {name: look_up(tuple(name.split(".")), (data,)) for name in template.variables}
        shown = {name: None if value is MISSING else value for name, value in values.items()}
        return SeenExpression(place, text, shown, template.render(data, escape=str))
    except ExpressionError as error:
        return SeenExpression(place, text, {}, None, error.message, error.column)


def _texts(path: str, value: object) -> Iterator[tuple[str, str]]:
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, Mapping):
        for name, item in value.items():
            yield from _texts(f"{path}.{name}" if path else str(name), item)
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from _texts(f"{path}.{index}", item)


def _ways_out(request: Request, visit: Visit, node: Node, data: Values) -> Iterator[WayOut]:
    if len(node.outgoing) < 2:
        return
    events = request.events[visit.begin : visit.end + 1 if visit.end >= 0 else None]
    after = request.events[visit.begin : None]
    told = [event[3] for event in events if event[0] == "decided" and event[2] == node.index]
    taken = _taken(after, {flow.index for flow in node.outgoing})
    for flow in node.outgoing:
        said: Mapping[str, Any] = next((each for each in told if each.get("flow") == flow.id), {})
        failure = _failure(flow.condition, data, visit.entered) if visit.error and not said else None
        yield WayOut(
            flow.id,
            flow.name,
            flow.condition.text if flow.condition is not None else "",
            flow is node.default,
            flow.index in taken,
            said.get("result"),
            dict(said.get("values") or {}),
            str(said.get("note") or ""),
            failure.message if failure is not None else "",
            failure.column if failure is not None else 0,
        )


def _failure(condition: Expression | None, data: Values, now: datetime) -> ExpressionError | None:
    """Why a condition cannot be evaluated."""
    try:
        if condition is not None:
            condition.is_true(data, now)
    except ExpressionError as error:
        return error
    return None


def _taken(events: Sequence[Event], flows: set[int]) -> set[object]:
    """The flows by which tokens left: those of the first step that takes any of them."""
    found: set[object] = set()
    for event in events:
        flow = event[2] if event[0] == "moved" else event[4] if event[0] == "created" else None
        if flow in flows:
            found.add(flow)
        elif found and event[0] in ("entered", "happened", "arrived"):
            break
    return found


def _told(request: Request, visit: Visit, node: Node) -> tuple[str, str, str]:
    """What went wrong, also where an event on the border caught it; its code; and what a script printed."""
    error, code, printed = visit.error, "", ""
    for event in request.events[visit.begin : visit.end + 1 if visit.end >= 0 else None]:
        if event[0] == "error" and event[2] == node.index:
            code = str(event[3].get("code") or "")
        elif event[0] == "called" and event[2] == node.index:
            printed = str(event[3].get("printed") or "")
            has_failed = visit.outcome == "interrupted" and event[3].get("outcome") == "error"
            error = str(event[3].get("message") or "") if has_failed and not visit.error else error
    return error, code, printed


def _assignment(request: Request, visit: Visit) -> Values:
    found = [each for each in request.history.assignments(visit.element) if _is_in(each.number, visit)]
    return plain(found[-1].people) if found else {}


def _state(request: Request, visit: Visit, node: Node) -> str:
    if visit.end >= 0:
        return visit.outcome
    states = [state for element, state in request.tokens if element == node.id]
    return states[-1] if states else ""


def _is_in(position: int, visit: Visit) -> bool:
    return visit.begin <= position and (visit.end < 0 or position <= visit.end)
