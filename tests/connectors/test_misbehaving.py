"""Packages that misbehave: each fault is named, nothing gets out, other packages and later runs are not disturbed."""

from __future__ import annotations

import os
import socket
import time

import pytest

from connectors.sdk.connector import ConnectorError
from connectors.sdk.host import HostError, Hosts
from connectors.sdk.manifest import read_manifest
from connectors.sdk.testing import fake_ports
from tests.connectors.packages import write_package

HEAD = """
import json, os, sys, threading, time
from connectors.sdk.connector import ConnectorError, Finding, Outcome
{top}

class Greeter:
    def check(self, config):
        return []

    def run(self, config, data, ports):
        out = ports.clock._call.__self__._outgoing
        {body}
        return Outcome({{"done": True}})
"""


def harmless(folder):
    return read_manifest(write_package(folder, HEAD.format(body="pass", top=""), run="run:Greeter")).manifest


@pytest.fixture
def walls(tmp_path):
    """Skips where this kernel cannot shut a process in."""
    manifest = harmless(tmp_path / "walls")
    with Hosts() as hosts:
        hosts.host(manifest).run(manifest, {}, {}, fake_ports())
        if not {"network", "files"} <= set(hosts.host(manifest).walls):
            # Only Linux has these two; the fence inside the process is tested on every system.
            pytest.skip("this kernel has no network namespaces or no Landlock for us")


@pytest.fixture
def misbehave(tmp_path):
    def run(body="pass", top="", config=None, ports=None, **manifest):
        folder = write_package(
            tmp_path / "bad", HEAD.format(body=body, top=top), **{"run": "run:Greeter", "limits": LIMITS, **manifest}
        )
        bad = read_manifest(folder).manifest
        good = read_manifest(
            write_package(tmp_path / "good", HEAD.format(body="pass", top=""), run="run:Greeter")
        ).manifest
        with Hosts() as hosts:
            try:
                return hosts.host(bad).run(bad, config or {}, {}, ports or fake_ports()).data
            finally:
                assert hosts.host(good).run(good, {}, {}, fake_ports()).data == {"done": True}

    return run


LIMITS = {"seconds": 3, "megabytes": 256}
FAULTS = {
    "an import error": ({"top": "import nowhere_at_all"}, "connector.failed", "nowhere_at_all"),
    "a syntax error": ({"top": "def (:"}, "connector.failed", "SyntaxError"),
    "a hang while it is imported": ({"top": "time.sleep(60)"}, "connector.timeout", "within 0.5 seconds"),
    "a hang": ({"body": "time.sleep(60)"}, "connector.timeout", "within 0.5 seconds"),
    "a loop": ({"body": "exec('while True: pass')"}, "connector.timeout", "within 0.5 seconds"),
    "a loop of calls": (
        {"body": "exec('while True: ports.clock.now(); time.sleep(0.01)')"}, "connector.timeout", "within 0.5 seconds"
    ),
    "an exit while it is imported": ({"top": "sys.exit(3)"}, "connector.failed", "SystemExit"),
    "an exit": ({"body": "sys.exit(3)"}, "connector.failed", "SystemExit"),
    "a hard exit": ({"body": "os._exit(3)"}, "connector.crashed", "ended unexpectedly"),
    "a crash": ({"body": "import ctypes; ctypes.string_at(0)"}, "connector.crashed", "ended unexpectedly"),
    "an abort": ({"body": "os.abort()"}, "connector.crashed", "ended unexpectedly"),
    "garbage on the pipe": ({"body": "out.write(b'garbage\\n'); out.flush()"}, "connector.crashed", "protocol"),
    "a line without an end": (
        {"body": "[out.write(b'x' * (1 << 20)) for _ in range(70)]; out.flush()"}, "connector.crashed", "protocol"
    ),
    "deep nesting on the pipe": (
        {"body": "out.write(b'[' * 99999 + b'\\n'); out.flush()"}, "connector.crashed", "protocol"
    ),
    "answers to nothing": (
        {"body": "out.write(b'{\"id\": 77, \"result\": {}}\\n'); out.flush()"}, "connector.crashed", "protocol"
    ),
    "bytes that are none": (
        {"body": "ports.files._call('files.write', name='a', mediaType='b', content={'$bytes': '!'})",
         "permissions": {"files": ["write"]}}, "connector.crashed", "protocol"
    ),
    "an address that is none": (
        {"body": "from connectors.sdk.ports import HttpRequest; ports.http.send(HttpRequest('GET', 'http://[x/'))",
         "permissions": {"hosts": ["*"]}}, "port", "The call failed"
    ),
    "much memory": ({"body": "bytearray(900 << 20)"}, "connector.failed", "MemoryError"),
    "a class of another name": ({"run": "run:Nobody"}, "connector.failed", "Nobody"),
    "a module of another name": ({"run": "nobody:Greeter"}, "connector.failed", "nobody"),
    "no outcome": ({"body": "return 5"}, "connector.failed", "run must give an Outcome"),
    "an outcome that is not JSON": ({"body": "return Outcome({'a': float('nan')})"}, "connector.failed", "not JSON"),
    "too many calls": (
        {"body": "[ports.clock.now() for _ in range(10_001)]", "limits": {"seconds": 30}},
        "limit", "more than 10,000 calls"
    ),
    "the secret of another": (
        {"body": "ports.secrets.get('secret:OTHER')", "permissions": {"secrets": ["token"]},
         "config": {"token": "secret:MINE"}}, "permission", "no permission for that secret"
    ),
    "the keyring": ({"body": "import keyring"}, "connector.failed", "only through ports.secrets"),
    "a program": ({"body": "import subprocess; subprocess.run(['true'])"}, "connector.failed", "other programs"),
    "a shell": ({"body": "os.system('true')"}, "connector.failed", "other programs"),
    "a fork": ({"body": "os.fork()"}, "connector.failed", "other programs"),
    "an end to the window": ({"body": "os.kill(os.getppid(), 9)"}, "connector.failed", "end other processes"),
    "a host that it may not call": (
        {"body": "from connectors.sdk.ports import HttpRequest; ports.http.send(HttpRequest('GET', 'http://a.b/'))"},
        "permission", "no permission to call"
    ),
}  # fmt: skip
QUICK = {"connector.timeout": {"limits": {"seconds": 0.5}}}


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_is_named_and_disturbs_nobody(name, misbehave):
    given, code, words = FAULTS[name]

    with pytest.raises(ConnectorError) as fault:
        misbehave(**{**QUICK.get(code, {}), **given})

    assert fault.value.code == code
    assert words in fault.value.message
    assert isinstance(fault.value, HostError) == (code in ("connector.crashed", "connector.timeout"))


