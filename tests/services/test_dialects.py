"""The language of a condition, as the properties panel names it."""

from __future__ import annotations

import pytest

from engine.bpmn import Document, SequenceFlow
from modeler.services.dialects import example_of_condition, language_of_condition

FILE = """<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"
  xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" targetNamespace="t" {attributes}>
  <process id="P"><task id="A"/><task id="B"/><sequenceFlow id="F" sourceRef="A" targetRef="B">
    <conditionExpression xsi:type="tFormalExpression">{text}</conditionExpression></sequenceFlow></process>
</definitions>"""


@pytest.mark.parametrize(
    ("attributes", "text", "language", "example"),
    [
        ('exporter="ProcessMaker Modeler"', "amount > 5", "ProcessMaker", "amount > 1000"),
        ('xmlns:zeebe="http://camunda.org/schema/zeebe/1.0"', "= amount > 5", "FEEL", "=amount > 1000"),
        ('xmlns:camunda="http://camunda.org/schema/1.0/bpmn"', "${amount > 5}", "JUEL (${…})", "${amount > 1000}"),
        ("", "= amount > 5", "FEEL", "amount > 1000"),
        ("", "", "ProcessMaker", "amount > 1000"),
    ],
)
def test_a_condition_is_read_in_the_language_of_its_file(
    attributes: str, text: str, language: str, example: str
) -> None:
    document = Document.from_bytes(FILE.format(attributes=attributes, text=text.replace(">", "&gt;")).encode())

    flow = document.get("F", SequenceFlow)
    assert (language_of_condition(flow), example_of_condition(flow)) == (language, example)
