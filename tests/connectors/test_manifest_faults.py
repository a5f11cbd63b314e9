"""A manifest that cannot be used is refused in words that its author can act on: what, where, and what to write."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from connectors.sdk.manifest import manifest_schema, parse_manifest
from connectors.sdk.patterns import Pattern
from connectors.sdk.values import with_value_at
from tests.connectors.packages import MINIMAL

STEP = ("migrations", 0, "steps", 0)


def reason(tmp_path, manifest: object) -> str:
    return parse_manifest(json.dumps(manifest).encode(), tmp_path).reason


def changed(path: tuple[str | int, ...], value: Any) -> Any:
    begun = {**MINIMAL, "permissions": {}, "limits": {}, "migrations": [{"to": "1.0", "steps": [{}]}]}
    return with_value_at(begun if path[0] == "migrations" else {**begun, "migrations": []}, path, value)


@pytest.mark.parametrize(
    ("path", "value", "said"),
    [
        (("id",), "My Id", "id: “My Id” does not have the form that is needed; write it as in “my-connector”"),
        (("id",), 3, "id: it is the number 3; it must be a text in quotes"),
        (("name",), "", "name: it is empty"),
        (("name",), "x" * 81, "name: it has 81 letters; at most 80 are allowed"),
        (("schemaVersion",), 0, "schemaVersion: it is 0; it must be at least 1"),
        (("appliesTo",), "bpmn:task", "appliesTo: it is the text “bpmn:task”; it must be a list […]"),
        (("appliesTo",), ["task"], "appliesTo[1]: “task” does not have the form that is needed; write it as in “bpmn:"),
        (("binding",), {}, "binding.config: it is missing"),
        (("binding", "config"), "element", "binding.config: “element” is not known here; did you mean “elements”?"),
        (("binding", "marks"), {"x": "1"}, "binding.marks.x: this name is wrong"),
        (("permissions", "files"), ["run"], "choose one of “read”, “write”, “workspace”"),
        (("permissions", "mail"), "yes", "permissions.mail: it is the text “yes”; it must be true or false"),
        (("limits", "seconds"), 0, "limits.seconds: it is 0; it must be more than 0"),
        (("properties", "type"), "objct", "properties.type: “objct” is not known here; did you mean “object”?"),
        (("properties", "type"), "array", "properties.type: it must be “object”"),
        (("properties", "properties", "a"), {"type": ["string", "txt"]}, "properties.properties.a.type[2]: “txt” is"),
        (("properties", "required"), "a", "properties.required: it is the text “a”; it must be a list […]"),
        (STEP, {"do": "rename", "setting": "a"}, "migrations[1].steps[1].to: it is missing"),
        (STEP, {"do": "move", "setting": "a[].b", "to": "c"}, "cannot be moved"),
        (STEP, {"do": "remove", "setting": "a", "as": 1}, "steps[1].as: nothing is known by this name here"),
    ],
)
def test_a_fault_is_told_with_its_place_and_what_to_write(tmp_path, path, value, said):
    assert said in reason(tmp_path, changed(path, value))


def test_what_is_missing_is_told_with_what_it_is_for(tmp_path):
    without_id = {key: value for key, value in MINIMAL.items() if key != "id"}

    assert reason(tmp_path, without_id) == "id: it is missing (unique name, lower case with hyphens)"


def test_many_faults_are_counted(tmp_path):
    assert reason(tmp_path, {}).endswith("; and 2 more")


@pytest.mark.parametrize(
    ("content", "said"),
    [(b'{"id": "a",}', "no JSON"), (b'{"id": "\xff"}', "no text in UTF-8"), (b"[" * 100_000, "nested too deeply")],
)
def test_a_file_that_is_no_json_says_so(tmp_path, content, said):
    assert said in parse_manifest(content, tmp_path).reason


def with_patterns(schema: object) -> Iterator[dict[str, Any]]:
    if isinstance(schema, dict):
        if isinstance(schema.get("pattern"), str) and set(schema) - {"pattern", "description"}:
            yield schema
        for part in schema.values():
            yield from with_patterns(part)
    elif isinstance(schema, list):
        for part in schema:
            yield from with_patterns(part)


def test_each_form_of_the_published_schema_has_an_example_that_has_it():
    forms = list(with_patterns(manifest_schema()))

    assert len(forms) > 10
    assert [form for form in forms if not all(map(Pattern(form["pattern"]).search, form.get("examples", [""])))] == []
