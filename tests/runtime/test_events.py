"""Events: timers, messages, signals, conditions, escalations, links; in the flow, on boundaries, in sub-processes."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from engine.runtime import PinnedHandler, Request, RequestError, completed, start
from engine.runtime.clock import START
from engine.runtime.times import next_cron, parse_cycle, parse_period, schedule
from tests.runtime.builder import graph_of, model

DAY = timedelta(days=1)


def event(id: str, definition: str, tag: str = "intermediateCatchEvent", attributes: str = "") -> str:
    return f'<bpmn:{tag} id="{id}" {attributes}>{definition}</bpmn:{tag}>'


def timer(text: str, form: str = "Duration") -> str:
    return f"<bpmn:timerEventDefinition><bpmn:time{form}>{text}</bpmn:time{form}></bpmn:timerEventDefinition>"


def message(name: str) -> str:
    return f'<bpmn:messageEventDefinition messageRef="{name}"/>'


def signal(name: str) -> str:
    return f'<bpmn:signalEventDefinition signalRef="{name}"/>'


def condition(text: str) -> str:
    return f"<bpmn:conditionalEventDefinition><bpmn:condition>{text}</bpmn:condition></bpmn:conditionalEventDefinition>"


def boundary(id: str, host: str, definition: str, interrupting: bool = True) -> str:
    flag = "" if interrupting else 'cancelActivity="false"'
    return event(id, definition, "boundaryEvent", f'attachedToRef="{host}" {flag}')


def run(chains: str, data: dict[str, object] | None = None, **more: object) -> Request:
    return start(model(chains, **more), data or {}).run()  # type: ignore[arg-type]


def test_a_timer_waits_for_virtual_time_and_nothing_else() -> None:
    request = run("start > catch > end", {"days": 2}, catch=event("catch", timer("P{{days}}D")))

    assert (request.status, request.waiting, request.next_due) == ("waiting", ["catch"], START + 2 * DAY)
    assert request.advance(START + DAY).status == "waiting"
    assert request.advance().status == "completed"
    assert request.now == START + 2 * DAY


def test_an_interrupting_timer_on_a_task_takes_its_token_away() -> None:
    request = run("start > A > end; late > B", A="userTask", late=boundary("late", "A", timer("PT1H")))

    request.advance()

    assert (request.status, request.path) == ("completed", ["start", "A", "late", "B"])


def test_a_non_interrupting_cycle_fires_as_often_as_it_says_and_lets_the_task_be() -> None:
    late = boundary("late", "A", timer("R2/PT1H", "Cycle"), interrupting=False)
    request = run("start > A > end; late > B", A="userTask", late=late)

    request.advance(START + DAY)

    assert request.path.count("B") == 2
    assert (request.waiting, request.next_due) == (["A"], None)
    assert request.complete("A").status == "completed"


def test_a_task_that_is_done_disarms_its_boundary_events() -> None:
    request = run(
        "start > A > U > end; late > B", A="userTask", U="userTask", late=boundary("late", "A", timer("PT1H"))
    )

    request.complete("A")

    assert (request.next_due, request.watches) == (None, [])


@pytest.mark.parametrize("early", [True, False])
def test_a_message_is_taken_whether_it_comes_before_or_after_somebody_waits(early: bool) -> None:
    request = start(model("start > U > catch > end", U="userTask", catch=event("catch", message("paid")))).run()

    steps = (lambda: request.message("paid", {"sum": 5}), lambda: request.complete("U"))
    for step in steps if early else reversed(steps):
        step()

    assert (request.status, request.data) == ("completed", {"sum": 5})


def test_a_message_with_another_key_is_not_taken() -> None:
    roots = (
        '<bpmn:message id="paid" name="paid"><bpmn:extensionElements>'
        '<zeebe:subscription correlationKey="=order"/></bpmn:extensionElements></bpmn:message>'
    )
    graph = model("start > catch > end", profile="camunda8", roots=roots, catch=event("catch", message("paid")))
    request = start(graph, {"order": 7}).run()

    assert request.message("paid", key=8).status == "waiting"
    assert request.message("paid", key=7).status == "completed"


def test_a_signal_reaches_everybody_who_listens() -> None:
    request = run(
        "start > and > catch1 > A; and > catch2 > B; and > U > throw > end",
        U="userTask",
        catch1=event("catch1", signal("go")),
        catch2=event("catch2", signal("go")),
        throw=event("throw", signal("go"), "intermediateThrowEvent"),
    )

    request.complete("U")

    assert (request.status, sorted(request.path[-3:])) == ("completed", ["A", "B", "end"])


def test_a_condition_waits_until_the_data_makes_it_true() -> None:
    request = run("start > catch > end", {"x": 1}, catch=event("catch", condition("x > 3")))

    assert request.set_data({"x": 2}).status == "waiting"
    assert request.set_data({"x": 4}).status == "completed"


def test_the_first_event_after_an_event_gateway_wins() -> None:
    chains = "start > event > catch1 > A; event > catch2 > B"
    request = run(chains, catch1=event("catch1", message("yes")), catch2=event("catch2", timer("P1D")))

    assert request.waiting == ["event"]
    assert request.branch().message("yes").path == ["start", "event", "catch1", "A"]
    assert request.advance().path == ["start", "event", "catch2", "B"]


def test_a_link_goes_on_at_the_event_of_the_same_name() -> None:
    link = '<bpmn:linkEventDefinition name="there"/>'
    chains = "start > throw; catch > A > end"
    request = run(chains, throw=event("throw", link, "intermediateThrowEvent"), catch=event("catch", link))

    assert request.path == ["start", "throw", "catch", "A", "end"]


@pytest.mark.parametrize("interrupting", [True, False])
def test_an_escalation_is_caught_around_it_and_may_let_the_work_go_on(interrupting: bool) -> None:
    definition = '<bpmn:escalationEventDefinition escalationRef="esc"/>'
    request = run(
        "start > sub > end; up > Boss",
        inside={"sub": "start2 > throw > A > end2"},
        roots='<bpmn:escalation id="esc" escalationCode="E"/>',
        throw=event("throw", definition, "intermediateThrowEvent"),
        up=boundary("up", "sub", definition, interrupting),
    )

    assert ("A" in request.path, "Boss" in request.path) == (not interrupting, True)
    assert request.status == "completed"


def test_an_escalation_that_nobody_catches_changes_nothing() -> None:
    throw = event("throw", "<bpmn:escalationEventDefinition/>", "intermediateThrowEvent")

    assert run("start > throw > end", throw=throw).path == ["start", "throw", "end"]


def sub_process(definition: str, interrupting: bool) -> str:
    """An event sub-process `es` with a task inside."""
    flag = "" if interrupting else 'isInterrupting="false"'
    return (
        f'<bpmn:subProcess id="es" triggeredByEvent="true"><bpmn:startEvent id="es_start" {flag}>{definition}'
        '</bpmn:startEvent><bpmn:task id="es_task"/><bpmn:sequenceFlow id="es_flow" sourceRef="es_start" '
        'targetRef="es_task"/></bpmn:subProcess>'
    )


@pytest.mark.parametrize("interrupting", [True, False])
def test_a_message_starts_an_event_sub_process(interrupting: bool) -> None:
    request = run("start > A > end", A="userTask", es=sub_process(message("stop"), interrupting))

    request.message("stop")

    assert request.path[-3:] == ["es", "es_start", "es_task"]
    assert request.waiting == ([] if interrupting else ["A"])
    if not interrupting:
        assert request.message("stop").path.count("es") == 2
        assert request.complete("A").status == "completed"
    assert request.status == "completed"


def test_a_timer_starts_an_event_sub_process() -> None:
    request = run("start > A > end", A="userTask", es=sub_process(timer("PT5M"), True))

    assert request.advance().path == ["start", "A", "es", "es_start", "es_task"]


def test_an_error_inside_starts_the_event_sub_process_of_the_nearest_scope() -> None:
    fail = event("end", '<bpmn:errorEventDefinition errorRef="E"/>', "endEvent")
    handled = sub_process('<bpmn:errorEventDefinition errorRef="E"/>', True)
    request = run("start > A > end", end=fail, es=handled, roots='<bpmn:error id="E" errorCode="1"/>')

    assert (request.status, request.errors) == ("completed", [])
    assert request.path == ["start", "A", "end", "es", "es_start", "es_task"]


def test_a_multiple_event_needs_any_and_a_parallel_multiple_one_all_of_its_definitions() -> None:
    both = message("m") + signal("s")
    any_one = run("start > catch > end", catch=event("catch", both))
    all_of_them = run("start > catch > end", catch=event("catch", both, attributes='parallelMultiple="true"'))

    assert any_one.signal("s").status == "completed"
    assert all_of_them.signal("s").status == "waiting"
    assert all_of_them.message("m").status == "completed"


POOLS = """<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" targetNamespace="t">
<bpmn:collaboration id="c"><bpmn:participant id="Buyer" processRef="P1"/>
<bpmn:participant id="Seller" processRef="P2"/>
<bpmn:messageFlow id="mf1" sourceRef="ask" targetRef="s2"/>
<bpmn:messageFlow id="mf2" sourceRef="reply" targetRef="hear"/>
</bpmn:collaboration>
<bpmn:process id="P1"><bpmn:startEvent id="s1"/><bpmn:sendTask id="ask"/><bpmn:receiveTask id="hear"/>
<bpmn:endEvent id="e1"/>
<bpmn:sequenceFlow id="f1" sourceRef="s1" targetRef="ask"/><bpmn:sequenceFlow id="f2" sourceRef="ask" targetRef="hear"/>
<bpmn:sequenceFlow id="f3" sourceRef="hear" targetRef="e1"/></bpmn:process>
<bpmn:process id="P2"><bpmn:startEvent id="s2"><bpmn:messageEventDefinition/></bpmn:startEvent><bpmn:task id="work"/>
<bpmn:endEvent id="reply"><bpmn:messageEventDefinition/></bpmn:endEvent>
<bpmn:sequenceFlow id="g1" sourceRef="s2" targetRef="work"/>
<bpmn:sequenceFlow id="g2" sourceRef="work" targetRef="reply"/>
</bpmn:process></bpmn:definitions>"""


def test_pools_run_together_and_message_flows_deliver() -> None:
    request = start(graph_of(POOLS), {"item": "pen"}, start="s1").run()

    assert request.status == "completed"
    assert request.path == ["s1", "ask", "s2", "hear", "work", "reply", "e1"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("R3/PT10M", (timedelta(minutes=10), 3)),
        ("R/2026-01-05T10:00:00Z/PT1H", (timedelta(hours=1), -1)),
        ("0 0 12 * * MON-FRI", (timedelta(hours=3), -1)),
        ("PT5M", (timedelta(minutes=5), -1)),
        ("R1/P1D|R2/PT1H", (timedelta(hours=1), 2)),
    ],
)
def test_cycles_are_read_as_iso_repetitions_lists_and_cron(text: str, expected: tuple[timedelta, int]) -> None:
    planned = parse_cycle(text, START)

    assert (planned.first - START, planned.rounds) == expected


def test_months_differ_in_length_and_wrong_times_say_why() -> None:
    assert parse_period("P1M").after(datetime(2026, 1, 31, tzinfo=UTC)) == datetime(2026, 2, 28, tzinfo=UTC)
    assert next_cron("30 9 1 * *", START) == datetime(2026, 2, 1, 9, 30, tzinfo=UTC)
    for form, text in (("duration", "soon"), ("date", "31.1.2026"), ("cycle", "R0/PT1S"), ("date", "")):
        with pytest.raises(ValueError, match=r"date|duration|repeating|empty"):
            schedule(form, text, START)


def test_a_wrong_time_is_an_incident_on_its_element() -> None:
    request = run("start > catch > end", {"when": "soon"}, catch=event("catch", timer("{{when}}")))

    assert request.errors == [
        {"element": "catch", "code": "TIMER", "message": '"soon" is no duration such as PT15M; from {{when}}'}
    ]


def test_a_condition_that_does_not_interrupt_fires_each_time_it_becomes_true_again() -> None:
    request = run(
        "start > A > end; high > B",
        {"x": 0},
        A="userTask",
        high=boundary("high", "A", condition("x > 5"), interrupting=False),
    )

    for value in (6, 7, 3, 8, 9, 1):
        request.set_data({"x": value})

    assert request.path.count("B") == 2
    assert [watch["element"] for watch in request.watches] == ["high"]
    assert request.complete("A").status == "completed"


def test_a_condition_is_noticed_even_if_the_next_step_makes_it_false_again() -> None:
    graph = model(
        "start > and; and > A > end; and > B > C > end; high > D",
        A="userTask",
        B="serviceTask",
        C="serviceTask",
        high=boundary("high", "A", condition("x > 5"), interrupting=False),
    )
    answers = {"B": PinnedHandler(completed({"x": 9})), "C": PinnedHandler(completed({"x": 1}))}

    request = start(graph, {"x": 0}, handlers=answers).run()

    assert request.path.count("D") == 1
    assert request.data["x"] == 1


@pytest.mark.parametrize("by_hand", [True, False])
def test_a_process_that_starts_on_a_condition_waits_for_it_and_goes_on_once(by_hand: bool) -> None:
    request = run("start > A > end", {"x": 0}, start=event("start", condition("x > 3"), "startEvent"))

    assert request.waiting == ["start"]
    request.trigger("start", {"x": 5}) if by_hand else request.set_data({"x": 5})

    assert (request.status, request.path) == ("completed", ["start", "A", "end"])


def test_an_event_gateway_is_not_completed_by_hand_but_one_of_its_events_is() -> None:
    request = run(
        "start > event > catch1 > A; event > catch2 > B",
        catch1=event("catch1", message("m")),
        catch2=event("catch2", timer("PT1H")),
    )

    with pytest.raises(RequestError, match="let one of catch1, catch2 happen"):
        request.complete("event")

    assert request.trigger("catch2").path == ["start", "event", "catch2", "B"]


def test_every_timer_of_a_processmaker_list_fires() -> None:
    late = boundary("late", "A", timer("R2/PT1H|R1/P1D", "Cycle"), interrupting=False)
    request = run("start > A > end; late > B", A="userTask", late=late)

    request.advance(START + 3 * DAY)

    assert request.path.count("B") == 3
    assert request.next_due is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("tomorrow", datetime(2026, 1, 6, tzinfo=UTC)),
        ("now", START),
        ("+2 days 3 hours", START + timedelta(days=2, hours=3)),
        ("1 month ago", datetime(2025, 12, 5, 9, tzinfo=UTC)),
        ("tomorrow +90 minutes", datetime(2026, 1, 6, 1, 30, tzinfo=UTC)),
        ("- 1 week", START - timedelta(weeks=1)),
    ],
)
def test_dates_may_be_told_from_now_as_processmaker_allows(text: str, expected: datetime) -> None:
    assert schedule("date", text, START).first == expected
