"""Diagrams for tests in one line: `diagram("start > A > xor(yes: B, no: C) > end")`.

Words in lower case are events and gateways, others tasks with that name and id. Branches of a gateway meet in what
follows. Nodes of one line stand 50 apart on y = 100; each further branch is 120 lower.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from engine.bpmn import BPMNEdge, BPMNShape, Document, Element, FlowNode, SequenceFlow
from modeler.editing import behaviors

TYPES = {
    "start": ("startEvent", 36, 36),
    "end": ("endEvent", 36, 36),
    "catch": ("intermediateCatchEvent", 36, 36),
    "throw": ("intermediateThrowEvent", 36, 36),
    "xor": ("exclusiveGateway", 50, 50),
    "and": ("parallelGateway", 50, 50),
    "or": ("inclusiveGateway", 50, 50),
    "events": ("eventBasedGateway", 50, 50),
}
HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" \
xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI" xmlns:dc="http://www.omg.org/spec/DD/20100524/DC" \
xmlns:di="http://www.omg.org/spec/DD/20100524/DI" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" \
id="Definitions_1" targetNamespace="http://example.org/test">
"""


@dataclass
class Drawing:
    """The parts of the file while it is written."""

    nodes: list[tuple[str, str, float, float, float, float]] = field(default_factory=list)
    flows: list[tuple[str, str, str]] = field(default_factory=list)
    taken: dict[str, int] = field(default_factory=dict)

    def node(self, word: str, x: float, row: int) -> tuple[str, float]:
        """Add a node; returns its id and where the next one starts."""
        tag, width, height = TYPES.get(word, ("task", 100, 80))
        count = self.taken[word] = self.taken.get(word, 0) + 1
        id = word if count == 1 else f"{word}{count}"
        self.nodes.append((id, tag, x, 140 + 120 * row - height / 2, width, height))
        return id, x + width + 50


def diagram(text: str, *, references: bool = True) -> Document:
    """A document with this process, its diagram and all behaviors; `references` writes incoming and outgoing."""
    drawing = Drawing()
    _chain(drawing, text, [], 100, 0)
    return Document.from_bytes(_xml(drawing, references).encode(), "test.bpmn", behaviors.ALL)


def opened(body: str) -> Document:
    """A document of what stands inside the definitions, with all behaviors."""
    return Document.from_bytes(f"{HEAD}{body}\n</bpmn:definitions>\n".encode(), "test.bpmn", behaviors.ALL)


def node(document: Document, id: str) -> FlowNode:
    """The flow node with this id."""
    return document.get(id, FlowNode)


def flow(document: Document, source: str, target: str) -> SequenceFlow:
    """The flow from one node to another."""
    return next(each for each in document.outgoing(node(document, source)) if each.target is node(document, target))


def box(document: Document, element: Element | str) -> tuple[float, float, float, float]:
    """The bounds of an element as four numbers."""
    found = document.shape_of(document.get(element) if isinstance(element, str) else element)
    assert isinstance(found, BPMNShape)
    return found.bounds.x, found.bounds.y, found.bounds.width, found.bounds.height


def line(document: Document, connection: Element | str) -> list[tuple[float, float]]:
    """The way-points of a connection as pairs."""
    found = document.edge_of(document.get(connection) if isinstance(connection, str) else connection)
    assert isinstance(found, BPMNEdge)
    return [(each.x, each.y) for each in found.waypoints]


def ends(document: Document) -> set[str]:
    """All sequence flows as `A>B`."""
    return {f"{each.source_ref}>{each.target_ref}" for each in document.elements(SequenceFlow)}


def changed_lines(before: bytes, after: bytes) -> tuple[list[str], list[str]]:
    """The lines that only one of two files has."""
    old, new = before.decode().splitlines(), after.decode().splitlines()
    return [each.strip() for each in old if each not in new], [each.strip() for each in new if each not in old]


