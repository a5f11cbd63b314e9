"""What stands in a file in another namespace outside the extension elements is said before the Request starts."""

from __future__ import annotations

import pytest

from engine.runtime import start
from tests.runtime.builder import model

OWN = '<x:note xmlns:x="urn:x">hello</x:note>'
INSIDE = f"<bpmn:extensionElements>{OWN}</bpmn:extensionElements>"


@pytest.mark.parametrize(("profile", "refused"), [("standard", False), ("processmaker", True)])
def test_a_child_of_another_namespace_is_a_warning_with_its_element_and_the_rest_runs(
    profile: str, refused: bool
) -> None:
    graph = model("start > A > end", profile, A=f"task |{OWN}")

    [problem] = graph.problems

    assert (problem.severity, problem.element_id, problem.rule) == ("warning", "A", "foreign-element")
    assert "<note> of another namespace stands outside extensionElements" in problem.message
    assert ("ProcessMaker refuses it" in problem.message) is refused
    assert start(graph).run().status in ("completed", "waiting")


def test_what_stands_in_extension_elements_is_none() -> None:
    graph = model("start > sub > end", inside={"sub": "B"}, sub=f"subProcess |{INSIDE}")

    assert not [problem for problem in graph.problems if problem.element_id == "sub"]


def test_one_in_a_process_is_told_of_the_process() -> None:
    graph = model("start > A > end", x=f'<x:thing xmlns:x="urn:x" id="t">{OWN}</x:thing>')

    assert [(problem.element_id, problem.rule) for problem in graph.problems] == [("Process_1", "foreign-element")]
