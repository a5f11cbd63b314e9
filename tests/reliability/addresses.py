"""Addresses that a connector must never reach, and some that it may."""

from __future__ import annotations

import ipaddress

_NETS = (
    "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24",
    "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24",
    "224.0.0.0/4", "240.0.0.0/4",
)  # fmt: skip
_SIX_NETS = (
    "::/128", "::1/128", "::ffff:0:0/96", "64:ff9b::/96", "64:ff9b:1::/48", "100::/64", "2001::/32", "2001:2::/48",
    "2001:10::/28", "2001:20::/28", "2001:db8::/32", "2002::/16", "3fff::/20", "5f00::/16", "fc00::/7", "fe80::/10",
    "fec0::/10", "ff00::/8",
)  # fmt: skip


def _of(net: str) -> list[str]:
    found = ipaddress.ip_network(net)
    count = found.num_addresses
    return [str(found[place]) for place in sorted({0, 1, count // 3, count // 2, count - 2, count - 1} & set_of(count))]


def set_of(count: int) -> set[int]:
    """The places that a net of so many addresses has among those looked at."""
    return {place for place in (0, 1, count // 3, count // 2, count - 2, count - 1) if 0 <= place < count}


_INNER = [address for net in _NETS for address in _of(net)]
_CLOUDS = ["169.254.169.254", "169.254.170.2", "100.100.100.200", "192.0.0.192", "fd00:ec2::254", "fe80::a9fe:a9fe"]
_MAPPED = [f"::ffff:{address}" for address in _INNER[::2]]
_TRANSLATED = [f"64:ff9b::{address}" for address in _INNER[::4]]
_SIX_TO_FOUR = [
    f"2002:{a:02x}{b:02x}:{c:02x}{d:02x}::1" for a, b, c, d in (map(int, x.split(".")) for x in _INNER[::4])
]
_COMPATIBLE = [f"::{address}" for address in _INNER[::4]]
_ZONED = ["fe80::1%1", "fe80::1%eth0", "2a00:1450::1%1"]
_NO_ADDRESSES = ["", "localhost", "127.1", "0x7f.0.0.1", "2130706433", "127.0.0.1 ", "１２７.0.0.1", "[::1]", "::1/128"]
_SIX = [address for net in _SIX_NETS for address in _of(net)]
REFUSED = list(
    dict.fromkeys(
        [*_INNER, *_CLOUDS, *_MAPPED, *_TRANSLATED, *_SIX_TO_FOUR, *_COMPATIBLE, *_ZONED, *_NO_ADDRESSES, *_SIX]
    )
)
ALLOWED = [
    "1.1.1.1", "8.8.8.8", "9.9.9.9", "9.255.255.255", "11.0.0.0", "93.184.215.14", "99.255.255.255", "100.63.255.255",
    "100.128.0.0", "104.16.0.1", "126.255.255.255", "128.0.0.0", "140.82.121.3", "151.101.1.69", "169.253.255.255",
    "169.255.0.0", "172.15.255.255", "172.32.0.0", "185.199.108.153", "191.255.255.255", "192.0.1.0", "192.167.255.255",
    "192.169.0.0", "198.17.255.255", "198.20.0.0", "203.0.112.255", "203.0.114.0", "223.255.255.255",
    "2606:4700:4700::1111", "2001:4860:4860::8888", "2620:fe::fe", "2a00:1450:4001:80b::200e", "2003::1",
]  # fmt: skip
