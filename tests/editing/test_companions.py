"""Companions: settings of ordinary tasks, read and written without touching what stands beside them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from connectors.sdk.manifest import manifest_issues, read_manifest
from engine.bpmn import Document, Element
from modeler.editing import binding, form_changes, forms
from modeler.services.catalog import discover
from modeler.services.checks.connectors import connector_checker
from tests.services.connector_processes import connector_task, mail_task, process

CONNECTORS = Path(__file__).resolve().parents[2] / "connectors"
MAIL = {
    "sendAt": "task-end", "expression": "n > 1", "subject": "RE: x", "type": "text", "textBody": "t", "screenRef": None,
    "users": [1], "groups": [2], "addEmails": ["a@example.org"], "emailServer": "", "toRecipients": [],
    "ccRecipients": [], "bccRecipients": [], "requestRecipients": [{"type": "requester", "value": None}],
    "usersAndGroupsOptionSelected": True, "i": 4, "other": 1.50,
}  # fmt: skip


def companion(name):
    return read_manifest(CONNECTORS / name).manifest.companions[0]


def task(config, attributes=""):
    text = config if isinstance(config, str) else json.dumps(config)
    element = connector_task("review", "", text).replace("serviceTask", "userTask")
    document = Document.from_bytes(process(element.replace('implementation=""', attributes)), "x.bpmn")
    return document, document.find("review")


def config_of(document):
    return document.find("review").foreign("http://processmaker.com/BPMN/2.0/Schema.xsd", "config")


def test_notifications_are_read_and_changed_without_touching_their_neighbors():
    text = '{ "web_entry": {"a": 1.0},  "email_notifications": { "notifications": [' + json.dumps(MAIL) + "] } }"
    document, element = task(text)
    mails = companion("send_email")
    values = binding.read(mails, element).values

    with document.edit("Change"):
        changed = form_changes.with_value(mails, values, ("notifications", 0, "subject"), "RE: y")
        binding.write(mails, element, changed)

    assert config_of(document) == text.replace("RE: x", "RE: y")


def test_every_setting_of_a_notification_has_a_field_or_is_kept():
    mails = companion("send_email")

    model = forms.build(mails, {"notifications": [MAIL]})

    shown = {field.path[-1] for field in model.walk() if len(field.path) == 3}
    assert set(MAIL) - shown == {"usersAndGroupsOptionSelected", "i", "other", "screenRef", "textBody"} - shown
    assert [item.summary for item in model.field_at(("notifications",)).items] == ["RE: x"]
    assert model.issues == ()


def test_a_new_notification_is_complete_and_without_problems():
    mails = companion("send_email")
    field = forms.build(mails, {}).field_at(("notifications",))

    values = form_changes.added({}, field)

    assert values["notifications"][0]["toRecipients"] == [{"type": "assignedUser", "value": None}]
    assert forms.issues(mails, values) == ()


def test_a_task_without_settings_gets_them():
    document, element = task("")

    with document.edit("Change"):
        binding.write(companion("send_email"), element, {"notifications": [MAIL]})

    assert json.loads(config_of(document)) == {"email_notifications": {"notifications": [MAIL]}}


def test_a_task_by_mail_is_two_attributes():
    document, element = task("{}", 'pm:configEmail="{&quot;subject&quot;:&quot;a&quot;, &quot;x&quot;: 1.0}"')
    by_mail = companion("actions_by_email")
    before = document.to_bytes()

    with document.edit("Change"):
        binding.write(by_mail, element, {**binding.read(by_mail, element).values, "isActionsByEmail": True})

    text = document.to_bytes().decode()
    assert 'pm:isActionsByEmail="true"' in text
    assert "x&quot;: 1.0" in text
    assert binding.read(by_mail, element).values == {"isActionsByEmail": True, "subject": "a", "x": 1.0}
    with document.edit("Change"):
        binding.write(by_mail, element, {**binding.read(by_mail, element).values, "isActionsByEmail": False})
    assert 'pm:isActionsByEmail="false"' in document.to_bytes().decode()
    document.history.undo()
    document.history.undo()
    assert document.to_bytes() == before


def test_switching_it_on_writes_no_empty_settings():
    document, element = task("")

    with document.edit("Change"):
        binding.write(companion("actions_by_email"), element, {"isActionsByEmail": True})

    assert "configEmail" not in document.to_bytes().decode()


def test_people_s_tasks_have_companions_and_connectors_those_that_stand_beside_them():
    catalog = discover()
    tasks = [
        mail_task(),
        connector_task("a", "", {}).replace("serviceTask", "manualTask"),
        connector_task("b", "x/y", {}),
    ]
    document = Document.from_bytes(process(*tasks), "x.bpmn")

    found = {each.id: [one.id for one in catalog.companions_of(each)] for each in document.elements(Element) if each.id}

    assert {id: names for id, names in found.items() if names} == {
        "mail": ["data-connector-error-handling"],
        "a": ["send-email-notifications"],
        "b": ["data-connector-error-handling"],
    }


@pytest.mark.parametrize(
    ("notification", "words"),
    [({**MAIL, "subject": ""}, "Email Subject Is Missing"), ({**MAIL, "type": "screen"}, "This must be filled in")],
)
def test_problems_of_a_notification_are_found(notification, words):
    document, _ = task({"email_notifications": {"notifications": [notification]}})

    found = list(connector_checker(discover())(document))

    assert any(words in problem.message and problem.element_id == "review" for problem in found)


def test_a_task_that_does_not_use_them_has_no_problem():
    assert list(connector_checker(discover())(task({"web_entry": None})[0])) == []
    assert list(connector_checker(discover())(task("{")[0])) == []


def test_a_companion_that_is_not_sound_makes_the_manifest_unusable():
    data = json.loads((CONNECTORS / "send_email" / "connector.json").read_text())
    data["companions"][0]["properties"]["properties"]["notifications"]["items"]["$ref"] = "#/$defs/nowhere"

    assert any("nowhere" in issue.message for issue in manifest_issues(data))
