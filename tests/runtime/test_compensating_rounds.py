"""Compensation of repeated activities: each round is undone by itself, and a transaction as a whole."""

from __future__ import annotations

import pytest

from engine.runtime import Outcome, Request, TaskCall, completed, fold, start
from engine.runtime.clock import START
from tests.runtime.builder import model
from tests.runtime.test_compensation import boundary, handler, throw

LOOPS = {
    "sequential": '<bpmn:multiInstanceLoopCharacteristics isSequential="true" camunda:collection="items" '
    'camunda:elementVariable="item"/>',
    "parallel": '<bpmn:multiInstanceLoopCharacteristics camunda:collection="items" camunda:elementVariable="item"/>',
    "standard": '<bpmn:standardLoopCharacteristics loopMaximum="3"/>',
}
CANCEL = '<bpmn:endEvent id="stop"><bpmn:cancelEventDefinition/></bpmn:endEvent>'


class Noting:
    """Notes for which item each element is called."""

    def __init__(self) -> None:
        self.seen: list[tuple[str, object]] = []

    def run(self, call: TaskCall) -> Outcome:
        self.seen.append((call.element, call.data.get("item", call.data.get("loopCounter"))))
        return completed()


def repeated(kind: str, form: str, body: str = "") -> str:
    return f'<bpmn:{kind} id="A">{LOOPS[form]}{body}</bpmn:{kind}>'


def undone(form: str, **more: object) -> tuple[Request, list[tuple[str, object]]]:
    noting = Noting()
    elements = {"A": repeated("serviceTask", form), **handler("A", "serviceTask"), "throw": throw("throw"), **more}
    graph = model("start > A > throw > end", "camunda7", **elements)
    request = start(graph, {"items": ["x", "y", "z"]}, handlers={"*": noting}).run()
    assert request.status == "completed", request.errors
    return request, [entry for entry in noting.seen if entry[0] == "undo_A"]


@pytest.mark.parametrize("form", ["sequential", "parallel"])
def test_the_handler_of_a_repeated_task_undoes_each_instance_with_its_own_item_the_last_one_first(form: str) -> None:
    request, seen = undone(form)

    assert seen == [("undo_A", "z"), ("undo_A", "y"), ("undo_A", "x")]
    assert fold(request.events, START) == request.state


def test_the_handler_of_a_looped_task_undoes_each_of_its_rounds() -> None:
    assert len(undone("standard")[1]) == 3


def test_the_handler_of_a_repeated_sub_process_undoes_each_instance() -> None:
    inside = '<bpmn:task id="inner"/>'

    seen = undone("sequential", A=repeated("subProcess", "sequential", inside))[1]

    assert seen == [("undo_A", "z"), ("undo_A", "y"), ("undo_A", "x")]


def test_a_repeated_activity_that_is_named_is_undone_once() -> None:
    once, twice = throw("throw", activity="A"), throw("throw2", activity="A")
    graph = model(
        "start > A > throw > throw2 > end",
        "camunda7",
        A=repeated("task", "sequential"),
        throw=once,
        throw2=twice,
        **handler("A"),
    )

    request = start(graph, {"items": [1, 2]}).run()

    assert request.path[-5:] == ["throw", "undo_A", "undo_A", "throw2", "end"]


def test_a_round_that_is_not_done_is_not_undone() -> None:
    graph = model(
        "start > A > end; boundary_A",
        "camunda7",
        A=repeated("userTask", "sequential"),
        boundary_A='<bpmn:boundaryEvent id="boundary_A" attachedToRef="A"><bpmn:signalEventDefinition signalRef="s"/>'
        "</bpmn:boundaryEvent>",
        **handler("A"),
    )
    request = start(graph, {"items": [1, 2]}).run().complete("A")

    request.signal("s")

    assert "undo_A" not in request.path


def test_a_receive_task_is_undone_too() -> None:
    graph = model(
        "start > R > throw > end",
        roots='<bpmn:message id="M" name="paid"/>',
        R='<bpmn:receiveTask id="R" messageRef="M"/>',
        throw=throw("throw"),
        **handler("R"),
    )

    request = start(graph).run().message("paid")

    assert request.path == ["start", "R", "throw", "undo_R", "end"]


def transaction(form: str, **more: object) -> Request:
    loop = LOOPS[form]
    graph = model(
        "start > sub > end; cancel_sub > Sorry",
        "camunda7",
        inside={"sub": "start2 > A > W > xor -[${item == 'bad'}]> stop; xor -*> end2"},
        sub=f"transaction |{loop}{''.join(handler('A').values())}",
        W="userTask",
        stop=CANCEL,
        cancel_sub=boundary("sub", "cancel"),
        **more,
    )
    request = start(graph, {"items": ["good", "bad", "late"]}).run()
    assert request.status == "waiting", request.errors
    return request


def test_a_canceled_instance_undoes_what_all_instances_of_its_transaction_had_done_and_stops_them() -> None:
    request = transaction("parallel").complete("W")

    request.complete("W")

    assert request.path.count("undo_A") == 3
    assert (request.status, request.path[-2:]) == ("completed", ["cancel_sub", "Sorry"])
    assert fold(request.events, START) == request.state


def test_instances_in_turn_that_did_not_begin_are_not_undone() -> None:
    request = transaction("sequential").complete("W")

    request.complete("W")

    assert request.path.count("undo_A") == 2
    assert (request.status, request.path[-2:]) == ("completed", ["cancel_sub", "Sorry"])


def test_what_a_sub_process_had_done_that_still_ran_is_undone_by_the_cancel_of_its_transaction() -> None:
    request = start(
        model(
            "start > sub > end; cancel_sub > Sorry",
            inside={"sub": "start2 > and > sub2; and > G > stop", "sub2": "start3 > A > U"},
            sub="transaction",
            sub2=f"subProcess |{''.join(handler('A').values())}",
            U="userTask",
            G="userTask",
            stop=CANCEL,
            cancel_sub=boundary("sub", "cancel"),
        )
    ).run()

    request.complete("G")

    assert request.path[-4:] == ["stop", "undo_A", "cancel_sub", "Sorry"]
    assert request.status == "completed"
