"""Documents for drawing tests, from the least XML that says what is drawn."""

from __future__ import annotations

from engine.bpmn import BPMNEdge, BPMNShape, Document

HEAD = (
    '<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" '
    'xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI" xmlns:dc="http://www.omg.org/spec/DD/20100524/DC" '
    'xmlns:di="http://www.omg.org/spec/DD/20100524/DI" xmlns:bioc="http://bpmn.io/schema/bpmn/biocolor/1.0" '
    'xmlns:color="http://www.omg.org/spec/BPMN/non-normative/color/1.0" '
    'xmlns:x="urn:vendor" id="definitions" targetNamespace="urn:test">'
)


def document(semantic: str, drawn: str, plane: str = "P", declared: str = "") -> Document:
    """A document whose only diagram holds these shapes and edges; `semantic` stands in the process P."""
    body = semantic if "<bpmn:process" in semantic or "<bpmn:chor" in semantic else process(semantic)
    diagram = (
        f'<bpmndi:BPMNDiagram id="D"><bpmndi:BPMNPlane id="Plane" bpmnElement="{plane}">{drawn}</bpmndi:BPMNPlane>'
    )
    head = HEAD.replace(' id="definitions"', f' {declared} id="definitions"')
    return Document.from_bytes(f"{head}{body}{diagram}</bpmndi:BPMNDiagram></bpmn:definitions>".encode(), "test.bpmn")


def process(content: str) -> str:
    return f'<bpmn:process id="P">{content}</bpmn:process>'


def shape(of: str, x: float, y: float, width: float, height: float, attributes: str = "", inside: str = "") -> str:
    bounds = f'<dc:Bounds x="{x}" y="{y}" width="{width}" height="{height}"/>'
    return f'<bpmndi:BPMNShape id="{of}_di" bpmnElement="{of}" {attributes}>{bounds}{inside}</bpmndi:BPMNShape>'


def edge(of: str, *points: tuple[float, float], attributes: str = "") -> str:
    waypoints = "".join(f'<di:waypoint x="{x}" y="{y}"/>' for x, y in points)
    return f'<bpmndi:BPMNEdge id="{of}_di" bpmnElement="{of}" {attributes}>{waypoints}</bpmndi:BPMNEdge>'


def drawn(found: Document, of: str) -> BPMNShape | BPMNEdge:
    """The shape or edge that draws an element."""
    return found.get(f"{of}_di", (BPMNShape, BPMNEdge))  # type: ignore[arg-type]
