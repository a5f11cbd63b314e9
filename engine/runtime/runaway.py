"""Which loop a model that does not come to rest is in, read from the end of its history."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from engine.runtime.graph import ProcessGraph
from engine.runtime.state import Event, State
from engine.runtime.token import ROUNDS

MANY_INSTANCES = 20
SHORT = 64
"""So many events after the last visit belong to a lap, however short the laps are."""


class _Visit(NamedTuple):
    number: int
    token: int
    node: int


def loop_of(events: Sequence[Event], graph: ProcessGraph, state: State) -> str:
    """The loop in words: the outermost one whose laps go on to the end, and the instances inside it if they are many.

    At each depth of sub-processes the elements come first, the rounds of a repeated activity after them.
    """
    levels = _levels(events, graph)
    laps = (_lap(levels[level], len(events)) for level in sorted(levels))
    path = next((lap for lap in laps if lap), None) or _visited(events)[-1:]
    if not path:
        return "the model does not come to rest"
    names = [graph.nodes[node].id for node in path]
    return "loop " + " → ".join((*dict.fromkeys(names[:-1]), names[-1])) + _instances(graph, state)


def _visited(events: Sequence[Event]) -> list[int]:
    return [event[2] for event in events if event[0] == "entered"]


def _levels(events: Sequence[Event], graph: ProcessGraph) -> Mapping[tuple[int, bool], list[_Visit]]:
    depths: list[int] = []
    for scope in graph.scopes:
        depths.append(depths[scope.parent] + 1 if scope.parent >= 0 else 0)
    found: dict[tuple[int, bool], list[_Visit]] = {}
    for number, event in enumerate(events):
        if event[0] in ("entered", "looped", "fired", "happened"):
            node = graph.nodes[event[2]]
            is_round = event[0] == "entered" and node.loop is not None
            found.setdefault((depths[node.scope], is_round), []).append(_Visit(number, event[1], node.index))
    return found


def _lap(visits: Sequence[_Visit], end: int) -> list[int]:
    """The elements from the last but one visit of an element to its last one, if that was not long before the end.

    The way of one token tells more than that of all of them: of the last one, else of the one with most visits.
    """
    busiest = Counter(visit.token for visit in visits).most_common(1)[0][0]
    for chosen in ({visits[-1].token}, {busiest}, {visit.token for visit in visits}):
        path = [visit for visit in visits if visit.token in chosen]
        last = path[-1]
        before = next((place for place in range(len(path) - 2, -1, -1) if path[place].node == last.node), -1)
        if before >= 0 and end - last.number <= 2 * (last.number - path[before].number) + SHORT:
            return [visit.node for visit in path[before:]]
    return []


def _instances(graph: ProcessGraph, state: State) -> str:
    """The repeated activity with the most instances at once, if it has many."""
    rounds = Counter(frame.parent for frame in state.frames.values() if frame.kind in ROUNDS)
    loop, number = max(rounds.items(), key=lambda item: item[1], default=(0, 0))
    if number < MANY_INSTANCES:
        return ""
    host = state.tokens[state.frames[loop].host]
    return f", in {number:,} instances of {graph.nodes[host.node].id} at once"
