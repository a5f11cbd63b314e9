"""Activities with a flow inside: embedded sub-processes and calls of other processes."""

from __future__ import annotations

from engine.expressions import Expression
from engine.runtime.behaviors.activities import call_handler, complete_activity, inputs_of, wait_for_answer
from engine.runtime.behaviors.opening import start_scope
from engine.runtime.behaviors.watching import arm_boundaries
from engine.runtime.errors import IncidentError
from engine.runtime.graph import Node
from engine.runtime.handlers import Data
from engine.runtime.scheduler import Run
from engine.runtime.token import Token


def perform_subprocess(run: Run, token: Token, node: Node) -> None:
    """Open a frame and start inside; boundary events are armed meanwhile."""
    scope = run.graph.scopes[node.inner]
    if not scope.nodes:
        complete_activity(run, token, node)
        return
    if not scope.starts:
        raise IncidentError("NO_START", f'the sub-process "{node.name or node.id}" has nothing to start with')
    inputs = inputs_of(run, token, node)
    run.emit(("holding", token.id))
    arm_boundaries(run, token, node)
    kind, data = ("local", inputs) if node.inputs else ("scope", None)
    frame = run.open(node.inner, kind, token.frame, token.id, data)
    start_scope(run, frame, node.inner)


def resume_subprocess(run: Run, token: Token, node: Node) -> None:
    """All paths inside have ended."""
    run.emit(("resumed", token.id))
    frame = token.inner
    local = dict(run.state.frames[frame].data or {})
    if node.compensation < 0 and frame in run.state.done:
        home = run.state.frames[token.frame]
        run.emit(("finished", home.parent if token.loop else home.id, node.index, frame))
    run.emit(("closed", frame))
    complete_activity(run, token, node, local if node.outputs else {})


def perform_call(run: Run, token: Token, node: Node) -> None:
    """Run the called process with data of its own; one that is not here is answered by its handler or by hand."""
    handler = run.handler(node, token)
    if handler is not None:
        call_handler(run, token, node, handler)
        return
    computed = node.settings.get("called")
    called = str(run.evaluate(computed, token.frame)) if isinstance(computed, Expression) else node.called
    scope = run.graph.processes.get(called, -1)
    if scope < 0:
        called = called or "nothing"
        wait_for_answer(run, token, node, f'the called process "{called}" is not in this file')
        return
    callers = _callers(run, token)
    if len(callers) >= run.limits.calls:
        ring = " → ".join((*reversed(list(dict.fromkeys(callers))), node.id))
        told = f"calls are nested deeper than {run.limits.calls:,}: loop {ring}; let a condition end it"
        raise IncidentError("CALL_DEPTH", told)
    data = call_data(run, token, node)
    run.emit(("holding", token.id))
    arm_boundaries(run, token, node)
    frame = run.open(scope, "call", token.frame, token.id, data)
    start_scope(run, frame, scope, _chosen_start(run, node, scope, called))


def _chosen_start(run: Run, node: Node, scope: int, called: str) -> tuple[int, ...] | None:
    """The start event that ProcessMaker's setting names, if it is one of the called process."""
    name = node.work.settings.get("startEvent")
    for id in (f"{called}/{name}", str(name)) if name else ():
        place = run.graph.by_id.get(id, -1)
        if place >= 0 and run.graph.nodes[place].scope == scope:
            return (place,)
    return None


def _callers(run: Run, token: Token) -> list[str]:
    """The ids of the call activities around a token, the innermost first."""
    found: list[str] = []
    frame = run.state.frames[token.frame]
    while frame.parent:
        if frame.kind == "call":
            found.append(run.graph.nodes[run.state.tokens[frame.host].node].id)
        frame = run.state.frames[frame.parent]
    return found


def call_data(run: Run, token: Token, node: Node) -> Data:
    """What the called process starts with: its inputs where the file maps any, else all data of the caller.

    Where the vendor says that all of it goes in, it does beside the inputs.
    """
    data = run.view(token.frame)
    if node.settings.get("inputs_only", bool(node.inputs)):
        return inputs_of(run, token, node)
    own = {name: value for name, value in data.items() if name not in ("_parent", "_request", "_user")}
    if run.graph.profile == "processmaker":
        own["_parent"] = {"node_id": node.id, "config": node.work.settings.get("config")}
    return {**own, **inputs_of(run, token, node)}


def resume_call(run: Run, token: Token, node: Node) -> None:
    """The called process has ended: its data comes back, by the output mappings where there are any."""
    run.emit(("resumed", token.id))
    frame = token.inner
    outputs = {name: value for name, value in run.state.data_of(frame).items() if name != "_parent"}
    run.emit(("closed", frame))
    if node.settings.get("outputs_only") and not node.outputs:
        outputs = {}
    elif node.outputs and node.settings.get("outputs_too"):
        run.write(token.frame, outputs)
    complete_activity(run, token, node, outputs)
