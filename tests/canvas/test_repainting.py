"""What an edit paints anew: only what looks different."""

from __future__ import annotations

from engine.bpmn import Task
from modeler.editing import commands
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
