"""A Request that is watched: acts that hold, what comes next, branches from earlier steps, and a changed model."""

from __future__ import annotations

import pytest

from engine.runtime import Request, RequestError, fold, resume, start
from engine.runtime.carrying import carried
from tests.runtime.builder import model


def begun(chains: str, **more: str) -> Request:
    return start(model(chains, user="userTask", user2="userTask", **more), {"amount": 5})


def test_a_request_that_holds_does_only_what_it_is_asked() -> None:
    request = begun("start > user > A > B > end").run()
    request.holds = True

    request.complete("user", {"said": "yes"})

    assert request.path == ["start", "user"]
    assert request.ahead is not None
    assert request.ahead[0] == "A"
    assert request.status == "running"
    assert request.run().path == ["start", "user", "A", "B", "end"]


def test_what_comes_next_is_known_with_the_flow_that_leads_there() -> None:
    request = begun("start > A > end")

    first = request.ahead
    request.step()
    element, flow = request.ahead or ("", None)

    assert first == ("start", None)
    assert element == "A"
    assert flow in {each.id for each in request.graph.flows}
    assert request.run().ahead is None


def test_stepping_goes_on_while_it_is_wanted() -> None:
    request = begun("start > A > B > C > end")

    came_to_rest = request.run_while(lambda: len(request.path) < 3)

    assert not came_to_rest
    assert request.path == ["start", "A", "B"]
    assert request.run_while(lambda: True)
    assert request.status == "completed"


def test_a_branch_stands_where_the_request_stood_and_leaves_it_alone() -> None:
    request = begun("start > A > user > B > end").run()
    waiting = len(request.events)
    request.complete("user", {"said": "yes"})

    branch = request.branch(waiting)
    branch.complete("user", {"said": "no"})

    assert request.data["said"] == "yes"
    assert branch.data["said"] == "no"
    assert branch.state == fold(branch.events, branch.begun)
    assert request.status == branch.status == "completed"


def test_each_mark_gives_the_request_of_that_step() -> None:
    request = begun("start > A > user > B > end").run()
    request.complete("user", {"said": "yes"})

    for mark in request.marks:
        branch = request.branch(mark)
        assert branch.state == fold(request.events[:mark], request.begun)
        assert branch.marks == tuple(each for each in request.marks if each < mark)


def test_time_that_holds_stops_at_each_timer() -> None:
    timer = '<bpmn:intermediateCatchEvent id="{}"><bpmn:timerEventDefinition><bpmn:timeDuration>{}</bpmn:timeDuration>'
    end = "</bpmn:timerEventDefinition></bpmn:intermediateCatchEvent>"
    request = begun(
        "start > and1; and1 > catch1 > A; and1 > catch2 > B",
        catch1=timer.format("catch1", "PT1H") + end,
        catch2=timer.format("catch2", "PT2H") + end,
    ).run()
    request.holds = True

    request.advance(request.begun.replace(year=request.begun.year + 1))

    assert [each["element"] for each in request.watches] == ["catch2"]
    assert "A" not in request.path


def test_a_history_goes_on_in_a_changed_model() -> None:
    old = begun("start > user > B > end").run()
    new = model("start0 > X > end0; start > user > C > D > end", user="userTask")

    request = resume(new, carried(old.events, old.graph, new), old.begun)
    request.complete("user")

    assert request.path == ["start", "user", "C", "D", "end"]
    assert request.data == {"amount": 5}


def test_a_history_that_has_been_where_nothing_is_any_more_says_so() -> None:
    old = begun("start > A > user > end").run()
    new = model("start > user > end", user="userTask")

    with pytest.raises(RequestError, match='"A", which the changed model no longer has'):
        carried(old.events, old.graph, new)


def test_an_event_that_no_longer_waits_for_anything_cannot_be_carried() -> None:
    message = '<bpmn:intermediateCatchEvent id="catch1"><bpmn:messageEventDefinition/></bpmn:intermediateCatchEvent>'
    old = begun("start > catch1 > end", catch1=message).run()
    new = model("start > catch1 > end")

    with pytest.raises(RequestError, match="the event of catch1"):
        carried(old.events, old.graph, new)
