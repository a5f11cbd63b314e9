"""People of the workspace, and stand-ins where a preview meets somebody unknown."""

from __future__ import annotations

import json

import pytest

from connectors.sdk.ports import Person, PortError
from engine.expressions import ExpressionError
from modeler.services.workspace.directory import People, RequestDirectory, read_people

ANN = Person("Ann Lee", "ann@example.org")


def directory(data=None, stand_ins=True, **people):
    return RequestDirectory(People(**people), data or {}, stand_ins)


def test_users_and_groups_are_read_from_plain_files(tmp_path):
    (tmp_path / "users.json").write_text(json.dumps([
        {"id": 1, "fullname": "Ann Lee", "email": "ann@example.org"},
        {"id": "u-2", "firstname": "Bo", "lastname": "Ek", "email": "bo@example.org"},
    ]))  # fmt: skip
    (tmp_path / "groups.json").write_text('[{"id": 4, "name": "Buyers", "users": [1, "u-2"]}]')

    people = read_people(tmp_path)
    found = RequestDirectory(people, {}, stand_ins=False)

    assert found.find("user", {"id": 1}) == [ANN]
    assert found.find("group", 4) == [ANN, Person("Bo Ek", "bo@example.org")]


@pytest.mark.parametrize("content", [None, "", "{}", "[1, null]", "[" * 5000])
def test_files_that_are_missing_or_malformed_hold_nobody_of_use(tmp_path, content):
    if content is not None:
        (tmp_path / "users.json").write_text(content)

    assert all(not person.address for person in read_people(tmp_path).users.values())
    assert read_people(None).users == {}


def test_the_request_says_who_is_who():
    users = {"1": ANN, "2": Person("Mia", "mia@example.org")}
    data = {"_request": {"user_id": 1, "process": {"manager_id": 2}}, "_user": {"id": 9, "email": "u@example.org"}}

    found = directory(data, users=users)

    assert found.find("requester") == [ANN]
    assert found.find("manager")[0].name == "Mia"
    assert found.find("assignedUser")[0].address == "u@example.org"


def test_somebody_unknown_gets_a_telling_address_that_leads_nowhere():
    found = directory()

    addresses = [
        found.find(kind, value)[0].address
        for kind, value in [("requester", None), ("participants", None), ("manager", None), ("user", 7),
                            ("user", {"id": "a b", "fullname": "X"}), ("user", ""), ("group", {"id": 3})]
    ]  # fmt: skip

    assert [address.partition("@")[0] for address in addresses] == [
        "requester", "participants", "manager", "user-7", "user-a-b", "user", "group-3",
    ]  # fmt: skip
    assert {address.partition("@")[2] for address in addresses} == {"preview.invalid"}


def test_a_group_without_users_has_a_stand_in_and_is_refused_in_a_live_run(tmp_path):
    (tmp_path / "groups.json").write_text('[{"id": 4, "name": "Buyers", "users": []}]')
    people = read_people(tmp_path)

    (stand_in,) = RequestDirectory(people, {}, stand_ins=True).find("group", 4)

    assert (stand_in.name, stand_in.address) == ("Buyers", "group-4@preview.invalid")
    with pytest.raises(PortError, match=r"Group 4 \(Buyers\) has no users"):
        RequestDirectory(people, {}, stand_ins=False).find("group", 4)


def test_a_live_run_refuses_somebody_unknown_by_name():
    with pytest.raises(PortError, match=r"User 7 \(Ulf\) is not in the workspace"):
        directory(stand_ins=False).find("user", {"id": 7, "fullname": "Ulf"})
    with pytest.raises(PortError, match="who the requester is"):
        directory(stand_ins=False).find("requester")


def test_managers_of_groups_and_environment_variables_are_answered_from_the_workspace(tmp_path):
    groups = [{"id": 4, "name": "Buyers", "users": [1, 2], "manager_id": 9}, {"id": 5, "users": [3]}]
    (tmp_path / "groups.json").write_text(json.dumps(groups))
    (tmp_path / "environment.json").write_text('{"TAX": 0.2}')

    functions = read_people(tmp_path).functions

    assert [functions["group_manager"](*each) for each in [(1, [5, 4]), (3, "4, 5"), (1, [{"id": 4}]), (8, [4])]] == [
        9, None, 9, None,
    ]  # fmt: skip
    assert functions["env"]("TAX") == 0.2
    with pytest.raises(ExpressionError, match=r"give it a value in environment\.json"):
        functions["env"]("OTHER")


def test_participants_are_who_began_the_request_and_who_was_given_a_task_of_it():
    users = {"1": ANN, "2": Person("Mia", "mia@example.org")}
    data = {"_request": {"user_id": 1}}

    found = RequestDirectory(People(users=users), data, False, participants=lambda: [2, 1, 2]).find("participants")

    assert [person.name for person in found] == ["Ann Lee", "Mia"]


def test_somebody_without_an_address_is_refused_in_a_live_run_with_that_reason():
    users = {"1": Person("Ann Lee", "")}
    data = {"_request": {"user_id": 1}}

    for kind, value in [("user", 1), ("requester", None), ("participants", None)]:
        with pytest.raises(PortError, match=r"User 1 \(Ann Lee\) has no e-mail address in the workspace"):
            RequestDirectory(People(users=users), data, False).find(kind, value)
    assert RequestDirectory(People(users=users), data, True).find("requester")[0].address == "user-1@preview.invalid"
