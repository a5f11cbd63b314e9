"""Running Requests offline: compile a document to a graph, start a Request, run it, answer it, read its trace."""

from engine.runtime.clock import VirtualClock
from engine.runtime.compiling import compile_graph
from engine.runtime.decisions import DecisionHandler, DecisionModel, DecisionModelError, decision_handlers
from engine.runtime.errors import IncidentError, RequestError, RunawayError
from engine.runtime.graph import ProcessGraph
from engine.runtime.handlers import (
    Handlers,
    ManualHandler,
    Outcome,
    PinnedHandler,
    RecordedHandler,
    StubHandler,
    TaskCall,
    TaskHandler,
    completed,
    error,
    failure,
    retry,
    waiting,
)
from engine.runtime.history import Decision, History, TaskAssignment, Visit
from engine.runtime.recorded import read_trace
from engine.runtime.request import Request, Snapshot, replay, resume, start
from engine.runtime.request_facts import Status
from engine.runtime.scheduler import Limits
from engine.runtime.state import fold
from engine.runtime.store import RequestStore
from engine.runtime.trace import TraceEvent, json_lines

__all__ = [
    "Decision",
    "DecisionHandler",
    "DecisionModel",
    "DecisionModelError",
    "Handlers",
    "History",
    "IncidentError",
    "Limits",
    "ManualHandler",
    "Outcome",
    "PinnedHandler",
    "ProcessGraph",
    "RecordedHandler",
    "Request",
    "RequestError",
    "RequestStore",
    "RunawayError",
    "Snapshot",
    "Status",
    "StubHandler",
    "TaskAssignment",
    "TaskCall",
    "TaskHandler",
    "TraceEvent",
    "VirtualClock",
    "Visit",
    "compile_graph",
    "completed",
    "decision_handlers",
    "error",
    "failure",
    "fold",
    "json_lines",
    "read_trace",
    "replay",
    "resume",
    "retry",
    "start",
    "waiting",
]
