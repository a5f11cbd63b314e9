"""Decision tables by hit policy, requirement graphs, services, and what is said about models that are wrong."""

from __future__ import annotations

import pytest

from engine.runtime.decisions import DecisionModel, DecisionModelError

VERSIONS = (
    "http://www.omg.org/spec/DMN/20151101/dmn.xsd",
    "http://www.omg.org/spec/DMN/20180521/MODEL/",
    "https://www.omg.org/spec/DMN/20191111/MODEL/",
    "https://www.omg.org/spec/DMN/20211108/MODEL/",
    "https://www.omg.org/spec/DMN/20230324/MODEL/",
)
AGE = '<inputData id="age" name="age"><variable name="age" typeRef="number"/></inputData>'
ASKS_AGE = '<informationRequirement><requiredInput href="#age"/></informationRequirement>'


def decisions(body: str, version: str = VERSIONS[-1]) -> DecisionModel:
    return DecisionModel.from_bytes(f'<definitions xmlns="{version}" name="m">{AGE}{body}</definitions>'.encode())


def decision(name: str, logic: str, requires: str = ASKS_AGE) -> str:
    return f'<decision id="{name}" name="{name}"><variable name="{name}"/>{requires}{logic}</decision>'


def literal(text: str) -> str:
    return f"<literalExpression><text>{text}</text></literalExpression>"


def needs(*names: str) -> str:
    links = "".join(f'<requiredDecision href="#{name}"/>' for name in names)
    return f"<informationRequirement>{links}</informationRequirement>"


def table(policy: str, *rules: tuple[str, str], aggregation: str = "", values: str = "", allowed: str = "") -> str:
    rows = "".join(
        f"<rule><inputEntry><text>{test}</text></inputEntry><outputEntry><text>{result}</text></outputEntry></rule>"
        for test, result in rules
    )
    order = f"<outputValues><text>{values}</text></outputValues>" if values else ""
    only = f"<inputValues><text>{allowed}</text></inputValues>" if allowed else ""
    more = f' aggregation="{aggregation}"' if aggregation else ""
    return (
        f'<decisionTable hitPolicy="{policy}"{more}><input label="Age"><inputExpression><text>age</text>'
        f'</inputExpression>{only}</input><output name="r">{order}</output>{rows}</decisionTable>'
    )


RULES = (("&gt;= 18", "1"), ("&gt;= 30", "3"), ("-", "2"))


@pytest.mark.parametrize(
    ("policy", "aggregation", "expected"),
    [
        ("FIRST", "", 1),
        ("RULE ORDER", "", [1, 3, 2]),
        ("PRIORITY", "", 3),
        ("OUTPUT ORDER", "", [3, 2, 1]),
        ("COLLECT", "", [1, 3, 2]),
        ("COLLECT", "SUM", 6),
        ("COLLECT", "MIN", 1),
        ("COLLECT", "MAX", 3),
        ("COLLECT", "COUNT", 3),
    ],
)
def test_a_hit_policy_says_what_becomes_of_several_rules(policy: str, aggregation: str, expected: object) -> None:
    model = decisions(decision("d", table(policy, *RULES, aggregation=aggregation, values="3, 2, 1")))

    assert model.decide("d", {"age": 40}) == expected


@pytest.mark.parametrize("policy", ["UNIQUE", "ANY"])
def test_rules_that_must_not_match_together_are_named_with_the_values_seen(policy: str) -> None:
    model = decisions(decision("d", table(policy, *RULES)))

    with pytest.raises(DecisionModelError) as refused:
        model.decide("d", {"age": 20})

    assert str(refused.value) == 'decision "d": rules 1 and 3 all match and do not agree; Age = 20'


def test_no_rule_that_matches_is_null() -> None:
    assert decisions(decision("d", table("UNIQUE", ("&lt; 5", "1")))).decide("d", {"age": 20}) is None


