"""Constructs together as real models have them: each must do what the standard says of both."""

from __future__ import annotations

import pytest

from engine.runtime import Outcome, Request, TaskCall, completed, start
from tests.runtime.builder import graph_of, model, xml
from tests.runtime.test_events import boundary, condition, event, message, signal, timer

ERROR = '<bpmn:errorEventDefinition errorRef="E1"/>'
ESCALATION = '<bpmn:escalationEventDefinition escalationRef="X1"/>'
COMPENSATE = "<bpmn:compensateEventDefinition/>"
CANCEL = "<bpmn:cancelEventDefinition/>"
TERMINATE = "<bpmn:terminateEventDefinition/>"


def flow(id: str, source: str, target: str) -> str:
    return f'<bpmn:sequenceFlow id="{id}" sourceRef="{source}" targetRef="{target}"/>'


def throw(definition: str) -> str:
    return event("throw", definition, "intermediateThrowEvent")


def instances(sequential: bool = False, more: str = "") -> str:
    flag = 'isSequential="true"' if sequential else ""
    number = f"<bpmn:loopCardinality>3</bpmn:loopCardinality>{more}"
    return f"|<bpmn:multiInstanceLoopCharacteristics {flag}>{number}</bpmn:multiInstanceLoopCharacteristics>"


def by_event(definition: str, interrupting: bool = True, end: str = "") -> str:
    """An event sub-process `es` with one task."""
    flag = "" if interrupting else 'isInterrupting="false"'
    first, last = event("on", definition, "startEvent", flag), event("off", end, "endEvent")
    flows = '<bpmn:task id="handle"/>' + last + flow("es1", "on", "handle") + flow("es2", "handle", "off")
    return f'<bpmn:subProcess id="es" triggeredByEvent="true">{first}{flows}</bpmn:subProcess>'


def undone(activity: str = "A") -> dict[str, str]:
    """A compensation handler `U` for an activity."""
    return {
        "undo": boundary("undo", activity, COMPENSATE),
        "as": '<bpmn:association id="as" sourceRef="undo" targetRef="U"/>',
        "U": '<bpmn:task id="U" isForCompensation="true"/>',
    }


class Counting:
    """Counts `n` up."""

    def run(self, call: TaskCall) -> Outcome:
        return completed({"n": int(str(call.data["n"])) + 1})


def run(chains: str, data: dict[str, object] | None = None, **more: object) -> Request:
    return start(model(chains, **more), data or {}, handlers={"N": Counting()}).run()  # type: ignore[arg-type]


def transaction(inner: str, more: str = "") -> str:
    flows = flow("t1", "ts", "A") + flow("t2", "A", "pay") + flow("t3", "pay", "te")
    work = '<bpmn:startEvent id="ts"/><bpmn:task id="A"/><bpmn:userTask id="pay"/>'
    return f'<bpmn:transaction id="T">{more}{work}{flows}{inner}{"".join(undone().values())}</bpmn:transaction>'


def test_an_event_sub_process_in_a_transaction_cancels_it_and_its_work_is_undone() -> None:
    inner = '<bpmn:endEvent id="te"/>' + by_event(message("stop"), end=CANCEL)
    request = run("start > T > end; canceled > C", T=transaction(inner), canceled=boundary("canceled", "T", CANCEL))

    request.message("stop")

    assert request.path == ["start", "T", "ts", "A", "pay", "es", "on", "handle", "off", "U", "canceled", "C"]
    assert (request.status, request.graph.problems) == ("completed", ())


def test_a_canceled_instance_of_a_transaction_ends_all_of_them() -> None:
    inner = f'<bpmn:endEvent id="te">{CANCEL}</bpmn:endEvent>'
    several = transaction(inner, instances().removeprefix("|"))
    request = run("start > T > end; canceled > C", T=several, canceled=boundary("canceled", "T", CANCEL))

    request.complete("pay")

    assert (request.status, request.path[-5:]) == ("completed", ["U", "U", "U", "canceled", "C"])


def test_an_error_of_one_instance_interrupts_all_by_the_boundary() -> None:
    request = run("start > A > end; b > B", A=f"userTask {instances()}", b=boundary("b", "A", ERROR))

    request.complete("A").fail("A", "no", "E1")

    assert (request.status, request.path) == ("completed", ["start", "A", "A", "A", "b", "B"])


def test_a_cycle_beside_instances_fires_for_the_activity_not_for_each() -> None:
    late = boundary("b", "A", timer("R3/PT1H", "Cycle"), interrupting=False)
    request = run("start > A > end; b > B", A=f"userTask {instances()}", b=late)

    request.advance().complete("A").advance().complete("A").complete("A")

    assert (request.status, request.path.count("B"), request.watches) == ("completed", 2, [])


