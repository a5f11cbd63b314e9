"""Gateways: exclusive, parallel, inclusive with the standard's merge, and waiting for the first event."""

from __future__ import annotations

from engine.runtime.behaviors.watching import arm_event
from engine.runtime.errors import IncidentError
from engine.runtime.graph import Flow, Node
from engine.runtime.scheduler import Run
from engine.runtime.token import JOINING, Token


def enter_exclusive(run: Run, token: Token, node: Node) -> None:
    """One way out: the first in document order that is open, else the default."""
    run.enter(token, node)
    only = node.only
    if only is not None:
        run.emit(("moved", token.id, only.index, only.target))
    elif node.outgoing:
        run.take(token, (_first_open(run, token, node),))
    else:
        run.end(token)


def _first_open(run: Run, token: Token, node: Node) -> Flow:
    data = run.view(token.frame)
    for flow in node.outgoing:
        if flow is not node.default and run.holds(flow, data, token):
            return flow
    if node.default is None:
        raise run.no_way_out(node, data)
    return node.default


def enter_parallel(run: Run, token: Token, node: Node) -> None:
    """All ways out, once a token has come by each way in; excess tokens stay for the next time."""
    if len(node.incoming) < 2:
        run.enter(token, node)
        _leave_all(run, token, node)
        return
    run.emit(("arrived", token.id))
    held = held_tokens(run, token.frame, node.index)
    if len(held) == len(node.incoming):
        fire_held(run, list(held.values()), node)
        _leave_all(run, token, node)


def held_tokens(run: Run, frame: int, node: int) -> dict[int, Token]:
    """The first held token of each way in."""
    held: dict[int, Token] = {}
    for id in run.state.joins.get((frame, node), ()):
        candidate = run.state.tokens[id]
        held.setdefault(candidate.flow, candidate)
    return held


def fire_held(run: Run, tokens: list[Token], node: Node) -> Token:
    """The token that came last goes on for all of them."""
    order = run.state.joins[(tokens[0].frame, node.index)]
    last = max(tokens, key=lambda token: order.index(token.id))
    for token in tokens:
        if token is not last:
            run.emit(("removed", token.id, "joined"))
    run.emit(("fired", last.id, node.index))
    return last


def _leave_all(run: Run, token: Token, node: Node) -> None:
    if node.outgoing:
        run.take(token, node.outgoing)
    else:
        run.end(token)


def enter_inclusive(run: Run, token: Token, node: Node) -> None:
    """Every way out that is open; a merge waits for all tokens that can still come."""
    if len(node.incoming) < 2:
        run.enter(token, node)
        run.leave(token, node)
        return
    run.emit(("arrived", token.id))
    if not _next_may_come(run, node):
        resume_inclusive(run, token, node)


def _next_may_come(run: Run, node: Node) -> bool:
    """Whether the next token in the queue is on its way here; then the merge is looked at later (`settling`)."""
    queue = run.state.queue
    if not queue:
        return False
    place = run.state.tokens[queue[0]].node
    return place == node.index or run.graph.reach(node.index).get(place, 0) != 0


def resume_inclusive(run: Run, token: Token, node: Node) -> None:
    """Fire the merge if no other token can reach it by a way that is still empty (BPMN 2.0, 13.4.3)."""
    held = held_tokens(run, token.frame, node.index)
    if held and not more_can_come(run, token.frame, node, held):
        last = fire_held(run, list(held.values()), node)
        run.leave_or_stop(last, node)


def more_can_come(run: Run, frame: int, node: Node, held: dict[int, Token]) -> bool:
    """Whether another token can reach a merge by a way that is still empty, and by none that is filled."""
    if run.state.frames[frame].live == len(run.state.joins.get((frame, node.index), ())):
        return False
    reach = run.graph.reach(node.index)
    filled = sum(1 << place for place, flow in enumerate(node.incoming) if flow in held)
    for other in run.state.tokens.values():
        if other.frame != frame or (other.node == node.index and other.state is JOINING):
            continue
        on_the_way = other.node == node.index
        ways = 1 << node.incoming.index(other.flow) if on_the_way else reach.get(other.node, 0)
        if ways & ~filled and not ways & filled:
            return True
    return False


def enter_event_based(run: Run, token: Token, node: Node) -> None:
    """Wait for the first of the events that follow, armed on behalf of this token; a parallel one waits for all."""
    run.enter(token, node)
    if not node.outgoing:
        raise IncidentError("NO_EVENT", "no event follows this gateway")
    if node.parallel_multiple:
        run.take(token, node.outgoing)
        return
    for flow in node.outgoing:
        target = run.graph.nodes[flow.target]
        if not target.triggers:
            raise IncidentError("NO_EVENT", f'"{target.name or target.id}" is no event that this gateway can wait for')
    run.wait(token, "the first of the events that follow")
    for flow in node.outgoing:
        arm_event(run, run.graph.nodes[flow.target], token.id, token.frame)
