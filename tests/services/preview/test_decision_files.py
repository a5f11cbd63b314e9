"""Previews decide by the decision files beside the process, and run its scripts."""

from __future__ import annotations

from pathlib import Path

from connectors.sdk.host import Hosts
from engine.bpmn import Document
from modeler.services.catalog import discover
from modeler.services.preview.starting import PreviewOptions, start_preview
from tests.services.connector_processes import process

RULES = b"""<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" name="m">
<decision id="level" name="Level"><literalExpression><text>if amount > 10 then "boss" else "clerk"</text>
</literalExpression></decision></definitions>"""
TASK = '<bpmn:businessRuleTask id="A" camunda:decisionRef="level" camunda:resultVariable="who" {}/>'.format(
    'xmlns:camunda="http://camunda.org/schema/1.0/bpmn" camunda:mapDecisionResult="singleEntry"'
)
SCRIPT = '<bpmn:scriptTask id="B" scriptFormat="python"><bpmn:script>return {"n": data["amount"] + 1}</bpmn:script>'


def previewed(folder: Path, *nodes: str) -> dict[str, object]:
    document = Document.from_bytes(process(*nodes), "order.bpmn")
    with Hosts() as hosts:
        preview = start_preview(document, discover(), hosts, PreviewOptions({"amount": 20}, workspace=folder))
        preview.request.run()
        return preview.result()


def test_a_preview_decides_by_the_files_of_the_folder_and_runs_scripts(tmp_path: Path) -> None:
    (tmp_path / "rules.dmn").write_bytes(RULES)

    result = previewed(tmp_path, TASK, SCRIPT + "</bpmn:scriptTask>")

    assert (result["status"], result["errors"]) == ("completed", [])
    assert result["data"]["who"] == "boss"
    assert result["data"]["n"] == 21


def test_a_file_that_cannot_be_used_is_named_where_its_decision_is_missing(tmp_path: Path) -> None:
    (tmp_path / "broken.dmn").write_bytes(b"<no")

    error = previewed(tmp_path, TASK)["errors"][0]

    assert error["element"] == "A"
    assert "looked in broken.dmn cannot be used: The file is not well-formed XML" in error["message"]


def test_without_a_folder_the_missing_decision_says_that_there_is_no_file(tmp_path: Path) -> None:
    assert "(there is no decision file)" in previewed(tmp_path / "none", TASK)["errors"][0]["message"]


def test_folders_are_searched_nearest_first_and_hidden_ones_not_at_all(tmp_path: Path) -> None:
    for name in ("inner/deeper", ".hidden"):
        (tmp_path / name).mkdir(parents=True)
    (tmp_path / "inner" / "deeper" / "other.dmn").write_bytes(b"<no")
    (tmp_path / ".hidden" / "hidden.dmn").write_bytes(b"<no")
    (tmp_path / "rules.dmn").write_bytes(RULES.replace(b'"level"', b'"else"'))

    message = previewed(tmp_path, TASK)["errors"][0]["message"]

    assert "looked in rules.dmn; other.dmn cannot be used" in message
    assert "hidden" not in message
