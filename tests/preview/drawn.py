"""Gives a model without a diagram one: its elements in a row, so that they can be selected on the canvas."""

from __future__ import annotations

from engine.bpmn import Document, FlowNode, SequenceFlow

NAMES = (
    'xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI" xmlns:dc="http://www.omg.org/spec/DD/20100524/DC" '
    'xmlns:di="http://www.omg.org/spec/DD/20100524/DI"'
)
APART = 180


def drawn(text: str | bytes) -> bytes:
    """The same model with a diagram of its first process."""
    source = text if isinstance(text, str) else text.decode()
    document = Document.from_bytes(source.encode(), "model.bpmn")
    nodes = [each.id for each in document.elements(FlowNode)]
    shapes = "".join(
        f'<bpmndi:BPMNShape id="{id}_di" bpmnElement="{id}"><dc:Bounds x="{100 + APART * place}" y="100" '
        'width="100" height="80"/></bpmndi:BPMNShape>'
        for place, id in enumerate(nodes)
    )
    edges = "".join(
        f'<bpmndi:BPMNEdge id="{flow.id}_di" bpmnElement="{flow.id}">'
        f'<di:waypoint x="{200 + APART * nodes.index(flow.source_ref)}" y="140"/>'
        f'<di:waypoint x="{100 + APART * nodes.index(flow.target_ref)}" y="140"/></bpmndi:BPMNEdge>'
        for flow in document.elements(SequenceFlow)
    )
    process = next(element.id for element in document.definitions.children if element.tag.endswith("process"))
    plane = f'<bpmndi:BPMNPlane id="Plane" bpmnElement="{process}">{shapes}{edges}</bpmndi:BPMNPlane>'
    diagram = f'<bpmndi:BPMNDiagram id="Diagram" {NAMES}>{plane}</bpmndi:BPMNDiagram></bpmn:definitions>'
    return source.replace("</bpmn:definitions>", diagram).encode()
