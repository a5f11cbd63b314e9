"""DMN decisions: the whole Technology Compatibility Kit at hand, every failing case named, and tables of our own."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from engine.runtime import DecisionHandler, DecisionModel, DecisionModelError, decision_handlers, start
from tests.expressions.tck_exceptions import EXCEPTIONS, NEEDS_A_MODEL
from tests.runtime.builder import model
from tests.runtime.decision_cases import cases, failure

JAVA = "calls Java, which this engine never does"
PRECISE = "moments are compared to the nanosecond, the case expects milliseconds"
KNOWN_FAILURES: dict[str, str] = {
    **{f"0076-feel-external-java/literal_{number:03}": JAVA for number in range(1, 13)},
    "0076-feel-external-java/boxed_001": JAVA,
    "0076-feel-external-java/varargs_001": JAVA,
    "0068-feel-equality/time_005": PRECISE,
    "0068-feel-equality/datetime_003_a": PRECISE,
    "0103-feel-is-function/named_params_002": "a missing argument makes the call null",
    "1130-feel-interval/overlaps after": "one comparison of ranges that end together",
    "1146-feel-context-put-function/nested008": "an argument named `key` is taken for either form of the function",
}
TABLE = """<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" name="m">
<inputData id="i" name="amount"><variable name="amount" typeRef="number"/></inputData>
<decision id="d" name="level"><variable name="level"/>
<informationRequirement><requiredInput href="#i"/></informationRequirement>
<decisionTable hitPolicy="FIRST">
<input><inputExpression><text>amount</text></inputExpression></input><output name="level"/>
<rule><inputEntry><text>&gt; 1000</text></inputEntry><outputEntry><text>"board"</text></outputEntry></rule>
<rule><inputEntry><text>[100..1000]</text></inputEntry><outputEntry><text>"boss"</text></outputEntry></rule>
<rule><inputEntry><text>-</text></inputEntry><outputEntry><text>"nobody"</text></outputEntry></rule>
</decisionTable></decision></definitions>"""


@pytest.mark.parametrize("level", ["compliance-level-2", "compliance-level-3"])
def test_every_case_of_the_kit_passes_or_is_listed_with_its_reason(shared_data: Path, level: str) -> None:
    counts: Counter[bool] = Counter()
    unexpected: dict[str, str] = {}

    for folder in sorted((shared_data / "engine" / "dmn-tck" / level).iterdir()):
        for decisions, listed in cases(folder):
            for case in listed:
                reason = failure(decisions, case)
                counts[reason is None] += 1
                if (reason is None) == (f"{case.suite}/{case.id}" in KNOWN_FAILURES):
                    unexpected[f"{case.suite}/{case.id}"] = reason or "passes now: take it off the list"

    assert unexpected == {}
    assert counts[True] / counts.total() >= 0.95


def test_no_case_that_needs_a_model_fails_with_one() -> None:
    cases = {name.rpartition("/")[0] for name, reason in EXCEPTIONS.items() if reason == NEEDS_A_MODEL}

    assert cases.isdisjoint(KNOWN_FAILURES)


@pytest.mark.parametrize(("amount", "level"), [(2000, "board"), (1000, "boss"), (5, "nobody")])
def test_a_decision_table_gives_its_first_match(amount: int, level: str) -> None:
    assert DecisionModel.from_bytes(TABLE.encode()).decide("level", {"amount": amount}) == level


def test_a_business_rule_task_decides_by_a_handler() -> None:
    handler = DecisionHandler(DecisionModel.from_bytes(TABLE.encode()), "level", "approval")
    graph = model("start > A > xor -[approval == 'board']> B; xor -*> C", A="businessRuleTask implementation='x'")

    request = start(graph, {"amount": 2000}, handlers={"A": handler}).run()

    assert (request.path[-1], request.data["approval"]) == ("B", "board")


def test_business_rule_tasks_find_their_decisions_by_name() -> None:
    task = (
        '<bpmn:businessRuleTask id="A"><bpmn:extensionElements>'
        '<zeebe:calledDecision decisionId="level" resultVariable="approval"/>'
        "</bpmn:extensionElements></bpmn:businessRuleTask>"
    )
    graph = model("start > A > end", profile="camunda8", A=task)

    handlers = decision_handlers(graph, [DecisionModel.from_bytes(TABLE.encode())])

    assert start(graph, {"amount": 200}, handlers=handlers).run().data == {"amount": 200, "approval": "boss"}


@pytest.mark.parametrize("data", [b"<a/>", b"no xml", b"<!DOCTYPE a []><a/>"])
def test_a_file_that_is_no_decision_model_is_refused_in_one_line(data: bytes) -> None:
    with pytest.raises(DecisionModelError):
        DecisionModel.from_bytes(data)
