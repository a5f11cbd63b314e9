"""Several pools in one Request: messages between them, signals, pools without a process, and starts from outside."""

from __future__ import annotations

from itertools import pairwise

import pytest

from engine.runtime import Request, RequestError, fold, start
from tests.runtime.builder import HEAD, PROFILES, graph_of
from tests.runtime.test_events import event, message, signal

ERROR = '<bpmn:errorEventDefinition errorRef="E1"/>'


def process(id: str, *elements: str) -> str:
    """A process whose elements follow each other."""
    ids = [element.partition('id="')[2].partition('"')[0] for element in elements]
    flows = "".join(f'<bpmn:sequenceFlow id="{a}_{b}" sourceRef="{a}" targetRef="{b}"/>' for a, b in pairwise(ids))
    return f'<bpmn:process id="{id}" name="{id} process">{"".join(elements)}{flows}</bpmn:process>'


def pools(*processes: str, flows: dict[str, str], hidden: str = "", profile: str = "standard") -> Request:
    """A Request of a collaboration that stands at its first process's start."""
    ids = [text.partition('id="')[2].partition('"')[0] for text in processes]
    shown = "".join(f'<bpmn:participant id="Pool_{id}" name="{id}" processRef="{id}"/>' for id in ids)
    box = f'<bpmn:participant id="{hidden}" name="The {hidden}"/>' if hidden else ""
    arrows = "".join(
        f'<bpmn:messageFlow id="m{number}" sourceRef="{source}" targetRef="{target}"/>'
        for number, (source, target) in enumerate(flows.items())
    )
    drawn = f'<bpmn:collaboration id="C">{shown}{box}{arrows}</bpmn:collaboration>'
    head = HEAD if profile != "standard" else HEAD.replace("http://processmaker.com/BPMN/2.0/Schema.xsd", "p")
    head = head.replace("http://camunda.org/schema/1.0/bpmn", "c").replace("http://camunda.org/schema/zeebe/1.0", "z")
    text = f"{head}{PROFILES[profile]}>{drawn}{''.join(processes)}</bpmn:definitions>"
    return start(graph_of(text), {"item": "pen"}, start=ids[0]).run()


def begin(id: str, definition: str = "") -> str:
    return event(id, definition, "startEvent")


def end(id: str, definition: str = "") -> str:
    return event(id, definition, "endEvent")


ASK = '<bpmn:sendTask id="ask"/>'
HEAR = '<bpmn:receiveTask id="hear"/>'
WORK = '<bpmn:userTask id="work"/>'
ANY = "<bpmn:messageEventDefinition/>"


def test_a_pool_without_a_process_hears_what_is_sent_and_a_person_answers_for_it() -> None:
    request = pools(
        process("Us", begin("s"), ASK, HEAR, end("e")), flows={"ask": "Supplier", "Supplier": "hear"}, hidden="Supplier"
    )

    sent = next(each for each in request.trace if each.kind == "thrown")
    assert (sent.details["to"], sent.details["data"]) == (["The Supplier"], {"item": "pen"})
    assert request.reasons == {"hear": "message from The Supplier"}
    assert [(watch["element"], watch["from"]) for watch in request.watches] == [("hear", ["The Supplier"])]
    assert request.trigger("hear", {"price": 5}).data == {"item": "pen", "price": 5}
    assert request.status == "completed"


def test_a_pool_without_a_process_can_start_ours() -> None:
    first = process("Us", begin("s"), WORK, end("e"))
    second = process("Desk", begin("call", ANY), '<bpmn:task id="note"/>', end("e2"))
    request = pools(first, second, flows={"Customer": "call"}, hidden="Customer")

    assert [(each["element"], each["from"]) for each in request.startable] == [("call", ["The Customer"])]
    request.trigger("call", {"name": "Ada"})

    assert request.path[-3:] == ["call", "note", "e2"]
    assert [(pool["process"], pool["over"], pool["data"]) for pool in request.pools] == [
        ("Us", False, {"item": "pen"}),
        ("Desk", True, {"name": "Ada"}),
    ]
    assert request.complete("work").status == "completed"


