"""Settings that ask for another BPMN type change the element with them, as one step, and touch nothing else."""

from __future__ import annotations

from xml.sax.saxutils import quoteattr

import pytest

from engine.bpmn import Document
from engine.bpmn.schema import schema_problems
from modeler.editing import binding, commands
from modeler.services.catalog import discover
from modeler.services.checks.connectors import connector_checker
from tests.services.connector_processes import HEAD, SERVICE, connector_task, document

CALLED = "data_source_callback-data_source_sub_process"
OFF = '{"dataSource": 4,  "endpoint":"List","callback":false,"own":1.50}'
ON = OFF.replace("false", "true")
INSIDE = """
      <bpmn:documentation>Orders</bpmn:documentation>
      <bpmn:incoming>f0</bpmn:incoming>
      <bpmn:outgoing>f1</bpmn:outgoing>
      <bpmn:multiInstanceLoopCharacteristics isSequential="true"/>
    """
SERVICE_MARK, CALL_MARK = f'implementation="{SERVICE}"', f'calledElement="{CALLED}"'


def text(tag: str, mark: str, config: str) -> str:
    """A process with a flow on both sides, a boundary event and colors, written as nobody else would."""
    own = f'id="c"   name="Call" pm:color="#abc" {mark} pm:config={quoteattr(config)}'
    return (
        f'{HEAD}\n    <bpmn:startEvent id="s"/><bpmn:{tag} {own}>{INSIDE}</bpmn:{tag}>'
        '<bpmn:boundaryEvent id="b" attachedToRef="c"><bpmn:timerEventDefinition id="t"/></bpmn:boundaryEvent>'
        '<bpmn:endEvent id="e"/><bpmn:sequenceFlow id="f0" sourceRef="s" targetRef="c"/>'
        '<bpmn:sequenceFlow id="f1" sourceRef="c" targetRef="e"/></bpmn:process></bpmn:definitions>'
    )


def opened(tag, mark, config) -> Document:
    return Document.from_bytes(text(tag, mark, config).encode(), "x.bpmn")


def switch(model: Document, on: bool) -> None:
    element, manifest = model.find("c"), discover().get("data-connector")
    commands.configure(model, element, manifest, {**binding.read(manifest, element).values, "callback": on})


@pytest.mark.parametrize(
    ("before", "on", "after"),
    [
        (("serviceTask", SERVICE_MARK, OFF), True, ("callActivity", CALL_MARK, ON)),
        (("callActivity", CALL_MARK, ON), False, ("serviceTask", SERVICE_MARK, OFF)),
        (("callActivity", f"{SERVICE_MARK} {CALL_MARK}", ON), False, ("serviceTask", SERVICE_MARK, OFF)),
        (("callActivity", CALL_MARK, OFF), True, ("callActivity", CALL_MARK, ON)),
        (("serviceTask", SERVICE_MARK, ON), False, ("serviceTask", SERVICE_MARK, OFF)),
    ],
)
def test_switching_the_callback_changes_the_type_and_its_mark_and_undo_brings_back_every_byte(before, on, after):
    model = opened(*before)

    switch(model, on)

    written = model.to_bytes().decode()
    assert sorted(tags(written)) == sorted(tags(text(*after)))
    assert inside(written) == inside(text(*after))
    assert attributes(model) == attributes(opened(*after))
    assert discover().connector_of(model.find("c")).id == "data-connector"
    assert list(schema_problems(model)) == []
    model.history.undo()
    assert model.to_bytes().decode() == text(*before)
    assert not model.history.can_undo


def tags(written: str) -> list[str]:
    return [part.partition(">")[0].split()[0] for part in written.split("<")[1:] if part.strip()]


def inside(written: str) -> str:
    return written.partition(" pm:config=")[2].partition(">")[2].replace("callActivity", "serviceTask")


def attributes(model: Document) -> dict[str, str]:
    return dict(model.find("c").attributes)


def test_the_older_call_activity_keeps_its_type_while_anything_else_changes():
    before = ("callActivity", CALL_MARK, OFF)
    model = opened(*before)
    element, manifest = model.find("c"), discover().get("data-connector")

    commands.configure(model, element, manifest, {**binding.read(manifest, element).values, "endpoint": "Other"})

    assert model.to_bytes().decode() == text(*before).replace("List", "Other")


def test_a_task_that_waits_for_a_callback_and_is_no_call_activity_is_told_until_it_is_one():
    model = document(connector_task("c", SERVICE, {"dataSource": 4, "endpoint": "List", "callback": True}))
    check = connector_checker(discover())

    (problem,) = check(model)
    switch(model, False)
    switch(model, True)

    assert (problem.severity, problem.rule, problem.element_id) == ("warning", "connector-type", "c")
    assert "“Wait for server callback” needs a call activity" in problem.message
    assert list(check(model)) == []
    assert model.find("c").kind == "bpmn:callActivity"
