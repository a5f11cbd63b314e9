"""From a connector's schema and an element's settings to a form, and from finished fields to new settings."""

from __future__ import annotations

from pathlib import Path

import pytest

from connectors.sdk.manifest import read_manifest
from modeler.editing import form_changes, forms
from modeler.editing.forms import Choice
from tests.connectors.packages import write_package

SEND_EMAIL = Path(__file__).resolve().parents[2] / "connectors" / "send_email"


@pytest.fixture(scope="module")
def send_email():
    return read_manifest(SEND_EMAIL).manifest


def manifest_with(folder, **properties):
    return read_manifest(write_package(folder, properties={"type": "object", "properties": properties})).manifest


def field(manifest, values, *path):
    return forms.build(manifest, values).field_at(path)


def test_fields_stand_in_the_groups_that_the_manifest_names(send_email):
    model = forms.build(send_email, send_email.defaults)

    assert [group.label for group in model.groups] == ["Configuration", "Recipients", "Attach files"]
    assert [f.label for f in model.groups[0].fields] == ["Email server", "Subject", "Body", "Text"]


def test_the_kind_of_a_field_follows_its_schema(tmp_path):
    manifest = manifest_with(
        tmp_path,
        line={"type": "string"},
        text={"type": "string", "x-ui": {"widget": "multiline"}},
        size={"type": "integer"},
        on={"type": "boolean"},
        color={"enum": ["red", "blue"]},
        key={"type": "string", "format": "secret"},
        rows={"type": "array", "items": {"type": "string"}},
        inner={"type": "object", "properties": {"a": {"type": "string"}}},
        anything={},
    )

    kinds = {f.name: f.kind for f in forms.build(manifest, {}).groups[0].fields}

    assert kinds == {
        "line": "text", "text": "multiline", "size": "number", "on": "boolean", "color": "choice", "key": "secret",
        "rows": "table", "inner": "object", "anything": "json",
    }  # fmt: skip


def test_a_value_of_another_type_is_shown_as_json_and_kept(tmp_path):
    manifest = manifest_with(tmp_path, size={"type": "integer"})

    assert field(manifest, {"size": {"odd": 1}}, "size").kind == "json"


def test_a_field_is_visible_only_when_its_condition_holds(send_email):
    text, screen = ({**send_email.defaults, "type": kind} for kind in ("text", "screen"))

    assert field(send_email, text, "screenRef") is None
    assert field(send_email, screen, "textBody") is None
    assert field(send_email, screen, "screenRef").is_open


def test_what_is_missing_is_said_at_the_field(send_email):
    model = forms.build(send_email, send_email.defaults)

    errors = {f.name: f.error for f in model.walk() if f.error}

    assert errors == {
        "subject": "Email Subject Is Missing",
        "textBody": "Email Body Text Is Missing",
        "toRecipients": "Email Has No Recipients",
    }
    assert [group.has_errors for group in model.groups] == [True, True, False]


def test_older_settings_with_recipients_are_no_error(send_email):
    legacy = {"type": "text", "subject": "s", "textBody": "t", "screenRef": None, "users": [1], "groups": [2, 1]}
    legacy |= {"addEmails": [], "requestRecipients": [], "usersAndGroupsOptionSelected": True, "emailServer": ""}
    oldest = {"email": "ann@example.org", "targetName": "Ann", "subject": "s", "template": "welcome"}

    assert forms.issues(send_email, legacy) == ()
    assert forms.issues(send_email, oldest) == ()
    assert "Older settings" in [group.label for group in forms.build(send_email, oldest).groups]


def test_unknown_settings_are_shown(send_email):
    model = forms.build(send_email, {**send_email.defaults, "zeta": {"deep": [1]}})

    assert [(each.key, each.text) for each in model.unknown] == [("zeta", '{"deep":[1]}')]


def test_choices_of_a_source_come_from_the_workspace(send_email):
    values = {**send_email.defaults, "type": "screen"}

    model = forms.build(send_email, values, lambda source: [Choice(7, source)])

    assert model.field_at(("screenRef",)).choices == (Choice(7, "screens:EMAIL"),)


def test_each_list_entry_has_its_own_fields_and_conditions(send_email):
    values = {
        **send_email.defaults,
        "toRecipients": [
            {"type": "email", "value": "ann@example.org"},
            {"type": "manager", "value": None},
            {"type": "usersAndGroups", "value": {"users": [{"id": 1, "fullname": "Ann Lee"}], "groups": []}},
        ],
    }

    items = field(send_email, values, "toRecipients").items

    assert [item.summary for item in items] == [
        "Email address: ann@example.org",
        "Process manager",
        "Users/Groups: Ann Lee",
    ]
    assert [[f.name for f in item.fields] for item in items] == [["type", "value"], ["type"], ["type", "value"]]


def test_a_kind_of_recipient_that_is_only_for_task_mails_is_offered_only_where_it_is_used(send_email):
    values = {**send_email.defaults, "toRecipients": [{"type": "email", "value": "a@b"}]}
    labels = [choice.label for choice in field(send_email, values, "toRecipients", 0, "type").choices]

    values = {**send_email.defaults, "toRecipients": [{"type": "assignedUser", "value": None}]}
    with_assigned = [choice.label for choice in field(send_email, values, "toRecipients", 0, "type").choices]

    assert labels == ["Email address", "Requester", "Participants", "User ID", "Users/Groups", "Process manager"]
    assert with_assigned == [*labels, "Assigned user"]


