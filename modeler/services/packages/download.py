"""Fetching from an index: encrypted, capped, each redirect looked at, and nothing kept of who we are."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

from modeler.services.packages.errors import PackageError

_SECONDS = 30.0
_MOST_REDIRECTS = 5
_LOOPBACK = ("localhost", "127.0.0.1", "::1")


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server sent, and from which address in the end."""

    content: bytes
    media_type: str
    address: str


def fetch(address: str, limit: int, accept: str = "*/*") -> Answer | None:
    """What is at an address; `None` where there is nothing (404). Raises `PackageError`."""
    import httpx2

    try:
        with httpx2.Client(timeout=_SECONDS, follow_redirects=False, trust_env=True) as client:
            for _ in range(_MOST_REDIRECTS + 1):
                _require_safe(address)
                with client.stream("GET", address, headers={"Accept": accept}) as response:
                    if response.is_redirect:
                        address = urljoin(address, response.headers.get("location", ""))
                        continue
                    if response.status_code == 404:
                        return None
                    if response.status_code != 200:
                        raise PackageError(f"{address} answers with status {response.status_code}.")
                    content = _read(response, limit, address)
                    return Answer(content, response.headers.get("content-type", ""), address)
    except (httpx2.HTTPError, httpx2.InvalidURL) as error:
        raise PackageError(f"{address} cannot be reached: {str(error) or type(error).__name__}.") from error
    raise PackageError(f"{address} leads from one address to the next without an end.")


def _read(response: object, limit: int, address: str) -> bytes:
    parts: list[bytes] = []
    left = limit
    for part in response.iter_bytes():  # type: ignore[attr-defined]  # a response of httpx2, which is loaded late
        left -= len(part)
        if left < 0:
            raise PackageError(f"{address} sends more than {limit // (1024 * 1024)} MB.")
        parts.append(part)
    return b"".join(parts)


def _require_safe(address: str) -> None:
    parts = urlsplit(address)
    if parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in _LOOPBACK):
        return
    raise PackageError(f"{address} is not encrypted: an index must have an https address.")
