"""Large diagrams for measuring: `python -m tests.benchmarks.generate N > gen-N.bpmn` writes one with N flow nodes.

Pools of three lanes, in each a chain of blocks from a start to an end event: tasks of all kinds, exclusive and parallel
gateways with branches, expanded sub-processes, tasks with a timer on their border, events in between, labels on flows;
message flows join the pools. The same N gives the same bytes.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import cycle, pairwise

HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" \
xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI" xmlns:dc="http://www.omg.org/spec/DD/20100524/DC" \
xmlns:di="http://www.omg.org/spec/DD/20100524/DI" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" \
id="Definitions_1" targetNamespace="http://example.com/generated">
"""
TASKS = ("task", "userTask", "serviceTask", "scriptTask", "sendTask", "manualTask", "businessRuleTask", "receiveTask")
VERBS = ("Check", "Approve", "Send", "Record", "Compare", "Order", "Pay", "Archive", "Notify", "Book")
THINGS = ("purchase order", "invoice", "delivery note", "customer", "contract", "claim", "shipment", "quotation")
STEP, LANE_HEIGHT, LANES, LANE_NODES = 150, 320, 3, 60
POOL_GAP, HEADER = 60, 60
Place = tuple[float, float]


@dataclass(frozen=True)
class Node:
    """One flow node on its way into the file, with its place and its outgoing and incoming flows."""

    id: str
    tag: str
    name: str
    x: float
    y: float
    width: float
    height: float
    inner: str = ""
    extra: str = ""
    outgoing: list[str] = field(default_factory=list)
    incoming: list[str] = field(default_factory=list)

    @property
    def right(self) -> Place:
        return self.x + self.width, self.y + self.height / 2

    @property
    def left(self) -> Place:
        return self.x, self.y + self.height / 2

    def xml(self) -> str:
        """The element, with its flows and whatever stands inside it."""
        flows = "".join(f"<bpmn:incoming>{id}</bpmn:incoming>\n" for id in self.incoming)
        flows += "".join(f"<bpmn:outgoing>{id}</bpmn:outgoing>\n" for id in self.outgoing)
        name = f' name="{self.name}"' if self.name else ""
        return f'<bpmn:{self.tag} id="{self.id}"{name}{self.extra}>\n{flows}{self.inner}</bpmn:{self.tag}>\n'


