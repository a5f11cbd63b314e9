"""Reading `connector.json`: what is wrong is said, what is new is kept, nothing is fatal."""

from __future__ import annotations

import pytest

from connectors.sdk.manifest import Permissions, manifest_issues, manifest_schema, read_manifest
from connectors.sdk.schema import problems
from tests.connectors.packages import MINIMAL, write_package


def test_a_small_manifest_is_read(tmp_path):
    reading = read_manifest(write_package(tmp_path, extra={"kept": True}))

    assert reading.findings == ()
    assert reading.manifest.name == "Greeter"
    assert reading.manifest.defaults == {"name": "you"}
    assert reading.manifest.raw["extra"] == {"kept": True}


def test_a_newer_manifest_is_used_with_a_warning(tmp_path):
    reading = read_manifest(write_package(tmp_path, schemaVersion=2))

    assert reading.manifest is not None
    assert [finding.severity for finding in reading.findings] == ["warning"]


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"id": "Not Good"}, "id"),
        ({"name": None}, "name"),
        ({"binding": {"config": "telepathy"}}, "telepathy"),
        ({"properties": {"$ref": "file:///etc/passwd"}}, "within the same schema"),
        ({"run": "os.system('x')"}, "run"),
        ({"icon": "../../secret.svg"}, "icon"),
        ({"appliesTo": []}, "appliesTo"),
    ],
)
def test_a_manifest_that_cannot_be_used_says_why(tmp_path, changes, words):
    reading = read_manifest(write_package(tmp_path, **changes))

    assert reading.manifest is None
    assert words in reading.reason


@pytest.mark.parametrize("content", [b"", b"{", b"\xff\xfe", b"[" * 100_000, b"null"])
def test_a_file_that_is_no_manifest_is_reported(tmp_path, content):
    (tmp_path / "connector.json").write_bytes(content)

    reading = read_manifest(tmp_path)

    assert reading.manifest is None
    assert reading.reason


def test_a_missing_manifest_is_reported(tmp_path):
    assert read_manifest(tmp_path).reason == "connector.json is missing"


def test_a_group_with_an_unknown_setting_is_a_warning(tmp_path):
    groups = {"groups": [{"id": "a", "label": "A", "fields": ["nowhere"]}]}

    reading = read_manifest(write_package(tmp_path, ui=groups))

    assert "nowhere" in reading.findings[0].message


def test_permissions_are_said_in_words():
    permissions = Permissions(("slack.com",), ("token",), ("read",), frozenset({"mail"}))

    assert permissions.in_words() == (
        "Calls slack.com",
        "Sends e-mail",
        "Reads files of the Request",
        "Uses the secret in “token”",
    )


def test_the_published_schema_is_a_schema():
    assert problems(manifest_schema()["properties"]["limits"]) == []
    assert manifest_issues(MINIMAL) == []


def test_examples_and_targets_are_read(tmp_path):
    manifest = read_manifest(
        write_package(
            tmp_path,
            examples=[{"title": "Greet Ann", "settings": {"name": "Ann"}}],
            targets={
                "camunda-7": {"attributes": {"{http://camunda.org/schema/1.0/bpmn}class": "x.Y"}},
                "flowable": {"unsupported": "It has no such worker."},
            },
        )
    ).manifest

    assert (manifest.examples[0].title, manifest.examples[0].settings) == ("Greet Ann", {"name": "Ann"})
    assert manifest.targets["camunda-7"].attributes == {"{http://camunda.org/schema/1.0/bpmn}class": "x.Y"}
    assert manifest.targets["flowable"].unsupported == "It has no such worker."


@pytest.mark.parametrize(
    "changes",
    [
        {"targets": {"camunda-9": {}}},
        {"targets": {"camunda-7": {"attributes": {"class": "x"}}}},
        {"examples": [{"settings": {}}]},
        {"translations": {"../de": {}}},
    ],
)
def test_a_key_of_the_wrong_form_makes_the_manifest_unusable(tmp_path, changes):
    assert read_manifest(write_package(tmp_path, **changes)).manifest is None
