"""Random use: whatever is clicked, dragged and typed, the canvas shows what the document holds, and undo restores it.

After each action the scene is compared with one read afresh; at the end everything is undone and the bytes are those of
the file. The same seed does the same.
"""

from __future__ import annotations

from random import Random

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from modeler.ui.canvas.scene import Scene
from tests.canvas.conftest import Show
from tests.canvas.driver import CONTROL, NONE, SHIFT, Driver

ACTIONS = 60
KEYS = (
    Qt.Key.Key_Delete,
    Qt.Key.Key_Left,
    Qt.Key.Key_Down,
    Qt.Key.Key_C,
    Qt.Key.Key_L,
    Qt.Key.Key_H,
    Qt.Key.Key_S,
    Qt.Key.Key_Escape,
    Qt.Key.Key_Escape,
    Qt.Key.Key_E,
)
THINGS = (
    "userTask",
    "exclusiveGateway",
    "timer-start-event",
    "endEvent",
    "sub-process",
    "text-annotation",
    "data-object",
    "pool",
    "group",
    "timer-boundary-event",
    "collapsed-sub-process",
)


class Monkey:
    """One kind of action a method; `act` picks."""

    def __init__(self, driver: Driver, seed: int) -> None:
        self.driver = driver
        self.random = Random(seed)
        self.clipboard = ""

    def act(self) -> None:
        actions = [self.click, self.drag, self.key, self.create, self.undo, self.pad, self.clip, self.label, self.drag]
        self.random.choice(actions)()

    def place(self) -> tuple[float, float]:
        items = list(self.driver.canvas.stage.scene)
        if items and self.random.random() < 0.7:
            box = self.random.choice(items).box
            return self.random.uniform(box[0], box[2]), self.random.uniform(box[1], box[3])
        return self.random.uniform(0, 800), self.random.uniform(0, 500)

    def modifiers(self) -> Qt.KeyboardModifier:
        return self.random.choice((NONE, NONE, NONE, SHIFT, CONTROL))

    def click(self) -> None:
        self.driver.click(self.place(), self.modifiers())

    def drag(self) -> None:
        start, end = self.place(), self.place()
        if self.random.random() < 0.2:
            self.driver.press(start)
            self.driver.move(end)
            self.driver.key(Qt.Key.Key_Escape)
            self.driver.release(end)
        else:
            self.driver.drag(start, end, self.modifiers())

    def key(self) -> None:
        self.driver.key(self.random.choice(KEYS), self.random.choice((NONE, NONE, SHIFT)))

    def create(self) -> None:
        self.driver.canvas.start_create(self.random.choice(THINGS))
        place = self.place()
        self.driver.hover(place)
        self.driver.click(place)

    def undo(self) -> None:
        history = self.driver.document.history
        step = history.undo if self.random.random() < 0.6 else history.redo
        if history.can_undo if step == history.undo else history.can_redo:
            step()

    def pad(self) -> None:
        button = self.driver.canvas.context_pad.button(self.random.choice(("task", "gateway", "end", "annotation")))
        if button is not None and button.isVisible():
            button.click()

    def clip(self) -> None:
        if self.random.random() < 0.5:
            self.clipboard = self.driver.canvas.copy() or self.clipboard
        elif self.random.random() < 0.7:
            self.driver.canvas.paste(self.clipboard)
        else:
            self.driver.canvas.duplicate()

    def label(self) -> None:
        editor = self.driver.canvas.label_editor
        if editor.isVisible():
            QTest.keyClicks(editor, self.random.choice(("One", "Two words", "")))
            self.driver.key(self.random.choice((Qt.Key.Key_Return, Qt.Key.Key_Escape)), widget=editor)


def shown(scene: Scene) -> dict[object, object]:
    return {item.view: (item.box, item.points, item.role, item.element) for item in scene}


def fresh(driver: Driver) -> Scene:
    stage = driver.canvas.stage
    scene = Scene(stage.style, stage.scene.metrics)
    scene.show(driver.document, stage.scene.diagram)
    return scene


@pytest.mark.parametrize("seed", range(6))
def test_random_use_keeps_canvas_and_document_in_step(show: Show, seed: int) -> None:
    driver = show()
    before = driver.document.to_bytes()
    monkey = Monkey(driver, seed)

    for _ in range(ACTIONS):
        monkey.act()
        assert shown(driver.canvas.stage.scene) == shown(fresh(driver))
        assert all(part.element is not None for part in driver.canvas.stage.selection)
    driver.canvas.label_editor.cancel()
    driver.canvas.controller.cancel()
    driver.paint()
    while driver.document.history.can_undo:
        driver.document.history.undo()

    assert driver.document.to_bytes() == before
    assert not any(item.hidden for item in driver.canvas.stage.scene)
    assert shown(driver.canvas.stage.scene) == shown(fresh(driver))
