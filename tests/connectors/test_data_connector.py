"""Data Connector: requests as the resource and the element describe them, answers mapped into Request data."""

from __future__ import annotations

import json

import pytest

from connectors.data_connector.run import DataConnector
from connectors.sdk.connector import ConnectorError
from connectors.sdk.ports import HttpResponse, PortError
from connectors.sdk.testing import fake_ports

URL = "https://api.example.org/orders"
DATA = {"n": 7, "who": "A & B", "supplier": {"id": "s1"}, "empty": ""}


def call(*arguments, **options):
    """Run one resource; returns the outcome and the last request."""
    outcome, requests = calls(*arguments, **options)
    return outcome, requests[-1]


def calls(endpoint=None, config=None, answer=None, data=None, **source):
    """Run one resource; returns the outcome and all requests."""
    resource = {"method": "GET", "url": URL, "params": [], "headers": [], "testData": "{}", **(endpoint or {})}
    sources = {"4": {"name": "Shop", "type": "REST", "authtype": "NONE", "endpoints": {"List": resource}, **source}}
    ports = fake_ports(answer=answer, sources=sources, secrets={"secret:S": "s3cret", "secret:U": "me"})
    settings = {"dataSource": 4, "endpoint": "List", "dataMapping": [], **(config or {})}
    outcome = DataConnector().run(settings, data or DATA, ports)
    return outcome, ports.http.requests


def answered(body, status=200, headers=()):
    text = body if isinstance(body, str) else json.dumps(body)
    return HttpResponse(status, headers, text.encode())


def row(kind, key, value, format="mustache"):
    return {"type": kind, "key": key, "value": value, "format": format}


def url_of(endpoint, *rows, **config):
    return call(endpoint, {"outboundConfig": list(rows), **config})[1].url


@pytest.mark.parametrize(
    ("endpoint", "rows", "expected"),
    [
        ({"url": URL + "/{{n}}"}, [], URL + "/7"),
        ({"url": URL + "/{{id}}"}, [row("PARAM", "id", "{{n}}")], URL + "/7?id=7"),
        ({}, [row("PARAM", "q", "who", "feel")], URL + "?q=A+%26+B"),
        ({}, [row("PARAM", "q", "who")], URL + "?q=who"),
        ({}, [row("PARAM", "q", "{{who}}")], URL + "?q=A+%26amp%3B+B"),
        ({}, [row("PARAM", "q", "{{{who}}}")], URL + "?q=A+%26+B"),
        ({}, [row("PARAM", "q", "supplier.id", "feel")], URL + "?q=s1"),
        ({}, [row("PARAM", "q", "nowhere", "feel")], URL + "?q=nowhere%3A+there+is+no+nowhere"),
        ({"url": URL + "?a=1"}, [row("PARAM", "a", "2")], URL + "?a=2"),
        ({"url": "/api/users"}, [], "https://server.invalid/api/users"),
    ],
)
def test_the_address_is_put_together(endpoint, rows, expected):
    assert url_of(endpoint, *rows) == expected


def test_declared_parameters_take_inputs_or_defaults_and_vanish_when_empty():
    params = [
        {"key": "page", "value": "1", "required": False},
        {"key": "who", "value": "{{n}}", "required": False},
        {"key": "gone", "value": "{{empty}}", "required": False},
        {"key": "kept", "value": "{{empty}}", "required": True},
    ]

    url = url_of({"params": params}, row("PARAM", "page", "2"), row("PARAM", "unknown", "x"), queryString="z=9")

    assert url == URL + "?page=2&who=7&kept=&z=9"


def test_headers_of_the_resource_go_out_all_or_only_the_required_ones():
    headers = [
        {"key": "X-Who", "value": "{{n}}", "required": True},
        {"key": "X-Other", "value": "o", "required": False},
    ]

    without_rows = dict(call({"headers": headers})[1].headers)
    rows = [row("HEADER", "x-who", "{{n}}1"), row("HEADER", "X-New", "nothing", "feel")]
    with_rows = dict(call({"headers": headers}, {"outboundConfig": rows})[1].headers)

    assert without_rows == {"Accept": "application/json", "X-Who": "7", "X-Other": "o"}
    assert with_rows == {"Accept": "application/json", "x-who": "71", "X-New": "nothing"}


