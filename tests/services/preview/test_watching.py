"""Watching a previewed Request: steps, looking back, branches, breakpoints, acting by hand, pins, a changed model."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest

from engine.bpmn import Document
from modeler.services.catalog import Catalog, discover
from modeler.services.preview.session import PreviewSession
from modeler.services.preview.standing import PreviewRefused, Standing
from modeler.services.preview.stops import Stop
from tests.runtime.builder import xml

TIMER = (
    '<bpmn:boundaryEvent id="late" attachedToRef="user"><bpmn:timerEventDefinition><bpmn:timeDuration>P1D'
    "</bpmn:timeDuration></bpmn:timerEventDefinition></bpmn:boundaryEvent>"
)
CHAINS = "start > A > user > xor1; xor1 -[amount > 10]> big > end1; xor1 -*> small > end2"


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    return discover()


@pytest.fixture
def session() -> Iterator[PreviewSession]:
    made = PreviewSession()
    yield made
    made.close()


def document(chains: str = CHAINS, **more: object) -> Document:
    return Document.from_bytes(xml(chains, **{"user": "userTask", **more}).encode(), "model.bpmn")  # type: ignore[arg-type]


@pytest.fixture
def waiting(session: PreviewSession, catalog: Catalog) -> Standing:
    """A Request that waits at the user task."""
    session.start(document(), catalog, {"amount": 5}, None)
    return session.run()


def test_each_step_has_a_moment_that_says_what_it_was(session: PreviewSession, waiting: Standing) -> None:
    done = session.answer("user", {"amount": 20})

    assert [(moment.element, moment.kind) for moment in done.moments] == [
        ("start", "entered"),
        ("A", "entered"),
        ("user", "entered"),
        ("user", "went on"),
        ("xor1", "entered"),
        ("big", "entered"),
        ("end1", "entered"),
    ]
    assert done.steps == done.step == 7
    assert len(done.moments[0].flows) == 1


def test_looking_at_an_earlier_step_shows_all_as_it_was_and_undoes_nothing(
    session: PreviewSession, waiting: Standing
) -> None:
    done = session.answer("user", {"amount": 20})

    past = session.go_to(3)

    assert past.is_past
    assert past.status == "waiting"
    assert past.path == ("start", "A", "user")
    assert past.data == {"amount": 5}
    assert past.waiting == waiting.waiting
    assert past.moments == done.moments
    assert session.go_to(None) == done


def test_steps_into_the_past_and_forwards_again_play_what_is_recorded(
    session: PreviewSession, waiting: Standing
) -> None:
    back = session.step_back()
    forwards = session.step()

    assert back.path == ("start", "A")
    assert forwards == waiting


def test_another_answer_in_the_past_begins_a_run_of_its_own(session: PreviewSession, waiting: Standing) -> None:
    session.answer("user", {"amount": 20})
    session.go_to(3)

    other = session.answer("user", {"amount": 1})

    assert other.path[-2:] == ("small", "end2")
    assert [(run.number, run.parent, run.at_step) for run in other.runs] == [(1, 0, 0), (2, 1, 3)]
    assert session.choose_run(1).path[-2:] == ("big", "end1")


def test_two_runs_are_compared_by_path_and_data(session: PreviewSession, waiting: Standing) -> None:
    session.answer("user", {"amount": 20})
    session.go_to(3)
    session.answer("user", {"amount": 1, "note": "x"})

    found = session.compare(1)

    assert [(row.first, row.second) for row in found.path[3:]] == [
        ("xor1", "xor1"),
        ("big", None),
        ("end1", None),
        (None, "small"),
        (None, "end2"),
    ]
    assert [(each.path, each.kind) for each in found.data] == [("amount", "changed"), ("note", "added")]


def test_it_stops_before_an_element_with_a_breakpoint(session: PreviewSession, waiting: Standing) -> None:
    session.set_stops([Stop("big"), Stop("small", is_on=False)])

    stopped = session.answer("user", {"amount": 20})

    assert stopped.stopped_at == stopped.ahead == "big"
    assert stopped.status == "running"
    assert "big" not in stopped.path
    assert session.run().status == "completed"


def test_a_breakpoint_on_a_flow_has_a_condition(session: PreviewSession, catalog: Catalog) -> None:
    opened = document()
    flow = next(each.id for each in opened.elements() if each.get("targetRef") == "A")
    assert flow is not None

    session.set_stops([Stop(flow, "amount > 100")])
    session.start(opened, catalog, {"amount": 5}, None)
    passed = session.run()
    session.set_stops([Stop(flow, "amount < 100")])
    session.start(opened, catalog, {"amount": 5}, None)
    stopped = session.run()

    assert passed.stopped_at is None
    assert stopped.stopped_at == flow


def test_a_breakpoint_whose_condition_cannot_be_read_stops_always(session: PreviewSession, catalog: Catalog) -> None:
    session.set_stops([Stop("start", "amount >")])
    session.start(document(), catalog, {}, None)

    assert session.run().stopped_at == "start"
    assert session.run().status == "waiting"


def test_it_runs_to_an_element(session: PreviewSession, catalog: Catalog) -> None:
    session.start(document(), catalog, {}, None)

    there = session.run_to("user")

    assert there.ahead == "user"
    assert there.path == ("start", "A")


def test_steps_go_over_and_into_and_out_of_a_sub_process(session: PreviewSession, catalog: Catalog) -> None:
    opened = document("start > sub > B > end", inside={"sub": "start2 > C > D > end2"})
    session.start(opened, catalog, {}, None)
    session.step()

    inside = session.step()
    out = session.step_out()
    session.go_to(0)
    session.start(opened, catalog, {}, None)
    session.step()
    over = session.step_over()

    assert inside.path[-1] == "sub"
    assert "D" in out.path
    assert "D" in over.path
    assert "B" not in over.path
    assert over.ahead == "B"


def test_an_interrupted_run_stands_between_two_steps_and_can_go_on(session: PreviewSession, catalog: Catalog) -> None:
    session.start(document("start > A > xor1; xor1 -[n > 3]> end; xor1 -*> A"), catalog, {"n": 1}, None)
    session.interrupt()
    session.step()
    counted = session.progress

    looped = session.run()

    assert counted == 1
    assert looped.status == "error"
    assert "loop" in looped.incidents[0].message


def test_an_interruption_from_another_thread_ends_the_run(session: PreviewSession, catalog: Catalog) -> None:
    chain = " > ".join(["start", *(f"T{number}" for number in range(50)), "end"])
    session.start(document(chain), catalog, {}, None)
    real = session._stops

    class Interrupting(dict):  # type: ignore[type-arg]  # looked into after each step, from inside the run
        def __contains__(self, key: object) -> bool:
            if key == "T20":
                session.interrupt()
            return key in real

    session._stops = Interrupting()
    held = session.run()
    session._stops = real

    assert held.status == "running"
    assert 20 <= len(held.path) <= 23
    assert session.run().status == "completed"


def test_time_passes_to_a_timer_and_is_counted_at_the_element(session: PreviewSession, catalog: Catalog) -> None:
    opened = document("start > user > end; late > angry > end2", late=TIMER)
    session.start(opened, catalog, {}, None)
    waiting = session.run()

    late = session.advance()

    assert [(each.element, each.kind) for each in waiting.listening] == [("late", "timer")]
    assert late.path[-2:] == ("angry", "end2")
    assert late.spent["user"] == timedelta(days=1)
    assert late.now is not None
    assert late.begun is not None
    assert late.now - late.begun == timedelta(days=1)


def test_a_timer_fires_now_without_time_passing(session: PreviewSession, catalog: Catalog) -> None:
    session.start(document("start > user > end; late > angry > end2", late=TIMER), catalog, {}, None)
    session.run()

    late = session.trigger("late", {})

    assert "angry" in late.path
    assert late.now == late.begun


def test_time_does_not_go_backwards(session: PreviewSession, waiting: Standing) -> None:
    assert waiting.now is not None

    with pytest.raises(PreviewRefused, match="backwards"):
        session.advance(waiting.now - timedelta(hours=1))
    with pytest.raises(PreviewRefused, match="No timer"):
        session.advance()


def test_data_is_edited_by_hand_and_the_request_goes_on_with_it(session: PreviewSession, waiting: Standing) -> None:
    edited = session.set_data({"amount": 99, "extra": [1]})
    removed = session.set_data({"amount": 99})

    assert edited.moments[-1].kind == "data"
    assert edited.local.before == {"amount": 5}
    assert removed.data == {"amount": 99}
    assert session.answer("user", {}).path[-2:] == ("big", "end1")


def test_a_token_is_moved_and_taken_away_by_hand(session: PreviewSession, waiting: Standing) -> None:
    moved = session.move("user", "small")
    canceled = session.cancel_token("small")

    assert moved.ahead == "small"
    assert moved.tokens == {"small": 1}
    assert canceled.tokens == {}
    with pytest.raises(PreviewRefused, match="nothing waits"):
        session.cancel_token("small")


def test_a_pin_stands_in_for_an_element_until_it_is_taken_away(session: PreviewSession, waiting: Standing) -> None:
    session.pin("big", {"rate": 3})
    pinned = session.answer("user", {"amount": 20})
    session.unpin("big")
    session.go_to(3)
    again = session.answer("user", {"amount": 20})

    assert pinned.data["rate"] == 3
    assert pinned.pins == {"big": {"rate": 3}}
    assert "rate" not in again.data
    assert again.pins == {}


def test_a_step_is_tried_alone_and_the_request_stays_as_it_is(session: PreviewSession, waiting: Standing) -> None:
    session.pin("A", {"seen": True})

    tried = session.try_step("A", {"amount": 1})

    assert tried.output == {"seen": True}
    assert tried.input == {"amount": 1}
    assert session.step_back().path == ("start", "A")
    assert "seen" not in session.go_to(None).data


def test_an_element_tells_its_input_output_and_why_a_gateway_chose(session: PreviewSession, waiting: Standing) -> None:
    session.answer("user", {"amount": 20})

    user, gateway, never = session.inspect("user"), session.inspect("xor1"), session.inspect("small")

    assert (user.input, user.output, user.state) == ({"amount": 5}, {"amount": 20}, "moved")
    big, small = gateway.ways_out
    assert (big.condition, big.result, big.values, big.is_taken) == ("amount > 10", True, {"amount": 20}, True)
    assert small.is_default
    assert not small.is_taken
    assert never.visits == 0


def test_an_incident_is_tried_again_after_the_data_was_put_right(session: PreviewSession, catalog: Catalog) -> None:
    session.start(
        document("start > xor1; xor1 -[amount > 10]> big > end1; xor1 -[amount > 100]> end2"), catalog, {}, None
    )

    failed = session.run()
    session.set_data({"amount": 20})
    mended = session.retry("xor1")

    assert failed.failed == ("xor1",)
    assert not failed.is_over
    assert failed.incidents[0].element == "xor1"
    assert mended.status == "completed"


def test_the_same_request_goes_on_in_a_changed_model(
    session: PreviewSession, catalog: Catalog, waiting: Standing
) -> None:
    session.pin("X", {"x": 1})

    adopted = session.adopt(document("start > A > user > X > end"), catalog)
    done = session.answer("user", {})

    assert adopted.path == waiting.path
    assert adopted.run == 2
    assert done.path == ("start", "A", "user", "X", "end")
    assert done.data["x"] == 1


def test_a_model_without_what_was_passed_is_refused_in_words(
    session: PreviewSession, catalog: Catalog, waiting: Standing
) -> None:
    with pytest.raises(PreviewRefused, match='"A"'):
        session.adopt(document("start > user > end"), catalog)
    assert session.standing == waiting


def test_only_so_many_runs_are_kept_and_the_first_one_always(session: PreviewSession, waiting: Standing) -> None:
    for amount in range(20):
        session.go_to(3)
        standing = session.answer("user", {"amount": amount})

    assert len(standing.runs) == 12
    assert standing.runs[0].number == 1
    assert standing.runs[-1].number == standing.run == 20


def test_an_answer_is_a_step_of_the_task_and_not_of_the_event_on_its_border(
    session: PreviewSession, catalog: Catalog
) -> None:
    session.start(document("start > user > end; late > angry > end2", late=TIMER), catalog, {}, None)
    session.run()

    done = session.answer("user", {})

    assert [moment.element for moment in done.moments] == ["start", "user", "user", "end"]
