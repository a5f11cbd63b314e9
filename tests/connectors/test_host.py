"""The process of a package: ports and permissions, and what happens when its code misbehaves."""

from __future__ import annotations

import pytest

from connectors.sdk.connector import ConnectorError
from connectors.sdk.host import HostError, Hosts
from connectors.sdk.manifest import read_manifest
from connectors.sdk.ports import File, HttpResponse, Person
from connectors.sdk.testing import fake_ports
from tests.connectors.packages import write_package

CODE = """
import os, sys, time
from connectors.sdk.connector import ConnectorError, Finding, Outcome
from connectors.sdk.ports import File

class Greeter:
    def check(self, config):
        return [Finding("warning", ("name",), "Hm.")]

    def run(self, config, data, ports):
        {body}
"""


@pytest.fixture
def run(tmp_path):
    with Hosts() as hosts:

        def run_body(body, config=None, ports=None, **manifest):
            folder = write_package(tmp_path / "package", CODE.format(body=body), run="run:Greeter", **manifest)
            connector = read_manifest(folder).manifest
            return hosts.host(connector).run(connector, config or {}, {"who": "Ada"}, ports or fake_ports())

        yield run_body


def test_a_connector_sees_settings_data_and_ports(run):
    body = "return Outcome({'said': ports.templates.render(config['name'], data), 'at': str(ports.clock.now())})"

    outcome = run(body, {"name": "Hello {{who}}"})

    assert outcome.data == {"said": "Hello Ada", "at": "2026-01-05 09:00:00+00:00"}


def test_what_a_connector_prints_is_not_part_of_the_conversation(run):
    assert run("print('noise'); os.write(1, b'more noise'); return Outcome({'ok': True})").data == {"ok": True}


def test_files_cross_the_pipe_unharmed(run):
    ports = fake_ports(files={"7": File("a.bin", "application/octet-stream", bytes(range(256)))})

    outcome = run(
        "f = ports.files.read(7); return Outcome({'ref': ports.files.write(File('b', f.media_type, f.content))})",
        ports=ports,
        permissions={"files": ["read", "write"]},
    )

    assert outcome.data == {"ref": "b"}
    assert ports.files.files["b"].content == bytes(range(256))


@pytest.mark.parametrize(
    ("body", "permissions", "words"),
    [
        ("ports.mail.send(b'', ['a@b'], '')", {}, "no permission for mail.send"),
        ("ports.files.write(File('a', 'b/c', b''))", {"files": ["read"]}, "no permission for files.write"),
        ("ports.directory.find('manager')", {}, "no permission for directory.find"),
        ("ports.screens.render(1, {})", {"mail": True}, "no permission for screens.render"),
        ("ports.secrets.get('secret:OTHER')", {"secrets": ["token"]}, "no permission for that secret"),
        ("ports.secrets.get(config['name'])", {"secrets": ["token"]}, "no permission for that secret"),
        ("ports.clock._call('os.system', command='x')", {}, "There is no “os.system”"),
    ],
)
def test_a_port_outside_the_permissions_is_refused(run, body, permissions, words):
    with pytest.raises(ConnectorError, match=words) as caught:
        run(body, {"name": "secret:MINE", "token": "secret:TOKEN"}, permissions=permissions)

    assert caught.value.code in ("permission", "unknown")


def test_a_secret_that_is_written_out_is_not_used_and_nothing_shows_it(run):
    with pytest.raises(ConnectorError, match="stands in the file in clear text; move it to the keyring") as caught:
        run("ports.secrets.get(config['token'])", {"token": "xoxb-1"}, permissions={"secrets": ["token"]})

    assert caught.value.code == "secret.in-file"
    assert "xoxb" not in caught.value.message


@pytest.mark.parametrize("recipient", ["a@b\r\nRCPT TO:<c@d>", "ä@b.c", "a b@c", "<a@b>", "nobody"])
def test_a_mail_goes_to_plain_addresses_only(run, recipient):
    ports = fake_ports()

    with pytest.raises(ConnectorError, match="not an address"):
        run(f"ports.mail.send(b'x', ['ok@example.org', {recipient!r}], '')", ports=ports, permissions={"mail": True})
    assert ports.mail.sent == []


def test_a_secret_is_handed_over_and_masked_in_everything_that_comes_back(run):
    ports = fake_ports(secrets={"secret:TOKEN": "hunter2/ü"})
    permissions = {"secrets": ["token"]}

    outcome = run("t = ports.secrets.get(config['token']); return Outcome({'length': len(t), 'echo': [t, t[::-1]]})",
                  {"token": "secret:TOKEN"}, ports, permissions=permissions)  # fmt: skip

    assert outcome.data == {"length": 9, "echo": ["•••", "•••"]}


def test_an_error_text_shows_no_secret(run):
    ports = fake_ports(secrets={"secret:TOKEN": "hunter2"})

    with pytest.raises(ConnectorError, match="bad •••"):
        run("raise ConnectorError('x', 'bad ' + ports.secrets.get(config['token']))", {"token": "secret:TOKEN"},
            ports, permissions={"secrets": ["token"]})  # fmt: skip


