"""A preview borrows called processes and decisions from the workspace, and nothing it does not need."""

from __future__ import annotations

from pathlib import Path

from engine.bpmn import Document
from engine.runtime import start
from modeler.services.preview.library import compile_with_library, workspace_decisions
from tests.runtime.builder import xml
from tests.runtime.test_decisions import TABLE

CALL = '<bpmn:callActivity id="C" calledElement="Lent"/>'


def document(**elements: str) -> Document:
    return Document.from_bytes(xml("start > C > end", **elements).encode(), "main.bpmn")


def test_a_called_process_comes_from_another_file_of_the_workspace(tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "lent.bpmn").write_text(xml("start > A > end").replace("Process_1", "Lent"))
    (tmp_path / "broken.bpmn").write_text("Lent, but no XML")

    graph = compile_with_library(document(C=CALL), tmp_path)

    assert start(graph).run().path == ["start", "C", "Lent/start", "Lent/A", "Lent/end", "end"]


def test_without_the_process_the_call_waits_for_an_answer(tmp_path: Path) -> None:
    assert start(compile_with_library(document(C=CALL), tmp_path)).run().waiting == ["C"]
    assert start(compile_with_library(document(C=CALL), None)).run().waiting == ["C"]


def test_a_business_rule_task_finds_its_decision_in_the_workspace(tmp_path: Path) -> None:
    (tmp_path / "level.dmn").write_text(TABLE)
    (tmp_path / "other.dmn").write_text("no decision")
    graph = compile_with_library(document(C='businessRuleTask implementation="level"'), tmp_path)

    handlers = workspace_decisions(graph, tmp_path)

    assert start(graph, {"amount": 5000}, handlers=handlers).run().data["level"] == "board"
