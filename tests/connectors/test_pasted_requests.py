"""A pasted cURL command and a Postman collection become the same kind of entries as an OpenAPI description."""

from __future__ import annotations

import json

import pytest

from connectors.sdk.values import as_object
from modeler.services.making.openapi import OpenApiError, chosen, make, operations, read_source

COMMAND = r"""curl -X POST 'https://desk.example.org/v1/tickets?notify=yes' \
  -H 'Authorization: Bearer s3cret' -H "Content-Type: application/json" -H 'X-Team: blue' \
  --data-raw '{"subject": "Broken", "size": 2, "tags": ["a"]}' --compressed"""
COLLECTION = {
    "info": {"name": "Pets", "schema": "https://schema.getpostman.com/json/collection/v2.1.0/collection.json"},
    "variable": [{"key": "host", "value": "https://pets.example"}],
    "auth": {"type": "basic"},
    "item": [
        {
            "name": "Cats",
            "item": [
                {
                    "name": "One cat",
                    "request": {
                        "method": "GET",
                        "url": {"raw": "{{host}}/cats/:catId?full={{full}}"},
                        "header": [{"key": "X-Off", "value": "1", "disabled": True}],
                    },
                    "response": [{"code": 404, "body": "{}"}, {"code": 200, "body": '{"name": "Tom"}'}],
                }
            ],
        },
        {
            "name": "Log in",
            "request": {
                "method": "POST",
                "url": "{{host}}/login",
                "body": {"mode": "urlencoded", "urlencoded": [{"key": "user", "value": "ann"}]},
            },
        },
    ],
}


def made(text, server=""):
    description = read_source(text)
    return make(description, chosen(operations(description), ()), server)


def defaults(entry):
    settings = entry["properties"]["properties"]
    shown = {name: part for name, part in settings.items() if not part["x-ui"].get("hidden")}
    return {name: part["default"] for name, part in shown.items() if "default" in part}


def test_a_curl_command_becomes_an_entry_whose_inputs_have_what_it_said():
    result = made(COMMAND)

    (entry,) = result.entries
    (resource,) = as_object(result.asset["endpoints"]).values()
    assert (resource["method"], resource["url"]) == ("POST", "https://desk.example.org/v1/tickets")
    assert defaults(entry) == {
        "notify": "yes", "X-Team": "blue", "subject": "Broken", "size": 2, "tags": '["a"]',
        "answer_variable": "postV1Tickets",
    }  # fmt: skip
    assert resource["body"] == (
        '{"subject":{{#json}}{{{body_subject}}}{{/json}},"size":{{{body_size}}},"tags":{{{body_tags}}}}'
    )
    assert result.asset["authtype"] == "OAUTH2_BEARER"
    assert "s3cret" not in json.dumps([result.asset, *result.entries])


@pytest.mark.parametrize(
    ("command", "method", "url"),
    [
        ("curl https://x.example/a", "GET", "https://x.example/a"),
        ("curl x.example", "GET", "https://x.example/"),
        ("curl -I https://x.example/a", "HEAD", "https://x.example/a"),
        ("curl --url=https://x.example/a -d a=1", "POST", "https://x.example/a"),
        ("curl -XPUT https://x.example/a -o out.json -d '{}'", "PUT", "https://x.example/a"),
        ("$ curl -G https://x.example/a -d q=1", "GET", "https://x.example/a"),
        ("curl -F file=@x.png -F name=b https://x.example/a", "POST", "https://x.example/a"),
        ("curl -u ann:pw -b 'sid=1' https://x.example/a", "GET", "https://x.example/a"),
    ],
)
def test_the_options_of_curl_are_understood(command, method, url):
    (resource,) = as_object(made(command).asset["endpoints"]).values()

    assert (resource["method"], resource["url"]) == (method, url)