def test_each_round_of_a_loop_of_flows_is_undone() -> None:
    request = run(
        "start > A > xor -[n < 3]> N > A; xor -*> throw > end",
        {"n": 1},
        throw=throw(COMPENSATE),
        N="serviceTask",
        **undone(),
    )

    assert request.path[-5:] == ["throw", "U", "U", "U", "end"]


@pytest.mark.parametrize("named", ["", 'activityRef="sub"'])
@pytest.mark.parametrize("sequential", [True, False])
def test_what_the_instances_of_a_sub_process_did_is_undone_from_outside(named: str, sequential: bool) -> None:
    compensate = throw(f"<bpmn:compensateEventDefinition {named}/>")
    inner = '<bpmn:task id="A"/>' + "".join(undone().values())
    request = run(
        "start > sub > throw > end",
        inside={"sub": "start2 > A > end2"},
        sub=instances(sequential),
        A=inner,
        throw=compensate,
    )

    assert request.path[-5:] == ["throw", "U", "U", "U", "end"]


def test_an_inclusive_merge_waits_for_a_branch_that_loops() -> None:
    chains = "start > or1 -[true]> A > or2 > end; or1 -[true]> B > xor -[n < 2]> N > B; xor -*> or2"
    request = run(chains, {"n": 0}, N="serviceTask")

    assert (request.path.count("B"), request.path[-2:]) == (3, ["or2", "end"])
    assert request.path.count("or2") == 1


def test_an_inclusive_merge_does_not_wait_for_a_branch_that_was_not_taken() -> None:
    chains = "start > or1 -[true]> or3 -[true]> A > or4 > or2 > end; or3 -[false]> B > or4; or1 -[true]> C > or2"
    request = run(chains, C="userTask")

    assert request.complete("C").path == ["start", "or1", "or3", "C", "A", "or4", "or2", "end"]


def test_terminate_inside_an_instance_ends_this_instance_only() -> None:
    last = event("endT", TERMINATE, "endEvent")
    request = run(
        "start > sub > A > end",
        inside={"sub": "start2 > and > U > end2; and > V > endT"},
        sub=instances(),
        U="userTask",
        V="userTask",
        endT=last,
    )

    request.complete("V")
    assert [id for id, _ in request.tokens].count("U") == 2
    assert request.complete("V").complete("V").path[-2:] == ["A", "end"]


def test_terminate_in_an_event_sub_process_that_does_not_interrupt_lets_the_work_be() -> None:
    request = run("start > A > end", A="userTask", es=by_event(message("m"), interrupting=False, end=TERMINATE))

    assert request.message("m").waiting == ["A"]
    assert request.complete("A").status == "completed"


def called(definition: str) -> str:
    ends = f'<bpmn:startEvent id="s"/>{event("e", definition, "endEvent")}{flow("f", "s", "e")}'
    codes = '<bpmn:error id="E1" errorCode="E1"/><bpmn:escalation id="X1" escalationCode="X1"/>'
    return f'{codes}<bpmn:process id="Called">{ends}</bpmn:process>'


@pytest.mark.parametrize(("definition", "goes_on"), [(ERROR, False), (ESCALATION, True)])
def test_what_a_called_process_throws_is_caught_at_the_border_of_the_call(definition: str, goes_on: bool) -> None:
    call = '<bpmn:callActivity id="A" calledElement="Called"/>'
    at = boundary("b", "A", definition, interrupting=not goes_on)
    graph = graph_of(xml("start > A > end; b > B", roots=called(definition), A=call, b=at))

    request = start(graph, start="start").run()

    assert request.path[:5] == ["start", "A", "s", "e", "b"]
    assert ("end" in request.path, "B" in request.path) == (goes_on, True)
    assert (request.status, request.errors) == ("completed", [])


def test_an_error_inside_an_event_sub_process_goes_outward() -> None:
    inner = f'<bpmn:userTask id="A"/>{by_event(message("m"), end=ERROR)}'
    request = run(
        "start > sub > end; b > B", inside={"sub": "start2 > A > end2"}, A=inner, b=boundary("b", "sub", ERROR)
    )

    assert request.message("m").path[-2:] == ["b", "B"]


def test_an_instantiating_parallel_event_gateway_waits_for_all_in_any_order() -> None:
    gateway = '<bpmn:eventBasedGateway id="event" instantiate="true" eventGatewayType="Parallel"/>'
    request = run(
        "event > catch1 > A > and > end; event > catch2 > B > and",
        event=gateway,
        catch1=event("catch1", message("m1")),
        catch2=event("catch2", message("m2")),
    )

    assert request.message("m2").message("m1").path[-5:] == ["catch2", "B", "A", "and", "end"]


