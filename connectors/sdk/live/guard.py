"""Which addresses a connector may reach: every address that a name stands for is looked at, and that one is called.

A name that leads to the private network, to this machine or to a cloud's own services is refused, however it is spelled
and whenever it changes: what was checked is what is connected to.
"""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Callable, Sequence
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network

from connectors.sdk.ports import PortError

Resolver = Callable[[str, int], Sequence[str]]
_NAMED_V4 = {
    "0.0.0.0/8": "this network",
    "10.0.0.0/8": "a private network",
    "100.64.0.0/10": "a provider's inner network",
    "127.0.0.0/8": "this machine",
    "169.254.0.0/16": "the local link, where clouds keep their credentials",
    "172.16.0.0/12": "a private network",
    "192.0.0.0/24": "addresses of protocols",
    "192.0.2.0/24": "addresses for documentation",
    "192.31.196.0/24": "addresses of protocols",
    "192.52.193.0/24": "addresses of protocols",
    "192.88.99.0/24": "a relay to other networks",
    "192.168.0.0/16": "a private network",
    "192.175.48.0/24": "addresses of protocols",
    "198.18.0.0/15": "a test network",
    "198.51.100.0/24": "addresses for documentation",
    "203.0.113.0/24": "addresses for documentation",
    "224.0.0.0/4": "many machines at once",
    "240.0.0.0/4": "no machine",
}
_NAMED_V6 = {
    "2001::/23": "a tunnel or addresses of protocols",
    "2001:db8::/32": "addresses for documentation",
    "2002::/16": "a tunnel to other networks",
    "2620:4f:8000::/48": "addresses of protocols",
    "3fff::/20": "addresses for documentation",
}
_V4 = tuple((IPv4Network(net), words) for net, words in _NAMED_V4.items())
_V6 = tuple((IPv6Network(net), words) for net, words in _NAMED_V6.items())
_GLOBAL_V6 = IPv6Network("2000::/3")
_LOOPBACK_V4 = IPv4Network("127.0.0.0/8")
_LOOPBACK_V6 = IPv6Address("::1")


def refusal(address: str, loopback: bool = False) -> str:
    """Why an address may not be reached, in words; empty when it may. `loopback` lets this machine be called."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return "not an address"
    if loopback and _is_loopback(found):
        return ""
    if isinstance(found, IPv4Address):
        return next((words for net, words in _V4 if found in net), "")
    if found.scope_id is not None:
        return "the local link"
    if found not in _GLOBAL_V6:
        return "this machine" if found == _LOOPBACK_V6 else "a private, local or translated network"
    return next((words for net, words in _V6 if found in net), "")


def checked_addresses(host: str, port: int, resolve: Resolver, loopback: bool = False) -> list[str]:
    """All addresses of a host, each of them allowed; raises `PortError` that names the host and the reason."""
    try:
        found = list(dict.fromkeys(resolve(host, port)))
    except (OSError, UnicodeError) as error:
        raise PortError("http.unreachable", f"The host “{host}” is not known: {_words(error)}") from None
    if not found:
        raise PortError("http.unreachable", f"The host “{host}” is not known.")
    for address in found:
        reason = refusal(address, loopback)
        if reason:
            raise PortError("http.address", f"“{host}” leads to {address}, which is {reason}; it is not called.")
    return found


def system_addresses(host: str, port: int) -> list[str]:
    """The addresses that the system knows for a host."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [str(entry[4][0]) for entry in found]


def _is_loopback(address: IPv4Address | IPv6Address) -> bool:
    return address in _LOOPBACK_V4 if isinstance(address, IPv4Address) else address == _LOOPBACK_V6


def _words(error: Exception) -> str:
    return error.strerror or type(error).__name__ if isinstance(error, OSError) else "it is no name of a host"