def test_files_of_a_pasted_form_are_inputs():
    (resource,) = as_object(made("curl -F file=@x.png -F name=b https://x.example/a").asset["endpoints"]).values()
    part = {"key": "scan", "type": "file", "src": "/home/ann/scan.pdf"}
    form = {"mode": "formdata", "formdata": [part, {"key": "note", "value": "n", "type": "text"}]}
    item = {"name": "A", "request": {"method": "POST", "url": "https://x.example/b", "body": form}}
    (posted,) = as_object(made(json.dumps({**COLLECTION, "item": [item]})).asset["endpoints"]).values()

    assert (resource["body_type"], posted["body_type"]) == ("multipart", "multipart")
    assert resource["body"] == (
        '{"file":{"file":{{#json}}{{{body_file}}}{{/json}}},"name":{{#json}}{{{body_name}}}{{/json}}}'
    )
    assert '"scan":{"file":{{#json}}{{{body_scan}}}{{/json}}}' in posted["body"]
    assert "scan.pdf" not in json.dumps(posted)


def test_a_password_of_a_command_is_not_kept():
    result = made("curl -u ann:hunter2 -H 'X-Api-Key: k3y' https://x.example/a")

    assert "hunter2" not in json.dumps([result.asset, *result.entries])
    assert "k3y" not in json.dumps([result.asset, *result.entries])
    assert result.asset["authtype"] == "API_KEY"


def test_a_collection_becomes_entries_with_its_variables_folders_and_samples():
    result = made(json.dumps(COLLECTION))

    resources = as_object(result.asset["endpoints"])
    assert [(each["method"], each["url"]) for each in resources.values()] == [
        ("GET", "https://pets.example/cats/{{{catId}}}"),
        ("POST", "https://pets.example/login"),
    ]
    assert [entry["name"] for entry in result.entries] == ["One cat", "Log in"]
    assert [each["testData"] for each in resources.values()] == [{"name": "Tom"}, {}]
    assert [each["body_type"] for each in resources.values()] == ["json", "form-data"]
    assert defaults(result.entries[0])["full"] == "{{full}}"
    assert result.asset["authtype"] == "BASIC"


def test_a_collection_whose_server_is_a_variable_needs_an_address():
    item = {"name": "A", "request": {"method": "GET", "url": "{{base}}/a"}}
    text = json.dumps({**COLLECTION, "item": [item], "variable": []})

    with pytest.raises(OpenApiError, match="--server"):
        made(text)
    (resource,) = as_object(made(text, "https://a.example").asset["endpoints"]).values()
    assert resource["url"] == "https://a.example/a"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("curl 'https://x", "cannot be read"),
        ("curl -X POST", "names no address"),
        (json.dumps({**COLLECTION, "item": []}), "no requests"),
    ],
)
def test_what_cannot_be_read_is_refused(text, said):
    with pytest.raises(OpenApiError, match=said):
        made(text)


@pytest.mark.parametrize(
    ("command", "kind"),
    [
        ("curl -H 'X-Api-Key: s3cr3t' -H 'X-Other-Token: s3cr3t' https://x.example/a", "API_KEY"),
        ("curl 'https://x.example/a?q=1&api_key=s3cr3t'", "API_KEY_QUERY"),
        ("curl https://ann:s3cr3t@x.example/a", "BASIC"),
        ("curl -b 'session=s3cr3t' https://x.example/a", "NONE"),
        ("""curl --json '{"user": "ann", "password": "s3cr3t"}' https://x.example/login""", "NONE"),
    ],
)
def test_no_credential_of_a_command_is_kept(command, kind):
    result = made(command)

    assert result.asset["authtype"] == kind
    assert "s3cr3t" not in json.dumps([result.asset, *result.entries])


@pytest.mark.parametrize(
    "command",
    [
        r"""curl https://x.example/a --data-raw $'{"subject":"it\'s \u00e9\\n"}' -H 'content-type: application/json'""",
        'curl ^"https://x.example/a^" ^\n  -H ^"Content-Type: application/json^" ^\r\n'
        '  --data-raw ^"^{^\\^"subject^\\^":^\\^"it\'s \u00e9^\\n^\\^"^}^"',
    ],
)
def test_commands_as_browsers_copy_them_are_read(command):
    (entry,) = made(command).entries

    assert entry["properties"]["properties"]["subject"]["default"].startswith("it's \u00e9")
