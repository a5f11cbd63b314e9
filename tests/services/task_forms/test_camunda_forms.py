"""Camunda's forms: form data in a task, form files embedded or beside, and fields for expected variables."""

from __future__ import annotations

import json
from datetime import UTC, datetime

from engine.bpmn import Document
from modeler.services.task_forms.finding import form_of_task
from modeler.services.task_forms.nodes import Field, Markup

NOW = datetime(2026, 3, 1, tzinfo=UTC)
HEAD = (
    '<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" targetNamespace="t" '
    'xmlns:camunda="http://camunda.org/schema/1.0/bpmn" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" '
    'xmlns:pm="http://processmaker.com/BPMN/2.0/Schema.xsd"><bpmn:process id="P">'
)


def made(task, folder=None, data=None, expected=None):
    document = Document.from_bytes(f"{HEAD}{task}</bpmn:process></bpmn:definitions>".encode(), "t.bpmn")
    return form_of_task(document, document.get("T"), folder, data or {}, expected or {}, NOW)


def user_task(inner="", attributes=""):
    extensions = f"<bpmn:extensionElements>{inner}</bpmn:extensionElements>" if inner else ""
    return f'<bpmn:userTask id="T" name="Decide" {attributes}>{extensions}</bpmn:userTask>'


def fields(form):
    return {node.path[0]: node for node in form.nodes() if isinstance(node, Field)}


def test_form_data_has_kinds_defaults_choices_and_limits():
    form = made(
        user_task(
            '<camunda:formData><camunda:formField id="sum" label="Sum" type="long" defaultValue="5">'
            '<camunda:validation><camunda:constraint name="max" config="9"/></camunda:validation></camunda:formField>'
            '<camunda:formField id="ok" type="boolean" defaultValue="true"/>'
            '<camunda:formField id="who" type="string" defaultValue="${owner}">'
            '<camunda:validation><camunda:constraint name="required"/></camunda:validation></camunda:formField>'
            '<camunda:formField id="way" type="enum"><camunda:value id="air" name="By air"/></camunda:formField>'
            "</camunda:formData>"
        ),
        data={"owner": "Ann"},
    )
    shown = fields(form)

    form.set(("sum",), "12")
    refused, said = form.press("send"), fields(form)["sum"].error
    form.set(("sum",), "7")

    assert {name: each.kind for name, each in shown.items()} == {
        "sum": "number", "ok": "check", "who": "text", "way": "choice",
    }  # fmt: skip
    assert [(option.value, option.title) for option in shown["way"].options] == [("air", "By air")]
    assert (refused, said, form.press("send")) == (False, "Enter at most 9.", True)
    assert form.answer() == {"sum": 7, "ok": True, "who": "Ann", "way": None}


FORM = {
    "id": "Form_1",
    "components": [
        {"type": "text", "text": "# Please <b>decide</b>"},
        {"type": "textfield", "key": "note", "label": "Note", "validate": {"required": True, "maxLength": 3}},
        {"type": "checkbox", "key": "urgent", "label": "Urgent"},
        {"type": "group", "conditional": {"hide": "=not(urgent)"}, "components": [
            {"type": "datetime", "subtype": "date", "key": "until", "label": "Until"}]},
        {"type": "select", "key": "team", "label": "Team", "valuesExpression": "=teams"},
        {"type": "button", "label": "Submit"},
        {"type": "dynamiclist", "path": "rows"},
    ],
}  # fmt: skip


def test_an_embedded_form_file_hides_fields_by_feel():
    form = made(
        f'<bpmn:extensionElements><zeebe:userTaskForm id="F">{json.dumps(FORM).replace("<", "&lt;")}'
        "</zeebe:userTaskForm></bpmn:extensionElements>"
        + user_task('<zeebe:formDefinition formKey="camunda-forms:bpmn:F"/>'),
        data={"teams": ["A", {"value": "b", "label": "B"}]},
    )
    before = set(fields(form))

    form.set(("urgent",), True)

    assert before == {"note", "urgent", "team"}
    assert set(fields(form)) == {"note", "urgent", "team", "until"}
    assert [option.title for option in fields(form)["team"].options] == ["A", "B"]
    texts = [node.html for node in form.nodes() if isinstance(node, Markup)]
    assert texts[0] == "<p>Please &lt;b&gt;decide&lt;&#x2F;b&gt;</p>" or "&lt;b&gt;" in texts[0]
    assert "dynamiclist" in texts[1]


def test_a_form_file_beside_the_process_is_found_by_its_id(tmp_path):
    (tmp_path / "decide.form").write_text(json.dumps(FORM))
    (tmp_path / "broken.form").write_text("{")

    assert "note" in fields(made(user_task('<zeebe:formDefinition formId="Form_1"/>'), tmp_path))
    assert "note" in fields(made(user_task(attributes='camunda:formRef="Form_1"'), tmp_path))


def test_without_a_form_the_expected_variables_are_asked_for():
    form = made(user_task(), expected={"approved": True, "amount": 5, "note": "x", "rows": []})

    assert {name: each.kind for name, each in fields(form).items()} == {
        "approved": "check", "amount": "number", "note": "text", "rows": "json",
    }  # fmt: skip
    assert form.answer() == {"approved": True, "amount": 5, "note": "x", "rows": []}


def test_a_processmaker_task_shows_its_screen_and_without_it_the_expected_variables(tmp_path):
    (tmp_path / "screens").mkdir()
    page = [{"name": "P", "items": [{"component": "FormInput", "config": {"name": "reason"}}]}]
    screen = {"id": 31, "title": "Why", "config": json.dumps(page)}
    (tmp_path / "screens" / "why.json").write_text(json.dumps(screen))

    assert set(fields(made(user_task(attributes='pm:screenRef="31"'), tmp_path))) == {"reason"}
    assert set(fields(made(user_task(attributes='pm:screenRef="99"'), tmp_path, expected={"ok": True}))) == {"ok"}
