"""What is at a point is found without drawing: only what may have a label outside is looked at closely."""

from __future__ import annotations

from engine.bpmn import Document, SequenceFlow
from modeler.drawing import LIGHT, Detail, PlainMetrics
from modeler.ui.canvas.scene import Scene
from tests.benchmarks.generate import generate


def scene() -> tuple[Scene, Document]:
    document = Document.from_bytes(generate(40).encode())
    made = Scene(LIGHT, PlainMetrics())
    made.show(document)
    return made, document


def test_tasks_and_flows_without_a_name_are_not_drawn_for_a_hit():
    made, _ = scene()
    left, top, right, bottom = made.bounds()

    for x in range(int(left), int(right), 25):
        for y in range(int(top), int(bottom), 25):
            made.hit(x, y)

    drawn = {item.element for item in made if item.figure is not None}
    assert drawn
    assert not any(item.role != "edge" and item.element.tag.endswith("Task") for item in made if item.element in drawn)
    assert not any(isinstance(element, SequenceFlow) and not element.name for element in drawn)


def test_labels_beside_shapes_and_flows_are_hit_before_anything_was_drawn():
    reference, document = scene()
    labels = {item.view: reference.label_rect(item) for item in reference}

    for rect in labels.values():
        if rect is not None:
            again = Scene(LIGHT, PlainMetrics())
            again.show(document)

            part = again.hit((rect[0] + rect[2]) / 2, (rect[1] + rect[3]) / 2)

            assert part is not None
            assert part.is_label
            assert labels[part.view] is not None
    assert sum(rect is not None for rect in labels.values()) > 10


def test_no_label_is_hit_from_so_far_away_that_no_text_is_drawn():
    made, _ = scene()
    rects = [rect for rect in map(made.label_rect, made) if rect is not None]

    for left, top, right, bottom in rects:
        part = made.hit((left + right) / 2, (top + bottom) / 2, detail=Detail.NO_TEXT)

        assert part is None or not part.is_label
    assert rects
