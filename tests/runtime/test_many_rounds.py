"""Repeated activities with thousands of rounds: they end, their outputs are in order, nothing of the engine leaks."""

from __future__ import annotations

import pytest

from engine.runtime import Limits, Request, fold, start
from tests.runtime.builder import graph_of, model, xml

MANY = 5_000


def loop(sequential: bool = False, more: str = "") -> str:
    flag = 'isSequential="true"' if sequential else ""
    return (
        f'<bpmn:multiInstanceLoopCharacteristics {flag} camunda:collection="${{items}}" camunda:elementVariable="item">'
        f'<bpmn:loopDataOutputRef>out</bpmn:loopDataOutputRef><bpmn:outputDataItem name="item"/>{more}'
        "</bpmn:multiInstanceLoopCharacteristics>"
    )


def run_sub(number: int, sequential: bool = False, limits: Limits | None = None, chain: str = "B") -> Request:
    inside = {"sub": f"start2 > {chain} > end2"}
    graph = model("start > sub > end", profile="camunda7", inside=inside, sub=f"|{loop(sequential)}")
    return start(graph, {"items": list(range(number))}, limits=limits or Limits()).run()


@pytest.mark.parametrize("sequential", [True, False])
def test_five_thousand_instances_of_a_sub_process_complete_with_their_outputs_in_order(sequential: bool) -> None:
    request = run_sub(MANY, sequential)

    assert (request.status, request.errors) == ("completed", [])
    assert request.data["out"] == list(range(MANY))


def test_outputs_are_part_of_what_the_history_folds_to() -> None:
    request = run_sub(20, sequential=True)

    for number in request.marks:
        assert request.branch(number).state == fold(request.events[:number], request.begun)


def test_branches_of_a_loop_collect_by_themselves() -> None:
    graph = model("start > A > end", profile="camunda7", A=f"userTask |{loop(sequential=True)}")
    request = start(graph, {"items": ["a", "b"]}).run().complete("A", {"item": "first"})

    branch = request.branch().complete("A", {"item": "other"})
    request.complete("A", {"item": "second"})

    assert (request.data["out"], branch.data["out"]) == (["first", "second"], ["first", "other"])


def test_a_collection_that_shrinks_meanwhile_keeps_its_rounds() -> None:
    graph = model("start > A > end", profile="camunda7", A=f"userTask |{loop(sequential=True)}")
    request = start(graph, {"items": ["a", "b"]}).run()

    request.set_data({"items": []}).complete("A").complete("A")

    assert (request.status, request.data["out"]) == ("completed", ["a", "b"])


def test_what_the_engine_notes_for_itself_is_not_seen_inside_nor_copied_into_calls() -> None:
    call = f'<bpmn:callActivity id="A" calledElement="Called">{loop()}</bpmn:callActivity>'
    called = (
        '<bpmn:process id="Called"><bpmn:startEvent id="s"/><bpmn:userTask id="U"/>'
        '<bpmn:sequenceFlow id="f" sourceRef="s" targetRef="U"/></bpmn:process>'
    )
    request = start(graph_of(xml("start > A > end", A=call, roots=called)), {"items": [1]}).run()

    assert not [name for name in request.data_at("U") if name.startswith("_")]
    assert request.complete("U").status == "completed"
    assert not [name for name in request.data if name.startswith("_")]


def test_a_loop_around_many_instances_is_still_stopped_and_named() -> None:
    inside = {"sub": "start2 > B > end2"}
    chains = "start > sub > xor -[${1 == 1}]> sub; xor -*> end"
    graph = model(chains, profile="camunda7", inside=inside, sub=f"|{loop()}")
    request = start(graph, {"items": list(range(100))}, limits=Limits(steps=500)).run()

    error = request.errors[0]
    assert error["code"] == "RUNAWAY"
    assert "without waiting: loop sub → xor → sub, in 100 instances of sub at once" in str(error["message"])
    assert "let a condition end it" in str(error["message"])


def test_tokens_that_multiply_inside_one_instance_are_stopped_by_name() -> None:
    graph = model(
        "start > sub > end", profile="camunda7", inside={"sub": "start2 > A > B > A; A > C > A"}, sub=f"|{loop()}"
    )
    request = start(graph, {"items": list(range(30))}, limits=Limits(tokens=50)).run()

    error = request.errors[0]
    assert error["code"] == "RUNAWAY"
    message = str(error["message"])
    assert any(
        f"tokens at once: loop {way}, in 30 instances of sub at once" in message for way in ("A → B → A", "B → A → B")
    )
    assert "join its paths" in message
