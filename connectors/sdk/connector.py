"""What a connector's code is: a class with `check` and `run`, and the words it answers in.

    class Greeter:
        def check(self, config):
            return [] if config.get("name") else [Finding("error", ("name",), "Nobody is greeted.")]

        def run(self, config, data, ports):
            return Outcome({"greeting": ports.templates.render(config["name"], data)})

The class is made without arguments in the package's own process. It reaches the outside only through `ports`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, Protocol, Self

from connectors.sdk.ports import Ports
from connectors.sdk.values import Json, JsonObject, JsonPath, as_text


@dataclass(frozen=True, slots=True)
class Finding:
    """A remark about a configuration, at the setting that it is about."""

    severity: Literal["error", "warning", "info"]
    path: JsonPath
    message: str


ERROR = "_error"


@dataclass(frozen=True, slots=True)
class Answer:
    """One way in which what a task waits for can come about, for a preview to offer."""

    label: str
    data: JsonObject

    @classmethod
    def failing(cls, label: str, code: str, message: str) -> Self:
        """An answer that is an error, which a boundary event can catch: `{"_error": {"code": …, "message": …}}`."""
        return cls(label, {ERROR: {"code": code, "message": message}})

    @property
    def error(self) -> ConnectorError | None:
        """The error that this answer is, if it is one."""
        return error_in(self.data)


def error_in(data: Mapping[str, object]) -> ConnectorError | None:
    """The error that an answer's data stand for; None for ordinary data."""
    said = data.get(ERROR)
    if not isinstance(said, dict):
        return None
    return ConnectorError(as_text(said.get("code"), "answer.failed"), as_text(said.get("message"), "No answer came."))


@dataclass(frozen=True, slots=True)
class Choice:
    """One value that a setting may have, and what to call it."""

    value: Json
    label: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a run adds to the Request data. With `waits`, what it says is still to come; a preview offers `answers`.

    A wait of at most so many `seconds` ends with the answer `late`.
    """

    data: JsonObject = field(default_factory=dict)
    waits: str = ""
    answers: tuple[Answer, ...] = ()
    seconds: float = 0.0
    late: Answer | None = None


class ConnectorError(Exception):
    """A run that failed for a reason the designer can act on; `code` is what a boundary error event can catch.

    Where the element does not say how often to try again, `retries` and `wait`, in seconds, do.
    """

    def __init__(self, code: str, message: str, retries: int = 0, wait: float = 0.0) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.retries = retries
        self.wait = wait


class Connector(Protocol):
    """The contract of the class that a manifest's `run` names."""

    def check(self, config: JsonObject) -> Sequence[Finding]:
        """Remarks about a configuration beyond what its schema says; evaluates and sends nothing."""

    def run(self, config: JsonObject, data: JsonObject, ports: Ports) -> Outcome:
        """Do the work once; raises `ConnectorError` when it cannot be done."""


class Offering(Protocol):
    """What a connector's class has besides when it can say what a setting may be, such as the channels of a chat."""

    def choices(self, setting: str, config: JsonObject, ports: Ports) -> Sequence[Choice]:
        """The values to choose from; raises `ConnectorError` when they cannot be had."""
