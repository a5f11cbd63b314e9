"""The HTTP port over the network: checked addresses, verified certificates, redirects one by one, limits on all of it.

A failure says whether the server can have got the call: `http.unreachable`, `http.address`, `http.tls` and the like
mean that it did not, `http.in-doubt` that nobody knows. A call that may be made again leaves no doubt.
"""

from __future__ import annotations

import ssl
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from connectors.sdk.live.guard import Resolver, system_addresses
from connectors.sdk.live.retries import is_repeatable
from connectors.sdk.ports import HttpRequest, HttpResponse, PortError

if TYPE_CHECKING:
    import httpx2

    from connectors.sdk.live.connecting import Deadline

OWN_SERVER = "server.invalid"
"""The host that stands for the engine's own server, which nobody knows here."""
_OURS = frozenset({"host", "content-length", "transfer-encoding", "connection", "upgrade", "te", "trailer", "expect"})
_TO_ANYONE = frozenset({"accept", "accept-language", "content-type", "user-agent"})
_SEE_OTHER = (301, 302, 303)
_REDIRECTS = (*_SEE_OTHER, 307, 308)
_READING = ("GET", "HEAD")
_AGENT = "Processwright"
_PORTS = {"http": 80, "https": 443}
_USUAL = 60.0


@dataclass(frozen=True, slots=True)
class HttpLimits:
    """How long and how large a call may be; within `whole` each call says itself how long it may take."""

    connect: float = 10.0
    whole: float = 3_600.0
    request_bytes: int = 20_000_000
    response_bytes: int = 20_000_000
    redirects: int = 5


class LiveHttp:
    """Calls servers. `permitted` says which hosts, for the first address and for each redirect."""

    def __init__(
        self,
        permitted: Callable[[str], bool],
        loopback: bool = False,
        tls: Callable[[], ssl.SSLContext] | None = None,
        resolve: Resolver = system_addresses,
        limits: HttpLimits | None = None,
    ) -> None:
        self._permitted = permitted
        self._loopback = loopback
        self._tls = tls
        self._resolve = resolve
        self._limits = limits or HttpLimits()

    def send(self, request: HttpRequest) -> HttpResponse:
        """Make one call and follow its redirects; a `PortError` says why there is no answer."""
        from connectors.sdk.live.connecting import Deadline

        if len(request.body) > self._limits.request_bytes:
            raise PortError("http.size", f"The body is larger than {_megabytes(self._limits.request_bytes)}.")
        seconds = min(request.seconds or _USUAL, self._limits.whole)
        deadline = Deadline(seconds, self._limits.connect)
        hop = request
        for _ in range(self._limits.redirects + 1):
            answer, target = self._once(hop, deadline)
            if not target:
                return answer
            hop = _redirected(hop, answer.status, target)
        raise PortError("http.redirects", f"{_host(request.url)} redirects more than {self._limits.redirects} times.")

    def _once(self, request: HttpRequest, deadline: Deadline) -> tuple[HttpResponse, str]:
        """One exchange, and where it redirects to."""
        import httpx2

        from connectors.sdk.live.connecting import CheckedBackend, CheckedTransport, checked_url

        url = checked_url(request.url)
        self._require(url, request.url)
        backend = CheckedBackend(self._resolve, self._loopback, deadline)
        transport = CheckedTransport(backend, self._tls() if self._tls else httpx2.create_ssl_context())
        headers = [_as_sent(*pair) for pair in request.headers if pair[0].lower() not in _OURS]
        try:
            with (
                httpx2.Client(transport=transport, trust_env=False, headers={"User-Agent": _AGENT}) as client,
                client.stream(request.method, url, headers=headers, content=request.body or None) as answer,
            ):
                return self._read(answer, url.host), _target(answer, url)
        except PortError:
            raise
        except Exception as error:
            raise _failure(error, url.host, backend.is_connected, is_repeatable(request)) from None

    def _require(self, url: httpx2.URL, address: str) -> None:
        """Two readers of the address must agree on its host, or one of them was to be fooled."""
        if _plain(urlsplit(address).hostname or "") != _plain(url.host):
            raise PortError("http.url", f"“{address[:200]}” does not say clearly which host it means.")
        if url.host == OWN_SERVER:
            told = "The address begins with “/”, which is the server that runs the process; write the whole address."
            raise PortError("http.address", told)
        if not self._permitted(url.host):
            raise PortError("permission", f"There is no permission to call the host “{url.host}”.")

    def _read(self, answer: httpx2.Response, host: str) -> HttpResponse:
        body, most = bytearray(), self._limits.response_bytes
        for part in answer.iter_bytes(65_536):
            body += part
            if len(body) > most:
                raise PortError("http.size", f"The answer of {host} is larger than {_megabytes(most)}.")
        coding = answer.headers.encoding
        named = tuple((name.decode(coding), value.decode(coding)) for name, value in answer.headers.raw)
        return HttpResponse(answer.status_code, named, bytes(body))


