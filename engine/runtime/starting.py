"""Where a Request starts: the chosen start event, else the first one that can start a process by itself."""

from __future__ import annotations

from collections.abc import Mapping

from engine.runtime.behaviors.opening import start_scope
from engine.runtime.errors import RequestError
from engine.runtime.graph import Node, ProcessGraph, Scope
from engine.runtime.handlers import Data
from engine.runtime.scheduler import Run


def begin(run: Run, data: dict[str, object], start: str | None, user: Data | None) -> None:
    """Open the process and put its first tokens."""
    scope, places = _chosen(run.graph, start) if start else _first(run.graph)
    if run.graph.profile == "processmaker":
        run.emit(("begun", 0, -1, {"magic": _magic(run, scope, places, data, user)}))
    frame = run.open(scope.index, "process", 0, 0, data)
    start_scope(run, frame, scope.index, places)


def _magic(run: Run, scope: Scope, places: tuple[int, ...], data: Data, user: Data | None) -> Data:
    """The magic variables; start data may say who starts the Request."""
    first = run.graph.nodes[places[0]]
    user = user or _mapping(data.get("_user"))
    request = {
        "id": run.seed + 1,
        "name": scope.name or scope.id,
        "status": "ACTIVE",
        "process_id": scope.id,
        "callable_id": scope.id,
        "user_id": user.get("id", 1),
        "initiated_at": run.state.now.isoformat(),
        "created_at": run.state.now.isoformat(),
        "updated_at": run.state.now.isoformat(),
        "startEventId": first.id,
        "startEventName": first.name,
    }
    someone = {"id": 1, "username": "designer", "firstname": "Dana", "lastname": "Designer"}
    default = {**someone, "fullname": "Dana Designer", "email": "dana.designer@example.com"}
    return {"_request": request, "_user": dict(user) if user else default}


def _mapping(value: object) -> Data:
    return value if isinstance(value, Mapping) else {}


def _chosen(graph: ProcessGraph, start: str) -> tuple[Scope, tuple[int, ...]]:
    if start in graph.processes:
        scope = graph.scopes[graph.processes[start]]
        return scope, _places(graph, scope)
    if start not in graph.by_id:
        tops = (node for node in graph.nodes if graph.scopes[node.scope].kind == "process")
        known = ", ".join(node.id for node in tops if node.kind == "startEvent")
        raise RequestError(f'there is no start event "{start}"; there are {known or "none"}')
    node = graph.node(start)
    scope = graph.scopes[node.scope]
    if scope.kind != "process":
        raise RequestError(f'"{start}" is inside "{scope.id}": a Request starts at the top of a process')
    return scope, (node.index,)


def _first(graph: ProcessGraph) -> tuple[Scope, tuple[int, ...]]:
    processes = [graph.scopes[index] for index in graph.processes.values()]
    candidates = [scope for scope in processes if scope.nodes and not scope.lent]
    candidates.sort(key=lambda scope: (not _has_none_start(graph, scope), not scope.executable))
    for scope in candidates:
        places = _places(graph, scope)
        if places:
            return scope, places
    raise RequestError("no process in this file has anything to start with")


def _starts(graph: ProcessGraph, scope: Scope) -> list[Node]:
    return [graph.nodes[place] for place in scope.nodes if graph.nodes[place].kind == "startEvent"]


def _has_none_start(graph: ProcessGraph, scope: Scope) -> bool:
    return any(not node.triggers for node in _starts(graph, scope))


def _places(graph: ProcessGraph, scope: Scope) -> tuple[int, ...]:
    """One start event, the first without a trigger if any; without start events every node that nothing leads to."""
    starts = _starts(graph, scope)
    if starts:
        chosen = next((node for node in starts if not node.triggers), starts[0])
        return (chosen.index,)
    return scope.starts
