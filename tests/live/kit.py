"""What tests of live runs share: a clock, a mail sink, a folder with a mail server in it, and runs on all of that."""

from __future__ import annotations

import json
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller

from connectors.sdk.live import LiveHttp
from connectors.sdk.ports import HttpRequest, HttpResponse
from engine.bpmn import Document
from modeler.services.catalog import discover
from modeler.services.live.bench import Outside
from modeler.services.live.runs import LiveChoice, LiveRun, LiveRuns
from modeler.services.profile import Profile
from tests.services.connector_processes import BASE

NOON = datetime(2026, 11, 30, 12, 0, tzinfo=UTC)
SENDER = "orders@example.org"
TO_ANN = [{"type": "email", "value": "ann@example.org"}]


@dataclass
class Clock:
    """A real clock for the runs, moved by the test."""

    moment: datetime = NOON

    def now(self) -> datetime:
        return self.moment

    def pass_by(self, **span: float) -> None:
        self.moment += timedelta(**span)


class Sink:
    """Keeps the mails that arrive; refuses addresses that start with `no`, or all of them."""

    def __init__(self) -> None:
        self.envelopes: list[Any] = []
        self.refuses = False

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:
        if self.refuses or address.startswith("no"):
            return "550 nobody here"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        self.envelopes.append(envelope)
        return "250 OK"


@dataclass
class Mailer:
    """A mail server on this machine."""

    port: int
    sink: Sink

    @property
    def subjects(self) -> list[str]:
        return [line for each in self.envelopes for line in each.splitlines() if line.startswith("Subject: ")]

    @property
    def recipients(self) -> list[list[str]]:
        return [list(each.rcpt_tos) for each in self.sink.envelopes]

    @property
    def envelopes(self) -> list[str]:
        return [each.content.decode() for each in self.sink.envelopes]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


@contextmanager
def mail_sink(sink: Sink | None = None, made: Callable[..., Controller] = Controller) -> Iterator[Mailer]:
    """An SMTP server on a free port."""
    sink, port = sink or Sink(), free_port()
    controller = made(sink, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        yield Mailer(port, sink)
    finally:
        controller.stop()


def workspace(folder: Path, port: int, **more: Any) -> Path:
    """A folder whose only mail server is on this machine."""
    folder.mkdir(exist_ok=True)
    server = {"name": "Local", "host": "127.0.0.1", "port": port, "security": "none", "senderName": "Orders",
              "senderAddress": SENDER, **more}  # fmt: skip
    (folder / "mail-servers.json").write_text(json.dumps([server]))
    return folder


@dataclass
class Rerouted:
    """Calls the servers of this machine in place of the named hosts; all else is the live port's own."""

    http: LiveHttp
    hosts: dict[str, str]

    def send(self, request: HttpRequest) -> HttpResponse:
        for host, local in self.hosts.items():
            if request.url.startswith(f"https://{host}/"):
                return self.http.send(replace(request, url=local + request.url.removeprefix(f"https://{host}")))
        return self.http.send(request)


@dataclass
class Kit:
    """One user with live runs."""

    folder: Path
    clock: Clock = field(default_factory=Clock)
    secrets: Any = None
    hosts: dict[str, str] = field(default_factory=dict)
    pauses: list[float] = field(default_factory=list)

    def runs(self) -> LiveRuns:
        """The service as a new start of the program makes it."""
        return LiveRuns(
            Profile(self.folder / "profile"), self.secrets, now=self.clock.now, pause=self.pauses.append,
            outside=self._outside,
        )  # fmt: skip

    def _outside(self, usual: Outside) -> Outside:
        hosts = self.hosts

        def http(permitted: Callable[[str], bool], loopback: bool) -> Any:
            allowed = lambda host: permitted(host) or bool(hosts)  # noqa: E731
            return Rerouted(LiveHttp(allowed, loopback=loopback or bool(hosts)), hosts)

        return replace(usual, http=http)


def started(runs: LiveRuns, model: Document, folder: Path, *elements: str, **data: Any) -> LiveRun:
    """A run of a model in which these elements are live, worked on until it waits or ends."""
    choice = LiveChoice(data, frozenset(elements), folder, loopback=True)
    return runs.start(model, discover(), choice, "Order").go_on()


def mail_settings(**more: Any) -> dict[str, Any]:
    return {**BASE, "toRecipients": TO_ANN, **more}
