"""What does the work of tasks: the `TaskHandler` protocol, its outcomes, and handlers that need no connector."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Literal, Protocol, runtime_checkable

Data = Mapping[str, object]
NO_DATA: Data = MappingProxyType({})
MANAGER = "process manager"
"""The key of the handler that writes to the manager of a process when a task of it has failed for good.

It is called for the task, with `message` as its input; what it answers changes nothing but the trace.
"""


@dataclass(frozen=True, slots=True)
class TaskCall:
    """One call of a task: which element, with which Request data, at which virtual time, for the how-manieth time."""

    element: str
    kind: str
    name: str
    data: Data
    now: datetime
    attempt: int = 1
    implementation: str = ""
    settings: Data = field(default_factory=dict)
    inputs: Data = field(default_factory=dict)
    seed: int = 0
    token: int = 0
    timeout: float | None = None
    """How many seconds the file gives the call, if it says so."""
    participants: Callable[[], Sequence[object]] = field(default=tuple, compare=False, repr=False)
    """The ids of those who have been given a task of the Request so far, each once; read only where somebody asks."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a call; made by the four functions below."""

    kind: Literal["completed", "error", "retry", "waiting"]
    outputs: Data = field(default_factory=dict)
    code: str | None = None
    message: str = ""
    after: timedelta = timedelta()
    technical: bool = False
    printed: str = ""
    """What a script has printed meanwhile."""
    ended: datetime | None = None
    """When the call was over, where a clock runs on during calls: as in a live run."""


def completed(outputs: Data = NO_DATA) -> Outcome:
    """The task is done; `outputs` are merged into the Request data."""
    return Outcome("completed", outputs)


def error(message: str, code: str | None = None, outputs: Data = NO_DATA) -> Outcome:
    """A BPMN error that a boundary event may catch; with nobody to catch it, an incident."""
    return Outcome("error", outputs, code, message)


def failure(message: str, code: str | None = None) -> Outcome:
    """The call could not be made as configured: an error that only a catch-all boundary event catches."""
    return Outcome("error", NO_DATA, code, message, technical=True)


def retry(message: str, after: timedelta, code: str | None = None) -> Outcome:
    """Try again after a while on the virtual clock; the handler itself stops by returning `error`."""
    return Outcome("retry", NO_DATA, code, message, after)


def waiting(reason: str = "", outputs: Data = NO_DATA, most: timedelta = timedelta()) -> Outcome:
    """The answer comes later: by `Request.complete`; `outputs` are merged into the Request data at once.

    After `most` of the virtual clock, where it is given, the handler is called once more, as another attempt.
    """
    return Outcome("waiting", outputs, None, reason, most)


class TaskHandler(Protocol):
    """Does the work of a task, without side effects on the Request: all it has to say is in its outcome."""

    def run(self, call: TaskCall) -> Outcome:
        """Do it, or say why not; an exception becomes an incident on the element."""


@runtime_checkable
class FinishingHandler(TaskHandler, Protocol):
    """A handler that also acts when the task, after waiting, is answered."""

    def finish(self, call: TaskCall) -> str:
        """The task is about to complete: the call's data hold the answer, its `inputs` the answer alone.

        What it returns is for the trace.
        """


Handlers = Mapping[str, TaskHandler]
"""Handlers by element id, by implementation, by kind (`serviceTask`), or `*` for all; the first of these wins."""


@dataclass(frozen=True)
class StubHandler:
    """Completes at once with the same outputs."""

    outputs: Data = field(default_factory=dict)

    def run(self, call: TaskCall) -> Outcome:
        """Always done."""
        return completed(self.outputs)


@dataclass(frozen=True)
class ManualHandler:
    """Waits for a person's answer."""

    reason: str = "an answer by hand"

    def run(self, call: TaskCall) -> Outcome:
        """Always waits."""
        return waiting(self.reason)


@dataclass(frozen=True)
class PinnedHandler:
    """Answers with a stored outcome in place of a real call."""

    outcome: Outcome

    def run(self, call: TaskCall) -> Outcome:
        """The stored outcome."""
        return self.outcome


@dataclass
class RecordedHandler:
    """Plays recorded answers, one for each call; when they are used up the task waits."""

    answers: Sequence[Data]
    calls: list[TaskCall] = field(default_factory=list)

    def run(self, call: TaskCall) -> Outcome:
        """The next answer."""
        self.calls.append(call)
        if len(self.calls) > len(self.answers):
            return waiting("one more answer")
        return completed(self.answers[len(self.calls) - 1])
