"""The engine, usable without the modeler: documents, expressions, and Requests that run offline.

    from engine import Document, compile_graph, start

    request = start(compile_graph(Document.from_bytes(data)), {"amount": 1200}).run()
    request.status, request.data, request.waiting

`docs/engine.md` has a longer example. The names below load their package at first use, so importing `engine` costs
nothing; everything else in it may change without notice.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from engine.bpmn import Document, DocumentError, Problem
    from engine.expressions import ExpressionError, compile_expression, render
    from engine.runtime import (
        DecisionModel,
        Handlers,
        IncidentError,
        Limits,
        ManualHandler,
        Outcome,
        PinnedHandler,
        ProcessGraph,
        RecordedHandler,
        Request,
        RequestError,
        RequestStore,
        StubHandler,
        TaskCall,
        TaskHandler,
        TraceEvent,
        VirtualClock,
        compile_graph,
        completed,
        decision_handlers,
        error,
        failure,
        json_lines,
        read_trace,
        retry,
        start,
        waiting,
    )
    from engine.runtime.scripts import Scripts, script_handlers

__all__ = [
    "DecisionModel",
    "Document",
    "DocumentError",
    "ExpressionError",
    "Handlers",
    "IncidentError",
    "Limits",
    "ManualHandler",
    "Outcome",
    "PinnedHandler",
    "Problem",
    "ProcessGraph",
    "RecordedHandler",
    "Request",
    "RequestError",
    "RequestStore",
    "Scripts",
    "StubHandler",
    "TaskCall",
    "TaskHandler",
    "TraceEvent",
    "VirtualClock",
    "compile_expression",
    "compile_graph",
    "completed",
    "decision_handlers",
    "error",
    "failure",
    "json_lines",
    "read_trace",
    "render",
    "retry",
    "script_handlers",
    "start",
    "waiting",
]
_HOMES = {
    "bpmn": ("Document", "DocumentError", "Problem"),
    "expressions": ("ExpressionError", "compile_expression", "render"),
    "runtime.scripts": ("Scripts", "script_handlers"),
}


def __getattr__(name: str) -> object:
    if name not in __all__:
        raise AttributeError(f"module 'engine' has no attribute {name!r}")
    home = next((package for package, names in _HOMES.items() if name in names), "runtime")
    return getattr(import_module(f"engine.{home}"), name)


def __dir__() -> list[str]:
    return __all__
