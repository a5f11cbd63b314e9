"""What a connector's code is: a class with `check` and `run`, and the words it answers in.

    class Greeter:
        def check(self, config):
            return [] if config.get("name") else [Finding("error", ("name",), "Nobody is greeted.")]

        def run(self, config, data, ports):
            return Outcome({"greeting": ports.templates.render(config["name"], data)})

The class is made without arguments in the package's own process. It reaches the outside only through `ports`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal, Protocol

from connectors.sdk.ports import Ports
from connectors.sdk.values import JsonObject, JsonPath


@dataclass(frozen=True, slots=True)
class Finding:
    """A remark about a configuration, at the setting that it is about."""

    severity: Literal["error", "warning", "info"]
    path: JsonPath
    message: str


@dataclass(frozen=True, slots=True)
class Answer:
    """One way in which what a task waits for can come about, for a preview to offer."""

    label: str
    data: JsonObject


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a run adds to the Request data. With `waits`, what it says is still to come; a preview offers `answers`."""

    data: JsonObject = field(default_factory=dict)
    waits: str = ""
    answers: tuple[Answer, ...] = ()


class ConnectorError(Exception):
    """A run that failed for a reason the designer can act on; `code` is what a boundary error event can catch."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


class Connector(Protocol):
    """The contract of the class that a manifest's `run` names."""

    def check(self, config: JsonObject) -> Sequence[Finding]:
        """Remarks about a configuration beyond what its schema says; evaluates and sends nothing."""

    def run(self, config: JsonObject, data: JsonObject, ports: Ports) -> Outcome:
        """Do the work once; raises `ConnectorError` when it cannot be done."""
