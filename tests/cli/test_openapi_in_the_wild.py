"""`connectors from-openapi` with descriptions as services write them: names that clash, YAML's words, faults."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.cli.test_connectors_from_openapi import convert, description, secured

__all__ = ["convert"]

OK = {"200": {"description": "ok"}}


def parameter(name: str, where: str = "query", **more: Any) -> dict[str, Any]:
    required = {"required": True} if where == "path" else {}
    return {"name": name, "in": where, "schema": {"type": "string"}, **required, **more}


def get(*parameters: Any, **more: Any) -> dict[str, Any]:
    return {"get": {"operationId": "it", "parameters": list(parameters), "responses": OK, **more}}


@pytest.fixture
def settings(convert, tmp_path):
    """The settings of the one entry of a description, with what was said about it."""

    def read(content: object, *arguments: object) -> tuple[dict[str, Any], str, dict[str, Any]]:
        outcome, asset = convert(content, *arguments)
        (manifest,) = (tmp_path / "out" / "connectors").rglob("connector.json")
        return json.loads(manifest.read_text())["properties"]["properties"], outcome.err, asset

    return read


def row(setting: dict[str, Any]) -> dict[str, Any]:
    return setting["x-place"]["path"][1]


def test_inputs_that_are_called_as_settings_of_every_entry_leave_those_alone(settings):
    found, _, _ = settings(description(paths={"/x": get(parameter("dataSource"), parameter("callback"))}))

    assert found["dataSource"]["x-ui"] == {"hidden": True}
    assert found["callback"]["default"] is False
    assert [row(found[f"{name}-2"])["key"] for name in ("dataSource", "callback")] == ["dataSource", "callback"]


def test_a_part_of_the_path_and_a_field_of_the_query_of_one_name_are_two(settings):
    found, _, asset = settings(description(paths={"/x/{id}": get(parameter("id", "path"), parameter("id"))}))

    assert [row(found[name])["key"] for name in ("id", "id-2")] == ["id_", "id"]
    assert asset["endpoints"]["it"]["url"].endswith("/x/{{{id_}}}")


def test_a_variable_of_the_path_that_nobody_describes_is_an_input(settings):
    found, said, asset = settings(description(paths={"/x/{who}": get()}), "--lenient")

    assert row(found["who"])["key"] == "who"
    assert asset["endpoints"]["it"]["url"].endswith("/x/{{{who}}}")
    assert "The description is wrong" in said


def test_members_of_a_body_whose_variables_would_be_one_are_two(settings):
    schema = {"type": "object", "required": ["a-b", "a_b"], "properties": {"a-b": {"type": "string"}, "a_b": {}}}
    operation = {"operationId": "it", "requestBody": {"content": {"application/json": {"schema": schema}}}}

    found, _, _ = settings(description(paths={"/x": {"post": {**operation, "responses": OK}}}))

    assert [row(found[name])["key"] for name in ("a-b", "a_b")] == ["body_a_b", "body_a_b_"]


def test_lists_and_objects_in_a_query_are_sent_as_far_as_processmaker_can(settings):
    inside = {"type": "object", "properties": {"city": {"type": "string"}, "size": {"type": "integer"}}}
    many = {"type": "array", "items": {"type": "string"}}
    found, said, asset = settings(
        description(
            paths={
                "/x": get(
                    parameter("filter", style="deepObject", explode=True, schema=inside),
                    parameter("tags", schema=many),
                    parameter("ids", schema=many, style="pipeDelimited", explode=False),
                    {"name": "q", "in": "query", "content": {"application/json": {"schema": {"type": "object"}}}},
                )
            }
        )
    )

    keys = [each["key"] for each in asset["endpoints"]["it"]["params"]]
    assert keys == ["filter[city]", "filter[size]", "tags", "ids", "q"]
    assert found["filter[size]"]["type"] == "integer"
    assert found["ids"]["x-ui"]["help"] == "Several values with | between them."
    assert found["q"]["x-ui"]["language"] == "json"
    assert "several values of “tags” are sent as tags=a,b" in said


def test_an_address_of_tokens_that_is_not_complete_is_one_of_the_server(convert):
    tokens = {"tokenUrl": "token", "scopes": {}}

    _, asset = convert(secured(type="oauth2", flows={"password": tokens}))

    assert asset["credentials"]["url"] == "https://pets.example/token"


def test_a_server_that_is_a_path_only_stands_behind_the_given_host(convert):
    _, asset = convert(description(servers=[{"url": "/api/v3"}]), "--server", "https://pets.example/")

    assert asset["endpoints"]["listPets"]["url"] == "https://pets.example/api/v3/pets"


def test_yaml_is_read_as_version_1_2_has_it(settings):
    text = """
openapi: 3.0.3
info: {title: Pets, version: 1.0.0}
servers: [{url: https://pets.example}]
paths:
  /x:
    get:
      operationId: it
      parameters:
        - {name: state, in: query, schema: {type: string, enum: [on, off, yes, no], default: off}}
        - {name: at, in: query, schema: {type: string, example: 12:30}}
        - {name: code, in: query, schema: {type: integer, default: 0123}}
      responses: {200: {description: no}}
"""

    found, _, _ = settings(text)

    assert (found["state"]["enum"], found["state"]["default"]) == (["on", "off", "yes", "no"], "off")
    assert (found["at"]["x-ui"]["placeholder"], found["code"]["default"]) == ("12:30", 123)


def test_two_operations_of_one_id_are_told_apart(convert):
    outcome, asset = convert(description(paths={"/x": get(), "/y": get()}))

    assert (outcome.status, list(asset["endpoints"])) == (0, ["it", "it2"])
    assert "is not unique; it gets another one" in outcome.err


@pytest.mark.parametrize(
    ("operation", "said"),
    [
        ({"responses": {"200": {}}}, "paths//x/get/responses/200/description: it is missing"),
        ({"parameters": [{"name": "a", "schema": {}}]}, "paths//x/get/parameters/0/in: it is missing"),
        ({"consumes": ["x"]}, "paths//x/get/consumes: nothing is known by this name here"),
        ({"requestBody": {"$ref": "#/components/no"}}, "the reference “#/components/no” leads nowhere"),
    ],
)
def test_a_fault_is_told_with_its_place_and_the_rest_is_read_where_somebody_wants_that(convert, operation, said):
    content = {**description(paths={"/x": get(**operation)}), "openapi": "3.0.3"}

    refused, nothing = convert(content)
    read, asset = convert(content, "--lenient")

    assert (refused.status, said in refused.err, nothing) == (2, True, {})
    assert "--lenient" in refused.err
    assert (read.status, said in read.err, list(asset["endpoints"])) == (0, True, ["it"])
