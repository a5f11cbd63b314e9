"""One process per connector package: started at the first run, limited, replaced after a crash.

    with Hosts() as hosts:
        outcome = hosts.host(manifest).run(config, data, ports)

The process speaks JSON-RPC over its standard streams (see `guest`). It gets no secret by argument or environment, no
network permission of its own, and everything that it asks for passes `serving.PortServer`.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock, Thread, Timer
from types import TracebackType
from typing import IO, Self

from connectors.sdk.connector import Answer, Choice, ConnectorError, Finding, Outcome
from connectors.sdk.manifest import Manifest
from connectors.sdk.ports import PortError, Ports
from connectors.sdk.redaction import Redactor
from connectors.sdk.serving import PortServer
from connectors.sdk.values import Json, JsonObject, as_list, as_object, as_text
from connectors.sdk.wire import WireError, receive, send

_BOOTSTRAP = "import json, sys; sys.path[:] = json.loads(sys.argv[1]); from connectors.sdk.guest import main; main()"
_KEPT_ENVIRONMENT = ("PATH", "SYSTEMROOT", "TEMP", "TMP", "TMPDIR", "LANG", "LC_ALL", "TZ")
_START_SECONDS = 20.0
_LAST_WORDS = 20


class HostError(ConnectorError):
    """The connector's process crashed, hung or talked nonsense: the fault is the package's."""


class Host:
    """The process of one package, and the conversation with it."""

    def __init__(self, manifest: Manifest) -> None:
        self._manifest = manifest
        self._lock = Lock()
        self._process: _Process | None = None

    def run(
        self,
        manifest: Manifest,
        config: JsonObject,
        data: JsonObject,
        ports: Ports,
        redactor: Redactor | None = None,
    ) -> Outcome:
        """Run a connector of the package once; raises `ConnectorError` with what went wrong.

        A `redactor` learns the secrets that the run uses, so that other records of it can be masked too.
        """
        if not manifest.run:
            return Outcome(dict(manifest.example))
        server = PortServer(manifest, config, ports, redactor)
        params: JsonObject = {"config": config, "data": data, "task": server.task}
        try:
            result = as_object(self._request(manifest, "run", params, server))
        except ConnectorError as error:
            raise type(error)(error.code, server.redactor.text(error.message)) from None
        return _outcome(as_object(server.redactor.value(result)))

    def check(self, manifest: Manifest, config: JsonObject) -> list[Finding]:
        """What the connector itself says about a configuration."""
        if not manifest.run:
            return []
        found = self._request(manifest, "check", {"config": config}, None)
        return [_finding(as_object(each)) for each in as_list(found)]

    def choices(self, manifest: Manifest, setting: str, config: JsonObject, ports: Ports) -> list[Choice]:
        """What the connector offers for a setting; none where it offers nothing. Raises `ConnectorError`."""
        if not manifest.run:
            return []
        server = PortServer(manifest, config, ports)
        params: JsonObject = {"setting": setting, "config": config, "task": server.task}
        try:
            found = as_list(self._request(manifest, "choices", params, server))
        except ConnectorError as error:
            raise type(error)(error.code, server.redactor.text(error.message)) from None
        return [Choice(each.get("value"), as_text(each.get("label"))) for each in map(as_object, found)]

    def close(self) -> None:
        """End the process."""
        with self._lock:
            self._end()

    def _request(self, manifest: Manifest, method: str, params: JsonObject, server: PortServer | None) -> Json:
        with self._lock:
            process = self._running()
            try:
                return process.request(method, {"run": _place(manifest), **params}, server)
            except WireError as error:
                raise self._failure(process, error) from None

    def _running(self) -> _Process:
        if self._process is None or not self._process.is_alive:
            self._end()
            self._process = _Process(self._manifest)
        return self._process

    def _failure(self, process: _Process, error: WireError) -> HostError:
        words = process.end()
        self._process = None
        name, seconds = self._manifest.name, self._manifest.limits.seconds
        if process.is_overdue:
            return HostError("connector.timeout", f"“{name}” did not finish within {seconds:g} seconds.")
        message = f"The process of “{name}” ended unexpectedly"
        if "not a message" in str(error):
            message = f"The process of “{name}” wrote something that is not part of the protocol"
        return HostError("connector.crashed", f"{message}{': ' + words if words else '.'}")

    def _end(self) -> None:
        if self._process is not None:
            self._process.end()
            self._process = None


class Hosts:
    """The processes of all packages that have run; closing ends them."""

    def __init__(self) -> None:
        self._hosts: dict[str, Host] = {}

    def host(self, manifest: Manifest) -> Host:
        """The host of a connector's package."""
        return self._hosts.setdefault(str(manifest.folder), Host(manifest))

    def close(self) -> None:
        """End every process."""
        for host in self._hosts.values():
            host.close()
        self._hosts = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()