def test_a_value_that_a_column_does_not_allow_is_named() -> None:
    model = decisions(decision("d", table("FIRST", ("-", "1"), allowed="[0..150]")))

    with pytest.raises(DecisionModelError, match='column "Age" is not among those allowed; Age = 200'):
        model.decide("d", {"age": 200})


@pytest.mark.parametrize("version", VERSIONS)
def test_every_version_of_the_format_is_read(version: str) -> None:
    assert decisions(decision("d", literal("age + 1")), version).decide("d", {"age": 1}) == 2


def test_a_cell_that_cannot_be_read_is_named_at_once_and_an_error_when_it_is_reached() -> None:
    model = decisions(decision("d", table("FIRST", ("&lt; 5", "1 +"), ("-", "7"))))

    assert [problem.partition(" cannot")[0] for problem in model.problems] == ['decision "d", rule 1, output "r"']
    assert model.decide("d", {"age": 9}) == 7
    with pytest.raises(DecisionModelError, match="rule 1"):
        model.decide("d", {"age": 2})


def test_a_long_chain_of_decisions_needs_no_recursion_and_each_is_made_once() -> None:
    chain = [decision("d0", literal("age"))]
    chain += [decision(f"d{at}", literal(f"d{at - 1} + 1"), needs(f"d{at - 1}")) for at in range(1, 3000)]
    model = decisions("".join(chain))

    assert model.decide("d2999", {"age": 1}) == 3000


@pytest.mark.parametrize(
    ("body", "message"),
    [
        (decision("a", literal("b"), needs("b")) + decision("b", literal("a"), needs("a")), 'circle: "a", "b"'),
        (decision("a", literal("x"), needs("x")), '"a" requires "x", which this file does not have'),
        (decision("a", table("WHATEVER")), 'the hit policy "WHATEVER " is none of'),
        (decision("a", "<decisionTable><input/><output/></decisionTable>"), "input column 1 .* no expression"),
        (decision("a", "<decisionTable><output/><rule/></decisionTable>"), "rule 1 .* has 0 output cells for 1"),
        (decision("a", "<filter><in/></filter>"), "a boxed expression has no in"),
        ("<itemDefinition name='t'><typeRef>t</typeRef></itemDefinition>", '"t" is defined by itself'),
    ],
)
def test_a_model_that_cannot_be_is_refused_in_one_line(body: str, message: str) -> None:
    with pytest.raises(DecisionModelError, match=message):
        decisions(body)


def test_a_function_that_calls_itself_without_end_is_an_error() -> None:
    knowledge = (
        '<businessKnowledgeModel id="f" name="f"><variable name="f"/><encapsulatedLogic><formalParameter name="x"/>'
        f"{literal('f(x + 1)')}</encapsulatedLogic></businessKnowledgeModel>"
    )
    requires = '<knowledgeRequirement><requiredKnowledge href="#f"/></knowledgeRequirement>'

    with pytest.raises(DecisionModelError, match='"d"'):
        decisions(knowledge + decision("d", literal("f(1)"), requires)).decide("d", {})


def test_a_decision_that_is_not_there_names_those_that_are() -> None:
    with pytest.raises(DecisionModelError, match='there is no decision "x"; the model has "d"'):
        decisions(decision("d", literal("1"))).decide("x", {})


def test_an_aggregation_of_what_cannot_be_added_names_the_values() -> None:
    model = decisions(decision("d", table("COLLECT", ("-", '"x"'), ("-", "2"), aggregation="SUM")))

    with pytest.raises(DecisionModelError, match='decision "d": SUM cannot be made of "x", 2'):
        model.decide("d", {"age": 1})


def test_a_result_that_is_nested_too_deeply_is_an_error() -> None:
    logic = "<list>" * 110 + literal("1") + "</list>" * 110

    with pytest.raises(DecisionModelError, match="nested too deeply"):
        decisions(decision("d", logic)).decide("d", {})
