"""An exchange of the outbox can be read, repeated with curl and kept as an `.http` file; nothing in it breaks out."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from pytest_httpserver import HTTPServer

from connectors.sdk.ports import HttpRequest, HttpResponse
from modeler.services.preview.exchange import Exchange, Message, as_curl, as_http, read_exchange
from modeler.services.preview.ports import exchange_record

HOSTILE = [
    "'; touch /tmp/x #",
    "$(id)",
    "`id`",
    "a\nb",
    '"$HOME"',
    "\\",
    "!!",
    "@/etc/passwd",
    "ü €",
    "--output x",
    "{a,b}",
]


def made(request: HttpRequest, response: HttpResponse, **more: object) -> Exchange:
    found = read_exchange(json.dumps(exchange_record(request, response, "sample", **more)).encode())  # type: ignore[arg-type]
    assert found is not None
    return found


def arguments(command: str, tmp_path: Path) -> list[str]:
    """What a shell hands to the program in a command."""
    program = tmp_path / "curl"
    program.write_text(f"#!{sys.executable}\nimport json, sys\nprint(json.dumps(sys.argv[1:]))\n")
    program.chmod(0o700)
    run = subprocess.run(
        ["sh", "-c", command], capture_output=True, env={"PATH": f"{tmp_path}:/usr/bin:/bin"}, check=True
    )
    told = run.stdout.decode()
    assert not run.stderr
    found: list[str] = json.loads(told)
    return found


def test_a_record_tells_both_sides_with_sizes_and_time() -> None:
    request = HttpRequest("POST", "https://a.test/x", (("Authorization", "Bearer s3cret"),), b'{"a": 1}')

    found = made(request, HttpResponse(404, (("X-A", "1"),), b"gone"), took=timedelta(milliseconds=12))

    assert (found.method, found.status, found.reason, found.milliseconds) == ("POST", 404, "Not Found", 12)
    assert (found.request.size, found.response.size) == (8, 4)
    assert found.request.text == '{\n  "a": 1\n}'
    assert found.response.text == "gone"
    assert "s3cret" not in as_curl(found) + as_http(found)


@pytest.mark.parametrize("content", [b"", b"{}", b"[1]", b"\xff", b'{"request": {"url": 5}}', b"[" * 100_000])
def test_what_is_no_exchange_is_none(content: bytes) -> None:
    assert read_exchange(content) is None


# The command is quoted for the shells of Linux and macOS and run by one here; Windows has none to ask.
@pytest.mark.skipif(sys.platform == "win32", reason="the command is for a POSIX shell")
@pytest.mark.parametrize("text", HOSTILE)
def test_every_part_of_the_command_is_one_word_whatever_is_in_it(text: str, tmp_path: Path) -> None:
    sides = Message((("X-Note", text), ("Empty", "")), text), Message()

    given = arguments(as_curl(Exchange("PUT", f"https://a.test/{text}", *sides)), tmp_path)

    line = " ".join(text.split("\n"))
    globs = ["--globoff"] if "{" in text else []
    assert given == [
        f"https://a.test/{text}", *globs, "--request", "PUT", "--header", f"X-Note: {line}", "--header", "Empty;",
        "--data-raw", text,
    ]  # fmt: skip


# The command is quoted for the shells of Linux and macOS and run by one here; Windows has none to ask.
@pytest.mark.skipif(sys.platform == "win32", reason="the command is for a POSIX shell")
def test_names_of_headers_and_methods_cannot_be_options(tmp_path: Path) -> None:
    hostile = Exchange("GET --output x", "-o/tmp/x", Message((("@/etc/passwd", "x"), (" ", "y"))), Message())

    assert arguments(as_curl(hostile), tmp_path) == ["--url", "-o/tmp/x", "--header", "/etc/passwd: x"]


# Curl is no part of the product: what it would be given is tested above without it.
@pytest.mark.skipif(shutil.which("curl") is None, reason="curl is not installed")
def test_curl_sends_what_was_sent(httpserver: HTTPServer) -> None:
    httpserver.expect_request("/orders", "POST", json={"name": "O'Neil"}, query_string="q=[1]").respond_with_data("ok")
    headers = (("Content-Type", "application/json"), ("X-Kind", "a b"))
    request = HttpRequest("POST", httpserver.url_for("/orders?q=[1]"), headers, b'{"name": "O\'Neil"}')

    run = subprocess.run(
        ["sh", "-c", as_curl(made(request, HttpResponse(200))) + " --silent --noproxy '*'"],
        capture_output=True,
        check=True,
    )

    assert run.stdout == b"ok"
    assert httpserver.log[0][0].headers["X-Kind"] == "a b"


def test_the_http_file_holds_both_sides_and_no_header_makes_another_line() -> None:
    found = made(
        HttpRequest("POST", "https://a.test/x", (("X-A", "1\r\nX-Evil: 2"),), b'{"a": 1}'),
        HttpResponse(200, (("Content-Type", "application/json"),), b'{"b": 2}'),
    )

    assert as_http(found).splitlines() == [
        "POST https://a.test/x HTTP/1.1", "X-A: 1 X-Evil: 2", "", "{", '  "a": 1', "}", "", "###", "",
        "HTTP/1.1 200 OK", "Content-Type: application/json", "", "{", '  "b": 2', "}",
    ]  # fmt: skip