def test_choosing_another_kind_of_entry_resets_what_depends_on_it(send_email):
    values = form_changes.added(send_email.defaults, field(send_email, send_email.defaults, "toRecipients"))
    assert values["toRecipients"] == [{"type": "email", "value": ""}]

    values = form_changes.with_value(send_email, values, ("toRecipients", 0, "value"), "{{who}}")
    values = form_changes.with_value(send_email, values, ("toRecipients", 0, "type"), "userId")
    assert values["toRecipients"] == [{"type": "userId", "value": "{{who}}"}]

    values = form_changes.with_value(send_email, values, ("toRecipients", 0, "type"), "requester")
    assert values["toRecipients"] == [{"type": "requester", "value": None}]

    values = form_changes.with_value(send_email, values, ("toRecipients", 0, "type"), "usersAndGroups")
    assert values["toRecipients"] == [{"type": "usersAndGroups", "value": {"users": [], "groups": []}}]


def test_entries_are_removed_and_moved(tmp_path):
    values = {"rows": ["a", "b", "c"]}

    assert form_changes.removed(values, ("rows", 1)) == {"rows": ["a", "c"]}
    assert form_changes.moved(values, ("rows", 2), -2) == {"rows": ["c", "a", "b"]}
    assert form_changes.moved(values, ("rows", 0), 9) == {"rows": ["b", "c", "a"]}


def test_typed_text_becomes_the_type_of_the_setting(tmp_path):
    manifest = manifest_with(
        tmp_path,
        size={"type": "integer"},
        ratio={"type": "number"},
        screen={"type": ["integer", "string", "null"], "x-ui": {"source": "screens:EMAIL"}},
        maybe={"type": ["integer", "null"]},
    )
    values = {"size": 1, "ratio": 2, "screen": None, "maybe": 3}

    def typed(name, text):
        return form_changes.typed(manifest, values, field(manifest, values, name), text).get(name, "gone")

    assert typed("size", "12") == 12
    assert typed("size", "twelve") == "twelve"
    assert typed("size", "") == "gone"
    assert typed("ratio", "1.5") == 1.5
    assert typed("screen", "32") == 32
    assert typed("screen", "welcome") == "welcome"
    assert typed("maybe", "") is None


def test_conditional_parts_of_a_schema_bring_fields_and_make_others_necessary(tmp_path):
    schema = {
        "type": "object",
        "properties": {"kind": {"enum": ["a", "b"], "default": "a"}, "user": {"type": "string"}},
        "if": {"properties": {"kind": {"const": "b"}}, "required": ["kind"]},
        "then": {"properties": {"why": {"type": "string"}}, "required": ["why"]},
        "else": {"properties": {"how": {"type": "string"}}},
        "dependentSchemas": {"user": {"properties": {"realm": {"type": "string"}}}},
    }
    manifest = read_manifest(write_package(tmp_path, properties=schema)).manifest

    def shown(**values):
        return {f.name: f.required for f in forms.build(manifest, values).walk()}

    assert shown() == {"kind": False, "user": False, "how": False}
    assert shown(kind="b", user="x") == {"kind": False, "user": False, "why": True, "realm": False}
    assert forms.build(manifest, {"kind": "b", "why": "x"}).unknown == ()


def test_a_choice_of_something_or_null_is_that_thing(tmp_path):
    manifest = manifest_with(tmp_path, size={"anyOf": [{"type": "integer", "minimum": 2}, {"type": "null"}]})

    assert field(manifest, {"size": None}, "size").kind == "number"
    assert form_changes.typed(manifest, {"size": 3}, field(manifest, {"size": 3}, "size"), "") == {"size": None}


def test_entries_of_a_tuple_have_their_own_kinds(tmp_path):
    pair = {"type": "array", "prefixItems": [{"type": "integer"}, {"type": "boolean"}], "x-ui": {"widget": "list"}}
    manifest = manifest_with(tmp_path, pair=pair)

    assert [field(manifest, {"pair": [1, True]}, "pair", index).kind for index in (0, 1)] == ["number", "boolean"]


def test_the_look_of_a_choice_follows_its_size(tmp_path):
    manifest = manifest_with(
        tmp_path,
        few={"enum": ["on", "off"]},
        long={"enum": ["a very long name", "another very long name"]},
        many={"enum": list("abcdefghijkl")},
        told={"enum": ["a", "b"], "x-ui": {"widget": "radio"}},
    )

    assert {f.name: f.look for f in forms.build(manifest, {}).walk()} == {
        "few": "segmented", "long": "combo", "many": "combo", "told": "radio",
    }  # fmt: skip


def test_what_no_field_shows_is_told_above_the_form(tmp_path):
    schema = {"type": "object", "properties": {"a": {"type": "string"}}, "minProperties": 1}
    manifest = read_manifest(write_package(tmp_path, properties=schema)).manifest

    assert [issue.path for issue in forms.build(manifest, {}).hidden_issues] == [()]
    assert forms.build(manifest, {"a": 1}).hidden_issues == ()