class _Process:
    """A running interpreter with the guest in it."""

    def __init__(self, manifest: Manifest) -> None:
        self._limits = manifest.limits
        self.is_overdue = False
        self._child = subprocess.Popen(
            [sys.executable, "-I", "-B", "-c", _BOOTSTRAP, json.dumps(_search_path(manifest))],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env={name: os.environ[name] for name in _KEPT_ENVIRONMENT if name in os.environ},
        )
        self._words: deque[str] = deque(maxlen=_LAST_WORDS)
        self._listener = Thread(target=self._listen, name="connector messages", daemon=True)
        self._listener.start()
        self._exchange({"method": "limit", "params": {"megabytes": self._limits.megabytes}}, None, _START_SECONDS)

    @property
    def is_alive(self) -> bool:
        """Whether the process can still be asked."""
        return self._child.poll() is None

    def request(self, method: str, params: JsonObject, server: PortServer | None) -> Json:
        """Ask one thing, serving the ports meanwhile; raises `WireError` when the process fails."""
        reply = self._exchange({"method": method, "params": params}, server, self._limits.seconds)
        if "error" in reply:
            error = as_object(reply["error"])
            code = as_text(as_object(error.get("data")).get("code"), "connector.failed")
            raise ConnectorError(code, as_text(error.get("message"), "The connector failed."))
        return reply.get("result")

    def end(self) -> str:
        """Stop the process and return the last line that it wrote to its error stream."""
        if self.is_alive:
            self._child.kill()
        self._child.wait()
        self._listener.join(timeout=2)
        for stream in (self._child.stdin, self._child.stdout, self._child.stderr):
            _close(stream)
        return self._words[-1] if self._words else ""

    def _exchange(self, request: JsonObject, server: PortServer | None, seconds: float) -> JsonObject:
        message: JsonObject = {"jsonrpc": "2.0", "id": 1, **request}
        while True:
            with self._deadline(seconds):
                send(_binary(self._child.stdin), message)
                reply = receive(_binary(self._child.stdout))
            if "method" not in reply:
                return reply
            message = {"jsonrpc": "2.0", "id": reply.get("id"), **_served(reply, server)}

    @contextmanager
    def _deadline(self, seconds: float) -> Iterator[None]:
        """Kill the process when it is silent for too long: that also ends a blocked read or write."""
        timer = Timer(seconds, self._give_up)
        timer.start()
        try:
            yield
        finally:
            timer.cancel()
            timer.join()

    def _give_up(self) -> None:
        self.is_overdue = True
        self._child.kill()

    def _listen(self) -> None:
        for line in _binary(self._child.stderr):
            text = line[:2_000].decode("utf-8", "replace").strip()
            if text:
                self._words.append(text)


def _served(request: JsonObject, server: PortServer | None) -> JsonObject:
    try:
        if server is None:
            raise PortError("permission", "Checking a configuration must not use ports.")
        return {"result": server.call(as_text(request.get("method")), as_object(request.get("params")))}
    except PortError as error:
        return {"error": {"code": -32000, "message": error.message, "data": {"code": error.code}}}


def _place(manifest: Manifest) -> str:
    return f"{manifest.module}.{manifest.run}" if manifest.module else manifest.run


def _search_path(manifest: Manifest) -> list[str]:
    """Ours first: no file of a package can take the place of a module of Python or of the SDK."""
    return [os.path.abspath(entry) for entry in [*sys.path, *map(str, manifest.roots)]]


def _outcome(result: JsonObject) -> Outcome:
    seconds, late = result.get("seconds"), result.get("late")
    return Outcome(
        as_object(result.get("data")),
        as_text(result.get("waits")),
        tuple(_answer(each) for each in as_list(result.get("answers"))),
        float(seconds) if isinstance(seconds, int | float) else 0.0,
        _answer(late) if late is not None else None,
    )


def _answer(value: Json) -> Answer:
    each = as_object(value)
    return Answer(as_text(each.get("label")), as_object(each.get("data")))


def _finding(data: JsonObject) -> Finding:
    severity = as_text(data.get("severity"))
    path = tuple(step for step in as_list(data.get("path")) if isinstance(step, str | int))
    return Finding(
        "error" if severity == "error" else "warning" if severity == "warning" else "info",
        path,
        as_text(data.get("message")),
    )


def _binary(stream: IO[bytes] | None) -> IO[bytes]:
    if stream is None:
        raise WireError("the process has no pipe")
    return stream


def _close(stream: IO[bytes] | None) -> None:
    if stream is not None:
        try:
            stream.close()
        except OSError:
            return
