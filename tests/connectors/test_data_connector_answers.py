"""Data Connector: answers as servers really write them, and fields as ProcessMaker sends them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from connectors.data_connector.form_fields import read_query, written_query
from connectors.data_connector.run import DataConnector
from connectors.sdk.connector import ConnectorError
from connectors.sdk.ports import HttpResponse, PortError
from connectors.sdk.testing import fake_ports
from tests.connectors.test_data_connector import URL, call, row, url_of

ALL = {"dataMapping": [{"key": "all", "value": "", "format": "dotNotation"}]}


def taken(body: bytes, kind: str = "application/json"):
    """What an answer gives whose whole body is mapped into `all`."""
    answer = HttpResponse(200, (("content-type", kind),), body)
    return call({}, ALL, answer)[0].data


@pytest.mark.parametrize("charset", ["iso-8859-1", "windows-1252", '"UTF-8"', "utf-16"])
def test_an_answer_is_read_in_the_letters_that_it_says_it_is_written_in(charset):
    coding = charset.strip('"')

    text = taken("Müller;Köln".encode(coding), f"text/csv; charset={charset}")
    data = taken('{"name": "Müller"}'.encode(coding), f"application/json; charset={charset}")

    assert text == {"response": "Müller;Köln", "status": 200}
    assert data == {"all": {"name": "Müller"}}


@pytest.mark.parametrize("charset", ["no-such-letters", "idna", "rot13"])
def test_letters_that_nobody_knows_are_read_as_utf_8(charset):
    assert taken("ü".encode(), f"text/plain; charset={charset}") == {"response": "ü", "status": 200}


@pytest.mark.parametrize("body", [b'{"n": NaN}', b'{"n": 1e999}', b'{"n": "\\ud800"}', b"{'n': 1}"])
def test_what_only_looks_like_json_is_given_as_text(body):
    assert taken(body) == {"response": body.decode(), "status": 200}


def test_a_refusal_is_told_in_the_letters_of_the_server():
    answer = HttpResponse(400, (("Content-Type", "text/plain; charset=iso-8859-1"),), "Größe fehlt".encode("latin-1"))

    with pytest.raises(ConnectorError, match="Größe fehlt"):
        call({}, ALL, answer)


@pytest.mark.parametrize(
    ("fields", "text"),
    [
        ({"tags": ["a", "b c"]}, "tags%5B0%5D=a&tags%5B1%5D=b+c"),
        ({"by": {"name": "x", "in": [1]}}, "by%5Bname%5D=x&by%5Bin%5D%5B0%5D=1"),
        ({"yes": True, "no": False, "nothing": None, "none": [], "n": 1.5}, "yes=1&no=0&n=1.5"),
    ],
)
def test_lists_and_objects_of_a_form_are_several_fields(fields, text):
    assert written_query(fields) == text


def test_all_values_of_a_list_in_an_address_are_sent():
    assert url_of({"url": URL + "?id[]=1&id[]=2&a=1&a=2"}) == URL + "?id%5B0%5D=1&id%5B1%5D=2&a=2"
    assert read_query("x[a][]=1&x[a][]=2") == {"x[a][0]": "1", "x[a][1]": "2"}


def test_a_list_is_a_parameter_for_each_of_its_values_and_a_zero_is_a_value():
    params = [{"key": "id", "value": "", "required": False}, {"key": "from", "value": "", "required": False}]
    config = {"outboundConfig": [row("PARAM", "id", "ids", "feel"), row("PARAM", "from", "zero", "feel")]}

    _, request = call({"params": params}, config, data={"ids": ["a", "b"], "zero": 0})

    assert request.url == URL + "?id%5B0%5D=a&id%5B1%5D=b&from=0"


@pytest.mark.parametrize(("limit", "seconds"), [("7", 7), (0.5, 0.5), (0, 60), ("", 60), ("soon", 60), (None, 60)])
def test_the_time_limit_of_a_resource_may_be_text(limit, seconds):
    assert call({"timeout": limit})[1].seconds == seconds


@pytest.mark.parametrize(("code", "retries"), [("http.timeout", 2), ("http.in-doubt", 0)])
def test_a_call_that_took_too_long_is_tried_as_often_as_its_resource_says(code, retries):
    class Slow:
        def send(self, request):
            raise PortError(code, "it took too long")

    with pytest.raises((ConnectorError, PortError)) as caught:
        call_through(Slow(), {"retry_attempts": "2"})

    assert getattr(caught.value, "retries", 0) == retries


def call_through(http, resource):
    source = {"name": "Shop", "type": "REST", "endpoints": {"List": {"method": "GET", "url": URL, **resource}}}
    ports = replace(fake_ports(sources={"4": source}), http=http)
    return DataConnector().run({"dataSource": 4, "endpoint": "List"}, {}, ports)


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("$.order.id", "write order.id"),
        ("items[0]['name']", "write items.0.name"),
        ("items[*].name", "name one item"),
        ("$", "leave it empty"),
    ],
)
def test_a_path_in_another_manner_is_remarked(path, words):
    (finding,) = DataConnector().check({"dataMapping": [{"key": "x", "value": path, "format": "dotNotation"}]})

    assert finding.path == ("dataMapping", 0, "value")
    assert words in finding.message


@pytest.mark.parametrize("value", ["", "$status", "data.0.name", "X-Total.0", "data.users{{index}}.name"])
def test_a_path_that_is_read_is_not_remarked(value):
    assert not DataConnector().check({"dataMapping": [{"key": "x", "value": value, "format": "dotNotation"}]})


@pytest.mark.parametrize(
    ("status", "body", "words"),
    [
        (
            400,
            b'{"error": "invalid_grant", "error_description": "Wrong one."}',
            "400: invalid_grant, Wrong one[.]$",
        ),
        (401, b"<html>", "refused with status 401[.]"),
        (200, b"<html>log in</html>", "sso.example.org answered the sign-in without an access token[.]"),
        (200, b'{"error": "bad_client"}', "without an access token: bad_client[.]"),
    ],
)
def test_a_refused_sign_in_is_told_in_the_words_of_the_server(status, body, words):
    credentials = {"url": "https://sso.example.org/token", "client_id": "i", "client_secret": "secret:S"}

    with pytest.raises(ConnectorError, match=words) as caught:
        call({}, {}, HttpResponse(status, (), body), authtype="OAUTH2_CLIENT_CREDENTIALS", credentials=credentials)

    assert caught.value.code == "data.authorization"


@pytest.mark.parametrize(
    ("kind", "credentials"), [("OAUTH2_BEARER", {"token": "abc\n"}), ("API_KEY", {"key": "a\r\nX: b"})]
)
def test_a_secret_with_a_line_break_is_refused_and_not_shown(kind, credentials):
    with pytest.raises(ConnectorError, match="set the secret again") as caught:
        call(authtype=kind, credentials=credentials)

    assert "abc" not in caught.value.message


def test_a_user_may_have_no_password():
    _, request = call(authtype="BASIC", credentials={"username": "key", "password": ""})

    assert dict(request.headers)["Authorization"] == "Basic a2V5Og=="


@pytest.mark.parametrize(
    ("resource", "code"),
    [
        ({"method": "GET / HTTP/1.1\r\nX: y"}, "data.method"),
        ({"method": "{{n}} {{n}}"}, "data.method"),
        ({"headers": [{"key": "X:A", "value": "1", "required": True}]}, "data.header"),
        ({"headers": [{"key": "X Ä", "value": "1", "required": True}]}, "data.header"),
        ({"headers": [{"key": "X-A", "value": "a\x7f", "required": True}]}, "data.header"),
    ],
)
def test_what_http_has_no_name_for_is_refused_before_anything_is_sent(resource, code):
    with pytest.raises(ConnectorError) as caught:
        call(resource)

    assert caught.value.code == code
