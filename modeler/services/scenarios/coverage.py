"""What of a process its scenarios pass: elements and flows with how often, and each condition seen true and false.

What is counted are the flow nodes and sequence flows of the file itself; processes that it calls in other files have
coverage of their own.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from engine.runtime import Request
from engine.runtime.graph import Node, ProcessGraph

Condition = tuple[str, str]
"""The element that decides, and the flow that is decided about; no flow where the element itself has the condition."""


@dataclass
class Coverage:
    """Counts of visits for everything that can be passed; nothing is left out, what was never passed has 0."""

    elements: Counter[str] = field(default_factory=Counter)
    flows: Counter[str] = field(default_factory=Counter)
    conditions: dict[Condition, tuple[int, int]] = field(default_factory=dict)
    """How often each condition was true, and how often false."""

    @classmethod
    def of_graph(cls, graph: ProcessGraph) -> Coverage:
        """All that is there to be passed, not yet passed."""
        own = [scope for scope in graph.scopes if not scope.lent]
        nodes = [graph.nodes[index] for scope in own for index in scope.nodes]
        flows = [flow for node in nodes for flow in node.outgoing]
        return cls(
            Counter({node.id: 0 for node in nodes}),
            Counter({flow.id: 0 for flow in flows}),
            {each: (0, 0) for node in nodes for each in _conditions(node)},
        )

    def count(self, request: Request) -> None:
        """Add what one Request has passed."""
        self.elements.update(id for id in request.path if id in self.elements)
        self.flows.update(id for id in request.flows if id in self.flows)
        for decision in request.history.decisions():
            place = (decision.element, decision.flow or "")
            if place in self.conditions:
                held, failed = self.conditions[place]
                self.conditions[place] = (held + decision.result, failed + (not decision.result))

    def add(self, other: Coverage) -> None:
        """Add what another coverage of the same process has counted."""
        self.elements.update(other.elements)
        self.flows.update(other.flows)
        for place, (held, failed) in other.conditions.items():
            here = self.conditions.get(place, (0, 0))
            self.conditions[place] = (here[0] + held, here[1] + failed)

    @property
    def totals(self) -> CoverageTotals:
        """How much of it was passed."""
        sides = [side for pair in self.conditions.values() for side in pair]
        return CoverageTotals(
            sum(count > 0 for count in self.elements.values()), len(self.elements),
            sum(count > 0 for count in self.flows.values()), len(self.flows),
            sum(count > 0 for count in sides), len(sides),
        )  # fmt: skip

    @property
    def missed(self) -> list[str]:
        """The elements and flows that were never passed, in the order of the file."""
        return [id for counts in (self.elements, self.flows) for id, count in counts.items() if not count]

    @property
    def half_seen(self) -> list[tuple[Condition, bool]]:
        """The conditions that were never true or never false, with the side that is missing."""
        return [
            (place, side)
            for place, pair in self.conditions.items()
            for side, count in zip((True, False), pair, strict=True)
            if not count
        ]


@dataclass(frozen=True, slots=True)
class CoverageTotals:
    """How many elements, flows and sides of conditions were passed, and how many there are."""

    elements: int = 0
    all_elements: int = 0
    flows: int = 0
    all_flows: int = 0
    conditions: int = 0
    all_conditions: int = 0

    @property
    def percent(self) -> float:
        """Elements and flows together; 100 where there is nothing to pass."""
        return percent_of(self.elements + self.flows, self.all_elements + self.all_flows)


def summed(totals: Iterable[CoverageTotals]) -> CoverageTotals:
    """The totals of several processes together."""
    found = list(totals)
    return CoverageTotals(
        sum(each.elements for each in found), sum(each.all_elements for each in found),
        sum(each.flows for each in found), sum(each.all_flows for each in found),
        sum(each.conditions for each in found), sum(each.all_conditions for each in found),
    )  # fmt: skip


def percent_of(part: int, whole: int) -> float:
    """A share to one decimal, never rounded up to 100."""
    return 100.0 if part == whole else int(1000 * part / whole) / 10


def _conditions(node: Node) -> Iterable[Condition]:
    yield from ((node.id, flow.id) for flow in node.outgoing if flow.condition is not None and flow is not node.default)
    if node.loop is not None and node.loop.condition is not None:
        yield node.id, ""
