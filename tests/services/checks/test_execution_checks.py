"""What a Request would meet is told while the process is modeled."""

from __future__ import annotations

import pytest

from engine.bpmn import Document
from modeler.services.checks.document import check_document
from modeler.services.checks.execution import execution_problems
from tests.runtime.builder import xml


def document(chains: str, executable: bool = True, profile: str = "camunda8", **elements: str) -> Document:
    text = xml(chains, profile, **elements)
    return Document.from_bytes((text if executable else text.replace('isExecutable="true"', "")).encode(), "p.bpmn")


def found(*arguments: object, **more: object) -> list[tuple[str, str | None, str]]:
    problems = execution_problems(document(*arguments, **more))  # type: ignore[arg-type]
    return [(each.severity, each.element_id, each.rule) for each in problems]


def test_a_process_that_runs_has_no_problem() -> None:
    assert found("start > A > end") == []


def test_a_condition_that_cannot_be_read_is_an_error_at_its_flow_with_what_to_write() -> None:
    (problem,) = execution_problems(document("start > xor -[=amount == 5]> A > end; xor -*> B > end2"))

    assert (problem.severity, problem.rule, problem.line is not None) == ("error", "expression", True)
    assert problem.message == 'FEEL compares with "=", not "==" (column 9 of =amount == 5)'


def test_a_drawing_that_is_not_executed_is_only_told() -> None:
    timer = '<bpmn:intermediateCatchEvent id="T"><bpmn:timerEventDefinition/></bpmn:intermediateCatchEvent>'

    assert found("start > T > end", T=timer) == [("error", "T", "timer")]
    assert found("start > T > end", executable=False, T=timer) == [("info", "T", "timer")]


def test_what_another_engine_runs_and_this_one_does_not_is_only_told() -> None:
    script = '<bpmn:scriptTask id="A" scriptFormat="groovy"><bpmn:script>x</bpmn:script></bpmn:scriptTask>'

    assert found("start > A > end", A=script) == [("info", "A", "script-language")]


def test_what_the_document_itself_has_said_is_not_said_again() -> None:
    text = document("start > A > end").to_bytes().decode().replace('targetRef="A"', 'targetRef="gone"')

    problems = check_document(Document.from_bytes(text.encode(), "p.bpmn"))

    assert [each.rule for each in problems if "gone" in each.message] == ["open-flow"]


def test_a_condition_that_camunda_8_would_take_for_a_text_is_a_warning() -> None:
    chains = "start > xor -[amount > 5]> A > end; xor -*> B > end2"

    (problem,) = execution_problems(document(chains))

    assert (problem.severity, problem.element_id) == ("warning", "xor_A")
    assert problem.message == 'Camunda 8 takes "amount > 5" for a text and refuses the file: write =amount > 5'


def test_a_process_that_is_just_begun_lacks_nothing_and_one_without_a_start_does() -> None:
    empty = Document.new()

    assert list(execution_problems(empty)) == []
    assert found("A > B > A") == [("error", None, "no-start")]


@pytest.mark.parametrize("settings", ["{", "[" * 100_000])
@pytest.mark.parametrize("name", ["config", "assignmentRules", "errorHandling"])
def test_settings_that_cannot_be_read_are_told_once(name: str, settings: str) -> None:
    task = f'<bpmn:userTask id="A" pm:{name}="{settings}"/>'
    model = document("start > A > end", profile="processmaker", A=task)

    problems = check_document(model)

    assert [each.element_id for each in problems if each.severity != "info" and each.rule != "no-diagram"] == ["A"]
