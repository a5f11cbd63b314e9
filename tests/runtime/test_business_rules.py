"""Business rule tasks: each vendor's call of a decision, what becomes of its result, and what is missing."""

from __future__ import annotations

import pytest

from engine.runtime import Request, start
from engine.runtime.decisions import DecisionModel, decision_handlers
from tests.runtime.builder import model
from tests.runtime.test_decision_tables import VERSIONS

TABLES = f"""<definitions xmlns="{VERSIONS[2]}" name="m">
<decision id="level_1" name="Level"><decisionTable hitPolicy="COLLECT">
<input><inputExpression typeRef="number"><text>amount</text></inputExpression></input><output name="who"/>
<rule><inputEntry><text>&gt; 10</text></inputEntry><outputEntry><text>"boss"</text></outputEntry></rule>
<rule><inputEntry><text>&gt; 1000</text></inputEntry><outputEntry><text>"board"</text></outputEntry></rule>
</decisionTable></decision>
<decision id="terms" name="Terms"><decisionTable>
<input><inputExpression typeRef="date"><text>ordered</text></inputExpression></input>
<output name="days"/><output name="note"/>
<rule><inputEntry><text>&lt; date("2026-06-01")</text></inputEntry><outputEntry><text>30</text></outputEntry>
<outputEntry><text>"spring"</text></outputEntry></rule>
</decisionTable></decision></definitions>""".encode()


def decided(task: str, profile: str, data: dict[str, object], inside: str = "") -> Request:
    graph = model(
        "start > A > end", profile, A=f'<bpmn:businessRuleTask id="A" {task}>{inside}</bpmn:businessRuleTask>'
    )
    handlers = decision_handlers(graph, [DecisionModel.from_bytes(TABLES)], "looked in m.dmn")
    return start(graph, data, handlers=handlers).run()


@pytest.mark.parametrize(
    ("decision", "mapping", "expected"),
    [
        ("level_1", "", [{"who": "boss"}, {"who": "board"}]),
        ("level_1", "collectEntries", ["boss", "board"]),
        ("terms", "singleResult", {"days": 30, "note": "spring"}),
        ("terms", "resultList", [{"days": 30, "note": "spring"}]),
        ("${wanted}", "singleResult", {"days": 30, "note": "spring"}),
    ],
)
def test_camunda_maps_the_result_into_its_variable(decision: str, mapping: str, expected: object) -> None:
    kind = f'camunda:mapDecisionResult="{mapping}"' if mapping else ""
    task = f'camunda:decisionRef="{decision}" camunda:resultVariable="found" {kind}'

    request = decided(task, "camunda7", {"amount": 2000, "ordered": "2026-05-04", "wanted": "terms"})

    assert request.data["found"] == expected


def test_a_single_entry_is_the_value_itself() -> None:
    task = 'camunda:decisionRef="level_1" camunda:resultVariable="found" camunda:mapDecisionResult="singleEntry"'

    assert decided(task, "camunda7", {"amount": 20}).data == {"amount": 20, "found": "boss"}


def test_a_mapping_that_does_not_fit_the_result_is_an_incident() -> None:
    task = 'camunda:decisionRef="level_1" camunda:resultVariable="found" camunda:mapDecisionResult="singleEntry"'

    request = decided(task, "camunda7", {"amount": 2000})

    assert request.errors == [
        {"element": "A", "code": "DECISION", "message": "singleEntry wants one result, the decision gives 2"}
    ]


def test_without_a_result_variable_only_output_mappings_see_the_result() -> None:
    mapping = (
        '<bpmn:extensionElements><camunda:inputOutput><camunda:outputParameter name="first">${decisionResult[0].who}'
        "</camunda:outputParameter></camunda:inputOutput></bpmn:extensionElements>"
    )

    assert decided('camunda:decisionRef="level_1"', "camunda7", {"amount": 20}).data == {"amount": 20}
    assert decided('camunda:decisionRef="level_1"', "camunda7", {"amount": 20}, mapping).data["first"] == "boss"


@pytest.mark.parametrize("id", ["terms", "=wanted"])
def test_camunda_8_calls_a_decision_by_its_id_or_an_expression(id: str) -> None:
    called = f'<zeebe:calledDecision decisionId="{id}" resultVariable="found"/>'
    inside = f"<bpmn:extensionElements>{called}</bpmn:extensionElements>"

    request = decided("", "camunda8", {"ordered": "2026-05-04", "wanted": "terms"}, inside)

    assert request.data["found"] == {"days": 30, "note": "spring"}


def test_in_a_file_of_no_vendor_the_implementation_names_the_decision() -> None:
    assert decided('implementation="terms"', "standard", {"ordered": "2026-05-04"}).data["note"] == "spring"


def test_a_missing_decision_is_an_incident_that_says_what_to_do_and_can_be_tried_again() -> None:
    request = decided('camunda:decisionRef="${wanted}" camunda:resultVariable="found"', "camunda7", {"wanted": "nope"})

    error = request.errors[0]
    assert (request.status, error["element"], error["code"]) == ("error", "A", "DECISION_MISSING")
    assert 'the decision "nope" was not found (looked in m.dmn; known decisions: Level, Terms)' in str(error["message"])

    request.set_data({"wanted": "level_1", "amount": 20}).retry("A")

    assert (request.status, request.data["found"]) == ("completed", [{"who": "boss"}])
