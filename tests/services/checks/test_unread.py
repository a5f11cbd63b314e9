"""What an engine would pass over in another engine's file is told at the element, before anything is written."""

from __future__ import annotations

from xml.sax.saxutils import escape

import pytest

from engine.bpmn import Document
from modeler.services.checks.unread import unread_problems
from modeler.services.export.targets import TARGETS
from tests.services.small_process import SMALL

DECLARED = (
    'xmlns:camunda="http://camunda.org/schema/1.0/bpmn" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" '
    'xmlns:pm="http://processmaker.com/BPMN/2.0/Schema.xsd" xmlns:activiti="http://activiti.org/bpmn" id='
)
TASK, FLOW = """<userTask id="Check" name='Check order'  >""", 'targetRef="End"/>'


def document(task: str = "", inside: str = "", condition: str = "") -> Document:
    text = SMALL.decode().replace("id=", DECLARED, 1).replace(TASK, f'<userTask id="Check" {task}>{inside}')
    return Document.from_bytes(text.replace(FLOW, f'targetRef="End">{condition}</sequenceFlow>').encode())


def told(found: Document, engine: str) -> list[tuple[str | None, str]]:
    return [(each.element_id, each.message) for each in unread_problems(found, engine)]


@pytest.mark.parametrize(("attribute", "engine", "vendor"), [
    ('camunda:asyncBefore="true"', "camunda-8", "Camunda 7"), ('pm:config="{}"', "flowable", "ProcessMaker"),
    ('camunda:asyncBefore="true"', "processmaker", "Camunda 7"), ('zeebe:x="1"', "camunda-7", "Camunda 8"),
])  # fmt: skip
def test_an_attribute_of_another_engine_is_told(attribute, engine, vendor):
    name = attribute.partition(":")[2].partition("=")[0]

    found = told(document(attribute), engine)

    assert found == [("Check", f"{name}: set for {vendor}, not read by {TARGETS[engine]}.")]


@pytest.mark.parametrize(("attribute", "engine"), [
    ('camunda:asyncBefore="true"', "camunda-7"), ('activiti:class="a.B"', "flowable"),
    ('activiti:class="a.B"', "camunda-7"), ('pm:config="{}"', "processmaker"), ('pm:color="red"', "camunda-8"),
    ('camunda:modelerTemplate="x"', "camunda-8"),
])  # fmt: skip
def test_what_the_engine_reads_or_only_people_need_is_not_told(attribute, engine):
    assert told(document(attribute), engine) == []


def test_elements_among_the_extensions_are_told_once_by_name():
    inside = "<extensionElements><zeebe:taskDefinition/><zeebe:ioMapping/><zeebe:ioMapping/></extensionElements>"

    found = told(document(inside=inside), "flowable")

    assert found == [("Check", "taskDefinition, ioMapping: set for Camunda 8, not read by Flowable.")]


def test_what_stands_inside_an_element_without_an_id_is_told_at_the_one_that_has_one():
    inside = '<multiInstanceLoopCharacteristics camunda:collection="${orders}"/>'

    assert [place for place, _ in told(document(inside=inside), "camunda-8")] == ["Check"]


@pytest.mark.parametrize(("text", "attributes", "refusing"), [
    ("=a > 1", "", ["processmaker", "camunda-7", "flowable"]), ("${a > 1}", "", ["processmaker", "camunda-8"]),
    ("a > 1", "", ["camunda-7", "camunda-8", "flowable"]), ("a > 1", 'language="groovy"', ["camunda-8"]),
])  # fmt: skip
def test_a_condition_in_a_language_that_the_engine_does_not_read_is_told_at_its_flow(text, attributes, refusing):
    kind = 'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:type="tFormalExpression"'
    found = document(condition=f"<conditionExpression {kind} {attributes}>{escape(text)}</conditionExpression>")

    refused = [engine for engine in TARGETS if engine != "bpmn" and told(found, engine)]

    assert refused == refusing
    assert [place for place, _ in told(found, refusing[0])] == ["Flow_2"]