def _as_sent(name: str, value: str) -> tuple[bytes, bytes]:
    """A header as bytes; letters that ASCII lacks go as UTF-8, as ProcessMaker sends them."""
    return name.encode("utf-8", "replace"), value.encode("utf-8", "replace")


def _target(answer: httpx2.Response, url: httpx2.URL) -> str:
    location = answer.headers.get("location", "") if answer.status_code in _REDIRECTS else ""
    return str(url.join(location)) if location else ""


def _redirected(request: HttpRequest, status: int, target: str) -> HttpRequest:
    """The next call of a redirected one; what signs in stays with the server it was meant for."""
    at_home = _origin(request.url) == _origin(target)
    if request.url.startswith("https:") and not target.startswith("https:"):
        raise PortError("http.redirects", f"{_host(request.url)} redirects to an unencrypted address; not followed.")
    headers = request.headers if at_home else tuple(pair for pair in request.headers if pair[0].lower() in _TO_ANYONE)
    if request.method in _READING:
        return replace(request, url=target, headers=headers)
    if status in _SEE_OTHER:
        kept = tuple(pair for pair in headers if pair[0].lower() != "content-type")
        return replace(request, method="GET", url=target, headers=kept, body=b"")
    if not at_home:
        raise PortError("http.redirects", f"{_host(request.url)} wants the data sent to {_host(target)}; not followed.")
    return replace(request, url=target)


def _failure(error: Exception, host: str, may_have_arrived: bool, may_be_repeated: bool) -> PortError:
    """What went wrong, by what is known of it."""
    import httpcore2

    reason = str(error) or type(error).__name__
    cause = error.__context__ if isinstance(error.__context__, ssl.SSLError) else error.__cause__
    if isinstance(cause, ssl.SSLError) or "CERTIFICATE_VERIFY" in reason:
        return PortError("http.tls", f"No trusted connection to {host}: {reason}")
    has_begun = may_have_arrived and not isinstance(error, httpcore2.LocalProtocolError)
    if has_begun and not may_be_repeated:
        return PortError("http.in-doubt", f"{host} did not answer to the end: {reason}")
    if isinstance(error, httpcore2.TimeoutException):
        return PortError("http.timeout", f"{host} did not answer in time.")
    if has_begun:
        return PortError("http.unreachable", f"{host} did not answer to the end: {reason}")
    if isinstance(error, httpcore2.NetworkError):
        return PortError("http.unreachable", f"{host} cannot be reached: {reason}")
    return PortError("http.call", f"The call of {host} is not possible: {reason}")


def _origin(address: str) -> tuple[str, str, int]:
    parts = urlsplit(address)
    return parts.scheme, _plain(parts.hostname or ""), parts.port or _PORTS.get(parts.scheme, 0)


def _host(address: str) -> str:
    return urlsplit(address).hostname or address


def _plain(host: str) -> str:
    """A host in the form in which it is looked up."""
    if host.isascii():
        return host.lower().rstrip(".")
    try:
        return host.encode("idna").decode("ascii").lower().rstrip(".")
    except UnicodeError:
        return host.lower()


def _megabytes(count: int) -> str:
    return f"{count / 1_000_000:g} MB"
