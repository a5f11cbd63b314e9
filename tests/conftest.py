"""What every test gets: a profile folder, a keyring and a network of its own, none of them the user's.

Tests that read the published corpora ask for `shared_data`; they are skipped where it is not there.
"""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import keyring
import pytest

from tests.memory_keyring import MemoryKeyring

if not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

ROOT = Path(__file__).resolve().parent.parent
LOOPBACK = ("127.", "::1", "localhost")


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of published BPMN files, schemas and packages that lies beside the checkout."""
    for folder in ROOT.parents:
        if (folder / "shared" / "data" / "bpmn").is_dir():
            return folder / "shared" / "data"
    # They are not ours to ship; whatever they prove is proven with small files of our own, too.
    pytest.skip("the published corpora (shared/data) are not beside this checkout")


@pytest.fixture(autouse=True)
def profile_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Settings, journals and backups of this test alone."""
    folder = tmp_path / "profile"
    monkeypatch.setenv("PROCESSWRIGHT_PROFILE", str(folder))
    return folder


@pytest.fixture(autouse=True)
def memory_keyring() -> Iterator[MemoryKeyring]:
    """A keyring that forgets everything when the test ends."""
    before = keyring.get_keyring()
    backend = MemoryKeyring()
    keyring.set_keyring(backend)
    yield backend
    keyring.set_keyring(before)


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Fail a test that talks to another machine; sockets of this machine are allowed."""
    connect, getaddrinfo = socket.socket.connect, socket.getaddrinfo

    def guarded_connect(self: socket.socket, address: Any) -> None:
        if isinstance(address, tuple) and not str(address[0]).startswith(LOOPBACK):
            pytest.fail(f"a test connected to {address!r}")
        connect(self, address)

    def guarded_lookup(host: Any, *arguments: Any, **options: Any) -> Any:
        if host and not str(host).startswith(LOOPBACK):
            pytest.fail(f"a test looked up the host {host!r}")
        return getaddrinfo(host, *arguments, **options)

    monkeypatch.setattr(socket.socket, "connect", guarded_connect)
    monkeypatch.setattr(socket, "getaddrinfo", guarded_lookup)
