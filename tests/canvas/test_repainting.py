"""What an edit paints anew: only what looks different."""

from __future__ import annotations

from engine.bpmn import Bounds, Document, Element, Point, Task
from modeler.drawing import figure
from modeler.drawing.figure import is_same_look
from modeler.editing import commands
from modeler.ui.canvas.scene import Scene
from tests.canvas.driver import Driver


def painted_by(driver: Driver, edit: object) -> int:
    """How many tiles an edit has painted."""
    driver.paint()
    before = driver.canvas.stage.tiles.painted
    assert callable(edit)
    edit()
    driver.paint()
    return driver.canvas.stage.tiles.painted - before


def test_a_change_that_nobody_can_see_paints_nothing(simple: Driver) -> None:
    task = simple.document.get("check", Task)

    painted = painted_by(simple, lambda: commands.set_documentation(simple.document, task, "Who checks, and how"))

    assert painted == 0
    assert simple.document.history.can_undo


def test_undoing_a_change_that_nobody_can_see_still_points_it_out(simple: Driver) -> None:
    task = simple.document.get("check", Task)
    commands.set_documentation(simple.document, task, "Who checks, and how")

    simple.document.history.undo()

    assert [part.element for part in simple.canvas.stage.marks.recent if part.element is task] == [task]


def test_a_new_name_is_painted(simple: Driver) -> None:
    task = simple.document.get("check", Task)

    assert painted_by(simple, lambda: commands.rename(simple.document, task, "Check the order twice")) > 0


def test_after_each_edit_and_its_undo_all_figures_are_what_they_would_be_made_anew(simple: Driver) -> None:
    document, scene = simple.document, simple.canvas.stage.scene
    check, ship = document.get("check", Task), document.get("ship", Task)
    pool = commands.create(document, "bpmn:participant", at=Point(400, 240))
    edits = (
        lambda: commands.move(document, [check], 0, 60),
        lambda: commands.move(document, [check, ship], 40, -20),
        lambda: commands.append(document, ship, "bpmn:exclusiveGateway"),
        lambda: commands.replace(document, check, "bpmn:subProcess"),
        lambda: commands.move(document, [pool], 30, 30),
        lambda: place(document, ship, Bounds(430, 90, 130, 100)),
        lambda: commands.delete(document, [ship]),
    )

    for edit in edits:
        edit()
        assert stale(scene) == []
        document.history.undo()
        assert stale(scene) == []
        document.history.redo()
        assert stale(scene) == []


def place(document: Document, element: Element, bounds: Bounds) -> None:
    """Place a shape and leave its lines as they are written: they are drawn to its border all the same."""
    shape = document.shape_of(element)
    assert shape is not None
    with document.edit("Place"):
        shape.bounds = bounds


def stale(scene: Scene) -> list[str | None]:
    """What does not look as it would if it were drawn anew."""
    anew = {item: figure(item.view, scene.style, scene.metrics) for item in scene}
    return [item.view.id for item, made in anew.items() if not is_same_look(scene.figure(item), made)]


def test_a_call_activity_that_opens_goes_below_what_it_surrounds(simple: Driver) -> None:
    document, scene = simple.document, simple.canvas.stage.scene
    called = commands.create(document, "bpmn:callActivity", at=Point(400, 400))
    shape = document.shape_of(called)
    assert shape is not None
    item, check = scene.item(called), scene.item(document.get("check", Task))
    assert item is not None
    assert check is not None
    assert item.key > check.key

    with document.edit("Open"):
        shape.is_expanded = True

    assert item.key < check.key
    document.history.undo()
    assert item.key > check.key


def test_a_shape_that_shows_something_else_now_is_another_thing(simple: Driver) -> None:
    document, scene = simple.document, simple.canvas.stage.scene
    shape = document.shape_of(document.get("alone", Task))
    assert shape is not None

    with document.edit("Show another"):
        shape.element_ref = "check"

    item = scene.item(shape)
    assert item is not None
    assert item.element is document.get("check", Task)
