"""A previewed Request as the window drives it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from engine.bpmn import Document
from modeler.services.catalog import discover
from modeler.services.preview.session import PreviewSession
from modeler.services.preview.standing import PreviewRefused

SAMPLES = Path(__file__).resolve().parents[3] / "resources" / "samples"


@pytest.fixture
def session() -> Iterator[PreviewSession]:
    made = PreviewSession()
    yield made
    made.close()


@pytest.fixture
def approval() -> Document:
    return Document.from_bytes((SAMPLES / "purchase-approval.bpmn").read_bytes(), "purchase-approval.bpmn")


DATA = {
    "item": "Desk",
    "quantity": 1,
    "manager": {"name": "Malik", "email": "malik@acme.example"},
    "requester": {"name": "Bea", "email": "bea@acme.example"},
    "supplier": {"name": "Nordic", "email": "orders@nordic.example"},
}


def test_a_request_waits_for_people_and_goes_on_with_their_answers(session: PreviewSession, approval: Document) -> None:
    session.start(approval, discover(), DATA, SAMPLES)

    assert list(session.run().waiting) == ["Request"]
    assert list(session.answer("Request", {}).waiting) == ["AskManager"]
    assert list(session.answer("AskManager", {"decision": "approve"}).waiting) == ["Order"]
    assert list(session.answer("Order", {"orderNumber": "PO-1"}).waiting) == ["Delivered", "Ship"]
    done = session.answer("Ship", {"trackingNumber": "N-1"})

    assert done.status == "completed"
    assert done.is_over
    effects = [effect.element for effect in done.effects]
    assert effects == ["Quote", "AskManager", "OrderDocument", "SendOrder", "TellOrdered"]
    assert done.effects[3].message()["Subject"] == "Order PO-1: Desk"
    assert done.data["orderNumber"] == "PO-1"
    assert done.counts["SendOrder"] == 1


def test_steps_go_forwards_and_back(session: PreviewSession, approval: Document) -> None:
    session.start(approval, discover(), DATA, None)

    first = session.step()
    second = session.step()
    back = session.step_back()

    assert len(second.path) > len(first.path)
    assert (back.path, back.data, back.tokens) == (first.path, first.data, first.tokens)


def test_stopping_cancels(session: PreviewSession, approval: Document) -> None:
    session.start(approval, discover(), DATA, None)
    session.run()

    assert session.stop().status == "canceled"
    assert session.standing.tokens == {}


def test_a_wrong_answer_is_refused_in_words(session: PreviewSession, approval: Document) -> None:
    session.start(approval, discover(), DATA, None)
    session.run()

    with pytest.raises(PreviewRefused, match="nothing waits"):
        session.answer("Approve", {})


def test_without_a_request_nothing_goes_on(session: PreviewSession) -> None:
    with pytest.raises(PreviewRefused):
        session.run()


def test_in_a_changed_model_groups_still_have_their_people(session: PreviewSession, tmp_path: Path) -> None:
    (tmp_path / "users.json").write_text('[{"id": 2, "fullname": "Bo"}]')
    (tmp_path / "groups.json").write_text('[{"id": 4, "name": "Buyers", "users": [2]}]')
    text = """<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" targetNamespace="t"
      xmlns:pm="http://processmaker.com/BPMN/2.0/Schema.xsd"><bpmn:process id="P" isExecutable="true">
      <bpmn:startEvent id="s"/><bpmn:sequenceFlow id="f" sourceRef="s" targetRef="A"/><bpmn:userTask id="A"/>
      <bpmn:sequenceFlow id="g" sourceRef="A" targetRef="B"/>
      <bpmn:userTask id="B" pm:assignment="user_group" pm:assignedGroups="4"/></bpmn:process></bpmn:definitions>"""
    document = Document.from_bytes(text.encode(), "t.bpmn")
    session.start(document, discover(), {}, tmp_path)
    session.run()

    session.adopt(document, discover())
    session.answer("A", {})

    assert session.people("B").name == "Bo"
