"""Adding, moving and removing in every file at hand: no schema error is new, and undo brings every byte back."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from engine.bpmn import (
    Bounds,
    BPMNShape,
    Document,
    Documentation,
    Element,
    FlowNode,
    Point,
    Process,
    SequenceFlow,
    Task,
)
from engine.bpmn.extensions import add_child, add_extension, set_colors, set_label_color
from engine.bpmn.factory import create, create_edge, create_expression, create_shape, ensure_id
from engine.bpmn.namespaces import CAMUNDA, PROCESSMAKER
from engine.bpmn.schema import schema_problems_of
from tests.bpmn.corpus import FILES, NAMES


def faults(data: bytes) -> Counter[tuple[str | None, str]]:
    return Counter((problem.element_id, problem.message) for problem in schema_problems_of(data))


def append_task(document: Document, source: FlowNode, process: Element) -> Task:
    task = create(document, Task, name='Say "yes" & <go>\n\tnow')
    flow = create(document, SequenceFlow, source_ref=ensure_id(document, source), target_ref=task)
    document.insert(process, task)
    document.insert(process, flow)
    source.outgoing.append(flow)
    task.incoming.append(flow)
    flow.condition = create_expression(flow, "conditionExpression", "${a < 1}")
    draw(document, task, flow)
    return task


def draw(document: Document, task: Task, flow: SequenceFlow) -> None:
    for diagram in document.diagrams[:1]:
        if diagram.plane is not None:
            shape = create_shape(document, diagram.plane, task, Bounds(1, 2, 100, 80))
            create_edge(document, diagram.plane, flow, [Point(0, 1), Point(2, 2.5)], label=Bounds(1, 2, 3, 4))
            set_colors(shape, "#111111", "#222222")
            set_label_color(shape, "#333333")


def decorate(document: Document, task: Task) -> None:
    task.set_foreign(PROCESSMAKER, "config", '{"a": "b"}')
    add_child(add_extension(task, CAMUNDA, "properties"), CAMUNDA, "property").set("name", "x")
    task.documentation.append(create(document, Documentation))
    task.documentation[0].text = "Why & how"


@pytest.mark.parametrize("path", FILES, ids=NAMES)
def test_edits_bring_no_new_schema_error_and_undo_brings_back_every_byte(path: Path) -> None:
    data = path.read_bytes()
    document = Document.from_bytes(data, path.name)

    with document.edit("Append"):
        for process in list(document.elements(Process)):
            for source in [node for node in process.flow_elements if isinstance(node, FlowNode)][:1]:
                decorate(document, append_task(document, source, process))
    with document.edit("Move"):
        for shape in list(document.elements(BPMNShape))[:5]:
            shape.bounds = shape.bounds.moved(10, 0.5)
    edited = document.to_bytes()
    with document.edit("Remove"):
        for process in list(document.elements(Process)):
            for element in list(process.flow_elements)[:1]:
                document.remove(element)
    removed = document.to_bytes()

    assert faults(edited) - faults(data) == Counter()
    assert faults(removed) - faults(data) == Counter()
    while document.history.can_undo:
        document.history.undo()
    assert document.to_bytes() == data