def test_a_parallel_multiple_boundary_needs_all_that_it_names() -> None:
    attributes = 'attachedToRef="A" parallelMultiple="true"'
    both = event("b", message("m") + timer("PT1H"), "boundaryEvent", attributes)
    request = run("start > A > end; b > B", A="userTask", b=both)

    assert request.advance().waiting == ["A"]
    assert request.message("m").path == ["start", "A", "b", "B"]


def test_an_event_sub_process_on_a_condition_interrupts_at_once() -> None:
    request = run("start > A > end", {"x": 0}, A="userTask", es=by_event(condition("x > 3")))

    assert request.set_data({"x": 5}).path == ["start", "A", "es", "on", "handle", "off"]


def test_a_signal_interrupts_a_sub_process_of_its_own_process() -> None:
    request = run(
        "start > and; and > sub > end; and > throw > end2; b > B",
        inside={"sub": "start2 > A > end3"},
        A="userTask",
        throw=throw(signal("s")),
        b=boundary("b", "sub", signal("s")),
    )

    assert (request.status, request.path[-3:]) == ("completed", ["b", "B", "end2"])


@pytest.mark.parametrize(
    ("words", "chains", "elements"),
    [
        ("starts by one start event", "start > A > end", {"es": by_event("")}),
        ("not A", "start > event > A > end", {}),
        ("in no transaction", "start > endC", {"endC": event("endC", CANCEL, "endEvent")}),
        ("no link event catches", "start > throw", {"throw": throw('<bpmn:linkEventDefinition name="q"/>')}),
        ("never happens", "start > A > end; b > B", {"b": boundary("b", "A", "")}),
        ("which is not there", "start > throw", {"throw": throw('<bpmn:compensateEventDefinition activityRef="x"/>')}),
        ("cannot be one of error", "start > catch > end", {"catch": event("catch", ERROR)}),
        ("cannot be one of timer", "start > throw > end", {"throw": throw(timer("PT1H"))}),
        ("of a transaction only", "start > A > end; b > B", {"b": boundary("b", "A", CANCEL)}),
        ("neither a collection", "start > A > end", {"A": "userTask |<bpmn:multiInstanceLoopCharacteristics/>"}),
        ("no sequence flow leads", "start > es > end", {"es": by_event(message("m"))}),
    ],
)  # fmt: skip
def test_what_cannot_happen_is_a_problem_before_it_runs_and_never_a_crash(
    words: str, chains: str, elements: dict[str, str]
) -> None:
    graph = model(chains, **elements)

    request = start(graph).run()

    assert words in " ".join(problem.message for problem in graph.problems)
    assert request.status in ("completed", "waiting", "error")


def test_an_event_that_bpmn_does_not_have_stops_its_token() -> None:
    request = run("start > catch > end", catch=event("catch", ERROR))

    assert (request.status, request.errors[0]["code"]) == ("error", "NOT_EXECUTABLE")


def test_a_sub_process_that_is_interrupted_no_longer_listens() -> None:
    inner = f'<bpmn:userTask id="A"/>{by_event(message("m"))}'
    request = run(
        "start > sub > end; b > B", inside={"sub": "start2 > A > end2"}, A=inner, b=boundary("b", "sub", timer("PT1H"))
    )

    assert [watch["element"] for watch in request.watches] == ["b", "on"]
    assert request.advance().watches == []


def test_an_event_sub_process_listens_inside_an_event_sub_process() -> None:
    inner = by_event(message("m2"), interrupting=False).replace('"es', '"inner_es').replace('"on"', '"inner_on"')
    inner = inner.replace('"handle"', '"inner_handle"').replace('"off"', '"inner_off"')
    outer = by_event(message("m")).replace('<bpmn:task id="handle"/>', f'<bpmn:userTask id="handle"/>{inner}')
    request = run("start > A > end", A="userTask", es=outer).message("m")

    assert request.waiting == ["handle"]
    assert "inner_handle" in request.message("m2").path
    assert request.complete("handle").status == "completed"


@pytest.mark.parametrize(
    ("chains", "last"),
    [
        ("start > throw > event > catch1 > A; event > catch2 > B", ["event", "catch1", "A"]),
        ("start > throw > work > end; b > B", ["work", "b", "B"]),
    ],
)
def test_a_message_that_was_sent_before_is_taken_by_whatever_waits_for_it_next(chains: str, last: list[str]) -> None:
    request = run(
        chains,
        throw=throw(message("m")),
        catch1=event("catch1", message("m")),
        catch2=event("catch2", timer("PT1H")),
        work="userTask",
        b=boundary("b", "work", message("m")),
    )

    assert (request.status, request.path[-3:]) == ("completed", last)
