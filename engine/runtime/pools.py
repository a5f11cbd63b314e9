"""The pools of a Request: which run, with which data, and which a person can start by hand."""

from __future__ import annotations

from collections.abc import Iterator

from engine.runtime.behaviors.messages import is_running, start_pool
from engine.runtime.graph import Node
from engine.runtime.handlers import Data
from engine.runtime.scheduler import Run

Entry = dict[str, object]


def running_pools(run: Run) -> list[Entry]:
    """Each process that runs or has run, in the order in which they began, with its data."""
    return [
        {
            "process": run.graph.scopes[frame.scope].id,
            "name": run.graph.scopes[frame.scope].name,
            "over": frame.live == 0,
            "data": dict(run.state.data_of(frame.id)),
        }
        for frame in run.state.frames.values()
        if not frame.parent
    ]


def startable(run: Run) -> list[Entry]:
    """The start events of processes that do not run now: element, process, kind, name, and who sends to it."""
    return [
        {
            "element": node.id,
            "process": run.graph.scopes[node.scope].id,
            "kind": node.triggers[0].kind if node.triggers else "none",
            "name": node.triggers[0].name if node.triggers else "",
            "from": list(run.graph.senders.get(node.id, ())),
        }
        for node in _dormant(run)
    ]


def _dormant(run: Run) -> Iterator[Node]:
    first = next((frame.scope for frame in run.state.frames.values() if not frame.parent), -1)
    for scope in run.graph.scopes:
        if scope.kind == "process" and not scope.lent and scope.index != first and not is_running(run, scope.index):
            inside = [run.graph.nodes[place] for place in scope.nodes]
            yield from (node for node in inside if node.kind == "startEvent" or node.index in scope.starts)


def start_by_hand(run: Run, element: str, data: Data) -> bool:
    """Start the pool of a start event; False where there is no such event to start now."""
    node = next((node for node in _dormant(run) if node.id == element), None)
    if node is None:
        return False
    start_pool(run, node, data)
    return True
