"""Every setting of every connector: shown in the form, changed there, written; all other characters stay."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from connectors.sdk.manifest import read_manifest
from connectors.sdk.values import same
from modeler.editing import binding, form_changes, forms
from modeler.editing.form_fields import HOLDERS
from tests.editing.test_binding import FakeElement

CONNECTORS = Path(__file__).resolve().parents[2] / "connectors"
RECIPIENTS = [
    {"type": "email", "value": "{{a}}"},
    {"type": "requester", "value": None},
    {"type": "participants", "value": None},
    {"type": "userId", "value": "7"},
    {"type": "manager", "value": None},
    {
        "type": "usersAndGroups",
        "value": {"users": [{"id": 1, "fullname": "Ann"}], "groups": [{"id": 2, "fullname": "B"}]},
    },
]
FULL = {
    "send_email": {
        "emailServer": "1",
        "type": "text",
        "subject": "s",
        "textBody": "t",
        "screenRef": 31,
        "users": [1],
        "groups": [2],
        "addEmails": ["{{b}}"],
        "requestRecipients": [RECIPIENTS[1]],
        "usersAndGroupsOptionSelected": True,
        "toRecipients": RECIPIENTS,
        "ccRecipients": RECIPIENTS[:1],
        "bccRecipients": RECIPIENTS[4:5],
        "i": 51,
        "attachments": [{"source": "variable", "variableInArray": "", "value": "v"}],
        "email": "e",
        "targetName": "n",
        "template": "welcome",
        "unknown": {"k": 1.0},
    },
    "actions_by_email": {
        "email": "{{a}}",
        "subject": "s",
        "keyName": "action",
        "targetName": "n",
        "options": [{"content": "Yes", "value": "y", "buttonVariant": "btn-success"}],
        "expiration": "P3D",
        "commentVariable": "c",
        "screenRef": 31,
        "body": "<p>b</p>",
        "type": "",
        "bodyType": "text",
        "emailServer": "",
        "startEvent": "subprocess_start",
        "selectedLanguage": "en",
        "langVariable": None,
        "template": "welcome",
        "unknown": [1.0],
    },
    "data_connector": {
        "dataSource": 16,
        "endpoint": "Create",
        "dataMapping": [{"value": "", "key": "k", "format": "dotNotation"}],
        "outboundConfig": [{"value": "{{v}}", "type": "BODY", "key": "k", "format": "mustache"}],
        "callback": True,
        "callback_url": "callback_url",
        "callback_variable": "callback",
        "callback_methods": ["POST"],
        "callback_data_types": ["FORM"],
        "callback_authentication": "basic",
        "callback_authentication_username": "u",
        "callback_authentication_password": "p",
        "callback_whitelist": ["127.0.0.1"],
        "type": "REST",
        "unknown": 1.50,
    },
    "pdf_generator": {
        "source": "screen",
        "screenRef": 77,
        "template": "<p>t</p>",
        "fileName": "PO_{{n}}",
        "pageSize": "A5",
        "orientation": "landscape",
        "margins": {"top": 1, "right": 2, "bottom": 3, "left": 4},
        "header": "h",
        "footer": "f",
        "pdfVariant": "pdf/a-2b",
        "unknown": "",
    },
    "slack_notification": {
        "delivery": "bot",
        "channel": "#c",
        "messageType": "blocks",
        "message": "m",
        "blocks": "[]",
        "thread": "t",
        "outputVariable": "o",
        "token": "secret:T",
        "webhook": "secret:W",
        "unknown": None,
    },
}
HIDDEN = {"i", "usersAndGroupsOptionSelected", "startEvent", "type", "template", "unknown", "source"}
VARIANTS = ({}, {"type": "screen"}, {"bodyType": "screen"}, {"delivery": "webhook"}, {"source": "html"})


def manifest_of(name):
    return read_manifest(CONNECTORS / name).manifest


def another(field):
    """A value that the field takes and does not hold."""
    if field.kind == "choice" and field.choices:
        return next(choice.value for choice in field.choices if not same(choice.value, field.value))
    if field.kind == "boolean":
        return not field.value
    return field.value + 1 if isinstance(field.value, int) else f"{field.value}!"


def visible_leaves(manifest, values):
    return [field for field in forms.build(manifest, values).walk() if field.kind not in HOLDERS]


@pytest.mark.parametrize("name", FULL)
def test_every_setting_is_in_the_form_when_its_condition_holds(name):
    manifest = manifest_of(name)

    shown = {field.path[0] for each in VARIANTS for field in forms.build(manifest, {**FULL[name], **each}).walk()}

    assert set(FULL[name]) - shown <= HIDDEN
    assert [unknown.key for unknown in forms.build(manifest, FULL[name]).unknown] == ["unknown"]


@pytest.mark.parametrize("name", FULL)
def test_changing_one_field_changes_only_its_own_characters(name):
    manifest = manifest_of(name)
    text = json.dumps(FULL[name], indent=1).replace("1.0", "1.00")

    for field in visible_leaves(manifest, FULL[name]):
        element = FakeElement(config=text)
        before = binding.read(manifest, element).values
        after = form_changes.with_value(manifest, before, field.path, another(field))
        binding.write(manifest, element, after)

        assert json.loads(element.config) == after
        assert lines_of_other_settings(element.config, field) == lines_of_other_settings(text, field)


def lines_of_other_settings(text, field):
    """The text without the top-level setting of the field; every setting starts on a line of its own."""
    kept, inside = [], False
    for line in text.splitlines():
        if line.startswith(' "'):
            inside = line.startswith(f' "{field.path[0]}"')
        if not inside:
            kept.append(line)
    return kept


@pytest.mark.parametrize("name", FULL)
def test_the_settings_of_a_new_element_are_complete_and_in_order(name):
    manifest = manifest_of(name)

    assert forms.build(manifest, manifest.defaults).unknown == ()
    assert list(manifest.defaults) == [key for key in manifest.properties["properties"] if key in manifest.defaults]
