"""One call of a data connector's resource to look at: the request as it goes out, the answer, and how long it took.

The same connector code as in a Request does it, on ports of its own: offline the answer is the resource's sample data,
live it is what the server says. Whatever signs in is masked in what is shown.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Literal

from connectors.sdk.connector import ConnectorError
from connectors.sdk.host import Hosts
from connectors.sdk.manifest import Manifest
from connectors.sdk.ports import Http, HttpRequest, HttpResponse, PortError, Secrets, TaskInfo
from connectors.sdk.redaction import Redactor
from connectors.sdk.values import Json, JsonObject, as_list, as_object, as_text
from modeler.services.live.lone_ports import lone_ports
from modeler.services.preview.ports import StandInSecrets, exchange_record
from modeler.services.workspace.data_connectors import DATA_CONNECTOR, resources

Mode = Literal["sample", "live", "loopback"]
_ELEMENT = "trial"


@dataclass(frozen=True, slots=True)
class Exchange:
    """One call and its answer as they may be shown."""

    method: str
    url: str
    headers: tuple[tuple[str, str], ...]
    body: Json
    status: int = 0
    answer_headers: tuple[tuple[str, str], ...] = ()
    answer: Json = None
    size: int = 0
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class Trial:
    """What came of it: the calls in their order (signing in comes first), or why there is none."""

    exchanges: tuple[Exchange, ...] = ()
    error: str = ""
    is_live: bool = False


@dataclass(frozen=True, slots=True)
class Setting:
    """How to try: with which Request data, and through which port; without one the sample answers."""

    data: JsonObject = field(default_factory=dict)
    http: Http | None = None
    secrets: Secrets = field(default_factory=StandInSecrets)
    clock: Callable[[], float] = time.perf_counter


class Trier:
    """Tries resources for an editor, with the connector's process behind it until it is closed."""

    def __init__(self, manifest: Manifest | None, secrets: Secrets) -> None:
        self._manifest = manifest
        self._secrets = secrets
        self._hosts = Hosts()

    def try_out(self, source: JsonObject, name: str, data: JsonObject, mode: Mode) -> Trial:
        """Call a resource once: answered by its sample, or by the server."""
        if self._manifest is None:
            return Trial(error="The package of the Data Connector is not installed.")
        if mode == "sample":
            return try_resource(self._hosts, self._manifest, source, name, Setting(data))
        setting = Setting(data, live_http(mode == "loopback"), self._secrets)
        return try_resource(self._hosts, self._manifest, source, name, setting)

    def close(self) -> None:
        """End the connector's process."""
        self._hosts.close()


def try_resource(hosts: Hosts, manifest: Manifest, source: JsonObject, name: str, setting: Setting) -> Trial:
    """Call a resource of a description once."""
    if name not in resources(source):
        return Trial(error=f"There is no resource “{name}”.", is_live=setting.http is not None)
    redactor = Redactor()
    http = _Watched(setting.http, setting.clock)
    task = TaskInfo(_ELEMENT, as_text(source.get("name")))
    ports = lone_ports(task, DATA_CONNECTOR, setting.data, http, setting.secrets, _OneSource(source))
    config: JsonObject = {"dataSource": as_text(source.get("name"), _ELEMENT), "endpoint": name}
    error = ""
    try:
        hosts.host(manifest).run(manifest, config, setting.data, ports, redactor)
    except (ConnectorError, PortError) as refusal:
        error = redactor.text(refusal.message)
    for _, answer, _ in http.calls if setting.http is not None else ():
        redactor.add_tokens(answer.body if answer is not None else b"")
    shown = tuple(_shown(*call, redactor) for call in http.calls)
    return Trial(shown, error, setting.http is not None)


class _Watched:
    """The HTTP port of a trial: remembers each call, its answer and its time."""

    def __init__(self, http: Http | None, clock: Callable[[], float]) -> None:
        self._http = http
        self._clock = clock
        self.calls: list[tuple[HttpRequest, HttpResponse | None, float]] = []

    def send(self, request: HttpRequest) -> HttpResponse:
        """Make the call, or take the sample for its answer."""
        begun = self._clock()
        answer: HttpResponse | None = None
        try:
            answer = request.sample if self._http is None else self._http.send(request)
        finally:
            self.calls.append((request, answer, self._clock() - begun))
        return answer


@dataclass(frozen=True, slots=True)
class _OneSource:
    """The sources port with the one description that is being tried, saved or not."""

    source: JsonObject

    def get(self, reference: Json) -> JsonObject:
        """That description."""
        return self.source


def _shown(request: HttpRequest, answer: HttpResponse | None, seconds: float, redactor: Redactor) -> Exchange:
    record = as_object(redactor.value(exchange_record(request, answer or HttpResponse(0), "")))
    sent, got = as_object(record.get("request")), as_object(record.get("response"))
    return Exchange(
        as_text(sent.get("method")),
        as_text(sent.get("url")),
        _pairs(as_list(sent.get("headers"))),
        sent.get("body"),
        answer.status if answer is not None else 0,
        _pairs(as_list(got.get("headers"))),
        got.get("body"),
        len(answer.body) if answer is not None else 0,
        seconds,
    )


def _pairs(headers: Sequence[Json]) -> tuple[tuple[str, str], ...]:
    pairs = (as_list(each) for each in headers)
    return tuple((str(pair[0]), str(pair[1])) for pair in pairs if len(pair) == 2)


def live_http(loopback: bool) -> Http:
    """The network for one trial: addresses and certificates checked; this computer itself only where asked for."""
    from connectors.sdk.live.http import LiveHttp

    return LiveHttp(lambda _: True, loopback)
