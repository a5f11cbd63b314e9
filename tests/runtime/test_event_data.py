"""Data associations of events and of tasks for messages: what is sent and where that goes which is received."""

from __future__ import annotations

import pytest

from engine.runtime import Request, start
from tests.runtime.builder import graph_of, model, xml
from tests.runtime.test_combinations import flow
from tests.runtime.test_events import message, signal

OBJECTS = {
    "order": '<bpmn:dataObject id="order" name="order"/>',
    "invoice": '<bpmn:dataObject id="invoice" name="invoice"/>',
}


def moved(kind: str, source: str, target: str, more: str = "") -> str:
    ends = f"<bpmn:sourceRef>{source}</bpmn:sourceRef><bpmn:targetRef>{target}</bpmn:targetRef>"
    return f"<bpmn:data{kind}Association>{ends}{more}</bpmn:data{kind}Association>"


def caught(definition: str, name: str = "body", more: str = "", tag: str = "intermediateCatchEvent") -> str:
    inside = f'<bpmn:dataOutput id="out" name="{name}"/>{moved("Output", "out", "invoice", more)}'
    return f'<bpmn:{tag} id="catch" attachedToRef="A">{inside}{definition}</bpmn:{tag}>'


def receiving(payload: dict[str, object], catch: str, data: dict[str, object] | None = None) -> Request:
    request = start(model("start > catch > end", catch=catch, **OBJECTS), data or {}).run()
    return request.message("M", payload)


def test_what_a_message_brings_goes_to_the_data_object() -> None:
    request = receiving({"sum": 5, "items": [1]}, caught(message("M")))

    assert request.data["invoice"] == {"sum": 5, "items": [1]}


def test_the_entry_of_the_outputs_name_goes_there_and_not_a_variable_of_that_name() -> None:
    assert receiving({"body": 7, "x": 1}, caught(message("M"))).data["invoice"] == 7
    assert receiving({"sum": 5}, caught(message("M")), {"body": "old"}).data["invoice"] == {"sum": 5}


def test_a_transformation_sees_what_was_brought_and_the_data() -> None:
    more = "<bpmn:transformation>sum * factor</bpmn:transformation>"

    assert receiving({"sum": 5}, caught(message("M"), more=more), {"factor": 2}).data["invoice"] == 10


def test_a_transformation_that_fails_is_an_incident_on_the_event_and_keeps_the_message() -> None:
    more = "<bpmn:transformation>sum + tax</bpmn:transformation>"
    request = receiving({"sum": 5}, caught(message("M"), more=more), {"tax": "none"})

    assert [error["element"] for error in request.errors] == ["catch"]
    assert request.set_data({"tax": 3}).retry("catch").data["invoice"] == 8


@pytest.mark.parametrize("definition", [message("M"), signal("M")])
def test_an_event_on_a_border_brings_its_data_too(definition: str) -> None:
    catch = caught(definition, tag="boundaryEvent")
    request = start(model("start > A > end; catch > B", A="userTask", catch=catch, **OBJECTS)).run()

    (request.message if "message" in definition else request.signal)("M", {"sum": 5})

    assert (request.data["invoice"], request.path[-1]) == ({"sum": 5}, "B")


def test_a_receive_task_brings_its_data_too() -> None:
    catch = caught("", tag="receiveTask").replace('id="catch"', 'id="catch" messageRef="M"')

    assert receiving({"sum": 5}, catch).data["invoice"] == {"sum": 5}


@pytest.mark.parametrize(
    ("inputs", "sent"),
    [
        (("order",), {"sum": 5}),
        (("number",), {"number_in": 9}),
        (("order", "number"), {"order_in": {"sum": 5}, "number_in": 9}),
    ],
)
@pytest.mark.parametrize("tag", ["intermediateThrowEvent", "endEvent", "sendTask"])
def test_only_the_data_inputs_are_sent(tag: str, inputs: tuple[str, ...], sent: dict[str, object]) -> None:
    body = "".join(f'<bpmn:dataInput id="in_{name}" name="{name}_in"/>' for name in inputs)
    body = body if tag != "sendTask" else f"<bpmn:ioSpecification>{body}</bpmn:ioSpecification>"
    body += "".join(moved("Input", name, f"in_{name}") for name in inputs)
    attributes, definition = ('messageRef="M"', "") if tag == "sendTask" else ("", message("M"))
    throw = f'<bpmn:{tag} id="throw" {attributes}>{body}{definition}</bpmn:{tag}>'
    heard = f'<bpmn:startEvent id="heard">{message("M")}</bpmn:startEvent><bpmn:userTask id="U"/>'
    roots = f'<bpmn:process id="P2" isExecutable="true">{heard}{flow("f", "heard", "U")}</bpmn:process>'
    objects = {**OBJECTS, "number": '<bpmn:dataObject id="number" name="number"/>'}
    graph = graph_of(xml("start > throw", throw=throw, roots=roots, **objects))

    request = start(graph, {"order": {"sum": 5}, "number": 9, "secret": 1}, start="Process_1").run()

    assert request.pools[1]["data"] == sent