def _chain(drawing: Drawing, text: str, sources: list[tuple[str, str]], x: float, row: int) -> tuple[list, float]:
    for step in _split(text, ">"):
        word, _, inner = step.partition("(")
        id, x = drawing.node(word.strip(), x, row)
        for source, name in sources:
            drawing.flows.append((source, id, name))
        sources = [(id, "")]
        if inner:
            sources, x = _branches(drawing, inner.rstrip(") "), id, x, row)
    return sources, x


def _branches(drawing: Drawing, text: str, gateway: str, x: float, row: int) -> tuple[list, float]:
    sources: list[tuple[str, str]] = []
    furthest = x
    for index, branch in enumerate(_split(text, ",")):
        name, colon, chain = branch.partition(":")
        ends, end = _chain(
            drawing, chain if colon else name, [(gateway, name.strip() if colon else "")], x, row + index
        )
        sources.extend(ends)
        furthest = max(furthest, end)
    return sources, furthest


def _split(text: str, mark: str) -> list[str]:
    parts, depth, current = [], 0, ""
    for letter in text:
        depth += (letter == "(") - (letter == ")")
        if letter == mark and depth == 0:
            parts.append(current)
            current = ""
        else:
            current += letter
    return [part.strip() for part in (*parts, current)]


def _xml(drawing: Drawing, references: bool) -> str:
    boxes = {id: (x, y, width, height) for id, _, x, y, width, height in drawing.nodes}
    ids = {(source, target): f"Flow_{index + 1}" for index, (source, target, _) in enumerate(drawing.flows)}
    lines = ['  <bpmn:process id="Process_1" isExecutable="true">']
    for id, tag, *_ in drawing.nodes:
        inside = [f"      <bpmn:incoming>{ids[s, t]}</bpmn:incoming>" for s, t, _ in drawing.flows if t == id]
        inside += [f"      <bpmn:outgoing>{ids[s, t]}</bpmn:outgoing>" for s, t, _ in drawing.flows if s == id]
        name = f' name="{id}"' if tag == "task" else ""
        if references and inside:
            lines += [f'    <bpmn:{tag} id="{id}"{name}>', *inside, f"    </bpmn:{tag}>"]
        else:
            lines.append(f'    <bpmn:{tag} id="{id}"{name} />')
    for source, target, name in drawing.flows:
        label = f' name="{name}"' if name else ""
        lines.append(
            f'    <bpmn:sequenceFlow id="{ids[source, target]}"{label} sourceRef="{source}" targetRef="{target}" />'
        )
    lines += ["  </bpmn:process>", '  <bpmndi:BPMNDiagram id="Diagram_1">']
    lines.append('    <bpmndi:BPMNPlane id="Plane_1" bpmnElement="Process_1">')
    for id, (x, y, width, height) in boxes.items():
        lines.append(f'      <bpmndi:BPMNShape id="{id}_di" bpmnElement="{id}">')
        lines.append(f'        <dc:Bounds x="{x:g}" y="{y:g}" width="{width:g}" height="{height:g}" />')
        lines.append("      </bpmndi:BPMNShape>")
    for source, target, _ in drawing.flows:
        lines.append(f'      <bpmndi:BPMNEdge id="{ids[source, target]}_di" bpmnElement="{ids[source, target]}">')
        lines += [f'        <di:waypoint x="{x:g}" y="{y:g}" />' for x, y in _points(boxes[source], boxes[target])]
        lines.append("      </bpmndi:BPMNEdge>")
    lines += ["    </bpmndi:BPMNPlane>", "  </bpmndi:BPMNDiagram>"]
    return HEAD + "\n".join(lines) + "\n</bpmn:definitions>\n"


def _points(source: tuple, target: tuple) -> list[tuple[float, float]]:
    sx, sy = source[0] + source[2], source[1] + source[3] / 2
    tx, ty = target[0], target[1] + target[3] / 2
    if sy == ty:
        return [(sx, sy), (tx, ty)]
    middle = (sx + tx) / 2
    return [(sx, sy), (middle, sy), (middle, ty), (tx, ty)]
