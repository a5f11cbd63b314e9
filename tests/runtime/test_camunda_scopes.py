"""Which variables Camunda's engines give to calls and instances, and how their timers may be written."""

from __future__ import annotations

from datetime import timedelta

import pytest

from engine.runtime import Request, start
from engine.runtime.clock import START
from tests.runtime.builder import model
from tests.runtime.test_combinations import flow
from tests.runtime.test_events import boundary, timer

CALLED = '<bpmn:process id="P2"><bpmn:startEvent id="s2"/><bpmn:userTask id="U"/>' + flow("f", "s2", "U")
HOUR = timedelta(hours=1)


def calling(profile: str, settings: str, attributes: str = "") -> Request:
    """A Request that waits in the process that it called."""
    call = f'<bpmn:callActivity id="call" {attributes}><bpmn:extensionElements>{settings}</bpmn:extensionElements>'
    graph = model("start > call > end", profile, call=call + "</bpmn:callActivity>", roots=CALLED + "</bpmn:process>")
    return start(graph, {"a": 1, "b": 2}, start="Process_1").run()


@pytest.mark.parametrize(("every", "inside"), [("true", {"a": 1, "b": 2, "x": 10}), ("false", {"x": 10})])
def test_a_call_of_camunda_8_gets_all_variables_beside_its_inputs_unless_it_says_no(
    every: str, inside: dict[str, object]
) -> None:
    called = f'<zeebe:calledElement processId="P2" propagateAllParentVariables="{every}"/>'
    request = calling(
        "camunda8", called + '<zeebe:ioMapping><zeebe:input source="=a * 10" target="x"/></zeebe:ioMapping>'
    )

    assert request.data_at("U") == inside


def test_a_call_of_camunda_7_gets_and_gives_all_variables_beside_those_that_are_mapped() -> None:
    ways = '<camunda:in variables="all"/><camunda:in sourceExpression="${a * 10}" target="x"/>'
    ways += '<camunda:out variables="all"/><camunda:out source="c" target="got"/>'
    request = calling("camunda7", ways, 'calledElement="P2"')

    assert request.data_at("U") == {"a": 1, "b": 2, "x": 10}
    assert request.complete("U", {"c": 3}).data == {"a": 1, "b": 2, "x": 10, "c": 3, "got": 3}


def test_a_call_of_camunda_7_gets_and_gives_only_what_is_mapped() -> None:
    ways = '<camunda:in source="a" target="x"/><camunda:out source="c" target="got"/>'
    request = calling("camunda7", ways, 'calledElement="P2"')

    assert request.data_at("U") == {"x": 1}
    assert request.complete("U", {"c": 3, "d": 4}).data == {"a": 1, "b": 2, "got": 3}


@pytest.mark.parametrize(
    ("element", "collected", "left"), [("=r", [1, 2], {}), ("=r.v", [None, None], {}), ("=r + 1", [2, 3], {"r": 2})]
)
def test_what_an_output_element_names_is_a_variable_of_each_instance(
    element: str, collected: list[object], left: dict[str, object]
) -> None:
    vendor = f'inputCollection="=items" inputElement="item" outputCollection="all" outputElement="{element}"'
    loop = f"<bpmn:extensionElements><zeebe:loopCharacteristics {vendor}/></bpmn:extensionElements>"
    task = f"userTask |<bpmn:multiInstanceLoopCharacteristics>{loop}</bpmn:multiInstanceLoopCharacteristics>"
    request = start(model("start > A > end", "camunda8", A=task), {"items": [1, 2]}).run()

    request.complete("A", {"r": 1}).complete("A", {"r": 2})

    assert request.data == {"items": [1, 2], "all": collected, **left}


@pytest.mark.parametrize(
    ("cycle", "first", "times"),
    [
        ('=cycle(2, duration("PT1H"))', START + HOUR, 2),
        ('=cycle(duration("PT1H"))', START + HOUR, 4),
        ('=cycle(null, duration("PT1H"))', START + HOUR, 4),
        ("@hourly", START + HOUR, 4),
        ("@daily", START.replace(hour=0) + timedelta(days=1), 0),
        ("@monthly", START.replace(month=2, day=1, hour=0), 0),
    ],
)
def test_cycles_are_read_as_camunda_8_writes_them(cycle: str, first: object, times: int) -> None:
    late = boundary("late", "A", timer(cycle.replace('"', "&quot;"), "Cycle"), interrupting=False)
    request = start(model("start > A > end; late > B", "camunda8", A="userTask", late=late)).run()

    assert request.next_due == first
    assert request.advance(START + 4 * HOUR).path.count("B") == times
