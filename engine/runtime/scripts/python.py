"""Python scripts: a subset of the language in an interpreter without files, network or host objects."""

from __future__ import annotations

import os
import signal
import weakref
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from keyword import iskeyword
from threading import Event, Lock
from typing import TYPE_CHECKING

from engine.runtime.scripts.contract import Limits, ScriptBrokenOffError, ScriptError, ScriptResult
from engine.runtime.scripts.plain import plain_inputs, plain_output
from engine.runtime.scripts.variables import candidates, changes

if TYPE_CHECKING:
    from pydantic_monty import CollectString, Monty, MontyError, MontySession, OSPolicy, ResourceLimits

GRACE = 0.5
MAX_PRINTED = 64 << 10
MAX_SUSPENSIONS = 16
MAX_RECURSION = 400
_ERROR_STREAM = 2
EXECUTION = """
class Execution:
    def __init__(self, variables):
        self._variables = variables
        self._written = {}
    def getVariable(self, name):
        return self._variables.get(name)
    def hasVariable(self, name):
        return name in self._variables
    def getVariables(self):
        return dict(self._variables)
    def setVariable(self, name, value):
        self._variables[name] = value
        self._written[name] = value
    def removeVariable(self, name):
        self.setVariable(name, None)
execution = Execution(dict(variables))
"""
_ASKED = """try:
    if type({name}).__name__ not in ("function", "type", "builtin_function_or_method"):
        _found["{name}"] = {name}
except NameError:
    pass"""


class PythonRunner:
    """Keeps a worker process; each script has a session of its own in it."""

    def __init__(self, stop: Event | None = None) -> None:
        """The worker starts with the first script; while `stop` is set none may run."""
        self._stop = stop or Event()
        self._worker: int | None = None
        self._ending = Lock()
        self._pool: Monty | None = None
        self._end: Callable[[], object] = _nothing

    def run(self, code: str, inputs: Mapping[str, object], limits: Limits) -> ScriptResult:
        """Run one script; raises `ScriptError`."""
        from pydantic_monty import CollectString, MontyError, OSPolicy, ResourceLimits

        resources = ResourceLimits(
            max_feed_duration_secs=limits.seconds,
            max_memory=limits.bytes,
            max_suspensions=MAX_SUSPENSIONS,
            max_recursion_depth=MAX_RECURSION,
        )
        policy = OSPolicy(datetime=limits.now, timezone="utc", sleep="zero", random_start={"seed": limits.seed})
        printed = CollectString(MAX_PRINTED)
        try:
            with self._session(resources, policy) as session, self._working(session):
                result = _run(session, code, plain_inputs(inputs), printed)
        except MontyError as error:
            failed = ScriptBrokenOffError() if self._stop.is_set() else _failure(error, limits)
            failed.printed = printed.output
            raise failed from None
        return ScriptResult(result.value, result.changed, result.written, printed.output)

    @contextmanager
    def _session(self, resources: ResourceLimits, policy: OSPolicy) -> Iterator[MontySession]:
        """A session of its own in the worker, which starts where there is none."""
        with ExitStack() as stack:
            with _own_error_stream():
                session = stack.enter_context(self._open().checkout(limits=resources, os_policy=policy))
            yield session

    def break_off(self) -> None:
        """End the script that runs now with its worker; the next one gets another."""
        with self._ending:
            if self._worker is not None:
                with suppress(ProcessLookupError):
                    os.kill(self._worker, getattr(signal, "SIGKILL", signal.SIGTERM))

    @contextmanager
    def _working(self, session: MontySession) -> Iterator[None]:
        """Know the worker while a script is in it."""
        self._worker = session.worker_pid
        try:
            if self._stop.is_set():
                raise ScriptBrokenOffError
            yield
        finally:
            with self._ending:
                self._worker = None

    def close(self) -> None:
        """End the worker."""
        self._end()
        self._pool, self._end = None, _nothing

    def _open(self) -> Monty:
        from pydantic_monty import Monty

        if self._pool is None:
            self._pool = Monty(max_processes=1, feed_duration_limit_grace=GRACE).__enter__()
            self._end = weakref.finalize(self, self._pool.__exit__, None, None, None)
        return self._pool


@contextmanager
def _own_error_stream() -> Iterator[None]:
    """Processes that start meanwhile do not get our error stream: a worker that ends for memory writes to it."""
    with suppress(OSError):
        os.set_inheritable(_ERROR_STREAM, False)
    try:
        yield
    finally:
        with suppress(OSError):
            os.set_inheritable(_ERROR_STREAM, True)


def _nothing() -> None:
    """Nothing has been started that could be ended."""


def _run(session: MontySession, code: str, inputs: dict[str, object], printed: CollectString) -> ScriptResult:
    named = {name: value for name, value in inputs.items() if name.isidentifier() and not iskeyword(name)}
    with_execution = "execution" in code and "execution" not in named
    if with_execution:
        session.feed_run(EXECUTION, inputs={"variables": inputs})
    value = session.feed_run(code, inputs=named, print_callback=printed)
    names = candidates(code, named)
    found = session.feed_run(_question(names)) if names else {}
    written = session.feed_run("execution._written") if with_execution else {}
    return ScriptResult(plain_output(value), changes(named, _values(found)), _values(written))


def _question(names: tuple[str, ...]) -> str:
    """Code that asks a session for its variables, as far as they are there."""
    return "\n".join(["_found = {}", *(_ASKED.format(name=name) for name in names), "_found"])


def _values(found: object) -> dict[str, object]:
    """The variables that are JSON values; others, such as modules and sets, stay in the script."""
    values: dict[str, object] = {}
    for name, value in found.items() if isinstance(found, dict) else ():
        try:
            values[name] = plain_output(value)
        except ScriptError as error:
            if error.code == "SCRIPT_MEMORY":
                raise
    return values


def _failure(error: MontyError, limits: Limits) -> ScriptError:
    from pydantic_monty import MontyCrashedError, MontyRuntimeError

    if isinstance(error, MontyCrashedError) and not error.timed_out:
        return ScriptError("the process that runs scripts ended; the next script starts another")
    if isinstance(error, MontyCrashedError):
        return ScriptError(f"the script did not end within {limits.seconds:g} s", "SCRIPT_TIMEOUT")
    text = " ".join(str(error).split())
    if text.startswith("TimeoutError: feed time limit"):
        return ScriptError(f"the script did not end within {limits.seconds:g} s", "SCRIPT_TIMEOUT")
    if text.startswith("MemoryError"):
        return ScriptError(f"the script needs more than {limits.megabytes} MiB", "SCRIPT_MEMORY")
    frames = error.traceback() if isinstance(error, MontyRuntimeError) else []
    line = f"line {frames[-1].line}: " if frames else ""
    return ScriptError(f"{line}{text}")