def test_noise_on_the_error_stream_neither_blocks_nor_fills_our_memory(misbehave):
    assert misbehave("[os.write(2, b'x' * 100_000) for _ in range(300)]") == {"done": True}


def test_a_thread_that_is_left_running_does_not_hold_up_the_end(misbehave):
    started = time.monotonic()

    misbehave("threading.Thread(target=time.sleep, args=(60,)).start()")

    assert time.monotonic() - started < 30


def test_a_crash_is_remembered_until_a_run_ends_well(tmp_path):
    body = "os._exit(1) if config.get('die') else None"
    manifest = read_manifest(write_package(tmp_path, HEAD.format(body=body, top=""), run="run:Greeter")).manifest

    with Hosts() as hosts:
        with pytest.raises(HostError):
            hosts.host(manifest).run(manifest, {"die": True}, {}, fake_ports())
        assert "ended unexpectedly" in hosts.faults[str(manifest.folder)]

        hosts.host(manifest).run(manifest, {}, {}, fake_ports())

        assert hosts.faults == {}


def test_the_process_of_a_package_that_is_gone_is_ended(tmp_path):
    manifest = harmless(tmp_path)

    with Hosts() as hosts:
        host = hosts.host(manifest)
        host.run(manifest, {}, {}, fake_ports())
        hosts.keep([])

        assert hosts.host(manifest) is not host


@pytest.fixture
def listener():
    server = socket.socket()
    server.bind(("127.0.0.1", 0))
    server.listen()
    server.settimeout(0.3)
    yield server
    server.close()


def reached(server):
    try:
        server.accept()
    except TimeoutError:
        return False
    return True


def test_no_socket_reaches_the_network(misbehave, listener):
    port = listener.getsockname()[1]

    with pytest.raises(ConnectorError, match=r"only through ports\.http"):
        misbehave(f"import socket; socket.create_connection(('127.0.0.1', {port}), 1)")

    assert not reached(listener)


AROUND = """
import ctypes
libc = ctypes.CDLL(None, use_errno=True)
def connect(port):
    handle = libc.socket(2, 1, 0)
    address = b"\\x02\\x00" + port.to_bytes(2, "big") + bytes([127, 0, 0, 1]) + bytes(8)
    return libc.connect(handle, address, 16)
def opened(path, flags=0):
    return libc.open(path.encode(), flags, 0o600)
"""


@pytest.mark.usefixtures("walls")
def test_code_that_goes_round_python_reaches_no_network_either(misbehave, listener):
    port = listener.getsockname()[1]

    said = misbehave(f"return Outcome({{'connected': connect({port})}})", AROUND)

    assert said == {"connected": -1}
    assert not reached(listener)


@pytest.mark.usefixtures("walls")
def test_code_that_goes_round_python_opens_no_file_of_the_user(misbehave, tmp_path):
    bait = tmp_path / "profile" / "letter.txt"
    bait.parent.mkdir(exist_ok=True)
    bait.write_text("dear diary")

    said = misbehave(
        f"return Outcome({{'read': opened({str(bait)!r}), 'made': opened({str(bait) + '2'!r}, 0o101)}})", AROUND
    )

    assert said == {"read": -1, "made": -1}
    assert not os.path.exists(f"{bait}2")


@pytest.mark.usefixtures("walls")
def test_code_that_goes_round_python_starts_no_program_and_ends_no_process(misbehave, tmp_path):
    body = f"return Outcome({{'kill': libc.kill(os.getppid(), 0), 'ran': libc.system(b'touch {tmp_path}/hit')}})"

    said = misbehave(body, AROUND)

    assert said["kill"] == -1
    assert said["ran"] != 0
    assert not (tmp_path / "hit").exists()


@pytest.mark.parametrize(
    "body",
    ["open({path!r}).read()", "open({path!r}, 'w')", "os.remove({path!r})", "os.rename({path!r}, {path!r} + '2')"],
)
def test_files_of_the_user_are_neither_read_nor_changed(misbehave, tmp_path, body):
    bait = tmp_path / "profile" / "letter.txt"
    bait.parent.mkdir(exist_ok=True)
    bait.write_text("dear diary")

    with pytest.raises(ConnectorError, match="PermissionError"):
        misbehave(body.format(path=str(bait)))

    assert bait.read_text() == "dear diary"


def test_a_temporary_file_is_its_own_and_gone_afterwards(misbehave):
    body = "import tempfile; f = tempfile.NamedTemporaryFile(delete=False); f.write(b'x'); f.close(); "

    place = misbehave(body + "return Outcome({'at': f.name, 'here': os.getcwd(), 'size': len(open(f.name).read())})")

    assert place["size"] == 1
    assert place["at"].startswith(place["here"])
    assert not os.path.exists(place["at"])
