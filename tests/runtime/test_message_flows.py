"""Message flows of activities: what is done is told to the other pool, and flows that nobody hears are said."""

from __future__ import annotations

import pytest

from engine.runtime import PinnedHandler, ProcessGraph, completed, start
from tests.runtime.builder import graph_of
from tests.runtime.test_combinations import flow
from tests.runtime.test_events import event

HEAD = '<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" targetNamespace="t">'
STARTED = event("heard", "<bpmn:messageEventDefinition/>", "startEvent")


def pools(sender: str, hears: str = STARTED, more: str = "") -> ProcessGraph:
    """A pool that does T and then waits, and another one that begins with what T sends."""
    lanes = '<bpmn:participant id="pa" processRef="PA"/><bpmn:participant id="pb" processRef="PB"/>'
    target = "heard" if 'id="heard"' in hears else "U"
    lanes += f'<bpmn:messageFlow id="mf" sourceRef="T" targetRef="{target}"/>{more}'
    first = f'<bpmn:startEvent id="s"/>{sender}<bpmn:userTask id="Z"/>{flow("a", "s", "T")}{flow("b", "T", "Z")}'
    second = hears + '<bpmn:userTask id="U" name="Read it"/>' + (flow("c", "heard", "U") if target == "heard" else "")
    processes = "".join(
        f'<bpmn:process id="{id}" isExecutable="true">{body}</bpmn:process>'
        for id, body in (("PA", first), ("PB", second))
    )
    return graph_of(f'{HEAD}<bpmn:collaboration id="C">{lanes}</bpmn:collaboration>{processes}</bpmn:definitions>')


@pytest.mark.parametrize("kind", ["task", "serviceTask", "subProcess", "userTask", "manualTask", "scriptTask"])
def test_an_activity_that_is_done_sends_along_its_message_flow(kind: str) -> None:
    request = start(pools(f'<bpmn:{kind} id="T"/>'), {"order": 7}, start="PA").run()

    if request.waiting == ["T"]:
        assert [pool["process"] for pool in request.pools] == ["PA"]
        request.complete("T", {"checked": True})

    assert sorted(request.waiting) == ["U", "Z"]
    assert request.pools[1]["data"] == request.pools[0]["data"]
    assert not request.state.posted


def test_an_activity_with_a_handler_sends_too() -> None:
    pinned = {"T": PinnedHandler(completed({"price": 3}))}

    request = start(pools('<bpmn:serviceTask id="T" implementation="x"/>'), start="PA", handlers=pinned).run()

    assert request.pools[1]["data"] == {"price": 3}


def test_each_instance_sends() -> None:
    loop = "<bpmn:multiInstanceLoopCharacteristics><bpmn:loopCardinality>2</bpmn:loopCardinality>"
    request = start(
        pools(f'<bpmn:task id="T">{loop}</bpmn:multiInstanceLoopCharacteristics></bpmn:task>'), start="PA"
    ).run()

    assert [pool["process"] for pool in request.pools] == ["PA", "PB", "PB"]


def test_a_send_task_sends_once() -> None:
    request = start(pools('<bpmn:sendTask id="T"/>'), start="PA").run()

    assert [pool["process"] for pool in request.pools] == ["PA", "PB"]


def test_a_message_flow_to_what_waits_for_none_is_a_problem_and_its_message_does_not_stay() -> None:
    graph = pools('<bpmn:task id="T"/>', "")

    assert [(each.severity, each.element_id, each.message) for each in graph.problems] == [
        ("warning", "mf", "mf: the message goes to “Read it”, which waits for none: only events and receive tasks do")
    ]
    request = start(graph, start="PA").run()
    assert (request.waiting, dict(request.state.posted)) == (["Z"], {})
