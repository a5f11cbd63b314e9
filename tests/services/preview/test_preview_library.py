"""A preview borrows called processes and decisions from the workspace, and nothing it does not need."""

from __future__ import annotations

import json
from pathlib import Path
from xml.sax.saxutils import quoteattr

from connectors.sdk.host import Hosts
from engine.bpmn import Document
from engine.runtime import start
from modeler.services.catalog import discover
from modeler.services.preview.library import compile_with_library, with_library, workspace_decisions
from modeler.services.preview.starting import PreviewOptions, start_preview
from tests.runtime.builder import xml
from tests.runtime.test_decisions import TABLE
from tests.services.connector_processes import mail_task, process

CALL = '<bpmn:callActivity id="C" calledElement="Lent"/>'
NOTICE = {
    "subject": "Please look",
    "type": "text",
    "textBody": "x",
    "toRecipients": [{"type": "email", "value": "a@b.c"}],
}
CONFIG = json.dumps({"email_notifications": {"notifications": [NOTICE]}})
PERSON = f'<bpmn:userTask id="check" name="Check" pm:config={quoteattr(CONFIG)}/>'


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


def test_what_a_called_process_calls_comes_from_the_workspace_too(tmp_path: Path) -> None:
    further = '<bpmn:callActivity id="D" calledElement="Further"/>'
    (tmp_path / "lent.bpmn").write_text(xml("start > D > end", D=further).replace("Process_1", "Lent"))
    (tmp_path / "further.bpmn").write_text(xml("start > A > end").replace("Process_1", "Further"))

    graph, lent = with_library(document(C=CALL), tmp_path)

    assert "Further/A" in start(graph).run().path
    assert [each.path.name for each in lent] == ["lent.bpmn", "further.bpmn"]


def test_connectors_of_a_called_process_do_their_work_in_a_preview(tmp_path: Path) -> None:
    called = process(mail_task(), PERSON).replace(b'id="P"', b'id="Lent"')
    (tmp_path / "lent.bpmn").write_bytes(called)
    with Hosts() as hosts:
        preview = start_preview(document(C=CALL), discover(), hosts, PreviewOptions({"n": 4}, workspace=tmp_path))

        preview.request.run()

        assert [(effect.element, effect.title) for effect in preview.effects] == [
            ("Lent/mail", "Order 4"),
            ("Lent/check", "Please look"),
        ]
        assert preview.request.waiting == ["Lent/check"]
