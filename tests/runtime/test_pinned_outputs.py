"""A pin may hold what the element was answered, or what its output mapping made of that before."""

from __future__ import annotations

import pytest

from engine.runtime import PinnedHandler, Request, StubHandler, completed, start
from engine.runtime.handlers import Handlers
from tests.runtime.builder import model

TASK = (
    '<bpmn:serviceTask id="A"><bpmn:extensionElements><zeebe:taskDefinition type="x"/><zeebe:ioMapping>'
    '<zeebe:output source="=response.body.id" target="order"/></zeebe:ioMapping></bpmn:extensionElements>'
    "</bpmn:serviceTask>"
)


def run(handlers: Handlers) -> Request:
    return start(model("start > A > end", "camunda8", A=TASK), handlers=handlers).run()


@pytest.mark.parametrize("given", [{"order": 7}, {"response": {"body": {"id": 7}}}])
def test_either_gives_the_same_data(given: dict[str, object]) -> None:
    assert run({"A": PinnedHandler(completed(given))}).data == {"order": 7}


def test_an_answer_by_hand_may_name_the_output_too() -> None:
    assert run({}).complete("A", {"order": 7}).data == {"order": 7}


def test_what_a_service_answers_is_mapped_and_nothing_else() -> None:
    assert run({"A": StubHandler({"order": 7})}).data == {"order": None}
