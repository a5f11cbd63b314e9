"""A whole diagram as a picture: it is made in batches, and nobody can tell."""

from __future__ import annotations

from modeler.drawing import LIGHT, Detail, PlainMetrics, contents, figure
from modeler.drawing.figure import is_same_look
from modeler.drawing.sheet import MARGIN, Drawing, sheet
from modeler.drawing.style import printed
from tests.drawing.small_diagrams import document, edge, process, shape

MANY = 600


def chain(count: int) -> tuple[str, str]:
    """Tasks in a row, the flow to each before the task itself: flows end at what comes in a later batch."""
    tasks = "".join(f'<bpmn:task id="T{n}" name="Task {n}"/>' for n in range(count))
    flows = "".join(f'<bpmn:sequenceFlow id="F{n}" sourceRef="T{n}" targetRef="T{n + 1}"/>' for n in range(count - 1))
    drawn = "".join(
        (edge(f"F{n}", (n * 200 + 50, 40), (n * 200 + 250, 40)) if n < count - 1 else "")
        + shape(f"T{n}", n * 200, 0, 100, 80)
        for n in range(count)
    )
    return process(tasks + flows), drawn


def test_all_stands_in_drawing_order_and_looks_as_it_does_alone():
    diagram = document(*chain(MANY)).diagrams[0]

    drawn = sheet(diagram, LIGHT, PlainMetrics()).figures

    assert [each.drawn for each in drawn] == contents(diagram)
    assert len(drawn) == 2 * MANY - 1
    for each in drawn[:: MANY // 10]:
        alone = figure(each.drawn, printed(LIGHT), PlainMetrics(), Detail.FULL)
        assert is_same_look(each.figure, alone)


def test_edges_end_at_shapes_of_every_batch():
    diagram = document(*chain(MANY)).diagrams[0]

    figures = {each.element.id: each.figure for each in sheet(diagram, LIGHT, PlainMetrics()).figures}

    assert figures["F0"].outline.points == ((100, 40), (200, 40))
    assert figures[f"F{MANY - 2}"].outline.points == (((MANY - 2) * 200 + 100, 40), ((MANY - 1) * 200, 40))


def test_a_drawing_comes_in_several_batches_and_reaches_round_them_all():
    drawing = Drawing(document(*chain(MANY)).diagrams[0], LIGHT, PlainMetrics())

    batches = list(drawing)

    assert len(batches) > 3
    assert drawing.bounds.x < 0 - MARGIN
    assert drawing.bounds.right > (MANY - 1) * 200 + 100 + MARGIN


def test_a_diagram_without_anything_has_a_size_nevertheless():
    drawn = sheet(document("", "").diagrams[0], LIGHT, PlainMetrics())

    assert drawn.figures == ()
    assert (drawn.bounds.width, drawn.bounds.height) == (200, 100)