def test_a_message_from_outside_starts_the_pool_that_waits_for_its_name() -> None:
    first = process("Us", begin("s"), WORK, end("e"))
    second = process("Desk", begin("call", message("order")), '<bpmn:userTask id="note"/>', end("e2"))
    request = pools(first, second, flows={})

    request.message("order", {"name": "Ada"})

    assert request.waiting == ["work", "note"]
    assert request.data_at("note") == {"name": "Ada"}
    assert request.data == {"item": "pen"}


def test_each_message_starts_an_instance_with_data_of_its_own() -> None:
    first = process("Us", begin("s"), WORK, end("e"))
    second = process("Desk", begin("call", message("order")), '<bpmn:userTask id="note"/>', end("e2"))
    request = pools(first, second, flows={}).message("order", {"number": 1}).message("order", {"number": 2})

    request.complete("note").complete("note")

    assert request.path.count("call") == 2
    assert [pool["data"] for pool in request.pools] == [{"item": "pen"}, {"number": 1}, {"number": 2}]


def test_a_second_message_to_a_whole_pool_is_for_what_waits_in_it() -> None:
    first = process("Us", begin("s"), ASK, '<bpmn:sendTask id="more"/>', end("e"))
    second = process("Desk", begin("call", ANY), WORK, event("add", ANY), end("e2"))
    request = pools(first, second, flows={"ask": "Pool_Desk", "more": "Pool_Desk"})

    assert request.waiting == ["work"]
    assert request.complete("work").path.count("call") == 1
    assert request.status == "completed"


def test_a_pool_with_a_plain_start_is_started_by_hand_and_joins_the_conversation() -> None:
    first = process("Us", begin("s"), ASK, HEAR, end("e"))
    second = process("Shop", begin("open"), event("order", ANY), '<bpmn:sendTask id="reply"/>', end("e2"))
    request = pools(first, second, flows={"ask": "order", "reply": "hear"})

    assert request.waiting == ["hear"]
    request.trigger("open")

    assert request.status == "completed"
    assert request.path[:6] == ["s", "ask", "hear", "open", "order", "reply"]
    assert set(request.path[6:]) == {"e", "e2"}


def test_what_runs_already_cannot_be_started_by_hand() -> None:
    request = pools(process("Us", begin("s"), WORK, end("e")), flows={})

    assert request.startable == []
    with pytest.raises(RequestError, match='nothing waits for the event "s"'):
        request.trigger("s")


def test_a_signal_reaches_other_pools_that_run_and_starts_those_that_wait_for_it() -> None:
    throw = event("throw", signal("go"), "intermediateThrowEvent")
    first = process("Us", begin("s"), WORK, throw, end("e"))
    second = process("Desk", begin("open"), event("hear", signal("go")), '<bpmn:task id="B"/>', end("e2"))
    third = process("Log", begin("on", signal("go")), '<bpmn:task id="C"/>', end("e3"))
    request = pools(first, second, third, flows={}).trigger("open")

    request.complete("work")

    assert (request.status, {"B", "C", "e"} <= set(request.path)) == ("completed", True)
    assert request.path.count("C") == 1


def test_terminate_and_an_error_without_a_catcher_end_their_own_pool_only() -> None:
    for definition, status in (("<bpmn:terminateEventDefinition/>", "completed"), (ERROR, "error")):
        first = process("Us", begin("s"), WORK, end("e"))
        second = process("Desk", begin("call", message("order")), end("stop", definition))
        request = pools(first, second, flows={}).message("order")

        assert (request.status, request.waiting) == ("waiting", ["work"])
        assert request.complete("work").path[-1] == "e"
        assert request.status == status
        assert request.state == fold(request.events, request.begun)


def test_the_error_of_a_called_process_fails_the_call_in_processmaker() -> None:
    call = '<bpmn:callActivity id="call" calledElement="Called"/>'
    first = process("Us", begin("s"), call, end("e"))
    request = pools(first, process("Called", begin("s2"), end("stop", ERROR)), flows={}, profile="processmaker")

    assert request.status == "error"
    assert [each["element"] for each in request.errors] == ["stop", "call"]
    assert request.tokens == [("call", "failed")]


def test_a_message_flow_to_a_whole_pool_reaches_whatever_waits_in_it() -> None:
    first = process("Us", begin("s"), ASK, end("e"))
    second = process("Desk", begin("call", ANY), WORK, end("e2"))
    request = pools(first, second, flows={"ask": "Pool_Desk"})

    assert request.waiting == ["work"]
