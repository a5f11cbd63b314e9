"""What Camunda 7 and 8 write beside the standard: mappings, names of rounds, computed calls, listeners."""

from __future__ import annotations

import pytest

from engine.runtime import Outcome, Request, TaskCall, completed, start
from tests.runtime.builder import graph_of, model, xml

CAMUNDA7, CAMUNDA8 = "camunda7", "camunda8"


class Echo:
    """Remembers its calls."""

    def __init__(self) -> None:
        self.calls: list[TaskCall] = []

    def run(self, call: TaskCall) -> Outcome:
        self.calls.append(call)
        return completed({"raw": 5, "noise": 1})


def extended(kind: str, text: str) -> str:
    return f"{kind} |<bpmn:extensionElements>{text}</bpmn:extensionElements>"


def run(profile: str, chains: str, data: dict[str, object], **more: str) -> Request:
    return start(model(chains, profile=profile, **more), data).run()


def called_with(profile: str, task: str, data: dict[str, object]) -> tuple[TaskCall, Request]:
    echo = Echo()
    request = start(model("start > A > end", profile=profile, A=task), data, handlers={"A": echo}).run()
    return echo.calls[0], request


def test_camunda_7_maps_and_lists_are_built_from_their_parts() -> None:
    parameters = (
        '<camunda:inputOutput><camunda:inputParameter name="m"><camunda:map><camunda:entry key="a">${x}</camunda:entry>'
        '<camunda:entry key="b"><camunda:list><camunda:value>${x + 1}</camunda:value><camunda:value>t</camunda:value>'
        "</camunda:list></camunda:entry></camunda:map></camunda:inputParameter></camunda:inputOutput>"
    )

    call, _ = called_with(CAMUNDA7, extended("serviceTask", parameters), {"x": 2})

    assert call.inputs == {"m": {"a": 2, "b": [3, "t"]}}


def test_a_parameter_by_a_script_is_a_problem_and_stops_at_its_element() -> None:
    parameter = (
        '<camunda:inputOutput><camunda:inputParameter name="s"><camunda:script scriptFormat="groovy">1+1'
        "</camunda:script></camunda:inputParameter></camunda:inputOutput>"
    )
    graph = model("start > A > end", profile=CAMUNDA7, A=extended("serviceTask", parameter))

    request = start(graph, handlers={"A": Echo()}).run()

    assert "by a script in groovy is not computed here" in graph.problems[0].message
    assert [each["element"] for each in request.errors] == ["A"]


def test_an_expression_of_a_service_task_is_evaluated() -> None:
    task = 'serviceTask camunda:expression="${x * 4}" camunda:resultVariable="y"'

    assert run(CAMUNDA7, "start > A > end", {"x": 2}, A=task).data == {"x": 2, "y": 8}


def test_an_expression_that_calls_what_is_not_here_waits_for_its_answer() -> None:
    request = run(CAMUNDA7, "start > A > end", {}, A='serviceTask camunda:expression="${shop.order(1)}"')

    assert request.waiting == ["A"]
    assert "${shop.order(1)} needs more than is here" in request.reasons["A"]
    assert request.complete("A").status == "completed"


def test_camunda_7_counts_rounds_from_zero_and_has_its_own_names() -> None:
    loop = (
        '|<bpmn:multiInstanceLoopCharacteristics camunda:collection="items" camunda:elementVariable="who">'
        "<bpmn:completionCondition>${nrOfCompletedInstances/nrOfInstances >= 0.5}</bpmn:completionCondition>"
        "</bpmn:multiInstanceLoopCharacteristics>"
    )
    request = run(CAMUNDA7, "start > A > end", {"items": ["a", "b", "c", "d"]}, A=f"userTask {loop}")

    assert request.data_at("A")["loopCounter"] == 0
    assert request.complete("A").waiting == ["A"]
    assert request.complete("A").status == "completed"


def test_headers_and_fields_reach_the_handler() -> None:
    headers = (
        '<zeebe:taskDefinition type="pay"/><zeebe:taskHeaders><zeebe:header key="h" value="v"/></zeebe:taskHeaders>'
    )
    inner = '<camunda:field name="g"><camunda:string>2</camunda:string></camunda:field>'
    fields = f'<camunda:field name="f" stringValue="1"/>{inner}'

    eight, _ = called_with(CAMUNDA8, extended("serviceTask", headers), {})
    seven, _ = called_with(CAMUNDA7, extended('serviceTask camunda:class="a.B"', fields), {})

    assert (eight.implementation, eight.settings) == ("pay", {"h": "v"})
    assert seven.settings == {"f": "1", "g": "2"}


