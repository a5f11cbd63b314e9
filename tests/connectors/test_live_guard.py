"""No name and no spelling leads a connector to an address that it must not reach."""

from __future__ import annotations

import pytest

from connectors.sdk.live.guard import checked_addresses, refusal, system_addresses
from connectors.sdk.ports import PortError
from tests.reliability.addresses import ALLOWED, REFUSED


def test_every_address_that_must_not_be_reached_is_refused_with_a_reason():
    missed = [address for address in REFUSED if not refusal(address)]

    assert not missed
    assert len(REFUSED) >= 250


def test_public_addresses_pass():
    assert len(ALLOWED) >= 30
    assert {address: refusal(address) for address in ALLOWED if refusal(address)} == {}


def test_this_machine_can_be_allowed_and_nothing_else_with_it():
    assert refusal("127.0.0.1", loopback=True) == refusal("::1", loopback=True) == ""
    assert refusal("10.0.0.1", loopback=True)
    assert refusal("169.254.169.254", loopback=True)


@pytest.mark.parametrize("host", ["127.1", "0x7f000001", "2130706433", "017700000001", "127.0.0.1."])
def test_odd_spellings_of_this_machine_are_seen_through(host, monkeypatch):
    spelled = {"127.1", "0x7f000001", "2130706433", "017700000001", "127.0.0.1."}

    def resolve(name, port):
        assert name in spelled
        return ["127.0.0.1"]

    with pytest.raises(PortError, match="this machine"):
        checked_addresses(host, 80, resolve)


def test_one_bad_address_among_good_ones_refuses_the_host():
    with pytest.raises(PortError, match=r"“mixed\.example” leads to 10\.0\.0\.1, which is a private network") as caught:
        checked_addresses("mixed.example", 443, lambda host, port: ["93.184.215.14", "10.0.0.1"])

    assert caught.value.code == "http.address"


def test_an_unknown_host_is_named():
    def unknown(host, port):
        raise OSError(-2, "Name or service not known")

    with pytest.raises(PortError, match="“nowhere” is not known") as caught:
        checked_addresses("nowhere", 443, unknown)

    assert caught.value.code == "http.unreachable"


def test_the_system_is_asked_for_names_of_this_machine():
    assert "127.0.0.1" in system_addresses("localhost", 80)
