"""The inputs of a task are its own variables: its outputs and its form read them, and they do not leave it."""

from __future__ import annotations

import pytest

from engine.runtime import Outcome, TaskCall, completed, start
from tests.runtime.builder import model

OBJECTS = {
    "items": '<bpmn:dataObject id="items" name="items"/>',
    "results": '<bpmn:dataObject id="results" name="results"/>',
}
ZEEBE = (
    " |<bpmn:extensionElements><zeebe:ioMapping>"
    '<zeebe:input source="=order.id" target="id"/>{}</zeebe:ioMapping></bpmn:extensionElements>'
)
CAMUNDA = (
    " |<bpmn:extensionElements><camunda:inputOutput>"
    '<camunda:inputParameter name="id">${{order.id}}</camunda:inputParameter>{}</camunda:inputOutput>'
    "</bpmn:extensionElements>"
)
OUT = {
    "camunda8": '<zeebe:output source="=id + result" target="sum"/>',
    "camunda7": '<camunda:outputParameter name="sum">${id + result}</camunda:outputParameter>',
}
MAPPINGS = {"camunda8": ZEEBE, "camunda7": CAMUNDA}


@pytest.mark.parametrize("profile", ["camunda7", "camunda8"])
@pytest.mark.parametrize("kind", ["userTask", "serviceTask"])
def test_an_output_mapping_reads_the_inputs(profile: str, kind: str) -> None:
    task = kind + MAPPINGS[profile].format(OUT[profile])
    task = task.replace("|<", 'implementation="x"|<', 1) if kind == "serviceTask" else task
    request = start(model("start > A > end", profile, A=task), {"order": {"id": 4}}).run()

    request.complete("A", {"result": 3})

    assert request.data == {"order": {"id": 4}, "sum": 7}


@pytest.mark.parametrize("profile", ["camunda7", "camunda8"])
def test_the_form_of_a_task_sees_its_inputs_and_an_answer_to_them_stays_in_the_task(profile: str) -> None:
    task = "userTask" + MAPPINGS[profile].format("")
    request = start(model("start > A > end", profile, A=task), {"order": {"id": 4}, "id": "outside"}).run()

    assert request.data_at("A")["id"] == 4
    assert request.complete("A", {"id": 5, "ok": True}).data == {"order": {"id": 4}, "id": "outside", "ok": True}


class Doubling:
    """Doubles its item."""

    def run(self, call: TaskCall) -> Outcome:
        return completed({"result": int(str(call.data["item"])) * 2})


def test_instances_take_what_an_association_brings_and_give_to_what_another_names() -> None:
    ends = (
        "<bpmn:dataInputAssociation><bpmn:sourceRef>items</bpmn:sourceRef><bpmn:targetRef>in</bpmn:targetRef>{}"
        "</bpmn:dataInputAssociation><bpmn:dataOutputAssociation><bpmn:sourceRef>out</bpmn:sourceRef>"
        "<bpmn:targetRef>results</bpmn:targetRef></bpmn:dataOutputAssociation>"
    )
    loop = (
        "<bpmn:multiInstanceLoopCharacteristics><bpmn:loopDataInputRef>in</bpmn:loopDataInputRef>"
        "<bpmn:loopDataOutputRef>out</bpmn:loopDataOutputRef>"
        '<bpmn:inputDataItem id="i" name="item"/><bpmn:outputDataItem id="o" name="result"/>'
        "</bpmn:multiInstanceLoopCharacteristics>"
    )
    data = '<bpmn:dataInput id="in" name="all of them"/><bpmn:dataOutput id="out" name="what came"/>'
    head = f"task |<bpmn:ioSpecification>{data}</bpmn:ioSpecification>"
    transformed = "<bpmn:transformation>order.lines</bpmn:transformation>"
    for more, given in (("", {"items": [1, 2]}), (transformed, {"order": {"lines": [1, 2]}})):
        graph = model("start > A > end", A=head + ends.format(more) + loop, **OBJECTS)

        request = start(graph, given, handlers={"A": Doubling()}).run()

        assert (request.status, request.data["results"]) == ("completed", [2, 4])
        assert not {"all of them", "what came"} & request.data.keys()
