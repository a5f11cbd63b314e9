"""What stepping asks of a Request: where its next step happens, and whether a breakpoint stands before it."""

from __future__ import annotations

from collections.abc import Iterable

from engine.expressions import ExpressionError
from engine.runtime.breakpoints import Stops, conditions_of
from engine.runtime.request import Request
from modeler.services.preview.stops import Stop


def compiled_stops(stops: Iterable[Stop], profile: str) -> Stops:
    """Those breakpoints that are on; a condition that cannot be read stops always."""
    found: Stops = {}
    for stop in stops:
        if stop.is_on:
            found = {**found, **_compiled(stop, profile)}
    return found


def _compiled(stop: Stop, profile: str) -> Stops:
    try:
        return conditions_of({stop.place: stop.condition}, profile)
    except ExpressionError:
        return {stop.place: None}


def is_inside(request: Request, token: int) -> bool:
    """Whether something still runs inside the activity of a token."""
    here = request.state.tokens.get(token)
    return here is not None and here.inner != 0


def frame_ahead(request: Request) -> int:
    """The frame in which the next step happens, 0 for none."""
    queue = request.state.queue
    return request.state.tokens[queue[0]].frame if queue else 0
