"""Breakpoints: elements and flows before which a run stops, some of them only under a condition on the data."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from engine.expressions import Expression, ExpressionError, compile_expression, dialect_of
from engine.runtime.scheduler import Run
from engine.runtime.token import READY, Token

Breakpoints = Collection[str] | Mapping[str, str | None]
Stops = Mapping[str, Expression | None]


def conditions_of(breakpoints: Breakpoints, profile: str) -> Stops:
    """The compiled condition of each breakpoint, None where it always stops."""
    given = breakpoints if isinstance(breakpoints, Mapping) else dict.fromkeys(breakpoints)
    return {
        element: compile_expression(text, dialect_of(text, profile)) if text and text.strip() else None
        for element, text in given.items()
    }


def stops_at(run: Run, stops: Stops) -> bool:
    """Whether a token is about to enter an element with a breakpoint, or to come by such a flow, and it holds."""
    if not run.state.queue:
        return False
    token = run.state.tokens[run.state.queue[0]]
    if token.state is not READY:
        return False
    flow = (run.graph.flows[token.flow].id,) if token.flow >= 0 else ()
    return any(id in stops and _holds(run, token, stops[id]) for id in (run.graph.nodes[token.node].id, *flow))


def _holds(run: Run, token: Token, condition: Expression | None) -> bool:
    try:
        return condition is None or condition.is_true(run.view(token.frame), run.state.now, run.functions)
    except ExpressionError:
        return False
