"""The places in which a Request keeps data of their own: its processes, those that it calls, and what runs inside."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from engine.runtime.graph import ProcessGraph
from engine.runtime.state import BOOKS, Data, State
from engine.runtime.token import FAILED, ROUNDS, WAITING, Frame, Token

PlaceKind = Literal["process", "call", "subprocess", "instance"]
FROM_ZERO = frozenset(("camunda7", "flowable"))
"""Profiles that count instances from zero."""


@dataclass(frozen=True, slots=True)
class DataPlace:
    """A place with data of its own.

    `frame` names it as long as it is there, `element` is the process, or the activity inside which it is, `called` the
    process that is called, `number` that of an instance from 1 on, `depth` how many other places are around it.
    """

    frame: int
    kind: PlaceKind
    element: str
    called: str = ""
    number: int = 0
    depth: int = 0
    is_over: bool = False


def data_places(state: State, graph: ProcessGraph) -> Iterator[DataPlace]:
    """Every place that is there now, those inside others after them."""
    within: dict[int, list[Frame]] = {}
    for frame in state.frames.values():
        within.setdefault(_around(state, frame), []).append(frame)
    waiting = [(frame, 0) for frame in reversed(within.pop(0, []))]
    while waiting:
        frame, depth = waiting.pop()
        kind = _kind(frame)
        if kind is not None:
            yield _described(state, graph, frame, kind, depth)
        inside = depth if kind is None else depth + 1
        waiting += [(each, inside) for each in reversed(within.get(frame.id, []))]


def find_place(state: State, graph: ProcessGraph, element: str, number: int = 0) -> DataPlace | None:
    """The place of a process, or inside an activity; of several instances the one with this number."""
    for place in data_places(state, graph):
        if element in (place.element, place.called) and number in (0, place.number):
            return place
    return None


def own_data(state: State, frame: int) -> Data:
    """The data of a place, without what the engine notes there; empty where the place is not there."""
    found = state.frames.get(frame)
    data = found.data if found is not None else None
    return {name: value for name, value in (data or {}).items() if name not in BOOKS}


def place_in_front(state: State, node: int = -1) -> int:
    """The place of the token that acts next, else of one that waits or has failed, else the first process.

    Of several that wait, one at the `node` comes first.
    """
    token = _token_in_front(state, node)
    frame = state.frames.get(token.frame) if token is not None else None
    while frame is not None and (frame.data is None or _kind(frame) is None):
        frame = state.frames.get(frame.parent)
    return frame.id if frame is not None else next(iter(state.frames), 0)


def _token_in_front(state: State, node: int) -> Token | None:
    if state.queue:
        return state.tokens[state.queue[0]]
    resting = [token for token in state.tokens.values() if token.state in (WAITING, FAILED)]
    return next((token for token in resting if token.node == node), resting[0] if resting else None)


def _around(state: State, frame: Frame) -> int:
    """The frame around a frame; 0 for a process of its own."""
    return frame.parent if frame.parent in state.frames else 0


def _kind(frame: Frame) -> PlaceKind | None:
    """What a frame is for people; None for one without data, or with nothing but the engine's own counts."""
    if frame.data is None or frame.kind in ("loop", "compensation"):
        return None
    if frame.kind in ROUNDS:
        return "instance"
    if frame.kind in ("process", "call"):
        return "process" if frame.kind == "process" else "call"
    return "subprocess" if any(name not in BOOKS for name in frame.data) else None


def _described(state: State, graph: ProcessGraph, frame: Frame, kind: PlaceKind, depth: int) -> DataPlace:
    host = state.tokens.get(frame.host)
    scope = graph.scopes[frame.scope].id if frame.scope >= 0 else ""
    element = graph.nodes[host.node].id if host is not None else scope
    counter = (frame.data or {}).get("loopCounter") if kind == "instance" else None
    number = counter + (graph.profile in FROM_ZERO) if isinstance(counter, int) else 0
    called = scope if kind == "call" else ""
    return DataPlace(frame.id, kind, element, called, number, depth, kind == "process" and frame.live == 0)
