"""JavaScript: an interpreter without modules, files or network, in a worker process that is killed when it is late."""

from __future__ import annotations

import json
import subprocess
import sys
import weakref
from collections.abc import Mapping
from pathlib import Path
from threading import Event, Timer
from typing import IO

from engine.runtime.scripts.contract import Limits, ScriptBrokenOffError, ScriptError, ScriptResult
from engine.runtime.scripts.plain import plain_inputs, plain_output
from engine.runtime.scripts.variables import candidates, changes

GRACE = 0.4
START_SECONDS = 10.0
WORKER = Path(__file__).with_name("javascript_worker.py")
READY = b"ready\n"


class JavaScriptRunner:
    """Keeps a worker process; each script has an interpreter of its own in it."""

    def __init__(self, stop: Event | None = None) -> None:
        """The worker starts with the first script; while `stop` is set none may run."""
        self._stop = stop or Event()
        self._worker: _Worker | None = None

    def run(self, code: str, inputs: Mapping[str, object], limits: Limits) -> ScriptResult:
        """Run one script; raises `ScriptError`."""
        given = plain_inputs(inputs)
        question = {
            "code": code,
            "inputs": given,
            "names": candidates(code, given),
            "seconds": limits.seconds,
            "bytes": limits.bytes,
            "now": limits.now.timestamp() * 1000,
            "seed": limits.seed,
        }
        answer = self._ask(json.dumps(question).encode() + b"\n", limits)
        if "error" in answer:
            code, printed = str(answer.get("code") or "SCRIPT_FAILED"), str(answer.get("printed") or "")
            raise ScriptError(str(answer["error"]), code, printed)
        found, written = answer.get("found"), answer.get("written")
        return ScriptResult(
            plain_output(answer.get("value")),
            changes(given, found if isinstance(found, dict) else {}),
            written if isinstance(written, dict) else {},
            str(answer.get("printed") or ""),
        )

    def break_off(self) -> None:
        """End the script that runs now with its worker; the next one gets another."""
        worker = self._worker
        if worker is not None:
            worker.break_off()

    def close(self) -> None:
        """End the worker."""
        if self._worker is not None:
            self._worker.end()
            self._worker = None

    def _ask(self, question: bytes, limits: Limits) -> dict[str, object]:
        worker = self._worker = self._worker or _Worker()
        line = b"" if self._stop.is_set() else worker.exchange(question, limits.seconds + GRACE)
        if line:
            return _read(line)
        self.close()
        if self._stop.is_set():
            raise ScriptBrokenOffError
        if worker.is_late:
            raise ScriptError(f"the script did not end within {limits.seconds:g} s", "SCRIPT_TIMEOUT")
        raise ScriptError("the process that runs scripts ended; the next script starts another", "SCRIPT_MEMORY")


class _Worker:
    """The process: one line of JSON in, one out; killed when its owner goes or it is late."""

    def __init__(self) -> None:
        self.is_late = False
        self._is_at_work = False
        self._child = subprocess.Popen(
            [sys.executable, "-I", "-S", "-B", "-X", "utf8", str(WORKER), _engine_folder()],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={"TZ": "UTC", **({"SYSTEMROOT": root} if (root := _system_root()) else {})},
        )
        self._finalizer = weakref.finalize(self, _end, self._child)
        if self.exchange(b"", START_SECONDS) != READY:
            self.end()
            raise ScriptError("JavaScript cannot run here: its interpreter did not start")

    def exchange(self, question: bytes, seconds: float) -> bytes:
        """The worker's answer; nothing when it is late or gone."""
        timer = Timer(seconds, self._give_up)
        timer.daemon = True
        timer.start()
        self._is_at_work = True
        try:
            _pipe(self._child.stdin).write(question)
            _pipe(self._child.stdin).flush()
            return _pipe(self._child.stdout).readline()
        except OSError:
            return b""
        finally:
            self._is_at_work = False
            timer.cancel()

    def break_off(self) -> None:
        """Kill it where it is at work."""
        if self._is_at_work:
            self._child.kill()

    def end(self) -> None:
        """End the process."""
        self._finalizer()

    def _give_up(self) -> None:
        self.is_late = True
        self._child.kill()


def _read(line: bytes) -> dict[str, object]:
    try:
        answer = json.loads(line)
    except (ValueError, RecursionError):
        raise ScriptError("the script's result is nested too deeply", "SCRIPT_RESULT") from None
    return dict(answer)


def _end(child: subprocess.Popen[bytes]) -> None:
    child.kill()
    child.wait()
    for stream in (child.stdin, child.stdout):
        try:
            _pipe(stream).close()
        except OSError:  # the rest of a question that nobody read
            continue


def _pipe(stream: IO[bytes] | None) -> IO[bytes]:
    assert stream is not None
    return stream


def _engine_folder() -> str:
    """Where the interpreter's module lies: the worker gets no other place to import from."""
    from importlib.util import find_spec

    spec = find_spec("_quickjs")
    if spec is None or spec.origin is None:
        raise ScriptError("JavaScript cannot run here: the package quickjs-ng is not installed")
    return str(Path(spec.origin).parent)


def _system_root() -> str:
    import os

    return os.environ.get("SYSTEMROOT", "")
