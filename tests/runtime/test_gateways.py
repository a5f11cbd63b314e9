"""Gateways beyond the basics: complex and event-based ones, merges in loops, and activities with quantities."""

from __future__ import annotations

from engine.runtime import Request, start
from tests.runtime.builder import model


def run(chains: str, data: dict[str, object] | None = None, **more: object) -> Request:
    return start(model(chains, **more), data or {}).run()  # type: ignore[arg-type]


def complex_gateway(condition: str) -> str:
    text = f"<bpmn:activationCondition>{condition}</bpmn:activationCondition>" if condition else ""
    return f'<bpmn:complexGateway id="two">{text}</bpmn:complexGateway>'


def test_a_complex_gateway_fires_at_two_of_three_and_swallows_the_third() -> None:
    request = run(
        "start > and > A > two > E > end; and > B > two; and > C > two",
        two=complex_gateway("activationCount >= 2"),
        C="userTask",
    )

    assert (request.path.count("E"), request.waiting) == (1, ["C"])

    request.complete("C")

    assert (request.status, request.path.count("E"), request.path.count("two")) == ("completed", 1, 1)


def test_a_sub_process_ends_when_the_last_late_token_is_taken() -> None:
    request = run(
        "start > sub > end",
        inside={"sub": "start2 > and > A > two > E > end2; and > B > two; and > C > two"},
        two=complex_gateway("activationCount >= 2"),
        C="userTask",
    )

    assert request.waiting == ["C"]
    assert request.complete("C").path[-1] == "end"
    assert request.status == "completed"


def test_conditions_behind_a_complex_gateway_are_looked_at_once_more_when_it_is_reset() -> None:
    request = run(
        "start > and > A > two; and > B > two; and > C > two; two > E; two -[waitingForStart]> F; two -[late]> G",
        {"late": False},
        two=complex_gateway("activationCount >= 2"),
        C="userTask",
    )

    assert [element for element in request.path if element in "EFG"] == ["E", "F"]

    request.complete("C", {"late": True})

    assert [element for element in request.path if element in "EFG"] == ["E", "F", "G"]
    assert request.status == "completed"


def test_no_open_flow_is_wrong_when_a_complex_gateway_fires_and_right_when_it_is_reset() -> None:
    chains = "start > and > A > two; and > B > two; and > C > two; two -[x > 1]> E"
    request = run(chains, {"x": 0}, two=complex_gateway("activationCount >= 2"), C="userTask")

    assert [error["code"] for error in request.errors] == ["NO_FLOW_TAKEN"]
    assert request.set_data({"x": 2}).retry("two").path[-1] == "E"
    assert request.complete("C", {"x": 0}).status == "completed"
    assert request.path.count("E") == 1


def test_a_complex_gateway_without_condition_waits_for_what_can_still_come() -> None:
    request = run("start > xor -[true]> A > two > end; xor > B > two", two=complex_gateway(""))

    assert (request.status, request.path[-2:]) == ("completed", ["two", "end"])


def test_a_start_quantity_collects_tokens_and_a_completion_quantity_multiplies_them() -> None:
    collecting = run("start > and > A > E > end; and > B > E", E='task startQuantity="2"')
    multiplying = run("start > A > B > end", A='task completionQuantity="3"')

    assert collecting.path == ["start", "and", "A", "B", "E", "end"]
    assert multiplying.path.count("B") == 3


def test_a_parallel_event_gateway_waits_for_every_event() -> None:
    gateway = '<bpmn:eventBasedGateway id="event" eventGatewayType="Parallel" instantiate="true"/>'
    catches = {
        name: f'<bpmn:intermediateCatchEvent id="{name}"><bpmn:messageEventDefinition messageRef="{name}"/>'
        "</bpmn:intermediateCatchEvent>"
        for name in ("m1", "m2")
    }
    request = run("event > m1 > A > and; event > m2 > B > and; and > end", event=gateway, **catches)

    assert request.message("m2").waiting == ["m1"]
    assert request.message("m1").status == "completed"


def test_an_inclusive_merge_in_a_loop_fires_each_time() -> None:
    chains = "start > or1 -[true]> A > or2; or1 -[true]> B > or2; or2 > xor -[again]> U > or1; xor -*> end"
    request = run(chains, {"again": True}, U="userTask")

    request.complete("U", {"again": False})

    assert request.status == "completed"
    assert request.path.count("or2") == 2
