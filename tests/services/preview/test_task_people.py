"""Who has a waiting task, why, who could take it; and giving it to somebody else."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from engine.bpmn import Document
from engine.runtime import Request, RequestError, compile_graph, start
from modeler.services.preview.task_people import people_of

BPMN = """<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" targetNamespace="t"
 xmlns:pm="http://processmaker.com/BPMN/2.0/Schema.xsd"><bpmn:process id="P" isExecutable="true">
 <bpmn:startEvent id="s"/><bpmn:sequenceFlow id="f" sourceRef="s" targetRef="T"/>
 <bpmn:userTask id="T" {}/></bpmn:process></bpmn:definitions>"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    users = [{"id": 1, "fullname": "Ann Lee"}, {"id": 2, "fullname": "Bo"}, {"id": 3, "email": "cy@example.org"}]
    (tmp_path / "users.json").write_text(json.dumps(users))
    (tmp_path / "groups.json").write_text(json.dumps([{"id": 4, "name": "Buyers", "users": [2]}]))
    return tmp_path


def waiting(attributes: str, **data: object) -> Request:
    document = Document.from_bytes(BPMN.format(attributes).encode(), "t.bpmn")
    return start(compile_graph(document), data).run()


def test_a_rule_names_who_has_the_task_and_why(folder: Path) -> None:
    request = waiting('pm:assignment="requester"', _request={"user_id": 1})

    found = people_of(request, "T", folder)

    assert (found.assignee, found.name, found.why) == ("1", "Ann Lee", "the requester")
    assert [each.name for each in found.candidates] == ["Ann Lee", "Bo", "cy@example.org"]


def test_self_service_is_offered_to_a_group_until_somebody_claims_it(folder: Path) -> None:
    request = waiting('pm:assignment="self_service" pm:assignedGroups="4"')
    before = people_of(request, "T", folder)

    request.assign("T", "2")

    assert (before.assignee, before.offered_to) == ("", ("Buyers",))
    assert before.candidates[0].name == "Bo"
    after = people_of(request, "T", folder)
    assert (after.name, after.why) == ("Bo", "given by hand")
    assert request.waiting == ["T"]


def test_a_step_back_takes_the_assignment_back(folder: Path) -> None:
    request = waiting('pm:assignment="requester"', _request={"user_id": 1})

    request.assign("T", "2").step_back()

    assert people_of(request, "T", folder).name == "Ann Lee"


def test_only_a_waiting_task_can_be_given_to_somebody() -> None:
    with pytest.raises(RequestError, match="nothing waits"):
        waiting("").assign("s", "1")


def test_who_is_no_user_of_the_workspace_is_named_by_the_request_or_by_number() -> None:
    own = people_of(waiting('pm:assignment="requester"'), "T", None)
    other = people_of(waiting('pm:assignment="user_by_id" pm:assignedUsers="8"'), "T", None)

    assert (own.name, other.name) == ("Dana Designer", "user 8")
