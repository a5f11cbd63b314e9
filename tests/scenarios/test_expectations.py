"""What came out is compared with what a scenario expects: status, path, data, effects, errors, waiting."""

from __future__ import annotations

import pytest

from connectors.sdk.values import JsonObject
from modeler.services.scenarios.expectations import Outcome, differences, expectations_of

MAIL = {"element": "Tell", "kind": "mail", "subject": "Ordered", "recipients": ["b@x.example", "a@x.example"]}
OUTCOME = Outcome(
    "completed", ("start", "A", "B", "A", "end"), {"order": {"lines": [{"price": 3}]}, "a.b": 1, "ok": True},
    effects=(MAIL, MAIL, {"element": "Page", "kind": "pdf", "subject": "Order"}),
)  # fmt: skip
FAILED = Outcome("error", ("start", "A"), {}, errors=({"element": "A", "code": "E1", "message": "no paper left"},))


@pytest.mark.parametrize(
    "expect",
    [
        {},
        {"status": "completed", "path": ["start", "A", "B", "A", "end"]},
        {"path": {"contains": ["B", "A", "A"], "order": ["A", "B", "end"], "excludes": ["C"]}},
        {"path": {"exact": ["start", "A", "B", "A", "end"]}},
        {"data": {"order.lines.0.price": 3, "a.b": 1, "order": {"lines": [{"price": 3.0}]}}},
        {"exactData": {"order": {"lines": [{"price": 3}]}, "a.b": 1, "ok": True}},
        {"effects": [{"kind": "mail", "recipients": ["a@x.example", "b@x.example"], "count": 2}, {"element": "Page"}]},
        {"effects": [{"kind": "slack", "count": 0}], "effectCounts": {"mail": 2, "all": 3, "http": 0}},
        {"waiting": [], "errors": []},
    ],
)
def test_what_is_as_expected_has_no_difference(expect: JsonObject) -> None:
    assert differences(OUTCOME, expect) == []


@pytest.mark.parametrize(
    ("expect", "text"),
    [
        ({"status": "waiting"}, 'status is "completed" instead of "waiting"'),
        ({"path": ["start", "B"]}, "the path goes to A instead of B at step 2"),
        ({"path": ["start", "A", "B", "A"]}, "the path goes on to end instead of ending after step 4"),
        ({"path": ["start", "A", "B", "A", "end", "x"]}, "the path ends after step 5 instead of going on to x"),
        ({"path": {"contains": ["B", "B"]}}, "the path does not pass B"),
        ({"path": {"order": ["end", "A"]}}, "the path does not pass A after end"),
        ({"path": {"excludes": ["B"]}}, "the path passes B"),
        ({"data": {"order.lines.1.price": 3}}, "order.lines.1.price is missing instead of 3"),
        ({"data": {"ok": 1}}, "ok is true instead of 1"),
        ({"exactData": {"order": {"lines": [{"price": 3}]}, "a.b": 1}}, "ok is true instead of missing"),
        ({"effects": [{"kind": "mail", "count": 1}]}, 'the effect (kind "mail") happens 2 times instead of 1 times'),
        ({"effects": [{"subject": "Sold"}]}, 'the effect (subject "Sold") happens 0 times instead of at least once'),
        ({"effectCounts": {"pdf": 2}}, "the number of effects (pdf) is 1 instead of 2"),
        ({"waiting": ["A"]}, 'waiting is [] instead of ["A"]'),
        ({"errors": [{"code": "E1"}]}, 'the error {"code": "E1"} does not happen'),
    ],
)
def test_what_differs_is_said_with_both_sides(expect: JsonObject, text: str) -> None:
    assert [each.text for each in differences(OUTCOME, expect)] == [text]


def test_an_error_that_nobody_expects_is_a_difference_with_its_reason() -> None:
    assert [each.text for each in differences(FAILED, {})] == ['status is "error" instead of "no error": no paper left']
    assert differences(FAILED, {"status": "error"}) == []
    assert differences(FAILED, {"errors": [{"element": "A", "message": "paper"}]}) == []


@pytest.mark.parametrize("outcome", [OUTCOME, FAILED, Outcome("waiting", ("start",), {}, ("A",))])
def test_what_is_made_from_an_outcome_expects_exactly_that(outcome: Outcome) -> None:
    expect = expectations_of(outcome)

    assert differences(outcome, expect) == []
    assert differences(Outcome("canceled", ("x",), {"new": 1}), expect)
