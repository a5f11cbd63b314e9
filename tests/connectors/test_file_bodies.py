"""Bodies with files: forms of several parts as any server reads them, and files that are the whole body."""

from __future__ import annotations

import json
from io import BytesIO

import pytest
from werkzeug.formparser import parse_form_data

from connectors.data_connector.run import DataConnector
from connectors.sdk.connector import ConnectorError
from connectors.sdk.ports import File, HttpRequest
from connectors.sdk.testing import fake_ports
from connectors.sdk.values import JsonObject

PDF = File("Rechnung ä.pdf", "application/pdf", b"%PDF-\x00\xff\r\n--x")
EVIL = File('a"\r\nX-Evil: 1\r\n\r\n.txt', "text/plain\r\nX-Evil: 1", b"hello")
FILES = {"7": PDF, "8": EVIL, "{'name': 'latest.txt'}": File("latest.txt", "text/plain", b"latest")}


def sent(body: str, body_type: str = "multipart", **data: object) -> HttpRequest:
    endpoint: JsonObject = {"method": "POST", "url": "https://api.example/up", "body": body, "body_type": body_type}
    ports = fake_ports(files=FILES, sources={"1": {"name": "Api", "endpoints": {"up": endpoint}}})
    DataConnector().run({"dataSource": "1", "endpoint": "up", "outboundConfig": []}, data, ports)
    (request,) = ports.http.requests
    return request


def parsed(request: HttpRequest):
    headers = dict(request.headers)
    environ = {
        "wsgi.input": BytesIO(request.body), "CONTENT_LENGTH": str(len(request.body)),
        "CONTENT_TYPE": headers["Content-Type"], "REQUEST_METHOD": "POST",
    }  # fmt: skip
    _, form, files = parse_form_data(environ, stream_factory=lambda **_: BytesIO())
    return form.to_dict(flat=False), {name: files.getlist(name) for name in files}


def test_a_form_of_parts_has_texts_and_the_file_of_a_variable():
    request = sent('{"note": "a & ä", "count": 5, "invoice": {"file": "scan"}}', scan=7)

    form, files = parsed(request)
    assert form == {"note": ["a & ä"], "count": ["5"]}
    (file,) = files["invoice"]
    assert (file.filename, file.mimetype, file.read()) == (PDF.name, "application/pdf", PDF.content)


def test_a_list_of_files_is_one_part_for_each():
    _, files = parsed(sent('{"all": {"file": "scans"}}', scans=[7, 7]))

    assert len(files["all"]) == 2


@pytest.mark.parametrize(("text", "content"), [("7", PDF.content), ("latest.txt", b"latest"), ("a.b", PDF.content)])
def test_a_file_is_named_by_number_by_name_or_by_a_place_in_the_data(text, content):
    _, files = parsed(sent(json.dumps({"one": {"file": text}}), a={"b": 7}))

    assert files["one"][0].read() == content


def test_a_file_that_is_not_chosen_is_no_part():
    form, files = parsed(sent('{"note": "x", "one": {"file": ""}}'))

    assert (form, files) == ({"note": ["x"]}, {})


def test_no_name_of_a_file_or_field_adds_a_header():
    form, files = parsed(sent('{"x\\"\\r\\nX-Evil: 2": "v", "one": {"file": "8"}}'))

    (file,) = files["one"]
    assert list(file.headers.keys()) == ["Content-Disposition", "Content-Type"]
    assert file.mimetype == "application/octet-stream"
    assert file.read() == b"hello"
    assert len(form) == 1


def test_the_same_parts_make_the_same_body():
    first, second = (sent('{"invoice": {"file": "7"}}') for _ in range(2))

    assert (first.body, first.headers) == (second.body, second.headers)


def test_one_file_is_the_whole_body():
    request = sent("scan", "file", scan=7)

    assert (request.body, dict(request.headers)["Content-Type"]) == (PDF.content, "application/pdf")


@pytest.mark.parametrize(("text", "words"), [("scans", "gives 2"), ("{{nothing}} ", "gives 0")])
def test_a_body_that_is_not_one_file_is_refused(text, words):
    with pytest.raises(ConnectorError, match=words):
        sent(text, "file", scans=[7, 7])
