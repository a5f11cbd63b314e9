"""Kills at each system call of a live send: nothing is sent twice, nothing is lost, and every doubt is asked about.

The whole path is real: the Request, its store, the list of what was sent, yagmail, and an SMTP server of this machine
that counts. Only the connector runs in the killed process itself, so that its calls are counted too.
"""

from __future__ import annotations

import random
import tempfile
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from email import message_from_bytes
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP

from connectors.send_email.run import SendEmail
from modeler.services.catalog import discover
from modeler.services.live.runs import LiveChoice, LiveRuns
from modeler.services.profile import Profile
from tests.live.kit import free_port, mail_settings, workspace
from tests.reliability.figures import Figures
from tests.reliability.stepping import killed_at_call
from tests.services.connector_processes import MAIL, connector_task, document

MODEL = document(
    connector_task("first", MAIL, mail_settings(subject="First")),
    connector_task("second", MAIL, mail_settings(subject="Second")),
)
MAILS = 2


class Own:
    """Hosts whose connector runs right here."""

    def host(self, manifest: Any) -> Own:
        return self

    def run(self, manifest: Any, config: Any, data: Any, ports: Any, redactor: Any) -> Any:
        return SendEmail().run(config, data, ports)

    def close(self) -> None:
        pass


class Counting(SMTP):
    """Tells when nobody is connected any more."""

    active: set[int]
    idle: threading.Condition

    def connection_made(self, transport: Any) -> None:
        with self.idle:
            self.active.add(id(self))
        super().connection_made(transport)

    def connection_lost(self, error: Any) -> None:
        super().connection_lost(error)
        with self.idle:
            self.active.discard(id(self))
            self.idle.notify_all()


class Post:
    """A mail server that counts what it took, by Message-ID."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.taken: Counter[str] = Counter()
        self.active: set[int] = set()
        self.idle = threading.Condition()

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        self.taken[str(message_from_bytes(envelope.content)["Message-ID"])] += 1
        return "250 OK"

    def rest(self) -> None:
        """Wait until every conversation is over."""
        with self.idle:
            self.idle.wait_for(lambda: not self.active, timeout=20)


class Running(Controller):
    """The server in a thread."""

    def factory(self) -> SMTP:
        made = Counting(self.handler, **self.SMTP_kwargs)
        made.active, made.idle = self.handler.active, self.handler.idle
        return made


@contextmanager
def post() -> Iterator[Post]:
    """A counting mail server."""
    made = Post(free_port())
    controller = Running(made, hostname="127.0.0.1", port=made.port)
    controller.start()
    try:
        yield made
    finally:
        controller.stop()


def runs_in(folder: Path) -> LiveRuns:
    """The service of a user of this folder."""
    profile = Profile(folder)
    made = LiveRuns(profile, NoSecrets(), now=lambda: datetime(2026, 11, 30, tzinfo=UTC), pause=lambda _: None)
    made._hosts = Own()  # type: ignore[assignment]  # the connector's own process is not killed here
    return made


class NoSecrets:
    """Nothing here needs one."""

    def get(self, reference: str) -> str:
        raise AssertionError(reference)


def send_both(folder: Path, place: Path) -> None:
    """One live run with two mails, from its start to its end."""
    choice = LiveChoice({"n": 1, "who": "A"}, frozenset({"first", "second"}), place)
    runs_in(folder).start(MODEL, CATALOG, choice, "Two mails").go_on()


CATALOG = discover()


def prove(count: int, seed: int) -> Figures:
    """Kill a live run at system calls spread over all of it, at least `count` of them."""
    import yagmail  # noqa: F401  # its loading is no part of a send

    figures, chance = Figures(), random.Random(seed)
    with tempfile.TemporaryDirectory() as name, post() as server:
        root = Path(name)
        place = workspace(root / "work", server.port)
        send_both(root / "whole", place)
        total = calls_of(root, place)
        figures.count("system calls of a run with two mails", total // 2)
        for number in points(total, count, chance):
            one_kill(root / f"u{number}", place, server, number, figures)
        server.rest()
        twice = [key for key, times in server.taken.items() if times > 1]
        figures.check(not twice, f"{len(twice)} mails were sent twice")
    return figures


def calls_of(root: Path, place: Path) -> int:
    """How many times a whole run enters or leaves a system call, found by halves."""

    def is_killed_at(number: int) -> bool:
        return killed_at_call(lambda: send_both(root / f"m{number}", place), number)

    low, high = 1, 1
    while is_killed_at(high):
        low, high = high, high * 2
    while high - low > 8:
        middle = (low + high) // 2
        low, high = (middle, high) if is_killed_at(middle) else (low, middle)
    return low


def points(total: int, count: int, chance: random.Random) -> list[int]:
    """The moments of the kills: all of them where there are few, else evenly spread with a random beginning."""
    if count >= total:
        return list(range(1, total + 1))
    step = total / count
    begin = chance.random() * step
    return sorted({max(1, int(begin + index * step)) for index in range(count)})


def one_kill(folder: Path, place: Path, server: Post, number: int, figures: Figures) -> None:
    """Kill a run, go on in another start as its user would, and count what arrived."""
    figures.count("kills", int(killed_at_call(lambda: send_both(folder, place), number)))
    server.rest()
    runs = runs_in(folder)
    stored = runs.stored()
    if not stored:
        figures.count("kills before the run was stored")
        figures.check(not _ids(runs), f"kill {number}: something was sent for a run that is not there")
        return
    run = runs.resume(stored[0].id, CATALOG).go_on()
    for _ in range(MAILS):
        if not run.doubts:
            break
        figures.count("in doubt and asked about", len(run.doubts))
        for doubt in run.doubts:
            arrived = server.taken[_message_id(run.id, doubt.sending.element, runs)]
            figures.count("of them arrived", arrived)
            runs.ledger.settle(doubt.sending.key, was_sent=bool(arrived))
        run.go_on()
    server.rest()
    figures.check(run.request.status == "completed", f"kill {number}: the run ends as {run.request.status}")
    got = {each: server.taken[each] for each in _ids(runs)}
    figures.check(len(got) == MAILS, f"kill {number}: {len(got)} mails are on the list")
    figures.check(all(times == 1 for times in got.values()), f"kill {number}: mails arrived {list(got.values())} times")


def _ids(runs: LiveRuns) -> list[str]:
    return [_message_id(row.sending.run, row.sending.element, runs) for row in runs.ledger.rows()]


def _message_id(run: str, element: str, runs: LiveRuns) -> str:
    """The Message-ID that the mail of an element has, from its key's own facts."""
    from hashlib import sha256

    from modeler.services.live.sending import key_of

    row = next(row for row in runs.ledger.rows(run) if row.sending.element == element)
    for position in range(400):
        counter = position * 1_000
        if key_of(run, element, counter, "mail", 1) == row.sending.key:
            name = sha256(f"{run}\n{element}\n{counter}".encode()).hexdigest()[:32]
            return f"<{name}@example.org>"
    raise AssertionError("the key comes from nowhere")
