"""What every way to run a script promises: code and plain data in, plain data out, within limits."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Limits:
    """What one run may use, and the clock and random numbers that it sees."""

    seconds: float = 1.0
    megabytes: int = 64
    now: datetime = datetime(2026, 1, 1, tzinfo=UTC)
    seed: str = "0"

    @property
    def bytes(self) -> int:
        """The memory in bytes."""
        return self.megabytes << 20


@dataclass(frozen=True, slots=True)
class ScriptResult:
    """What a script gave, all of it JSON values.

    `value` is what it returned, or its last expression; `changed` the variables that it set or changed at its top
    level; `written` what it set by Camunda's `execution.setVariable`; `printed` its output.
    """

    value: object = None
    changed: Mapping[str, object] = field(default_factory=dict)
    written: Mapping[str, object] = field(default_factory=dict)
    printed: str = ""


class ScriptError(Exception):
    """A script that failed, went over a limit or gave no JSON: one line with the script's line where it is known."""

    def __init__(self, message: str, code: str = "SCRIPT_FAILED", printed: str = "") -> None:
        """`code` is `SCRIPT_FAILED`, `SCRIPT_TIMEOUT`, `SCRIPT_MEMORY` or `SCRIPT_RESULT`."""
        super().__init__(message)
        self.code = code
        self.printed = printed


class ScriptBrokenOffError(ScriptError):
    """A person has broken the script off."""

    def __init__(self) -> None:
        """There is only one thing to say."""
        super().__init__("the script was broken off by you", "SCRIPT_BROKEN_OFF")


class Runner(Protocol):
    """Runs scripts of one language, each in a world of its own."""

    def run(self, code: str, inputs: Mapping[str, object], limits: Limits) -> ScriptResult:
        """Run one script; every input is a variable. Raises `ScriptError`."""

    def break_off(self) -> None:
        """End the script that runs now, which then raises `ScriptBrokenOffError`; may be called from any thread."""

    def close(self) -> None:
        """End what runs them."""
