"""Data that a model draws and the engine does not move: said before the Request starts."""

from __future__ import annotations

import pytest

from engine.runtime import start
from tests.runtime.builder import model
from tests.runtime.test_event_data import OBJECTS, moved

SETS = "".join(
    f'<bpmn:inputSet id="set{n}"><bpmn:dataInputRefs>in</bpmn:dataInputRefs></bpmn:inputSet>' for n in (1, 2)
)
TWO_SETS = f'<bpmn:ioSpecification><bpmn:dataInput id="in" name="in"/>{SETS}<bpmn:outputSet/></bpmn:ioSpecification>'


def told(*arguments: str, **parts: str) -> list[tuple[str, str, str]]:
    problems = model(*arguments, **parts).problems
    return [(each.rule, each.severity, each.element_id or "") for each in problems]


def test_several_input_sets_are_said_and_the_task_starts_at_once() -> None:
    task = f'<bpmn:task id="A">{TWO_SETS}</bpmn:task>'

    assert told("start > A > end", A=task) == [("data", "warning", "A")]
    assert start(model("start > A > end", A=task)).run().status == "completed"


def test_one_input_set_says_nothing() -> None:
    one = TWO_SETS.replace('<bpmn:inputSet id="set2"><bpmn:dataInputRefs>in</bpmn:dataInputRefs></bpmn:inputSet>', "")

    assert told("start > A > end", A=f'<bpmn:task id="A">{one}</bpmn:task>') == []


@pytest.mark.parametrize("kind", ["error", "escalation"])
def test_data_of_an_error_or_escalation_are_said(kind: str) -> None:
    inside = f'<bpmn:dataInput id="in" name="in"/>{moved("Input", "order", "in")}<bpmn:{kind}EventDefinition/>'

    assert told("start > E", E=f'<bpmn:endEvent id="E">{inside}</bpmn:endEvent>', **OBJECTS) == [
        ("data", "warning", "E")
    ]
