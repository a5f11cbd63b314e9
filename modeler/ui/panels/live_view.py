"""What the panel of live runs shows, as plain values."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from modeler.ui.panels.run_view import RunView

SendState = Literal["prepared", "sending", "sent", "failed", "doubt", "told"]


@dataclass(frozen=True, slots=True)
class LiveRow:
    """One live run in the list."""

    id: str
    title: str
    status: str
    begun: str = ""


@dataclass(frozen=True, slots=True)
class SendRow:
    """One thing that was sent or tried; `key` names it when somebody says what became of it."""

    key: str
    element: str
    title: str
    target: str
    state: SendState
    reason: str = ""
    time: str = ""
    is_call: bool = False
    """A call of a server, which may have said no: its answer is in the outbox."""


@dataclass(frozen=True, slots=True)
class LiveView:
    """All live runs, and the one that is looked at."""

    rows: tuple[LiveRow, ...] = ()
    current: str = ""
    run: RunView = field(default_factory=RunView)
    sends: tuple[SendRow, ...] = ()
    doubts: tuple[SendRow, ...] = ()
    is_busy: bool = False
    message: str = ""
    """What went wrong."""
    hint: str = ""
    """What came of the last command."""
    remarks: tuple[tuple[str, str], ...] = ()
    """By element, what came to a waiting task from outside and is no answer."""
    has_mailbox: bool = False
    failed: str = ""
    """The element that can be tried again."""
