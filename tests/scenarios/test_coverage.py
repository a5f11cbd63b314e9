"""Coverage counts what scenarios pass: elements, flows, and both sides of conditions."""

from __future__ import annotations

from engine.runtime import start
from modeler.services.scenarios.coverage import Coverage, CoverageTotals, percent_of, summed
from tests.runtime.builder import model

CHOICE = "start > xor -[x > 3]> A > end; xor -*> B > end"


def test_what_is_passed_is_counted_and_what_is_not_is_named() -> None:
    graph = model(CHOICE)
    coverage = Coverage.of_graph(graph)

    coverage.count(start(graph, {"x": 5}).run())
    coverage.count(start(graph, {"x": 6}).run())

    assert coverage.elements == {"start": 2, "xor": 2, "A": 2, "end": 2, "B": 0}
    assert coverage.missed == ["B", *(id for id, count in coverage.flows.items() if not count)]
    assert list(coverage.conditions.values()) == [(2, 0)]
    assert [side for _, side in coverage.half_seen] == [False]
    assert coverage.totals == CoverageTotals(4, 5, 3, 5, 1, 2)


def test_coverages_of_two_scenarios_add_up_to_all() -> None:
    graph, both = model(CHOICE), Coverage.of_graph(model(CHOICE))

    for x in (1, 9):
        one = Coverage.of_graph(graph)
        one.count(start(graph, {"x": x}).run())
        both.add(one)

    assert (both.missed, both.half_seen, both.totals.percent) == ([], [], 100.0)


def test_a_boundary_event_and_the_inside_of_a_sub_process_count() -> None:
    error = '<bpmn:boundaryEvent id="caught" attachedToRef="sub"><bpmn:errorEventDefinition/></bpmn:boundaryEvent>'
    graph = model("start > sub > end; caught > late", inside={"sub": "s2 > T > e2"}, T="userTask", caught=error)
    coverage = Coverage.of_graph(graph)

    coverage.count(start(graph, {}).run().fail("T", "no", "E"))

    assert coverage.missed[:2] == ["end", "e2"] or set(coverage.missed) >= {"end", "e2"}
    assert coverage.elements["caught"] == coverage.elements["late"] == 1


def test_a_share_is_never_rounded_up_to_all() -> None:
    assert (percent_of(1999, 2000), percent_of(0, 0), percent_of(1, 3)) == (99.9, 100.0, 33.3)
    assert summed([CoverageTotals(1, 2), CoverageTotals(1, 2)]).percent == 50.0
