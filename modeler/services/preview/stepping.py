"""What stepping asks of a Request: where its next step happens, and whether a breakpoint stands before it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from engine.expressions import ExpressionError
from engine.runtime.breakpoints import Stops, conditions_of
from engine.runtime.request import Request
from modeler.services.preview.stops import Stop

if TYPE_CHECKING:
    from modeler.services.preview.library import Lent

StopsOfFile: TypeAlias = Callable[[Path], Iterable[Stop]]
"""What breakpoints a file has."""


def compiled_stops(stops: Iterable[Stop], profile: str) -> Stops:
    """Those breakpoints that are on; a condition that cannot be read stops always."""
    found: Stops = {}
    for stop in stops:
        if stop.is_on:
            found = {**found, **_compiled(stop, profile)}
    return found


def no_stops(_file: Path) -> Iterable[Stop]:
    """What is remembered where nothing is."""
    return ()


def stops_in_called(files: Iterable[Lent], of_file: StopsOfFile) -> Iterator[Stop]:
    """The breakpoints of called files, under the ids that the Request has for their elements."""
    for each in files:
        for stop in of_file(each.path):
            yield from (replace(stop, place=f"{process}/{stop.place}") for process in each.processes)


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
