"""One element alone: a Request whose only token is about to enter it, to try it out with chosen data."""

from __future__ import annotations

from engine.runtime.behaviors.asking import equip
from engine.runtime.clock import VirtualClock
from engine.runtime.errors import RequestError
from engine.runtime.graph import ProcessGraph
from engine.runtime.handlers import Data, Handlers
from engine.runtime.request import NO_FUNCTIONS, NO_HANDLERS, Functions, Request
from engine.runtime.scheduler import Run
from engine.runtime.state import State


def start_at(
    graph: ProcessGraph,
    element: str,
    data: Data,
    handlers: Handlers = NO_HANDLERS,
    clock: VirtualClock | None = None,
    seed: int = 0,
    functions: Functions = NO_FUNCTIONS,
) -> Request:
    """A Request before an element, with these data: one `step` enters it. Raises `RequestError` where there is none."""
    place = graph.by_id.get(element)
    if place is None:
        raise RequestError(f'there is no element "{element}" to run')
    moment = (clock or VirtualClock()).start
    run = equip(Run(graph, State(moment), handlers, functions, seed))
    frame = run.open(graph.nodes[place].scope, "process", 0, 0, dict(data))
    run.emit(("created", run.state.last_id + 1, place, frame, -1))
    return Request(run, moment)
