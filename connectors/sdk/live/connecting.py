"""Connections for `http`: to a checked address only, and never longer than the whole call may take."""

from __future__ import annotations

import ssl
import time
from collections.abc import Iterable, Iterator
from typing import Any

import httpcore2
import httpx2

from connectors.sdk.live.guard import Resolver, checked_addresses
from connectors.sdk.ports import PortError

_KNOWN_SCHEMES = ("http", "https")


class Deadline:
    """When a call must be over, and how long each part of it may still take."""

    def __init__(self, seconds: float, connect: float) -> None:
        self._end = time.monotonic() + seconds
        self.connect = connect

    def left(self, wanted: float | None = None) -> float:
        """The seconds that are left, at most as many as wanted; raises a time-out when there are none."""
        left = self._end - time.monotonic()
        if left <= 0:
            raise httpcore2.ReadTimeout("the call took too long")
        return left if wanted is None else min(left, wanted)


class CheckedBackend(httpcore2.NetworkBackend):
    """Opens connections; the guard sees each address first."""

    def __init__(self, resolve: Resolver, loopback: bool, deadline: Deadline) -> None:
        self._resolve = resolve
        self._loopback = loopback
        self._deadline = deadline
        self.is_connected = False

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore2.NetworkStream:
        """Connect to one of the host's addresses, the first that answers."""
        addresses = checked_addresses(host, port, self._resolve, self._loopback)
        share = self._deadline.connect / len(addresses)
        failure: Exception | None = None
        for address in addresses:
            try:
                stream = httpcore2.SyncBackend().connect_tcp(
                    address, port, self._deadline.left(share), socket_options=socket_options
                )
                return TimedStream(stream, self._deadline, self)
            except (httpcore2.ConnectError, httpcore2.ConnectTimeout) as error:
                failure = error
        raise failure or httpcore2.ConnectError("no address answers")


class TimedStream(httpcore2.NetworkStream):
    """A connection on which nothing may take longer than the call."""

    def __init__(self, stream: httpcore2.NetworkStream, deadline: Deadline, backend: CheckedBackend) -> None:
        self._stream = stream
        self._deadline = deadline
        self._backend = backend

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """What arrives next."""
        return self._stream.read(max_bytes, self._deadline.left(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """Send; from here on something may have arrived."""
        self._backend.is_connected = True
        self._stream.write(buffer, self._deadline.left(timeout))

    def close(self) -> None:
        """End the connection."""
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore2.NetworkStream:
        """Encrypt; the certificate must be the named host's."""
        wanted = self._deadline.left(self._deadline.connect)
        return TimedStream(self._stream.start_tls(ssl_context, server_hostname, wanted), self._deadline, self._backend)

    def get_extra_info(self, info: str) -> Any:
        """What httpcore asks about the connection."""
        return self._stream.get_extra_info(info)


class CheckedTransport(httpx2.BaseTransport):
    """httpx2's way to the network, over checked connections and no proxy."""

    def __init__(self, backend: CheckedBackend, tls: ssl.SSLContext) -> None:
        self._pool = httpcore2.ConnectionPool(
            ssl_context=tls, network_backend=backend, max_connections=1, max_keepalive_connections=0, retries=0
        )

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        """Make one call."""
        url = request.url
        target = httpcore2.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path)
        answer = self._pool.handle_request(
            httpcore2.Request(
                method=request.method.encode("ascii"),
                url=target,
                headers=request.headers.raw,
                content=request.stream,
                extensions=request.extensions,
            )
        )
        return httpx2.Response(answer.status, headers=answer.headers, stream=_Body(answer.stream))

    def close(self) -> None:
        """End all connections."""
        self._pool.close()


class _Body(httpx2.SyncByteStream):
    """The body of an answer, as it arrives."""

    def __init__(self, parts: Any) -> None:
        self._parts = parts

    def __iter__(self) -> Iterator[bytes]:
        yield from self._parts

    def close(self) -> None:
        """Stop reading."""
        self._parts.close()


def checked_url(address: str) -> httpx2.URL:
    """The parts of an address; raises `PortError` for one that is no plain http or https address."""
    try:
        url = httpx2.URL(address)
    except (httpx2.InvalidURL, ValueError) as error:
        raise PortError("http.url", f"“{address[:200]}” is not an address that can be called: {error}") from None
    if url.scheme not in _KNOWN_SCHEMES or not url.host:
        raise PortError("http.url", f"“{address[:200]}” is not an http or https address.")
    if url.userinfo:
        raise PortError("http.url", f"The address of “{url.host}” holds a user name; sign in by authorization instead.")
    return url
