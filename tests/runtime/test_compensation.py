"""Compensation and transactions: what is done is undone in reverse, by handlers, once."""

from __future__ import annotations

from engine.runtime import Outcome, Request, TaskCall, completed, fold, start
from engine.runtime.clock import START
from tests.runtime.builder import model


def boundary(host: str, kind: str = "compensate", extra: str = "") -> str:
    return (
        f'<bpmn:boundaryEvent id="{kind}_{host}" attachedToRef="{host}" {extra}>'
        f"<bpmn:{kind}EventDefinition/></bpmn:boundaryEvent>"
    )


def handler(host: str, kind: str = "task") -> dict[str, str]:
    undo = f'<bpmn:{kind} id="undo_{host}" isForCompensation="true"/>'
    link = f'<bpmn:association id="as_{host}" sourceRef="compensate_{host}" targetRef="undo_{host}"/>'
    return {f"b_{host}": boundary(host), f"undo_{host}": undo, f"link_{host}": link}


def throw(id: str, tag: str = "intermediateThrowEvent", activity: str = "") -> str:
    reference = f' activityRef="{activity}"' if activity else ""
    return f'<bpmn:{tag} id="{id}"><bpmn:compensateEventDefinition{reference}/></bpmn:{tag}>'


def run(chains: str, **more: object) -> Request:
    return start(model(chains, **more)).run()  # type: ignore[arg-type]


def test_finished_activities_are_undone_in_reverse_order_and_the_flow_goes_on() -> None:
    request = run("start > A > B > C > throw > end", **handler("A"), **handler("B"), throw=throw("throw"))

    assert request.path == ["start", "A", "B", "C", "throw", "undo_B", "undo_A", "end"]
    assert request.status == "completed"


def test_one_activity_can_be_named_and_is_undone_only_once() -> None:
    request = run(
        "start > A > B > throw1 > throw2 > end",
        **handler("A"),
        **handler("B"),
        throw1=throw("throw1", activity="A"),
        throw2=throw("throw2", activity="A"),
    )

    assert request.path == ["start", "A", "B", "throw1", "undo_A", "throw2", "end"]


def test_a_compensation_end_event_waits_for_its_handlers() -> None:
    request = run("start > A > end", **handler("A", "userTask"), end=throw("end", "endEvent"))

    assert (request.status, request.waiting) == ("waiting", ["undo_A"])
    assert request.complete("undo_A").status == "completed"


def test_what_was_done_in_a_finished_sub_process_is_undone_from_outside() -> None:
    request = run(
        "start > sub > throw > end",
        inside={"sub": "start2 > A > B > end2"},
        throw=throw("throw"),
        **handler("A"),
        **handler("B"),
    )

    assert request.path[-4:] == ["throw", "undo_B", "undo_A", "end"]


def test_a_canceled_transaction_undoes_its_work_and_is_left_by_its_cancel_event() -> None:
    request = run(
        "start > sub > end; cancel_sub > Sorry",
        inside={"sub": "start2 > A > and > stop; and > U"},
        sub="transaction",
        U="userTask",
        stop='<bpmn:endEvent id="stop"><bpmn:cancelEventDefinition/></bpmn:endEvent>',
        cancel_sub=boundary("sub", "cancel"),
        **handler("A"),
    )

    assert request.path == ["start", "sub", "start2", "A", "and", "stop", "undo_A", "cancel_sub", "Sorry"]
    assert request.status == "completed"


def test_nothing_to_undo_lets_the_flow_go_on() -> None:
    assert run("start > throw > end", throw=throw("throw")).path == ["start", "throw", "end"]


class Noting:
    """Notes which data it is given, and answers with the next status."""

    def __init__(self) -> None:
        self.seen: list[tuple[str, object]] = []

    def run(self, call: TaskCall) -> Outcome:
        self.seen.append((call.element, call.data.get("status")))
        return completed({"status": call.element})


def test_a_handler_sees_the_data_of_the_time_when_its_activity_was_done() -> None:
    graph = model(
        "start > A > sub > C > throw > end",
        inside={"sub": "start2 > B > end2"},
        A="serviceTask",
        B="serviceTask",
        C="serviceTask",
        **handler("A", "serviceTask"),
        throw=throw("throw"),
        sub=f"|{''.join(handler('B', 'serviceTask').values())}",
    )
    noting = Noting()

    request = start(graph, handlers={"*": noting}).run()

    assert noting.seen[3:] == [("undo_B", "B"), ("undo_A", "A")]
    assert request.data == {"status": "undo_A"}
    assert fold(request.events, START) == request.state


def test_a_handler_with_several_steps_reads_what_it_wrote_itself() -> None:
    steps = '<bpmn:serviceTask id="D"/><bpmn:serviceTask id="E"/><bpmn:sequenceFlow id="f"'
    undo = (
        f'<bpmn:subProcess id="undo_A" isForCompensation="true">{steps} sourceRef="D" targetRef="E"/></bpmn:subProcess>'
    )
    more = {**handler("A"), "undo_A": undo, "throw": throw("throw")}
    noting = Noting()
    request = start(
        model("start > A > B > throw > end", A="serviceTask", B="serviceTask", **more), handlers={"*": noting}
    )

    request.run()

    assert noting.seen == [("A", None), ("B", "A"), ("D", "A"), ("E", "D")]
    assert (request.status, request.data) == ("completed", {"status": "E"})


def test_an_event_that_does_not_wait_goes_on_while_the_work_is_undone() -> None:
    thrown = throw("throw").replace(
        "<bpmn:compensateEventDefinition", '<bpmn:compensateEventDefinition waitForCompletion="false"'
    )
    request = run("start > A > B > throw > C > end", **handler("A", "userTask"), **handler("B"), throw=thrown)

    assert (request.status, request.waiting) == ("waiting", ["undo_A"])
    assert request.path == ["start", "A", "B", "throw", "undo_B", "C", "undo_A", "end"]
    assert fold(request.events, START) == request.state

    assert request.complete("undo_A").status == "completed"
    assert request.path.count("C") == 1


def test_an_event_that_does_not_wait_and_has_nothing_to_undo_goes_on() -> None:
    thrown = throw("throw").replace(
        "<bpmn:compensateEventDefinition", '<bpmn:compensateEventDefinition waitForCompletion="false"'
    )

    assert run("start > throw > end", throw=thrown).path == ["start", "throw", "end"]


def test_two_events_at_the_same_time_undo_each_activity_once() -> None:
    request = run(
        "start > A > B > and > throw1 > end; and > throw2 > end2",
        **handler("A"),
        **handler("B", "userTask"),
        throw1=throw("throw1"),
        throw2=throw("throw2"),
    )

    assert request.waiting == ["undo_B"]
    request.complete("undo_B")
    assert (request.status, request.path.count("undo_A"), request.path.count("undo_B")) == ("completed", 1, 1)