def test_camunda_8_mappings_go_by_paths_and_only_outputs_come_back() -> None:
    mapping = (
        '<zeebe:taskDefinition type="pay"/><zeebe:ioMapping><zeebe:input source="=x*2" target="order.amount"/>'
        '<zeebe:output source="=raw+1" target="result.score"/></zeebe:ioMapping>'
    )

    call, request = called_with(CAMUNDA8, extended("serviceTask", mapping), {"x": 2})

    assert call.inputs == {"order": {"amount": 4}}
    assert request.data == {"x": 2, "result": {"score": 6}}


def test_inputs_of_a_sub_process_are_its_own_and_outputs_leave_it() -> None:
    ways = '<zeebe:input source="=x+1" target="y"/><zeebe:output source="=y*10" target="z"/>'
    mapping = f"<zeebe:ioMapping>{ways}</zeebe:ioMapping>"
    request = run(
        CAMUNDA8,
        "start > sub > end",
        {"x": 2},
        inside={"sub": "start2 > U > end2"},  # type: ignore[arg-type]
        U="userTask",
        sub=extended("subProcess", mapping),
    )

    assert request.data_at("U") == {"x": 2, "y": 3}
    assert request.complete("U", {"y": 7}).data == {"x": 2, "z": 70}


CALLED = (
    '<bpmn:process id="Called"><bpmn:startEvent id="s"/><bpmn:userTask id="U"/>'
    '<bpmn:sequenceFlow id="f" sourceRef="s" targetRef="U"/></bpmn:process>'
)


@pytest.mark.parametrize(
    ("profile", "attributes", "inside"),
    [
        (CAMUNDA7, 'calledElement="${which}"', ""),
        (CAMUNDA8, "", '<zeebe:calledElement processId="=which"/>'),
    ],
)
def test_a_call_may_compute_whom_it_calls(profile: str, attributes: str, inside: str) -> None:
    more = f"<bpmn:extensionElements>{inside}</bpmn:extensionElements>"
    call = f'<bpmn:callActivity id="A" {attributes}>{more}</bpmn:callActivity>'
    graph = graph_of(xml("start > A > end", profile=profile, roots=CALLED, A=call))

    assert start(graph, {"which": "Called"}, start="start").run().waiting == ["U"]
    unknown = start(graph, {"which": "Nobody"}, start="start").run()
    assert "Nobody" in unknown.reasons["A"]


def test_listeners_are_said_not_to_run() -> None:
    listener = '<camunda:executionListener class="a.B" event="start"/>'
    graph = model("start > A > end", profile=CAMUNDA7, A=extended("userTask", listener))

    assert [(each.rule, each.severity) for each in graph.problems] == [("listener", "warning")]


PROCESSMAKER_CALLED = (
    '<bpmn:process id="Called"><bpmn:startEvent id="s0"/><bpmn:startEvent id="s"/>'
    '<bpmn:task id="V"/><bpmn:task id="U"/>'
    '<bpmn:sequenceFlow id="f0" sourceRef="s0" targetRef="V"/><bpmn:sequenceFlow id="f" sourceRef="s" targetRef="U"/>'
    "</bpmn:process>"
)


@pytest.mark.parametrize(("config", "waits"), [("", ["V", "U"]), ("{&quot;startEvent&quot;: &quot;s&quot;}", ["U"])])
def test_processmaker_calls_a_process_by_id_and_number_and_at_its_start_event(config: str, waits: list[str]) -> None:
    call = f'<bpmn:callActivity id="A" calledElement="Called-12" pm:config="{config}"/>'
    graph = graph_of(xml("start > A > end", profile="processmaker", roots=PROCESSMAKER_CALLED, A=call))

    request = start(graph, {"x": 1}, start="start").run()

    assert request.waiting == waits
    assert request.data_at("U")["x"] == 1


def test_an_instance_of_processmaker_sees_the_request_around_it_as_its_parent() -> None:
    loop = (
        "|<bpmn:multiInstanceLoopCharacteristics><bpmn:loopDataInputRef>items</bpmn:loopDataInputRef>"
        '<bpmn:loopDataOutputRef>out</bpmn:loopDataOutputRef><bpmn:inputDataItem id="i" name="it"/>'
        "</bpmn:multiInstanceLoopCharacteristics>"
    )
    request = run("processmaker", "start > A > end", {"items": ["a"], "x": 1}, A=f"task {loop}")

    assert request.data_at("A")["_parent"] == {"items": ["a"], "x": 1}
    assert request.complete("A", {"said": "yes"}).data["out"] == [{"loopCounter": 1, "it": "a", "said": "yes"}]
