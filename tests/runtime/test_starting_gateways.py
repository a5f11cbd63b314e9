"""A pool that begins with an event-based gateway: a message of another pool starts an instance of it."""

from __future__ import annotations

from engine.runtime import Request, start
from tests.runtime.builder import graph_of, xml
from tests.runtime.test_combinations import by_event, flow
from tests.runtime.test_events import event, message, timer

TASKS = '<bpmn:userTask id="U"/><bpmn:userTask id="V"/>'


def shop(chain: str, kind: str = "", more: str = "", **throws: str) -> Request:
    """A process that throws, and a pool whose gateway waits for M1 or M2."""
    gateway = f'<bpmn:eventBasedGateway id="first" instantiate="true" {kind}/>'
    flows = flow("a", "first", "c1") + flow("b", "first", "c2") + flow("c", "c1", "U") + flow("d", "c2", "V")
    body = gateway + event("c1", message("M1")) + event("c2", message("M2")) + TASKS + flows + more
    roots = f'<bpmn:process id="P2" isExecutable="true">{body}</bpmn:process>'
    thrown = {id: event(id, message(name), "intermediateThrowEvent") for id, name in throws.items()}
    return start(graph_of(xml(chain, roots=roots, **thrown)), start="Process_1").run()


def test_the_first_message_begins_an_instance_at_its_event() -> None:
    request = shop("start > throw > end", throw="M2")

    assert request.path == ["start", "throw", "first", "c2", "V", "end"]
    assert (request.waiting, request.watches) == (["V"], [])


def test_each_further_message_begins_another_instance() -> None:
    request = shop("start > throw > throw2 > end", throw="M2", throw2="M1")

    assert (sorted(request.waiting), request.path.count("first")) == (["U", "V"], 2)


def test_a_parallel_gateway_awaits_the_other_messages_in_the_same_instance() -> None:
    request = shop("start > throw > throw2 > end", 'eventGatewayType="Parallel"', throw="M2", throw2="M1")

    assert (sorted(request.waiting), request.path.count("first")) == (["U", "V"], 1)


def test_a_parallel_gateway_waits_for_a_message_that_comes_later() -> None:
    request = shop("start > throw > end", 'eventGatewayType="Parallel"', throw="M2")

    assert sorted(request.waiting) == ["V", "c1"]
    assert sorted(request.message("M1", {"late": True}).waiting) == ["U", "V"]


def test_an_instance_whose_event_sub_process_cannot_listen_keeps_its_message() -> None:
    request = shop("start > throw > end", more=by_event(timer("P{{days}}D")), throw="M1")
    own = max(frame.id for frame in request.state.frames.values() if not frame.parent)

    assert [error["element"] for error in request.errors] == ["es"]
    assert (request.path, request.waiting) == (["start", "throw", "first", "c1", "end"], ["c1"])

    assert request.set_data({"days": 1}, (), own).retry("es").waiting == ["U"]