class Lane:
    """One chain of blocks, drawn from left to right around a middle line."""

    def __init__(self, prefix: str, x: float, middle: float, budget: int, kinds: Iterator[str]) -> None:
        self.prefix, self.x, self.middle, self.left_over = prefix, x, middle, budget
        self.kinds = kinds
        self.nodes: list[Node] = []
        self.flows: list[str] = []
        self.shapes: list[str] = []
        self.edges: list[str] = []
        self.last: Node | None = None
        self.count = 0

    def fill(self) -> None:
        """Blocks until the budget of nodes is used up."""
        self._chain(self._event("startEvent", "Needed"))
        blocks: list[tuple[int, Callable[[], None]]] = [
            (5, self._parallel),
            (1, self._single),
            (4, self._exclusive),
            (4, self._sub_process),
            (1, self._between),
            (4, self._guarded),
        ]
        for size, block in cycle(blocks):
            if self.left_over <= 1:
                break
            if size < self.left_over:
                block()
        if self.left_over:
            self._chain(self._event("endEvent", "Done"))

    def _single(self) -> None:
        self._chain(self._task(self.middle))

    def _between(self) -> None:
        timer = '<bpmn:timerEventDefinition id="{id}_timer"><bpmn:timeDuration xsi:type="bpmn:tFormalExpression">PT1H'
        timer += "</bpmn:timeDuration></bpmn:timerEventDefinition>\n"
        self._chain(self._event("intermediateCatchEvent", "An hour later", timer))

    def _exclusive(self) -> None:
        self._branches("exclusiveGateway", ("accepted", "rejected"), "Is it complete?")

    def _parallel(self) -> None:
        self._branches("parallelGateway", ("", "", ""), "")

    def _branches(self, tag: str, labels: tuple[str, ...], question: str) -> None:
        split = self._gateway(tag, question)
        self._chain(split)
        spread = 100
        top = self.middle - spread * (len(labels) - 1) / 2
        tasks = [self._task(top + spread * index) for index in range(len(labels))]
        for task, label in zip(tasks, labels, strict=True):
            self._flow(split, task, label)
        self.x += STEP
        join = self._gateway(tag, "")
        for task in tasks:
            self._flow(task, join)
        self.last = join
        self.x += STEP

    def _sub_process(self) -> None:
        before, chain, x = len(self.nodes), self.last, self.x
        flow_count = len(self.flows)
        self.last, self.x = None, x + 40
        for node in (self._event("startEvent", ""), self._task(self.middle, self.x + 60), None):
            self._chain(node or self._event("endEvent", ""), 100 if node and node.tag == "startEvent" else STEP)
        inner = "".join(node.xml() for node in self.nodes[before:]) + "".join(self.flows[flow_count:])
        del self.nodes[before:], self.flows[flow_count:]
        self.last, end = chain, self.x
        sub = self._node("subProcess", self._name(), x, self.middle - 80, end - x, 160, inner, expanded=True)
        self.x = x
        self._chain(sub, end - x + 50)

    def _guarded(self) -> None:
        task = self._task(self.middle)
        self._chain(task)
        timer = '<bpmn:timerEventDefinition id="{id}_timer"><bpmn:timeDuration xsi:type="bpmn:tFormalExpression">P2D'
        timer += "</bpmn:timeDuration></bpmn:timerEventDefinition>\n"
        extra = f' attachedToRef="{task.id}"'
        place = task.x + 60, task.y + task.height - 18
        border = self._node("boundaryEvent", "Two days", *place, 36, 36, timer, extra=extra)
        handler = self._node("userTask", self._name(), task.x + 110, self.middle + 75, 100, 60)
        self._flow(border, handler)
        end = self._node("endEvent", "Escalated", handler.x + 130, self.middle + 87, 36, 36)
        self._flow(handler, end)
        self.x += STEP

    def _chain(self, node: Node, step: float = STEP) -> None:
        if self.last is not None:
            self._flow(self.last, node)
        self.last = node
        self.x += step

    def _task(self, middle: float, x: float | None = None) -> Node:
        tag = TASKS[self.count % len(TASKS)]
        return self._node(tag, self._name(), self.x if x is None else x, middle - 40, 100, 80)

    def _event(self, tag: str, name: str, inner: str = "") -> Node:
        return self._node(tag, name, self.x, self.middle - 18, 36, 36, inner)

    def _gateway(self, tag: str, name: str) -> Node:
        return self._node(tag, name, self.x, self.middle - 25, 50, 50)

    def _name(self) -> str:
        return f"{VERBS[self.count % len(VERBS)]} {THINGS[self.count // 3 % len(THINGS)]} {self.count}"

    def _node(
        self,
        tag: str,
        name: str,
        x: float,
        y: float,
        width: float,
        height: float,
        inner: str = "",
        *,
        extra: str = "",
        expanded: bool = False,
    ) -> Node:
        self.count += 1
        self.left_over -= 1
        id = f"{self.prefix}_{self.count}"
        node = Node(id, tag, name, x, y, width, height, inner.replace("{id}", id), extra)
        self.nodes.append(node)
        label = self._label(node) if name and width <= 50 else ""
        flag = ' isExpanded="true"' if expanded else ""
        shape = f'<bpmndi:BPMNShape id="{id}_di" bpmnElement="{id}"{flag}>\n{bounds(x, y, width, height)}{label}'
        self.shapes.append(f"{shape}</bpmndi:BPMNShape>\n")
        return node

    def _label(self, node: Node) -> str:
        place = bounds(node.x - 20, node.y + node.height + 6, node.width + 40, 14)
        return f"<bpmndi:BPMNLabel>\n{place}</bpmndi:BPMNLabel>\n"

    def _flow(self, source: Node, target: Node, label: str = "") -> None:
        id = f"{self.prefix}_f{len(self.edges) + 1}"
        source.outgoing.append(id)
        target.incoming.append(id)
        name = f' name="{label}"' if label else ""
        self.flows.append(f'<bpmn:sequenceFlow id="{id}"{name} sourceRef="{source.id}" targetRef="{target.id}" />\n')
        points = "".join(f'<di:waypoint x="{x:g}" y="{y:g}" />\n' for x, y in route(source.right, target.left))
        shape = f'<bpmndi:BPMNEdge id="{id}_di" bpmnElement="{id}">\n{points}</bpmndi:BPMNEdge>\n'
        self.edges.append(shape)


def route(start: Place, end: Place) -> list[Place]:
    """A path with right angles."""
    if start[1] == end[1]:
        return [start, end]
    middle = (start[0] + end[0]) / 2
    return [start, (middle, start[1]), (middle, end[1]), end]


def bounds(x: float, y: float, width: float, height: float) -> str:
    """A place and size in the diagram."""
    return f'<dc:Bounds x="{x:g}" y="{y:g}" width="{width:g}" height="{height:g}" />\n'