def test_the_body_is_a_template_over_data_and_inputs():
    endpoint = {"method": "post", "body": '{"amount": {{n}}, "all": {{{all}}}}', "body_type": "json"}
    rows = [row("BODY", "all", '{"x": "{{{who}}}"}')]

    _, request = call(endpoint, {"outboundConfig": rows})

    assert request.method == "POST"
    assert json.loads(request.body) == {"amount": 7, "all": {"x": "A & B"}}
    assert dict(request.headers)["Content-Type"] == "application/json"


def test_a_form_is_sent_as_fields():
    _, request = call({"method": "POST", "body": '{"a": "{{n}}", "b": "ü"}', "body_type": "form-data"})

    assert request.body == b"a=7&b=%C3%BC"
    with pytest.raises(ConnectorError, match="JSON object"):
        call({"method": "POST", "body": "plain", "body_type": "form-data"})


def test_a_key_in_the_address_takes_the_place_of_a_parameter_of_that_name():
    resource = {"url": "https://shop.example/list?appid=none&q=a%20b", "params": []}

    _, request = call(resource, authtype="API_KEY_QUERY", credentials={"parameter": "appid", "key": "secret:S"})

    assert request.url == "https://shop.example/list?q=a+b&appid=s3cret"


def test_a_key_in_a_cookie_joins_the_cookies_of_the_resource():
    resource = {"headers": [{"key": "cookie", "value": "lang=de", "required": True}]}

    _, request = call(resource, authtype="API_KEY_COOKIE", credentials={"cookie": "session", "key": "secret:S"})

    assert dict(request.headers)["cookie"] == "lang=de; session=s3cret"


def test_a_key_that_would_start_another_cookie_is_refused():
    with pytest.raises(ConnectorError, match="cannot be sent in the cookie “session”"):
        call({}, authtype="API_KEY_COOKIE", credentials={"cookie": "session", "key": "a; admin=1"})


@pytest.mark.parametrize(
    ("kind", "credentials", "name", "value"),
    [
        ("BASIC", {"username": "me", "password": "secret:S"}, "Authorization", "Basic bWU6czNjcmV0"),
        ("OAUTH2_BEARER", {"token": "secret:S"}, "Authorization", "Bearer s3cret"),
        ("API_KEY", {"header": "X-Key", "key": "secret:S"}, "X-Key", "s3cret"),
    ],
)
def test_signing_in(kind, credentials, name, value):
    _, request = call(authtype=kind, credentials=credentials)

    assert dict(request.headers)[name] == value
    assert request.verify is True


@pytest.mark.parametrize(
    ("kind", "fields"),
    [
        ("OAUTH2_PASSWORD", "grant_type=password&username=me&password=s3cret&client_id=c&client_secret=s3cret"),
        ("OAUTH2_CLIENT_CREDENTIALS", "grant_type=client_credentials&client_id=c&client_secret=s3cret"),
    ],
)
def test_signing_in_with_a_token_of_the_service(kind, fields):
    url = "https://id.example.org/token"
    credentials = {"url": url, "client_id": "c", "client_secret": "secret:S", "verify_certificate": False}
    person = {"username": "me", "password": "secret:S"} if "username" in fields else {}
    options = {"authtype": kind, "credentials": credentials | person}

    _, (token, request) = calls(answer=answered({"access_token": "t0ken"}), **options)
    with pytest.raises(ConnectorError, match="sign-in was refused with status 401"):
        calls(answer=answered({}, 401), **options)

    assert (token.url, token.body.decode()) == (url, fields)
    assert dict(request.headers)["Authorization"] == "Bearer t0ken"
    assert (token.verify, request.verify) == (False, False)


def mapped(answer, *rows, data=None):
    return call(config={"dataMapping": list(rows)}, answer=answer, data=data)[0].data


BODY = {"data": {"items": [{"name": "a"}, {"name": "b"}], "a.b": 5}, "n": 8}


@pytest.mark.parametrize(
    ("value", "format", "expected"),
    [
        ("", "dotNotation", BODY),
        ("$status", "dotNotation", 201),
        ("data.items.1.name", "dotNotation", "b"),
        ("data.items.{{index}}.name", "dotNotation", "a"),
        ("data.nowhere", "dotNotation", ""),
        ("n", None, 8),
        ("who", "dotNotation", "A & B"),
        ("X-Count", "dotNotation", ["3"]),
        ("{{data.a}} of {{n}}", "mustache", " of 8"),
        ("data.items", "feel", BODY["data"]["items"]),
    ],
)
def test_a_part_of_the_answer_is_read(value, format, expected):
    answer = answered(BODY, 201, (("X-Count", "3"),))

    data = {**DATA, "index": 0}
    found = mapped(answer, {"key": "r", "value": value, "format": format}, data=data)

    assert found == {"r": expected}


