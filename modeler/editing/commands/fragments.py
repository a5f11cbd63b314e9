"""Fragments: what the clipboard holds, a small BPMN file of its own with everything that was copied (R-C1, R-C3)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from engine.bpmn import (
    Activity,
    Association,
    BPMNDiagram,
    BPMNEdge,
    BPMNPlane,
    BPMNShape,
    Collaboration,
    DataAssociation,
    DataObjectReference,
    Document,
    Element,
    FlowNode,
    Lane,
    MessageFlow,
    Participant,
    Process,
    RootElement,
    SequenceFlow,
)
from engine.bpmn.copying import copies_of, copy_of
from engine.bpmn.index import REFERENCE_SET, local
from modeler.editing.commands.moving import outermost
from modeler.editing.relayout import connections_at
from modeler.editing.structure import CONNECTIONS, source_of, target_of

EMPTY: Final = b"""<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" \
xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI" xmlns:dc="http://www.omg.org/spec/DD/20100524/DC" \
xmlns:di="http://www.omg.org/spec/DD/20100524/DI" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" \
id="fragment-definitions" targetNamespace="http://bpmn.io/schema/bpmn" exporter="Processwright clipboard">
  <bpmn:collaboration id="fragment-collaboration" />
  <bpmn:process id="fragment-process" />
  <bpmndi:BPMNDiagram id="fragment-diagram">
    <bpmndi:BPMNPlane id="fragment-plane" bpmnElement="fragment-collaboration" />
  </bpmndi:BPMNDiagram>
</bpmn:definitions>
"""


def fragment_of(document: Document, elements: Sequence[Element], diagram: BPMNDiagram | None) -> Document:
    """A document with copies of elements, what belongs to them, and the connections of which both ends are copied."""
    found = Document.from_bytes(EMPTY, "clipboard")
    chosen = list(_chosen(document, elements))
    everything = {inner for each in chosen for inner in _with_inner(each)}
    links = [each for each in _links(document, everything) if each.parent not in everything]
    with found.edit("Copy"):
        for element in (*chosen, *links):
            found.insert(_home(found, element), copy_of(found, element, {}))
        _copy_drawings(document, found, {*everything, *links}, diagram)
        for root in _definitions(document, {*everything, *links}):
            found.insert(found.definitions, copy_of(found, root, {}))
        _prune(found)
    return found


def _chosen(document: Document, elements: Sequence[Element]) -> Iterator[Element]:
    """The outermost elements, with boundary events, and the processes and data behind what is drawn."""
    shapes = [each for each in elements if not isinstance(each, (Lane, *CONNECTIONS))]
    for element in outermost(shapes):
        yield element
        if isinstance(element, Activity):
            yield from document.attached_to(element)
        if isinstance(element, Participant) and element.process is not None:
            yield element.process
        if isinstance(element, DataObjectReference) and element.data_object is not None:
            yield element.data_object


def _with_inner(element: Element) -> Iterator[Element]:
    yield element
    for child in element.children:
        yield from _with_inner(child)


def _links(document: Document, everything: set[Element]) -> list[Element]:
    ends = [each for each in everything if each.id and not isinstance(each, CONNECTIONS)]
    kept: set[Element | None] = set(everything)
    found = []
    for connection in connections_at(document, ends):
        if source_of(connection) in kept and target_of(connection) in kept:
            kept.add(connection)
            found.append(connection)
    return sorted(found, key=lambda each: isinstance(each, Association))


def _home(fragment: Document, element: Element) -> Element:
    if isinstance(element, Process):
        return fragment.definitions
    if isinstance(element, Participant | MessageFlow):
        return fragment.get("fragment-collaboration", Collaboration)
    return fragment.get("fragment-process", Process)


def _copy_drawings(
    document: Document, fragment: Document, elements: Iterable[Element], diagram: BPMNDiagram | None
) -> None:
    plane = fragment.get("fragment-plane", BPMNPlane)
    inner = {own for element in elements for own in document.planes_of(element)}
    drawn: list[BPMNShape | BPMNEdge] = []
    for element in elements:
        found = document.shape_of(element, diagram) or document.edge_of(element, diagram)
        if found is not None and found.parent not in inner:
            drawn.append(found)
    for own in sorted(inner, key=lambda each: document.order_of(each.node)):
        if own.parent is not None:
            fragment.insert(fragment.definitions, copy_of(fragment, own.parent, {}))
    fragment.append_all(plane, copies_of(fragment, sorted(drawn, key=_position), {}))


def _position(drawn: Element) -> tuple[int, str]:
    return (1 if isinstance(drawn, BPMNEdge) else 0, drawn.id or "")


def _definitions(document: Document, elements: Iterable[Element]) -> list[Element]:
    """The shared definitions (messages, signals, errors, categories, …) that elements refer to, each once."""
    found: dict[Element, None] = {}
    waiting = list(dict.fromkeys(inner for each in elements for inner in (each, *each.children)))
    while waiting:
        element = waiting.pop()
        for name, value in element.attributes.items():
            target = document.find(local(value)) if name in REFERENCE_SET else None
            root = None if target is None else _root_of(target)
            if root is not None and root not in found:
                found[root] = None
                waiting.extend(_with_inner(root))
    return list(found)


def _root_of(target: Element) -> Element | None:
    """The shared definition that a referred element is or stands in; no process and no drawn thing."""
    for each in (target, *target.ancestors()):
        if isinstance(each, RootElement) and each.parent is not None and each.parent.tag == "definitions":
            return None if isinstance(each, Process | Collaboration) else each
    return None


def _prune(fragment: Document) -> None:
    """Remove what refers to things that were not copied."""
    elements = list(fragment.elements(Element))
    lines = [each for each in elements if isinstance(each, DataAssociation | Association)]
    for line in sorted(lines, key=lambda each: isinstance(each, Association)):
        if source_of(line) is None or target_of(line) is None:
            fragment.remove(line)
    for each in elements:
        if isinstance(each, BPMNShape | BPMNEdge) and each.element is None:
            fragment.remove(each)
        elif isinstance(each, FlowNode):
            _prune_references(fragment, each)


def _prune_references(fragment: Document, node: FlowNode) -> None:
    """Forget the flows of a node that were not copied."""
    for references in (node.incoming, node.outgoing):
        for id in [each for each in references if not isinstance(fragment.find(local(each)), SequenceFlow)]:
            references.remove(id)
    default = node.get("default")
    if default is not None and fragment.find(local(default)) is None:
        node.set("default", None)
