"""Placing new things: by click, by drop from the palette, from the context pad, on flows, then naming them."""

from __future__ import annotations

from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDragMoveEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from engine.bpmn import EndEvent, Participant, Point, Task, TextAnnotation, UserTask
from modeler.ui.canvas.drops import MIME
from modeler.ui.canvas.tools.create import Create
from tests.canvas.driver import CONTROL, LEFT, NONE, Driver

COPY = Qt.DropAction.CopyAction


def entry(id: str) -> QMimeData:
    data = QMimeData()
    data.setData(MIME, id.encode())
    return data


def pull(driver: Driver, data: QMimeData, at: tuple[float, float]) -> bool:
    pixel = driver.pixel(at)
    enter = QDragEnterEvent(pixel, COPY, data, LEFT, NONE)
    QApplication.sendEvent(driver.canvas, enter)
    QApplication.sendEvent(driver.canvas, QDragMoveEvent(pixel, COPY, data, LEFT, NONE))
    return enter.isAccepted()


def test_a_click_places_what_follows_the_pointer(simple: Driver) -> None:
    simple.canvas.start_create("userTask")
    simple.hover((500, 340))

    simple.click((500, 340))

    made = simple.canvas.selected_elements[0]
    assert isinstance(made, UserTask)
    assert simple.bounds(str(made.id)).x == 450
    assert simple.bounds(str(made.id)).y == 300
    assert simple.document.history.undo_label.startswith("Create")


def test_the_label_of_what_was_placed_is_edited_at_once(simple: Driver) -> None:
    simple.canvas.start_create("userTask")
    simple.click((500, 340))
    editor = simple.canvas.label_editor

    QTest.keyClicks(editor, "Book it")
    simple.key(Qt.Key.Key_Return, widget=editor)

    assert not editor.isVisible()
    assert simple.canvas.selected_elements[0].get("name") == "Book it"


def draw_lower(driver: Driver) -> None:
    """The flow between the tasks does not run through their middles."""
    edge = driver.document.edge_of(driver.element("to_ship"))
    assert edge is not None
    with driver.document.edit("Draw it lower"):
        edge.waypoints = (Point(300, 143), Point(440, 143))
    driver.paint()


def test_what_is_dropped_on_a_flow_rests_on_its_line(simple: Driver) -> None:
    draw_lower(simple)
    simple.canvas.start_create("userTask")
    simple.hover((370, 136))

    simple.click((370, 136))

    made = str(simple.canvas.selected_elements[0].id)
    assert simple.middle(made)[1] == 143
    assert [point.y for point in simple.points("to_ship")] == [143, 143]


def test_what_is_moved_onto_a_flow_rests_on_its_line_unless_control_is_held(simple: Driver) -> None:
    draw_lower(simple)

    simple.drag("alone", (370, 136))
    assert simple.middle("alone")[1] == 143
    simple.document.history.undo()
    simple.drag("alone", (370, 137), CONTROL)

    assert simple.middle("alone")[1] == 137


def test_escape_leaves_no_ghost(simple: Driver) -> None:
    before = simple.document.to_bytes()
    simple.canvas.start_create("userTask")
    simple.hover((500, 340))

    simple.key(Qt.Key.Key_Escape)
    simple.click((500, 340))

    assert simple.document.to_bytes() == before
    assert not simple.canvas.controller.is_busy


def test_a_new_task_on_a_flow_is_marked_and_becomes_part_of_it(simple: Driver) -> None:
    simple.canvas.start_create("task")
    simple.hover((370, 140))
    target = simple.canvas.stage.marks.target

    simple.click((370, 140))

    made = simple.canvas.selected_elements[0]
    assert target is not None
    assert target.element is simple.element("to_ship")
    assert isinstance(made, Task)
    assert [flow.source for flow in simple.document.incoming(made)] == [simple.element("check")]
    assert [flow.target for flow in simple.document.outgoing(made)] == [simple.element("ship")]


def test_an_entry_of_the_palette_is_dropped_on_a_flow(simple: Driver) -> None:
    data = entry("serviceTask")
    accepted = pull(simple, data, (370, 140))

    drop = QDropEvent(QPointF(simple.pixel((370, 140))), COPY, data, LEFT, NONE)
    QApplication.sendEvent(simple.canvas, drop)

    made = simple.canvas.selected_elements[0]
    assert accepted
    assert made.tag == "serviceTask"
    assert simple.document.outgoing(made)  # type: ignore[arg-type]