def test_no_secret_of_the_user_is_in_the_environment_of_the_process(run, monkeypatch):
    monkeypatch.setenv("API_TOKEN", "canary")

    assert run("return Outcome({'seen': 'canary' in str(os.environ)})").data == {"seen": False}


@pytest.mark.parametrize(
    ("body", "code", "words"),
    [
        ("raise ConnectorError('slack.channel', 'No such channel')", "slack.channel", "No such channel"),
        ("return 1 / 0", "connector.failed", "ZeroDivisionError"),
        ("sys.exit(3)", "connector.failed", "SystemExit: 3"),
        ("os._exit(3)", "connector.crashed", "ended unexpectedly"),
        ("os.abort()", "connector.crashed", "ended unexpectedly"),
        ("ports.clock._call.__self__._outgoing.write(b'garbage\\n')", "connector.crashed", "not part of the protocol"),
        ("return Outcome({'x': object()})", "connector.failed", "not JSON"),
        ("return {'x': 1}", "connector.failed", "run must give an Outcome, and gave dict"),
    ],
)
def test_a_fault_of_the_code_is_named_and_the_next_run_works(run, body, code, words):
    with pytest.raises(ConnectorError, match=words) as caught:
        run(body)

    assert caught.value.code == code


def test_a_crashed_process_is_replaced(tmp_path):
    body = "os._exit(1) if config.get('die') else None; return Outcome({'alive': True})"
    connector = read_manifest(write_package(tmp_path, CODE.format(body=body), run="run:Greeter")).manifest

    with Hosts() as hosts:
        host = hosts.host(connector)
        with pytest.raises(HostError):
            host.run(connector, {"die": True}, {}, fake_ports())

        assert host.run(connector, {}, {}, fake_ports()).data == {"alive": True}


def test_a_hanging_connector_is_ended_at_its_limit(run):
    with pytest.raises(HostError, match=r"within 0\.3 seconds") as caught:
        run("time.sleep(60)", limits={"seconds": 0.3})

    assert caught.value.code == "connector.timeout"


def test_memory_is_limited(run):
    with pytest.raises(ConnectorError, match="MemoryError"):
        run("bytearray(900 << 20)", limits={"megabytes": 256})


def test_code_that_cannot_be_imported_is_named(tmp_path):
    connector = read_manifest(write_package(tmp_path, "import nowhere_at_all", run="run:Greeter")).manifest

    with Hosts() as hosts, pytest.raises(ConnectorError, match="nowhere_at_all"):
        hosts.host(connector).run(connector, {}, {}, fake_ports())


def test_without_code_the_example_is_the_outcome(tmp_path):
    connector = read_manifest(write_package(tmp_path, example={"ts": "1"})).manifest

    with Hosts() as hosts:
        assert hosts.host(connector).run(connector, {}, {}, fake_ports()).data == {"ts": "1"}
        assert hosts.host(connector).check(connector, {}) == []


def test_a_connector_checks_settings_without_ports(tmp_path):
    connector = read_manifest(write_package(tmp_path, CODE.format(body="pass"), run="run:Greeter")).manifest

    with Hosts() as hosts:
        (finding,) = hosts.host(connector).check(connector, {})

    assert (finding.severity, finding.path, finding.message) == ("warning", ("name",), "Hm.")


def test_people_come_from_the_directory(run):
    ports = fake_ports(people={"group:4": [Person("Ann", "ann@example.org")]})

    outcome = run("return Outcome({'to': [p.address for p in ports.directory.find('group', 4)]})", ports=ports,
                  permissions={"directory": True})  # fmt: skip

    assert outcome.data == {"to": ["ann@example.org"]}


@pytest.mark.parametrize("url", ["https://evil.example/", "https://slack.com.evil.example/", "file:///etc/passwd", "x"])
def test_a_host_that_the_manifest_does_not_name_is_not_called(run, url):
    ports = fake_ports()

    with pytest.raises(ConnectorError, match="no permission to call"):
        run(f"from connectors.sdk.ports import HttpRequest; ports.http.send(HttpRequest('GET', {url!r}))", ports=ports,
            permissions={"hosts": ["slack.com", "*.example.org"]})  # fmt: skip
    assert ports.http.requests == []


def test_a_permitted_call_crosses_the_pipe_unharmed(run):
    ports = fake_ports(answer=HttpResponse(201, (("X-A", "é"),), b"\xff\x00"))
    body = """from connectors.sdk.ports import HttpRequest
        r = ports.http.send(HttpRequest("PUT", "https://api.example.org/x", (("A", "b"),), b"body", 5.0, False, "T"))
        return Outcome({"status": r.status, "x": r.header("x-a"), "size": len(r.body)})"""

    outcome = run(body, ports=ports, permissions={"hosts": ["*.example.org"]})

    (request,) = ports.http.requests
    assert outcome.data == {"status": 201, "x": "é", "size": 2}
    assert (request.headers, request.body, request.seconds, request.verify) == ((("A", "b"),), b"body", 5.0, False)