def test_a_variable_may_be_named_by_the_data_and_holds_a_dot_as_it_is():
    assert mapped(answered([5]), {"key": "r{{n}}.x", "value": "0", "format": "dotNotation"}) == {"r7.x": 5}


def test_an_answer_that_is_not_json_is_given_whole():
    assert mapped(answered("hello"), {"key": "r", "value": ""}) == {"response": "hello", "status": 200}


@pytest.mark.parametrize(
    ("answer", "code", "words"),
    [
        (answered("no such order", 404), "http.404", "404 Not Found: no such order"),
        (answered("", 500), "http.500", "500 Internal Server Error."),
        (answered("", 799), "http.799", "799"),
        (answered("5"), "data.answer", "neither an object nor a list"),
    ],
)
def test_an_answer_that_is_no_success_is_an_error(answer, code, words):
    with pytest.raises(ConnectorError, match=words) as caught:
        mapped(answer)

    assert caught.value.code == code


@pytest.mark.parametrize("sample", ['{"id": 1}', {"id": 1}])
def test_a_preview_takes_the_sample_of_the_resource(sample):
    outcome, request = call({"testData": sample}, {"dataMapping": [{"key": "r", "value": ""}]})

    assert outcome.data == {"r": {"id": 1}}
    assert request.title == "Shop: List"


def test_with_a_callback_the_task_waits_for_the_server():
    outcome, request = call(
        {"url": URL + "?back={{cb}}"}, {"callback": True, "callback_url": "cb", "callback_variable": "p"}
    )

    assert outcome.data == {"cb": "https://server.invalid/callback"}
    assert "back=https%3A%2F%2Fserver.invalid%2Fcallback" in request.url
    assert outcome.waits
    assert outcome.answers[0].data == {"p": {}}


@pytest.mark.parametrize(
    ("config", "source", "words"),
    [
        ({}, {"type": "SOAP"}, "SOAP"),
        ({}, {"authtype": "MAGIC"}, "MAGIC"),
        ({}, {"authtype": "BASIC", "credentials": {}}, "“username” is missing"),
    ],
)
def test_what_is_not_configured_is_named(config, source, words):
    with pytest.raises(ConnectorError, match=words):
        call(config=config, **source)


@pytest.mark.parametrize(
    ("config", "words"),
    [
        ({"endpoint": "Nope"}, "Endpoint 'Nope' not found"),
        ({"endpoint": ""}, "No resource is chosen."),
        ({"dataSource": None}, "No data connector is chosen."),
        ({"endpoint": "Nope", "callback": True}, "Endpoint 'Nope' not found"),
    ],
)
def test_an_incomplete_configuration_completes_the_task_and_says_so_in_the_data(config, words):
    ports = fake_ports(sources={"4": {"name": "Shop", "endpoints": {"List": {}}}})

    outcome = DataConnector().run({"dataSource": 4, "endpoint": "List", **config}, DATA, ports)

    assert outcome.data == {"_configuration_error_task_1": f"{ports.task.name} (task_1): {words}"}
    assert not outcome.waits
    assert ports.http.requests == []


def test_a_data_connector_that_is_not_there_is_named():
    with pytest.raises(PortError, match="no data connector 5"):
        call(config={"dataSource": 5})


@pytest.mark.parametrize("url", ["file:///etc/passwd", "ftp://x/", "{{empty}}", "javascript:alert(1)"])
def test_only_http_addresses_are_called(url):
    with pytest.raises(ConnectorError, match="not an http or https address"):
        call({"url": url})


def test_a_header_cannot_be_split_by_data():
    with pytest.raises(ConnectorError, match="not a header"):
        call({"headers": [{"key": "X", "value": "{{evil}}"}]}, data={"evil": "a\r\nHost: b"})


def test_a_word_without_braces_is_remarked():
    rows = [row("BODY", "companyName", "companyName"), row("BODY", "b", "{{b}}"), row("PARAM", "c", "c", "feel")]

    (finding,) = DataConnector().check({"outboundConfig": rows})

    assert finding.path == ("outboundConfig", 0, "value")
    assert "{{companyName}}" in finding.message
