"""Names that a file computes: messages, signals and job types; and pins for what cannot be computed here."""

from __future__ import annotations

import pytest

from engine.runtime import PinnedHandler, Request, StubHandler, completed, json_lines, read_trace, start
from tests.runtime.builder import model


def message(name: str, kind: str = "message") -> str:
    return f'<bpmn:{kind} id="M" name="{name}"/>'


def catch(kind: str = "message") -> str:
    event = f'<bpmn:{kind}EventDefinition {kind}Ref="M"/>'
    return f'<bpmn:intermediateCatchEvent id="catch">{event}</bpmn:intermediateCatchEvent>'


def waiting(profile: str, name: str, kind: str = "message", order: object = 7) -> Request:
    graph = model("start > catch > end", profile, roots=message(name, kind), catch=catch(kind))
    assert not graph.problems
    return start(graph, {"order": order}).run()


NAMES = [("camunda8", '="paid-" + string(order)'), ("camunda7", "paid-${order}")]


@pytest.mark.parametrize(("profile", "name"), [(profile, name.replace('"', "&quot;")) for profile, name in NAMES])
def test_a_message_whose_name_is_computed_is_taken_by_that_name_only(profile: str, name: str) -> None:
    request = waiting(profile, name)
    assert (request.watches[0]["name"], request.reasons) == ("paid-7", {"catch": "message paid-7"})

    assert request.message("paid-8").status == "waiting"
    assert request.message("paid-7").status == "completed"


def test_a_signal_whose_name_is_computed_is_caught() -> None:
    request = waiting("camunda8", "=&quot;go-&quot; + string(order)", "signal")

    assert request.signal("go-7").status == "completed"


def test_a_name_that_reads_no_data_is_computed_before_the_start() -> None:
    graph = model(
        "start > end",
        "camunda8",
        roots=message("=&quot;a&quot; + &quot;b&quot;"),
        start='<bpmn:startEvent id="start"><bpmn:messageEventDefinition messageRef="M"/></bpmn:startEvent>',
    )

    assert graph.node("start").triggers[0].name == "ab"


def test_a_name_that_gives_no_text_is_an_incident_of_its_element_that_a_correction_mends() -> None:
    request = waiting("camunda8", "=order")
    assert request.errors[0]["element"] == "catch"
    assert request.errors[0]["code"] == "NAME"
    assert "gives 7" in request.errors[0]["message"]

    request.set_data({"order": "paid"}).retry("catch").message("paid")

    assert request.status == "completed"


def job(type: str) -> str:
    inner = f'<zeebe:taskDefinition type="{type}"/>'
    return f"serviceTask |<bpmn:extensionElements>{inner}</bpmn:extensionElements>"


def test_a_job_type_is_computed_when_its_task_is_reached() -> None:
    graph = model("start > A > end", "camunda8", A=job("=&quot;ship-&quot; + country"))

    request = start(graph, {"country": "fr"}, handlers={"ship-fr": StubHandler({"sent": True})}).run()

    assert (graph.problems, request.status, request.data["sent"]) == ((), "completed", True)
    assert start(graph, {"country": "de"}).run().reasons == {"A": "nothing here runs ship-de"}


def test_a_topic_is_computed_when_its_task_is_reached() -> None:
    task = 'serviceTask camunda:type="external" camunda:topic="ship-${country}"'
    graph = model("start > A > end", "camunda7", A=task)

    assert start(graph, {"country": "fr"}, handlers={"ship-fr": StubHandler()}).run().status == "completed"


SCRIPTED = (
    'serviceTask camunda:class="x"|<bpmn:extensionElements><camunda:inputOutput><camunda:{0}Parameter name="p">'
    '<camunda:script scriptFormat="groovy">1</camunda:script></camunda:{0}Parameter></camunda:inputOutput>'
    "</bpmn:extensionElements>"
)


@pytest.mark.parametrize("way", ["input", "output"])
def test_a_parameter_by_a_script_does_not_stop_an_element_that_is_pinned(way: str) -> None:
    graph = model("start > A > end", "camunda7", A=SCRIPTED.format(way))
    pin = PinnedHandler(completed({"p": 5}))
    assert start(graph, handlers={"A": StubHandler()}).run().errors

    request = start(graph, handlers={"A": pin}).run()

    assert (request.status, request.data) == ("completed", {"p": 5})


@pytest.mark.parametrize("order", ["", 'isSequential="true"'])
def test_the_condition_of_instances_sees_the_outputs_of_all_of_them(order: str) -> None:
    loop = (
        f"<bpmn:multiInstanceLoopCharacteristics {order}><bpmn:extensionElements><zeebe:loopCharacteristics "
        'inputCollection="=items" inputElement="item" outputCollection="votes" outputElement="=item"/>'
        "</bpmn:extensionElements><bpmn:completionCondition>=count(votes[item = true]) = 2"
        "</bpmn:completionCondition></bpmn:multiInstanceLoopCharacteristics>"
    )
    graph = model("start > A > end", "camunda8", A=f"userTask |{loop}")
    request = start(graph, {"items": [True, False, True, True]}).run()

    for _ in range(3):
        assert request.status == "waiting", request.errors
        request.complete("A")

    assert (request.status, request.errors) == ("completed", [])
    assert request.data["votes"] == [True, False, True]


def test_the_name_is_that_of_the_time_when_its_event_began_to_wait() -> None:
    graph = model(
        "start > and > catch > end; and > U",
        "camunda8",
        roots=message("=&quot;paid-&quot; + order"),
        catch=catch(),
        U="userTask",
    )
    request = start(graph, {"order": "7"}).run().complete("U", {"order": "8"})

    assert request.watches[0]["name"] == "paid-7"
    assert read_trace(graph, json_lines(request.trace)).state == request.state
    assert (request.message("paid-8").status, request.message("paid-7").status) == ("waiting", "completed")


def test_a_process_that_cannot_wait_for_its_event_sub_process_stands_before_its_beginning_and_says_why() -> None:
    begins = '<bpmn:startEvent id="on"><bpmn:messageEventDefinition messageRef="M"/></bpmn:startEvent>'
    by_event = f'<bpmn:subProcess id="es" triggeredByEvent="true">{begins}</bpmn:subProcess>'
    graph = model("start > A > end", "camunda8", roots=message("=absent"), es=by_event)

    request = start(graph).run()

    assert (request.status, request.path, [error["element"] for error in request.errors]) == ("error", [], ["es"])
    assert "the name =absent of the message gives None" in str(request.errors[0]["message"])
