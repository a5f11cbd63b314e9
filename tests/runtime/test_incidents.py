"""Whatever fails in a model is an incident on its element: the Request stands, can be looked at, and goes on after."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.runtime import Request, RequestStore, json_lines, read_trace, replay, start
from engine.runtime.clock import START
from tests.properties.invariants import broken
from tests.runtime.builder import graph_of, model, xml
from tests.runtime.test_combinations import by_event, flow
from tests.runtime.test_events import DAY, boundary, condition, event, message, signal, timer

LATE = timer("P{{days}}D")
LOOP = "<bpmn:multiInstanceLoopCharacteristics {}>{}</bpmn:multiInstanceLoopCharacteristics>"
THREE = "<bpmn:loopCardinality>3</bpmn:loopCardinality>"


def done(text: str) -> str:
    return f"<bpmn:completionCondition>{text}</bpmn:completionCondition>"


def stands(request: Request, element: str) -> Request:
    """The Request, which must stand with an incident on the element and be sound, here and when it is read again."""
    assert request.status == "error"
    assert request.errors[-1]["element"] == element
    assert broken(request) == []
    assert replay(request.graph, request.events).state == request.state
    assert read_trace(request.graph, json_lines(request.trace)).state == request.state
    return request


def test_a_process_whose_event_sub_process_cannot_listen_stands_and_begins_after_the_fix() -> None:
    request = start(model("start > A > end", A="userTask", es=by_event(LATE))).run()

    stands(request, "es")
    assert (request.path, request.waiting) == ([], ["start"])
    assert "waits for an event sub-process that cannot listen" in request.reasons["start"]
    assert str(request.errors[0]["message"]).startswith('"on" cannot wait for its event: "PD" is no duration')

    request.set_data({"days": 2}).retry("es")

    assert (request.status, request.waiting, request.next_due) == ("waiting", ["A"], START + 2 * DAY)
    assert request.advance().path == ["start", "A", "es", "on", "handle", "off"]


def test_a_retry_before_the_fix_is_the_same_incident_again() -> None:
    request = start(model("start > A > end", A="userTask", es=by_event(LATE))).run()

    stands(request.retry("es"), "es")

    assert len(request.errors) == 2
    assert request.set_data({"days": 1}).retry("es").complete("A").status == "completed"


def test_two_event_sub_processes_that_cannot_listen_are_two_incidents_and_both_must_be_put_right() -> None:
    other = by_event(timer("PT{{hours}}H")).replace('"es', '"other').replace('"on"', '"o2"').replace('"off"', '"f2"')
    other = other.replace('"handle"', '"h2"')
    request = start(model("start > A > end", A="userTask", es=by_event(LATE), other=other)).run()

    assert [error["element"] for error in request.errors] == ["es", "other"]

    request.set_data({"days": 1, "hours": 1}).retry("es")
    assert (request.waiting, request.path) == (["start"], [])
    assert request.retry("other").waiting == ["A"]


@pytest.mark.parametrize("kind", ["subProcess", "transaction"])
def test_a_sub_process_whose_event_sub_process_cannot_listen_stands_before_its_beginning(kind: str) -> None:
    sub = f"{kind} |{by_event(LATE)}"
    request = start(model("start > sub > end", inside={"sub": "start2 > A > end2"}, sub=sub, A="task")).run()

    stands(request, "es")
    assert request.path == ["start", "sub"]
    assert request.set_data({"days": 1}).retry("es").path == ["start", "sub", "start2", "A", "end2", "end"]


def test_a_called_process_whose_event_sub_process_cannot_listen_stands_with_its_own_data() -> None:
    called = '<bpmn:startEvent id="s2"/><bpmn:userTask id="U"/>' + flow("f", "s2", "U") + by_event(LATE)
    call = '<bpmn:callActivity id="call" calledElement="P2"/>'
    roots = f'<bpmn:process id="P2">{called}</bpmn:process>'
    request = start(model("start > call > end", call=call, roots=roots), start="Process_1").run()

    stands(request, "es")
    assert request.cancel_token("es").waiting == ["s2"]
    assert request.complete("s2").complete("U").status == "completed"


def test_a_pool_that_cannot_listen_stands_and_its_sender_goes_on() -> None:
    other = event("s2", message("M"), "startEvent") + '<bpmn:userTask id="U"/>' + flow("f", "s2", "U") + by_event(LATE)
    throw = event("throw", message("M"), "intermediateThrowEvent")
    roots = f'<bpmn:process id="P2" isExecutable="true">{other}</bpmn:process>'
    request = start(graph_of(xml("start > throw > end", throw=throw, roots=roots)), start="Process_1").run()

    stands(request, "es")
    assert request.path == ["start", "throw", "end"]


def test_an_event_sub_process_inside_one_that_cannot_listen_keeps_what_the_message_brought() -> None:
    inner = by_event(LATE).replace('"es', '"in').replace('"on"', '"o2"').replace('"off"', '"f2"')
    outer = by_event(message("M")).replace(
        "</bpmn:subProcess>", inner.replace('"handle"', '"h2"') + "</bpmn:subProcess>"
    )
    request = start(model("start > A > end", A="userTask", es=outer)).run().message("M", {"brought": 7})

    stands(request, "in")
    assert request.set_data({"days": 1}).retry("in").status == "completed"
    assert request.data["brought"] == 7


def test_an_ad_hoc_sub_process_that_cannot_listen_lets_its_activities_work_and_waits_for_the_fix() -> None:
    sub = f"adHocSubProcess |{by_event(LATE)}"
    request = start(model("start > sub > end", inside={"sub": "A"}, sub=sub, A="userTask")).run()

    stands(request, "es")
    request.complete("A")
    assert request.status == "error"
    assert request.set_data({"days": 1}).retry("es").status == "completed"


def test_a_border_that_cannot_wait_names_the_event() -> None:
    request = start(model("start > A > end", A="userTask", late=boundary("late", "A", LATE))).run()

    stands(request, "A")
    assert str(request.errors[0]["message"]).startswith('"late" on its border cannot wait for its event')


@pytest.mark.parametrize("interrupting", [True, False])
def test_no_way_out_behind_an_event_is_its_incident_and_it_does_not_wait_for_another(interrupting: bool) -> None:
    late = boundary("late", "A", timer("PT1H"), interrupting)
    request = start(model("start > A > end; late -[x > 1]> B", A="userTask", late=late)).run().advance()

    stands(request, "late")
    request.set_data({"x": 2}).retry("late")
    assert (request.path.count("late"), request.path[-1]) == (1, "B")


def test_no_way_out_behind_a_caught_message_keeps_its_data_and_what_was_put_right() -> None:
    request = start(model("start > catch -[x > 1]> B", catch=event("catch", message("M")))).run()
    request.message("M", {"x": 0, "paid": True})

    stands(request, "catch")
    request.set_data({"x": 2}).retry("catch")
    assert (request.status, request.data) == ("completed", {"x": 2, "paid": True})


def test_a_mapping_that_fails_behind_an_event_is_tried_again_with_what_the_event_brought() -> None:
    out = '<camunda:inputOutput><camunda:outputParameter name="sum">${x.y + paid}</camunda:outputParameter>'
    mapping = f"<bpmn:extensionElements>{out}</camunda:inputOutput></bpmn:extensionElements>"
    graph = model("start > catch > end", "camunda7", catch=event("catch", mapping + message("M")))
    request = start(graph).run().message("M", {"paid": 5})

    stands(request, "catch")
    assert request.set_data({"x": {"y": 2}}).retry("catch").data["sum"] == 7


def test_who_throws_a_signal_goes_on_though_who_hears_it_cannot() -> None:
    throw = event("throw", signal("S"), "intermediateThrowEvent")
    heard = event("catch", signal("S"))
    graph = model("start > and > catch -[x > 1]> end; and > C > throw > D", C="userTask", catch=heard, throw=throw)
    request = start(graph).run().complete("C")

    stands(request, "catch")
    assert request.path[-1] == "D"


def test_a_completion_condition_that_fails_lets_the_other_instances_work_and_is_looked_at_again() -> None:
    graph = model("start > A > end", "camunda7", A="userTask |" + LOOP.format("", THREE + done("${x.y > 3}")))
    request = start(graph).run().complete("A")

    stands(request, "A")
    stands(request.complete("A"), "A")
    request.set_data({"x": {"y": 1}}).retry("A")
    assert (request.status, request.waiting, request.path.count("A")) == ("waiting", ["A"], 3)
    assert request.complete("A").status == "completed"


def test_a_completion_condition_put_right_ends_the_instances_that_are_left() -> None:
    graph = model("start > A > end", "camunda7", A="userTask |" + LOOP.format("", THREE + done("${x.y > 3}")))
    request = start(graph).run().complete("A")

    assert request.set_data({"x": {"y": 5}}).retry("A").status == "completed"


def test_a_condition_between_two_rounds_that_fails_goes_on_with_the_next_round() -> None:
    graph = model(
        "start > A > end", "camunda7", A="userTask |" + LOOP.format('isSequential="true"', THREE + done("${x.y > 3}"))
    )
    request = start(graph).run().complete("A")

    stands(request, "A")
    request.set_data({"x": {"y": 1}}).retry("A").complete("A").complete("A")
    assert (request.status, request.path.count("A")) == ("completed", 3)


def test_the_condition_of_a_standard_loop_that_fails_is_looked_at_again_after_its_round() -> None:
    loop = "<bpmn:standardLoopCharacteristics><bpmn:loopCondition>${{x.y > 3}}</bpmn:loopCondition>{}"
    task = "userTask |" + loop.format("</bpmn:standardLoopCharacteristics>")
    request = start(model("start > A > end", "camunda7", A=task)).run().complete("A", {"round": 1})

    stands(request, "A")
    assert request.set_data({"x": {"y": 5}}).retry("A").waiting == ["A"]
    assert request.set_data({"x": {"y": 1}}).complete("A").path.count("A") == 2


def test_the_condition_of_an_ad_hoc_sub_process_that_fails_is_looked_at_again() -> None:
    sub = "adHocSubProcess |" + done("${x.y > 3}")
    graph = model("start > sub > end", "camunda7", inside={"sub": "A; B"}, A="userTask", B="userTask", sub=sub)
    request = start(graph).run().complete("A")

    stands(request, "sub")
    stands(request.complete("B"), "sub")
    assert request.set_data({"x": {"y": 5}}).retry("sub").status == "completed"


def test_an_activation_condition_that_fails_stops_one_token_and_fires_after_the_fix() -> None:
    gateway = "<bpmn:complexGateway id='G'><bpmn:activationCondition>${x.y > 3}</bpmn:activationCondition>"
    graph = model(
        *("start > and > A > G > end; and > B > G", "camunda7"),
        **{"A": "userTask", "B": "userTask", "G": gateway.replace("'", '"') + "</bpmn:complexGateway>"},
    )
    request = start(graph).run().complete("A")

    stands(request, "G")
    stands(request.complete("B"), "G")
    request.set_data({"x": {"y": 5}}).retry("G")
    assert (request.status, request.path.count("end")) == ("completed", 1)


def test_a_merge_that_fires_last_of_all_and_has_no_way_out_is_an_incident() -> None:
    chains = "start > and > A > or2 -[x > 3]> end; and > B > xor -[y == 0]> or2; xor -*> C"
    request = start(model(chains, A="userTask", B="userTask"), {"x": 1, "y": 1}).run().complete("A").complete("B")

    stands(request, "or2")
    assert request.set_data({"x": 4}).retry("or2").status == "completed"


@pytest.mark.parametrize("place", ["boundary", "sub-process"])
def test_a_cycle_goes_on_at_the_pace_that_it_began_with(place: str) -> None:
    cycle = timer("R3/PT{{hours}}H", "Cycle")
    late = boundary("late", "A", cycle, interrupting=False)
    more = {"late": late} if place == "boundary" else {"es": by_event(cycle, interrupting=False)}
    request = start(model("start > A > end", A="userTask", **more), {"hours": 2}).run()

    request.set_data({"hours": "soon"}).advance().advance()

    assert (request.path.count("late" if place == "boundary" else "es"), request.errors) == (2, [])
    assert request.next_due == START + DAY / 4


def test_a_token_moved_to_an_event_on_the_border_goes_on_from_there() -> None:
    request = start(model("start > A > end; late > B", A="userTask", late=boundary("late", "A", timer("PT1H")))).run()

    assert request.move("A", "late").path == ["start", "A", "late", "B"]
    assert request.status == "completed"


def test_a_sub_process_whose_last_token_is_taken_away_is_taken_away_too() -> None:
    chains = "start > and > sub > end; and > B"
    graph = model(chains, inside={"sub": "start2 > A > end2"}, A="userTask", B="userTask")
    request = start(graph).run().cancel_token("A")

    assert (request.waiting, request.tokens, broken(request)) == (["B"], [("B", "waiting")], [])


def test_an_instance_that_is_taken_away_counts_as_done() -> None:
    graph = model("start > sub > end", inside={"sub": "A"}, sub="subProcess |" + LOOP.format("", THREE), A="userTask")
    request = start(graph).run().cancel_token("A")

    assert request.complete("A").complete("A").status == "completed"


def test_a_request_without_a_token_listens_no_more() -> None:
    request = start(model("start > A > end", A="userTask", es=by_event(message("M")))).run().cancel_token("A")

    assert (request.status, request.watches) == ("completed", [])


def test_the_key_of_a_message_is_computed_when_its_event_begins_to_wait() -> None:
    subscription = '<zeebe:subscription correlationKey="=order"/>'
    roots = f'<bpmn:message id="M" name="paid"><bpmn:extensionElements>{subscription}</bpmn:extensionElements>'
    graph = model(
        "start > catch > end", "camunda8", roots=roots + "</bpmn:message>", catch=event("catch", message("M"))
    )
    request = start(graph, {"order": "a"}).run().set_data({"order": "b"})

    assert request.message("paid", {}, "b").status == "waiting"
    assert request.message("paid", {}, "a").status == "completed"


def test_a_request_that_stands_at_an_event_is_stored_with_what_the_event_brought(tmp_path: Path) -> None:
    request = start(model("start > catch -[x > 1]> B", catch=event("catch", message("M")))).run()
    request.message("M", {"paid": True})
    store = RequestStore(tmp_path / "requests.sqlite")
    store.save("r", request)

    again = store.load("r", request.graph)

    assert again.state == request.state
    assert again.set_data({"x": 2}).retry("catch").data == {"x": 2, "paid": True}
    assert request.step_back()
    assert request.waiting == ["catch"]


def test_a_condition_that_is_true_at_once_still_starts_its_event_sub_process() -> None:
    request = start(model("start > A > end", A="userTask", es=by_event(condition("x > 1"))), {"x": 2}).run()

    assert request.path[-3:] == ["on", "handle", "off"]


def test_flows_that_nothing_takes_are_problems() -> None:
    late = boundary("late", "A", timer("PT1H"))
    graph = model("start > A > end > B; A > late", A="userTask", late=late)

    told = {problem.element_id: problem.message for problem in graph.problems}

    assert told == {
        "end": "end: no sequence flow leads out of an end event, and none is taken",
        "late": "late: no sequence flow leads into an event on a border: it happens by itself",
    }