def test_an_entry_that_leaves_again_takes_its_ghost_along(simple: Driver) -> None:
    pull(simple, entry("serviceTask"), (500, 340))
    during = isinstance(simple.canvas.controller.gesture, Create)

    QApplication.sendEvent(simple.canvas, QDragLeaveEvent())

    assert during
    assert not simple.canvas.controller.is_busy
    assert not simple.document.history.can_undo


def test_an_unknown_entry_is_not_accepted(simple: Driver) -> None:
    assert not pull(simple, entry("no such thing"), (500, 340))
    assert not simple.canvas.controller.is_busy


def test_the_pad_appends_and_connects(simple: Driver) -> None:
    simple.click("alone")
    button = simple.canvas.context_pad.button("end")
    assert button is not None

    QTest.mouseClick(button, LEFT)

    made = simple.canvas.selected_elements[0]
    assert isinstance(made, EndEvent)
    assert [flow.source for flow in simple.document.incoming(made)] == [simple.element("alone")]
    assert simple.bounds(str(made.id)).x == 362


def test_an_entry_pulled_off_the_pad_is_placed_where_it_is_dropped(simple: Driver) -> None:
    simple.click("alone")
    button = simple.canvas.context_pad.button("task")
    assert button is not None
    goal = button.mapFromGlobal(simple.canvas.mapToGlobal(simple.pixel((600, 400))))

    QTest.mousePress(button, LEFT, NONE, QPoint(10, 10))
    QTest.mouseMove(button, QPoint(30, 40))
    QTest.mouseMove(button, goal)
    QTest.mouseRelease(button, LEFT, NONE, goal)

    made = simple.canvas.selected_elements[0]
    assert isinstance(made, Task)
    assert simple.bounds(str(made.id)).x == 550
    assert [flow.source for flow in simple.document.incoming(made)] == [simple.element("alone")]


def test_the_pad_adds_an_annotation(simple: Driver) -> None:
    simple.click("check")
    button = simple.canvas.context_pad.button("annotation")
    assert button is not None

    QTest.mouseClick(button, LEFT)

    assert isinstance(simple.canvas.selected_elements[0], TextAnnotation)


def test_a_double_click_on_empty_canvas_offers_to_create(simple: Driver) -> None:
    simple.double_click((700, 400))

    popup = simple.canvas.menus.popup
    assert popup.isVisible()
    popup.close()


def test_a_task_on_a_flow_that_is_too_short_pushes_what_stands_behind(simple: Driver) -> None:
    before = simple.bounds("end").x
    simple.canvas.start_create("task")
    simple.hover((586, 140))

    simple.click((586, 140))

    made = simple.bounds(str(simple.canvas.selected_elements[0].id))
    assert simple.bounds("end").x > before
    assert simple.bounds("ship").x + simple.bounds("ship").width < made.x
    assert made.x + made.width < simple.bounds("end").x


def test_a_boundary_event_dropped_on_nothing_is_told_where_it_belongs(simple: Driver) -> None:
    told: list[str] = []
    simple.canvas.refused.connect(told.append)
    simple.canvas.start_create("timer-boundary-event")
    simple.hover((600, 400))
    verdict = simple.canvas.stage.marks.verdict

    simple.click((600, 400))

    assert verdict == "forbidden"
    assert told == ["The boundary event belongs on the border of an activity"]
    assert not simple.document.history.can_undo


def test_a_boundary_event_dropped_on_a_border_is_attached(simple: Driver) -> None:
    simple.canvas.start_create("timer-boundary-event")
    simple.hover((250, 181))

    simple.click((250, 181))

    made = simple.canvas.selected_elements[0]
    assert made.get("attachedToRef") == "check"
    assert simple.middle(str(made.id)) == (250, 180)


def test_the_first_pool_goes_round_everything_wherever_the_pointer_is(simple: Driver) -> None:
    simple.canvas.start_create("bpmn:participant")
    simple.hover((700, 420))
    shown = simple.canvas.controller.gesture._ghost.size

    simple.click((700, 420))

    pool = next(simple.document.elements(Participant))
    bounds = simple.document.shape_of(pool).bounds
    assert (bounds.width, bounds.height) == shown
    assert (bounds.x, bounds.y) == (102 - 20 - 30, 100 - 20)
