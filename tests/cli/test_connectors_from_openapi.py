"""`connectors from-openapi`: a description becomes an asset and entries, or is refused with what is wrong and where."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest

from tests.connectors.test_openapi_entries import BOOKS

PATHS: dict[str, Any] = {"/pets": {"get": {"operationId": "listPets", "responses": {"200": {"description": "ok"}}}}}


def description(**changes: Any) -> dict[str, Any]:
    """A small description of OpenAPI 3.1."""
    info = {"title": "Pets", "version": "1"}
    return {"openapi": "3.1.0", "info": info, "servers": [{"url": "https://pets.example/"}], "paths": PATHS, **changes}


def secured(**scheme: Any) -> dict[str, Any]:
    return description(security=[{"it": []}], components={"securitySchemes": {"it": scheme}})


@pytest.fixture
def convert(call, tmp_path):
    """Convert a description; gives the outcome, and the asset that was written."""

    def run(content: object, *arguments: object) -> tuple[Any, dict[str, Any]]:
        text = content if isinstance(content, str) else json.dumps(content)
        (tmp_path / "api.json").write_text(text, encoding="utf-8")
        outcome = call("connectors", "from-openapi", "api.json", "-o", "out", *arguments)
        assets = sorted((tmp_path / "out" / "data-connectors").glob("*.json"))
        return outcome, json.loads(assets[0].read_text()) if assets else {}

    return run


def test_chosen_operations_become_entries(call, tmp_path):
    outcome = call(
        "connectors", "from-openapi", BOOKS, "-o", "out", "--operation", "addBook", "--operation", "GET /books",
        "--format", "json",
    )  # fmt: skip

    result = json.loads(outcome.out)
    assert (outcome.status, result["connectors"]) == (0, ["book-shop-add-book", "book-shop-list-books"])
    assert all(Path(path).is_file() for path in result["files"])
    asset = json.loads((tmp_path / "out" / "data-connectors" / "book-shop.json").read_text())
    assert (asset["id"], list(asset["endpoints"])) == (result["dataConnector"], ["addBook", "listBooks"])


def test_operations_are_listed_without_writing(call, tmp_path):
    outcome = call("connectors", "from-openapi", BOOKS, "--list")

    assert outcome.out.splitlines()[0].split(None, 1) == ["listBooks", "GET /books"]
    assert list(tmp_path.iterdir()) == []


def test_an_operation_that_there_is_not_is_refused_with_those_near_it(call):
    outcome = call("connectors", "from-openapi", BOOKS, "-o", "out", "--operation", "listBook")

    assert outcome.status == 2
    assert "there is no operation “listBook”; there is “listBooks”" in outcome.err


def test_reading_a_description_again_gives_the_same_numbers(convert, tmp_path):
    first = convert(description())[1]
    (tmp_path / "out" / "data-connectors" / "pets.json").unlink()
    for path in sorted((tmp_path / "out" / "connectors").rglob("*"), reverse=True):
        path.rmdir() if path.is_dir() else path.unlink()

    assert convert(description())[1] == first


def test_the_number_of_the_asset_in_processmaker_can_be_given(convert):
    assert convert(description(), "--id", "16")[1]["id"] == 16


def test_a_server_without_an_address_must_be_given(convert):
    outcome, _ = convert(description(servers=[{"url": "/v1"}]))
    assert outcome.status == 2
    assert "--server" in outcome.err

    asset = convert(description(servers=[]), "--server", "https://pets.example/v2")[1]

    assert asset["endpoints"]["listPets"]["url"] == "https://pets.example/v2/pets"


TOKENS = "https://t.example"
CLIENT = {"url": TOKENS, "client_id": "secret:PETS_CLIENT_ID", "client_secret": "secret:PETS_CLIENT_SECRET"}
PERSON = {"username": "secret:PETS_USERNAME", "password": "secret:PETS_PASSWORD"}


KEY = {"key": "secret:PETS_KEY"}


def flow(name: str, **scopes: str) -> dict[str, Any]:
    return {"type": "oauth2", "flows": {name: {"tokenUrl": TOKENS, "scopes": scopes}}}


@pytest.mark.parametrize(
    ("scheme", "kind", "credentials"),
    [
        ({"type": "http", "scheme": "basic"}, "BASIC", PERSON),
        ({"type": "http", "scheme": "bearer"}, "OAUTH2_BEARER", {"token": "secret:PETS_TOKEN"}),
        ({"type": "apiKey", "in": "header", "name": "X-Key"}, "API_KEY", {"header": "X-Key", **KEY}),
        ({"type": "apiKey", "in": "query", "name": "appid"}, "API_KEY_QUERY", {"parameter": "appid", **KEY}),
        ({"type": "apiKey", "in": "cookie", "name": "sid"}, "API_KEY_COOKIE", {"cookie": "sid", **KEY}),
        (flow("clientCredentials", a="", b=""), "OAUTH2_CLIENT_CREDENTIALS", {**CLIENT, "scope": "a b"}),
        (flow("password"), "OAUTH2_PASSWORD", {**CLIENT, **PERSON}),
    ],
)
def test_security_schemes_become_authorization_with_references_to_secrets(convert, scheme, kind, credentials):
    _, asset = convert(secured(**scheme))

    assert (asset["authtype"], asset["credentials"]) == (kind, {**credentials, "verify_certificate": True})


def test_a_scheme_that_is_not_supported_is_told(convert):
    outcome, asset = convert(secured(type="mutualTLS"))

    assert asset["authtype"] == "NONE"
    assert "“it” is not supported" in outcome.err


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("{", "no JSON"),
        ("a: [", "no YAML"),
        ("- 1", "not an object"),
        ({"swagger": "2.0"}, "Swagger 2.0"),
        ({"openapi": "3.2.0"}, "OpenAPI 3.2.0"),
        ({"openapi": "3.0.0", "paths": {}}, "info: it is missing"),
        (description(paths={}), "no operations"),
        (description(paths={"/x": {"$ref": "https://evil.example/x"}}), "“https://evil.example/x” leads outside"),
        (description(paths={"/x": {"$ref": "other.yaml#/x"}}), "leads outside"),
    ],
)
def test_a_description_that_cannot_be_used_is_refused_and_nothing_is_written(convert, tmp_path, content, said):
    outcome, asset = convert(content)

    assert outcome.status == 2
    assert said in outcome.err
    assert asset == {}
    assert not (tmp_path / "out").exists()


def test_aliases_that_make_a_file_huge_are_refused(convert):
    lines = ["a0: &a0 [x]", *(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 12))]

    outcome, _ = convert("\n".join(lines))

    assert outcome.status == 2
    assert "aliases make more than" in outcome.err


def test_an_alias_that_leads_back_to_itself_is_refused(convert):
    assert "leads back to itself" in convert("a: &a [*a]")[0].err


def test_schemas_that_lead_back_to_themselves_end(convert):
    node = {
        "type": "object",
        "required": ["name"],
        "properties": {
            "name": {"type": "string"},
            "children": {"type": "array", "items": {"$ref": "#/components/schemas/Node"}},
        },
    }
    content = {"application/json": {"schema": {"$ref": "#/components/schemas/Node"}}}
    operation = {"requestBody": {"content": content}, "responses": {"200": {"description": "ok", "content": content}}}

    outcome, asset = convert(description(paths={"/n": {"post": operation}}, components={"schemas": {"Node": node}}))

    assert outcome.status == 0
    assert asset["endpoints"]["postN"]["testData"] == {"name": "text", "children": []}


def test_a_body_with_nothing_required_is_one_json_text(convert, tmp_path):
    schema = {"type": ["object", "null"], "properties": {"a": {"type": "integer", "examples": [7]}}}
    operation = {
        "operationId": "put",
        "requestBody": {"content": {"application/json": {"schema": schema}}},
        "responses": {"200": {"description": "ok"}},
    }

    _, asset = convert(description(paths={"/x": {"put": operation}}))

    manifest = json.loads((tmp_path / "out" / "connectors" / "pets" / "pets-put" / "connector.json").read_text())
    assert asset["endpoints"]["put"]["body"] == "{{{body}}}"
    assert json.loads(manifest["properties"]["properties"]["body"]["default"]) == {"a": 7}


def test_a_default_that_breaks_its_schema_is_told_and_the_rest_is_made(convert):
    parameter = {"name": "limit", "in": "query", "schema": {"type": "integer", "default": "many"}}
    operation = {"operationId": "list", "parameters": [parameter], "responses": {"200": {"description": "ok"}}}

    outcome, asset = convert(description(paths={"/x": {"get": operation}}))

    assert outcome.status == 0
    assert "'many' is not of type 'integer'" in outcome.err
    assert list(asset["endpoints"]) == ["list"]


def test_a_curl_command_is_taken_from_standard_input(call, tmp_path, monkeypatch):
    monkeypatch.setattr("sys.stdin", io.StringIO("curl https://pets.example/pets?limit=5"))

    outcome = call("connectors", "from-openapi", "-", "-o", "out")

    assert outcome.status == 0
    assert (tmp_path / "out" / "data-connectors" / "pets-example.json").is_file()
