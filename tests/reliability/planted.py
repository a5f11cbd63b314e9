"""Secrets are planted and looked for: in every file, record, trace, message and argument that live runs leave.

Servers of this machine refuse the sign-in, answer with errors, and send each secret back in many dresses; then the
secret is changed and they do it again.
"""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import keyring
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult

from modeler.services.catalog import discover
from modeler.services.live.runs import LiveChoice, LiveRun, LiveRuns
from modeler.services.profile import Profile
from modeler.services.secrets.fields import references_in
from modeler.services.secrets.keyring_store import Secrets
from tests.connectors.local_http import LocalServer, serving
from tests.live.kit import Sink, free_port, mail_settings, workspace
from tests.memory_keyring import MemoryKeyring
from tests.reliability.dresses import SHAPES, dresses
from tests.reliability.figures import Figures
from tests.services.connector_processes import MAIL, SERVICE, connector_task, document

ANSWERS = (200, 401, 500)
SHORTEST = 8


def prove(count: int, seed: int) -> Figures:
    """Every shape, each in every dress, with good and bad answers; `count` limits the shapes."""
    figures, before = Figures(), keyring.get_keyring()
    keyring.set_keyring(MemoryKeyring())
    try:
        for name, secret in list(SHAPES.items())[: count or None]:
            for dress, text in dresses(secret).items():
                one_echo(f"{name}, {dress}", secret, text, figures)
            refused_sign_in(name, secret, figures)
            figures.count("shapes")
    finally:
        keyring.set_keyring(before)
    return figures


def one_echo(name: str, secret: str, text: str, figures: Figures) -> None:
    """A service that sends the secret back, whatever its status; then again with a changed secret."""
    with tempfile.TemporaryDirectory() as folder, serving() as server:
        secrets = Secrets(Profile(Path(folder) / "profile"))
        secrets.keep("SHOP", secret)
        place = service(Path(folder) / "work", server)
        runs = LiveRuns(Profile(Path(folder) / "profile"), secrets, pause=lambda _: None)
        for status in ANSWERS:
            server.answer = lambda seen, status=status: echoed(seen, status, text)  # type: ignore[misc]
            run = runs.start(call(), CATALOG, LiveChoice(workspace=place, elements=ALL, loopback=True)).go_on()
            said = told(run, runs)
            figures.check(not found(secret, said, place.parent), f"{name}, status {status}: the secret is shown")
            figures.count("echoes")
        changed_meanwhile(name, secret, text, runs, secrets, server, place, figures)
        runs.close()


def changed_meanwhile(
    name: str, secret: str, text: str, runs: LiveRuns, secrets: Secrets, server: LocalServer, place: Path, figures: Any
) -> None:
    """The secret is rotated while the server answers with the old one."""

    def rotate(seen: Any) -> Any:
        secrets.keep("SHOP", "another-value-9912")
        return echoed(seen, 200, text)

    server.answer = rotate
    run = runs.start(call(), CATALOG, LiveChoice(workspace=place, elements=ALL, loopback=True)).go_on()
    figures.check(not found(secret, told(run, runs), place.parent), f"{name}: shown after it was changed")
    figures.count("changed meanwhile")


def refused_sign_in(name: str, secret: str, figures: Figures) -> None:
    """A mail server that refuses the password and repeats it."""
    line = " ".join(secret.split())
    with tempfile.TemporaryDirectory() as folder, refusing(line) as port:
        secrets = Secrets(Profile(Path(folder) / "profile"))
        secrets.keep("BOX", line)
        place = workspace(Path(folder) / "work", port, user="ann", password="secret:BOX")
        runs = LiveRuns(Profile(Path(folder) / "profile"), secrets, pause=lambda _: None)
        model = document(connector_task("call", MAIL, mail_settings()))
        choice = LiveChoice({"n": 1, "who": "A"}, ALL, place)
        run = runs.start(model, CATALOG, choice).go_on()
        figures.check(run.request.status == "error", f"{name}: the sign-in was not refused")
        figures.check(not found(line, told(run, runs), Path(folder)), f"{name}: a refused sign-in shows the secret")
        figures.count("refused sign-ins")
        runs.close()


ALL = frozenset({"call"})
CATALOG = discover()


def call() -> Any:
    """One call whose whole answer goes into the Request data."""
    mapping = [{"key": "whole", "value": "", "format": "dotNotation"}]
    return document(connector_task("call", SERVICE, {"dataSource": 3, "endpoint": "Send", "dataMapping": mapping}))


def service(folder: Path, server: LocalServer) -> Path:
    """A workspace with one service that is signed in to with the secret."""
    place = folder / "data-connectors"
    place.mkdir(parents=True)
    url = f"http://127.0.0.1:{server.port}/send"
    described = {
        "id": 3, "name": "Shop", "authtype": "BASIC", "credentials": {"username": "ann", "password": "secret:SHOP"},
        "endpoints": {"Send": {"method": "POST", "url": url, "body": "{}"}},
    }  # fmt: skip
    assert list(references_in(described["credentials"])) == ["SHOP"]  # type: ignore[arg-type]
    (place / "shop.json").write_text(json.dumps(described))
    return folder


def echoed(seen: Any, status: int, text: str) -> tuple[int, dict[str, str], bytes]:
    """An answer that repeats the secret in a header and in its body."""
    header = "".join(letter for letter in text if letter.isascii() and letter.isprintable())[:200]
    return status, {"X-Echo": header, "Content-Type": "text/plain"}, f"you sent {text} to us".encode()


def told(run: LiveRun, runs: LiveRuns) -> str:
    """Everything that a person or a log could be told of the run."""
    rows = [f"{row.sending} {row.reason}" for row in runs.ledger.rows()]
    effects = [file.content.decode("utf-8", "replace") for effect in run.effects for file in effect.files]
    return "\n".join([json.dumps(run.result()), run.trace_lines(), repr(run.request.errors), *rows, *effects])


def found(secret: str, said: str, folder: Path) -> list[str]:
    """Where the secret is: in what is said, in a file, or in what a process of ours was started with."""
    places = [("said", said)]
    places += [(str(path), path.read_bytes().decode("latin-1")) for path in folder.rglob("*") if path.is_file()]
    places += [(f"process {name}", text) for name, text in processes()]
    forms = [secret, *(part for part in secret.split("\n") if len(part) > SHORTEST and not part.startswith("---"))]
    forms += [form for form in dresses(secret).values() if len(form) > SHORTEST]
    return [place for place, text in places if any(form in text for form in forms)]


def processes() -> Iterator[tuple[str, str]]:
    """Arguments and environments of our children, where the system tells them."""
    for task in Path("/proc/self/task").glob("*/children"):
        for pid in task.read_text().split():
            for name in ("cmdline", "environ"):
                try:
                    yield f"{pid} {name}", (Path("/proc") / pid / name).read_bytes().decode("latin-1")
                except OSError:
                    continue
    yield "own environment", repr(dict(os.environ))


@contextmanager
def refusing(repeated: str) -> Iterator[int]:
    """A mail server that lets nobody in, and says the password aloud."""

    def refuse(server: Any, session: Any, envelope: Any, mechanism: Any, data: Any) -> AuthResult:
        words = f"535 5.7.8 no entry with {repeated}".encode("ascii", "replace").decode()
        return AuthResult(success=False, handled=False, message=words)

    port = free_port()
    controller = Controller(Sink(), hostname="127.0.0.1", port=port, authenticator=refuse, auth_require_tls=False)
    controller.start()
    try:
        yield port
    finally:
        controller.stop()
