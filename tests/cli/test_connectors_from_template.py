"""`connectors from-template`: a file of templates becomes connector folders, or says why it does not."""

from __future__ import annotations

import json

import pytest

from modeler.editing.palette import entries
from modeler.services.catalog import discover
from tests.connectors.template_packages import TEMPLATES, one

VALID = {"type": "zeebe:input", "name": "a"}


def test_each_template_becomes_a_folder_that_the_catalog_finds(call, tmp_path):
    made = call(
        "connectors", "from-template", TEMPLATES / "people-camunda-8.json", "-o", tmp_path / "out", "--format", "json"
    )

    ids = [each["id"] for each in json.loads(made.out)["connectors"]]
    assert (made.status, made.err) == (0, "")
    assert ids == ["org-example-approval", "org-example-payment"]
    assert {entry.id for entry in discover(folders=[tmp_path / "out"]).entries if entry.state == "ready"} >= set(ids)


def test_of_several_versions_the_newest_is_offered_and_the_others_keep_their_forms(call, tmp_path):
    made = call("connectors", "from-template", TEMPLATES / "rest-camunda-8.json", "-o", tmp_path / "out")

    manifest = json.loads((tmp_path / "out" / "org-example-shop-rest" / "connector.json").read_text())
    older = json.loads((tmp_path / "out" / "org-example-shop-rest-1" / "connector.json").read_text())
    assert made.out.count("\n") == 2
    assert (manifest["version"], "olderOf" in manifest) == ("4", False)
    assert (older["version"], older["olderOf"]) == ("1", "org-example-shop-rest")
    offered = [entry.id for entry in entries(discover(folders=[tmp_path / "out"]).connectors)]
    assert "connector:org-example-shop-rest" in offered
    assert "connector:org-example-shop-rest-1" not in offered


def test_a_sample_becomes_the_answer_of_a_preview(call, tmp_path):
    (tmp_path / "sample.json").write_text('{"id": 17}')
    (tmp_path / "one.json").write_text(one())

    call("connectors", "from-template", "one.json", "-o", "out", "--sample", "sample.json")

    assert json.loads((tmp_path / "out" / "one" / "connector.json").read_text())["example"] == {"id": 17}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{", "no JSON"),
        ("[]", "is empty"),
        ("[7]", "template 1 is no object"),
        ("{}", "no “id”"),
        (one(appliesTo="bpmn:Task"), "“appliesTo” must be a list"),
        (one(properties={}), "“properties” must be a list"),
        (one(properties=[{"type": "String"}]), "property 1 has no binding"),
    ],
)
def test_a_file_that_holds_no_template_is_wrong_use_and_writes_nothing(call, tmp_path, text, said):
    (tmp_path / "file.json").write_text(text)

    outcome = call("connectors", "from-template", "file.json", "-o", "out")

    assert outcome.status == 2
    assert said in outcome.err
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("properties", "said"),
    [
        ([{"id": "x", "binding": {"type": "zeebe:telepathy"}}], "“x” was left out: “zeebe:telepathy” is no place"),
        ([{"id": "x", "binding": {"type": "zeebe:input"}}], "needs “name”"),
        ([{"id": "x", "binding": VALID, "constraints": {"pattern": "(?=a)"}}], "the pattern (?=a) was left out"),
        ([{"id": "x", "binding": VALID, "condition": {"property": "y", "equals": 1}}], "“x” is never shown"),
        ([{"id": "x", "type": "Configuration", "binding": VALID}], "stored configuration is not offered"),
    ],
)
def test_what_cannot_be_taken_over_is_told_and_the_rest_is_made(call, tmp_path, properties, said):
    (tmp_path / "file.json").write_text(one(properties=[*properties, {"id": "rest", "binding": VALID}]))

    outcome = call("connectors", "from-template", "file.json", "-o", "out")

    assert outcome.status == 0
    assert said in outcome.err
    assert "rest" in json.loads((tmp_path / "out" / "one" / "connector.json").read_text())["properties"]["properties"]


@pytest.mark.parametrize(
    ("contents", "said"),
    [
        ("https://example.org/icon.svg", "no SVG within the template"),
        ("data:image/svg+xml;base64,%%%", "not shown"),
        ("data:image/svg+xml;utf8,%3Csvg%3E%3Cscript/%3E%3C/svg%3E", "not shown"),
    ],
)
def test_an_icon_that_cannot_be_drawn_safely_stays_in_the_file_only(call, tmp_path, contents, said):
    (tmp_path / "file.json").write_text(one(icon={"contents": contents}))

    outcome = call("connectors", "from-template", "file.json", "-o", "out")

    manifest = json.loads((tmp_path / "out" / "one" / "connector.json").read_text())
    assert said in outcome.err
    assert contents in manifest["binding"]["attributes"].values()
    assert b"script" not in (tmp_path / "out" / "one" / "icon.svg").read_bytes()