@dataclass
class Pool:
    """One participant with its process and three lanes."""

    number: int
    y: float
    budget: int
    kinds: Iterator[str]
    lanes: list[Lane] = field(default_factory=list)

    def fill(self) -> None:
        """All lanes, each with its share of the nodes."""
        left = self.budget
        for index in range(LANES):
            share = left if index == LANES - 1 else min(left, LANE_NODES)
            middle = self.y + LANE_HEIGHT * index + LANE_HEIGHT / 2
            lane = Lane(f"N{self.number}_{index}", 120 + HEADER, middle, share, self.kinds)
            if share:
                lane.fill()
            left -= share
            self.lanes.append(lane)

    @property
    def width(self) -> float:
        return max(lane.x for lane in self.lanes) + 60 - 100

    def process(self) -> str:
        """The process element."""
        sets = "".join(self._lane(index, lane) for index, lane in enumerate(self.lanes))
        body = "".join(node.xml() for lane in self.lanes for node in lane.nodes)
        body += "".join(flow for lane in self.lanes for flow in lane.flows)
        head = f'<bpmn:process id="Process_{self.number}" isExecutable="true">\n'
        return f'{head}<bpmn:laneSet id="Lanes_{self.number}">\n{sets}</bpmn:laneSet>\n{body}</bpmn:process>\n'

    def _lane(self, index: int, lane: Lane) -> str:
        refs = "".join(f"<bpmn:flowNodeRef>{node.id}</bpmn:flowNodeRef>\n" for node in lane.nodes)
        return f'<bpmn:lane id="Lane_{self.number}_{index}" name="Team {index + 1}">\n{refs}</bpmn:lane>\n'

    def drawing(self) -> str:
        """Shapes and edges of the pool and all in it."""
        parts = [self._frame(f"Pool_{self.number}", 100, self.y, self.width, LANE_HEIGHT * LANES)]
        for index, lane in enumerate(self.lanes):
            place = 130, self.y + LANE_HEIGHT * index, self.width - 30, LANE_HEIGHT
            parts.append(self._frame(f"Lane_{self.number}_{index}", *place))
            parts.extend(lane.shapes)
            parts.extend(lane.edges)
        return "".join(parts)

    @staticmethod
    def _frame(id: str, x: float, y: float, width: float, height: float) -> str:
        head = f'<bpmndi:BPMNShape id="{id}_di" bpmnElement="{id}" isHorizontal="true">\n'
        return f"{head}{bounds(x, y, width, height)}</bpmndi:BPMNShape>\n"


def generate(count: int) -> str:
    """A diagram with `count` flow nodes, as text."""
    pools: list[Pool] = []
    kinds, y, left = cycle(TASKS), 80.0, count
    while left:
        pool = Pool(len(pools) + 1, y, min(left, LANES * LANE_NODES), kinds)
        pool.fill()
        pools.append(pool)
        y += LANE_HEIGHT * LANES + POOL_GAP
        left -= pool.budget
    return "".join(indented(assemble(pools)))


def assemble(pools: list[Pool]) -> str:
    """The whole file, not yet indented."""
    members = "".join(
        f'<bpmn:participant id="Pool_{pool.number}" name="Department {pool.number}" '
        f'processRef="Process_{pool.number}" />\n'
        for pool in pools
    )
    messages, edges = message_flows(pools)
    processes = "".join(pool.process() for pool in pools)
    drawing = "".join(pool.drawing() for pool in pools) + edges
    return (
        f'{HEAD}<bpmn:collaboration id="Collaboration_1">\n{members}{messages}</bpmn:collaboration>\n{processes}'
        '<bpmndi:BPMNDiagram id="Diagram_1">\n<bpmndi:BPMNPlane id="Plane_1" bpmnElement="Collaboration_1">\n'
        f"{drawing}</bpmndi:BPMNPlane>\n</bpmndi:BPMNDiagram>\n</bpmn:definitions>\n"
    )


def message_flows(pools: list[Pool]) -> tuple[str, str]:
    """One message flow from each pool to the next: elements and edges."""
    elements, edges = "", ""
    for pool, after in pairwise(pools):
        source = next((node for node in pool.lanes[-1].nodes if "Task" in node.tag), None)
        target = next((node for node in after.lanes[0].nodes if "Task" in node.tag), None)
        if source is None or target is None:
            continue
        id = f"Message_{pool.number}"
        elements += f'<bpmn:messageFlow id="{id}" sourceRef="{source.id}" targetRef="{target.id}" />\n'
        start = (source.x + source.width / 2, source.y + source.height)
        end = (target.x + target.width / 2, target.y)
        points = "".join(f'<di:waypoint x="{x:g}" y="{y:g}" />\n' for x, y in (start, end))
        edges += f'<bpmndi:BPMNEdge id="{id}_di" bpmnElement="{id}">\n{points}</bpmndi:BPMNEdge>\n'
    return elements, edges


def indented(text: str) -> Iterator[str]:
    """The lines of a file with two spaces a level."""
    level = 0
    for line in text.splitlines(keepends=True):
        if line.startswith("</"):
            level -= 1
        yield "  " * level + line
        opens = line.startswith("<bpmn") and "</" not in line and not line.rstrip().endswith(("/>", "?>"))
        level += 1 if opens and not line.startswith("<?") else 0


def main(arguments: list[str]) -> int:
    """Write a diagram of the size asked for to standard output."""
    if len(arguments) != 1 or not arguments[0].isdigit():
        sys.stderr.write("usage: python -m tests.benchmarks.generate N > gen-N.bpmn\n")
        return 2
    sys.stdout.write(generate(int(arguments[0])))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
