"""The samples: clean, listed, and previewed to their end."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from engine.bpmn import Document
from modeler.services.catalog import discover
from modeler.services.checking import check_document
from modeler.services.connector_checks import connector_checker
from modeler.services.preview_session import PreviewSession

RESOURCES = Path(__file__).resolve().parents[2] / "resources"

SAMPLES = sorted((RESOURCES / "samples").glob("*.bpmn"))
ANSWERS: dict[str, dict[str, object]] = {"Approve": {"approved": True}, "Diagnose": {"solved": False}}


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_a_sample_has_no_problem(path: Path) -> None:
    document = Document.from_bytes(path.read_bytes(), path.name)

    assert check_document(document, (connector_checker(discover()),)) == []
    assert document.profile == "processmaker"


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_a_sample_runs_to_its_end_and_sends_mail(path: Path) -> None:
    document = Document.from_bytes(path.read_bytes(), path.name)
    data = json.loads(path.with_suffix(".data.json").read_text(encoding="utf-8"))
    session = PreviewSession()

    session.start(document, discover(), data, path.parent)
    standing = session.run()
    while standing.waiting:
        element = next(iter(standing.waiting))
        standing = session.answer(element, ANSWERS.get(element, {}))
    session.close()

    assert standing.status == "completed"
    mails = [effect.message() for effect in standing.effects]
    assert mails
    assert not any("{{" in str(mail["Subject"]) or "{{" in mail.as_string() for mail in mails)


def test_every_sample_is_listed() -> None:
    listed = json.loads((RESOURCES / "samples" / "samples.json").read_text(encoding="utf-8"))

    assert sorted(row["file"] for row in listed) == [path.name for path in SAMPLES]
