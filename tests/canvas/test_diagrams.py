"""Files with several diagrams: the way into a collapsed sub-process."""

from __future__ import annotations

from engine.bpmn import BPMNDiagram, SubProcess
from tests.canvas.driver import Driver


def collapsed(driver: Driver) -> SubProcess:
    driver.canvas.start_create("sub-process")
    driver.click((600, 400))
    made = driver.canvas.selected_elements[0]
    driver.canvas.label_editor.cancel()
    button = driver.canvas.context_pad.button("expansion")
    assert button is not None
    button.click()
    assert isinstance(made, SubProcess)
    return made


def test_the_pad_opens_the_diagram_of_a_collapsed_sub_process(simple: Driver) -> None:
    made = collapsed(simple)
    asked: list[BPMNDiagram] = []
    simple.canvas.diagram_requested.connect(asked.append)
    simple.canvas.select([simple.element(str(made.id))])
    button = simple.canvas.context_pad.button("inside")
    assert button is not None

    button.click()
    simple.canvas.set_document(simple.document, asked[0])

    assert asked[0] is not simple.document.diagrams[0]
    assert [item.element.tag for item in simple.canvas.stage.scene if item.element is not None] == ["startEvent"]


def test_the_pad_collapses_and_expands(simple: Driver) -> None:
    made = collapsed(simple)
    small = simple.bounds(str(made.id))
    button = simple.canvas.context_pad.button("expansion")
    assert button is not None

    button.click()

    large = simple.bounds(str(made.id))
    pad = simple.canvas.context_pad
    assert pad.isVisible()
    assert pad.width() > 200
    assert (small.width, small.height) == (100, 80)
    assert large.width > 300


def test_a_task_has_no_inside_to_open(simple: Driver) -> None:
    simple.click("check")

    assert simple.canvas.context_pad.button("inside") is None
