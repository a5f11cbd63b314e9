"""What an act leaves to be noticed is noticed once, also by a Request that went back, was stored, or is a branch."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from engine.runtime import Request, RequestStore, json_lines, read_trace, start
from tests.runtime.builder import model
from tests.runtime.test_events import boundary, condition, event, message


def held() -> Request:
    """A Request that holds: A has been answered so that a condition on B is true, and nobody has looked yet."""
    late = boundary("late", "B", condition("x == 1"))
    graph = model(
        "start > and > A > C > end; and > B > D; late > E", A="userTask", B="userTask", C="userTask", late=late
    )
    request = start(graph, {"x": 0}).run()
    request.holds = True
    return request.complete("A", {"x": 1})


def stepped_back(request: Request, _folder: Path) -> Request:
    request.step()
    request.step_back()
    return request


def restored(request: Request, _folder: Path) -> Request:
    before = request.snapshot()
    request.step()
    return request.restore(before)


def stored(request: Request, folder: Path) -> Request:
    store = RequestStore(folder / "requests.sqlite")
    store.save("r", request)
    return store.load("r", request.graph)


def read(request: Request, _folder: Path) -> Request:
    return read_trace(request.graph, json_lines(request.trace))


def branched(request: Request, _folder: Path) -> Request:
    return request.branch()


def branched_later(request: Request, _folder: Path) -> Request:
    here = len(request.events)
    request.run()
    return request.branch(here)


@pytest.mark.parametrize("way", [stepped_back, restored, stored, read, branched, branched_later])
def test_a_condition_is_noticed_as_if_nothing_had_happened(
    way: Callable[[Request, Path], Request], tmp_path: Path
) -> None:
    straight = held().run()

    other = way(held(), tmp_path).run()

    assert straight.path[-2:] == ["late", "E"]
    assert json_lines(other.trace) == json_lines(straight.trace)
    assert other.state == straight.state


def test_nothing_is_noted_where_nothing_waits_for_the_data() -> None:
    request = start(model("start > A > B > end", A="userTask")).run()
    request.holds = True

    request.complete("A", {"x": 1})

    assert not [event for event in request.events if event[0] == "changed"]


def test_a_message_that_was_there_before_is_taken_after_going_back() -> None:
    catch = event("catch", message("M"))
    request = start(model("start > A > catch > end", A="userTask", catch=catch)).run().message("M", {"paid": True})
    request.holds = True
    request.complete("A")

    while request.step():
        pass
    while request.waiting != ["A"]:
        request.step_back()
    request.holds = False

    assert request.complete("A").data == {"paid": True}


def test_a_condition_interrupts_an_activity_whose_instances_are_done_but_which_has_not_left() -> None:
    loop = "<bpmn:loopCardinality>1</bpmn:loopCardinality>"
    task = f"userTask |<bpmn:multiInstanceLoopCharacteristics>{loop}</bpmn:multiInstanceLoopCharacteristics>"
    late = boundary("late", "A", condition("x == 1"))
    graph = model("start > and > A > end; and > B > D; late > E", A=task, B="userTask", late=late)
    request = start(graph, {"x": 0}).run()
    request.holds = True

    request.complete("B").complete("A", {"x": 1}).step()
    request.run()

    assert (request.status, request.path[-2:]) == ("completed", ["late", "E"])
