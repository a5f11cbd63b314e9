"""One process per connector package: started at the first run, limited, replaced after a crash.

    with Hosts() as hosts:
        outcome = hosts.host(manifest).run(config, data, ports)

The process speaks JSON-RPC over its standard streams (see `guest`). It gets no secret by argument or environment, no
network permission of its own, and everything that it asks for passes `serving.PortServer`.
"""

from __future__ import annotations

from collections.abc import Iterable
from threading import Event, Lock
from types import TracebackType
from typing import Self

from connectors.sdk.connector import Answer, Choice, ConnectorError, Finding, Outcome
from connectors.sdk.host_process import HostProcess
from connectors.sdk.manifest import Manifest
from connectors.sdk.ports import Ports
from connectors.sdk.redaction import Redactor
from connectors.sdk.serving import PortServer
from connectors.sdk.values import Json, JsonObject, as_list, as_object, as_text
from connectors.sdk.wire import WireError


class HostError(ConnectorError):
    """The connector's process crashed, hung or talked nonsense: the fault is the package's."""


class BrokenOffError(HostError):
    """A person has broken the run off."""


class Host:
    """The process of one package, and the conversation with it; `fault` is how its last run crashed, if it did."""

    def __init__(self, manifest: Manifest, stop: Event | None = None) -> None:
        """While `stop` is set nothing may run."""
        self._manifest = manifest
        self._stop = stop or Event()
        self._lock = Lock()
        self._process: HostProcess | None = None
        self.fault = ""

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
            masked = type(error)(error.code, server.redactor.text(error.message))
            masked.retries, masked.wait = error.retries, error.wait
            raise masked from None
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

    @property
    def walls(self) -> tuple[str, ...]:
        """What keeps the running process in: `network` and `files` are the kernel's, `fence` is Python's."""
        return self._process.walls if self._process is not None else ()

    def break_off(self) -> None:
        """End what runs now with its process; the next run gets another one. May be called from any thread."""
        process = self._process
        if process is not None and self._lock.locked():
            process.kill()

    def close(self) -> None:
        """End the process."""
        with self._lock:
            self._end()

    def _request(self, manifest: Manifest, method: str, params: JsonObject, server: PortServer | None) -> Json:
        with self._lock:
            self._ask_whether_to_go_on()
            process = self._running()
            try:
                result = process.request(method, {"run": _place(manifest), **params}, server)
            except WireError as error:
                raise self._failure(process, error) from None
            self.fault = ""
            return result

    def _running(self) -> HostProcess:
        if self._process is not None and self._process.is_alive:
            return self._process
        self._end()
        try:
            self._process = process = HostProcess(self._manifest)
        except OSError as error:
            raise HostError("connector.crashed", f"“{self._manifest.name}” cannot be started: {error}.") from error
        try:
            self._ask_whether_to_go_on()
            process.shut_in()
        except WireError as error:
            raise self._failure(process, error) from None
        return process

    def _ask_whether_to_go_on(self) -> None:
        if self._stop.is_set():
            raise BrokenOffError("connector.broken-off", f"“{self._manifest.name}” was broken off by you.")

    def _failure(self, process: HostProcess, error: WireError) -> HostError:
        words = process.end()
        self._process = None
        self._ask_whether_to_go_on()
        name, seconds = self._manifest.name, self._manifest.limits.seconds
        if process.is_overdue:
            return self._blamed("connector.timeout", f"“{name}” did not finish within {seconds:g} seconds.")
        message = f"The process of “{name}” ended unexpectedly"
        if "not a message" in str(error):
            message = f"The process of “{name}” wrote something that is not part of the protocol"
        return self._blamed("connector.crashed", f"{message}{': ' + words if words else '.'}")

    def _blamed(self, code: str, message: str) -> HostError:
        """The fault, which is remembered until a run of the package ends well."""
        self.fault = message
        return HostError(code, message)

    def _end(self) -> None:
        if self._process is not None:
            self._process.end()
            self._process = None


class Hosts:
    """The processes of all packages that have run; closing ends them."""

    def __init__(self) -> None:
        self._hosts: dict[str, Host] = {}
        self._stop = Event()

    def host(self, manifest: Manifest) -> Host:
        """The host of a connector's package."""
        return self._hosts.setdefault(str(manifest.folder), Host(manifest, self._stop))

    @property
    def faults(self) -> dict[str, str]:
        """How the last run crashed, by the folder of the connector, for those where it did."""
        return {folder: host.fault for folder, host in self._hosts.items() if host.fault}

    def break_off(self) -> None:
        """End what runs now, and let nothing begin before `go_on`; may be called from any thread."""
        self._stop.set()
        for host in [*self._hosts.values()]:
            host.break_off()

    def go_on(self) -> None:
        """Connectors may run again."""
        self._stop.clear()

    def keep(self, manifests: Iterable[Manifest]) -> None:
        """End the processes of packages that are no longer installed."""
        wanted = {str(manifest.folder) for manifest in manifests}
        for folder in set(self._hosts) - wanted:
            self._hosts.pop(folder).close()

    def close(self) -> None:
        """End every process."""
        for host in self._hosts.values():
            host.close()
        self._hosts = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()


def _place(manifest: Manifest) -> str:
    return f"{manifest.module}.{manifest.run}" if manifest.module else manifest.run


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
