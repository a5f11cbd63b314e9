"""A running interpreter with the guest in it: asked one thing at a time, limited in time and memory, ended for good.

Whatever it writes, says or does, this side stays as it is: lines are capped, answers must be to what was asked, and the
time that it spends on its own work is counted, not the time that the ports need.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread, Timer
from typing import IO

from connectors.sdk.connector import ConnectorError
from connectors.sdk.manifest import Manifest
from connectors.sdk.ports import PortError
from connectors.sdk.serving import PortServer
from connectors.sdk.values import Json, JsonObject, as_list, as_object, as_text, texts
from connectors.sdk.wire import WireError, receive, send

_BOOTSTRAP = "import json, sys; sys.path[:] = json.loads(sys.argv[1]); from connectors.sdk.guest import main; main()"
_KEPT_ENVIRONMENT = ("PATH", "SYSTEMROOT", "LANG", "LC_ALL", "TZ")
_TEMPORARY = ("TMPDIR", "TEMP", "TMP")
_START_SECONDS = 20.0
_LAST_WORDS = 20
_MOST = 86_400.0
_LONGEST_WORDS = 2_000


class HostProcess:
    """The process of one package."""

    def __init__(self, manifest: Manifest) -> None:
        self._limits = manifest.limits
        self.is_overdue = False
        self.walls: tuple[str, ...] = ()
        self._number = 0
        self._left = 0.0
        self._words: deque[str] = deque(maxlen=_LAST_WORDS)
        self._place = tempfile.mkdtemp(prefix="processwright-")
        environment = {name: os.environ[name] for name in _KEPT_ENVIRONMENT if name in os.environ}
        try:
            self._child = subprocess.Popen(
                [sys.executable, "-I", "-B", "-c", _BOOTSTRAP, json.dumps(_search_path(manifest))],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                cwd=self._place,
                env={**environment, **dict.fromkeys(_TEMPORARY, self._place)},
                start_new_session=os.name == "posix",
            )
        except OSError:
            shutil.rmtree(self._place, ignore_errors=True)
            raise
        self._listener = Thread(target=self._listen, name="connector messages", daemon=True)
        self._listener.start()

    def shut_in(self) -> None:
        """Limit its memory and raise the walls, before anything of the package is loaded. Raises `WireError`."""
        params: JsonObject = {"megabytes": self._limits.megabytes, "workplace": self._place}
        self._left = _START_SECONDS
        reply = self._exchange({"method": "limit", "params": params}, None)
        self.walls = texts(as_list(as_object(reply.get("result")).get("walls")))

    @property
    def is_alive(self) -> bool:
        """Whether the process can still be asked."""
        return self._child.poll() is None

    def request(self, method: str, params: JsonObject, server: PortServer | None) -> Json:
        """Ask one thing, serving the ports meanwhile; raises `WireError` when the process fails."""
        self._left = self._limits.seconds
        reply = self._exchange({"method": method, "params": params}, server)
        if "error" in reply:
            error = as_object(reply["error"])
            told = as_object(error.get("data"))
            retries, wait = (_number(told.get(name)) for name in ("retries", "wait"))
            code = as_text(told.get("code"), "connector.failed")
            raise ConnectorError(code, as_text(error.get("message"), "The connector failed."), int(retries), wait)
        return reply.get("result")

    def end(self) -> str:
        """Stop the process and what it started; returns the last line that it wrote to its error stream."""
        self.kill()
        self._child.wait()
        self._listener.join(timeout=2)
        for stream in (self._child.stdin, self._child.stdout, self._child.stderr):
            if stream is not None:
                with contextlib.suppress(OSError):
                    stream.close()
        shutil.rmtree(self._place, ignore_errors=True)
        return self._words[-1] if self._words else ""

    def _exchange(self, request: JsonObject, server: PortServer | None) -> JsonObject:
        self._number += 1
        message: JsonObject = {"jsonrpc": "2.0", "id": self._number, **request}
        while True:
            with self._deadline():
                send(_binary(self._child.stdin), message)
                reply = receive(_binary(self._child.stdout))
            if "method" not in reply:
                if reply.get("id") != self._number:
                    raise WireError("an answer to nothing is not a message")
                return reply
            message = {"jsonrpc": "2.0", "id": reply.get("id"), **_served(reply, server)}

    @contextmanager
    def _deadline(self) -> Iterator[None]:
        """Kill the process when it has used up its time: that also ends a blocked read or write."""
        timer = Timer(max(self._left, 0.001), self._give_up)
        started = time.monotonic()
        timer.start()
        try:
            yield
        finally:
            timer.cancel()
            timer.join()
            self._left -= time.monotonic() - started

    def _give_up(self) -> None:
        self.is_overdue = True
        self.kill()

    def kill(self) -> None:
        """End the process and, where there are process groups, everything that it started."""
        if os.name == "posix":
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self._child.pid, signal.SIGKILL)
        if self.is_alive:
            self._child.kill()

    def _listen(self) -> None:
        stream = _binary(self._child.stderr)
        while line := stream.readline(_LONGEST_WORDS):
            text = line.decode("utf-8", "replace").strip()
            if text:
                self._words.append(text)


def _served(request: JsonObject, server: PortServer | None) -> JsonObject:
    try:
        if server is None:
            raise PortError("permission", "Checking a configuration must not use ports.")
        return {"result": server.call(as_text(request.get("method")), as_object(request.get("params")))}
    except PortError as error:
        return _refusal(error.code, error.message)
    except WireError:
        raise
    except Exception as error:
        return _refusal("port", f"The call failed: {type(error).__name__}: {error}")


def _refusal(code: str, message: str) -> JsonObject:
    return {"error": {"code": -32000, "message": message, "data": {"code": code}}}


def _search_path(manifest: Manifest) -> list[str]:
    """Ours first: no file of a package can take the place of a module of Python or of the SDK."""
    return [os.path.abspath(entry) for entry in [*sys.path, *map(str, manifest.roots)]]


def _binary(stream: IO[bytes] | None) -> IO[bytes]:
    if stream is None:
        raise WireError("the process has no pipe")
    return stream


def _number(value: Json) -> float:
    """A number that a connector gave, within reason."""
    is_one = isinstance(value, int | float) and not isinstance(value, bool) and value == value
    return min(max(float(value), 0.0), _MOST) if is_one else 0.0  # type: ignore[arg-type]  # it is a number
