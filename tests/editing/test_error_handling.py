"""ProcessMaker's error handling of a task: a form of its own beside the connector's, in an attribute of its own."""

from __future__ import annotations

import json
from xml.sax.saxutils import quoteattr

import pytest

from engine.bpmn import Document
from engine.bpmn.namespaces import PROCESSMAKER
from modeler.editing import binding, form_changes, forms
from modeler.services.catalog import discover
from modeler.services.checks.connectors import connector_checker
from tests.services.connector_processes import MAIL, SERVICE, connector_task, process

ID = "data-connector-error-handling"
TEXT = '{ "timeout": "30",  "retry_attempts":5,"retry_wait_time":"","inapp_notification":true, "own": 1.50 }'


def opened(text=None, implementation=SERVICE, kind="serviceTask"):
    task = connector_task("t", implementation, {"dataSource": 4, "endpoint": "List"}).replace("serviceTask", kind)
    if text is not None:
        task = task.replace("/>", f" pm:errorHandling={quoteattr(text)}/>")
    model = Document.from_bytes(process(task), "x.bpmn")
    return model, model.find("t")


def handling(element):
    return next((each for each in discover().companions_of(element) if each.id == ID), None)


@pytest.mark.parametrize(
    ("path", "typed", "stored"),
    [
        (("timeout",), "31", TEXT.replace('"30"', "31")),
        (("timeout",), "", TEXT.replace('"30"', '""')),
        (("retry_attempts",), "0", TEXT.replace(":5,", ":0,")),
        (("retry_wait_time",), "9", TEXT.replace('"retry_wait_time":""', '"retry_wait_time":9')),
    ],
)
def test_each_number_is_changed_alone(path, typed, stored):
    model, element = opened(TEXT)
    manifest = handling(element)
    values = binding.read(manifest, element).values
    field = forms.build(manifest, values).field_at(path)

    with model.edit("Change"):
        binding.write(manifest, element, form_changes.typed(manifest, values, field, typed))

    assert element.foreign(PROCESSMAKER, "errorHandling") == stored
    model.history.undo()
    assert model.to_bytes() == opened(TEXT)[0].to_bytes()


def test_every_setting_has_a_field_and_others_are_kept():
    _, element = opened(TEXT)
    model = forms.build(handling(element), json.loads(TEXT))

    assert [field.name for field in model.walk()] == [
        "timeout",
        "retry_attempts",
        "retry_wait_time",
        "inapp_notification",
        "email_notification",
    ]
    assert [each.key for each in model.unknown] == ["own"]


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"timeout": 3601}, "The timeout is at most 3600 seconds."),
        ({"retry_attempts": 51}, "There are at most 50 retry attempts."),
        ({"retry_wait_time": "soon"}, "The wait is a whole number of seconds, or nothing."),
    ],
)
def test_what_processmaker_does_not_take_is_a_problem(values, words):
    model, _ = opened(json.dumps(values))

    found = [each.message for each in connector_checker(discover())(model)]

    assert any(words in each for each in found), found


@pytest.mark.parametrize(
    ("text", "implementation", "kind", "is_there"),
    [
        (None, SERVICE, "serviceTask", True),
        (None, MAIL, "serviceTask", True),
        (None, "acme/other", "serviceTask", True),
        ("{}", "acme/other", "serviceTask", True),
        (None, "", "scriptTask", True),
        ("{}", "", "scriptTask", True),
        ("{}", "", "userTask", False),
    ],
)
def test_it_stands_beside_connectors_and_at_plain_tasks_that_processmaker_retries(text, implementation, kind, is_there):
    _, element = opened(text, implementation, kind)

    assert (handling(element) is not None) is is_there


def test_an_element_without_it_gets_no_trace_of_it():
    model, element = opened()
    before = model.to_bytes()
    manifest = handling(element)

    with model.edit("Nothing"):
        binding.write(manifest, element, binding.read(manifest, element).values)

    assert model.to_bytes() == before


def test_yes_and_no_may_stand_there_as_text():
    text = '{"timeout":"30","inapp_notification":"true","email_notification":"false"}'
    _, element = opened(text)
    manifest = handling(element)

    model = forms.build(manifest, binding.read(manifest, element).values)

    ways = [field for field in model.walk() if field.name.endswith("notification")]
    assert [(field.kind, field.value, field.error) for field in ways] == [
        ("boolean", "true", ""),
        ("boolean", "false", ""),
    ]


@pytest.mark.parametrize(
    ("profile", "text", "is_there"),
    [("processmaker", None, True), ("standard", None, True), ("camunda8", None, False), ("camunda8", "{}", True)],
)
def test_a_plain_task_of_another_engine_s_file_gets_none(profile, text, is_there):
    model, element = opened(text, "", "scriptTask")
    model.profile = profile

    assert (handling(element) is not None) is is_there
