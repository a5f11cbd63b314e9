"""Random use of the real window: what a person does with mouse and keys, one thing after the other."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QPointF, Qt, QTimer
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLineEdit, QWidget

from tests.canvas.driver import CONTROL, LEFT, NONE, SHIFT, Driver

if TYPE_CHECKING:
    from modeler.ui.canvas.items import SceneItem
    from modeler.ui.canvas.widget import CanvasWidget
    from modeler.ui.main_window import MainWindow

Act = Callable[[], object]
Key = Qt.Key
RESCUE = 40
LEAST = 0.8
COMMANDS = (
    "edit.undo", "edit.undo", "edit.redo", "edit.copy", "edit.paste", "edit.duplicate", "view.zoom-in", "view.zoom-out",
    "view.zoom-100", "view.zoom-fit", "view.grid", "view.bottom", "view.properties", "file.save", "tool.space",
    "tool.lasso", "tool.select",
)  # fmt: skip
PREVIEW = (
    "preview.run", "preview.step", "preview.step-into", "preview.step-back", "preview.step-back", "preview.breakpoint",
    "preview.pause", "preview.stop", "preview.inspect", "preview.history",
)  # fmt: skip
THINGS = ("userTask", "exclusiveGateway", "endEvent", "sub-process", "text-annotation", "timer-boundary-event")


class Hands:
    """Knows the window and what can be done in it; `next` says what is done now, and does it when it is called."""

    def __init__(self, window: MainWindow, canvas: CanvasWidget, chance: random.Random) -> None:
        assert canvas.document is not None
        self._window, self._canvas, self._chance = window, canvas, chance
        self._driver = Driver(canvas, canvas.document)
        self._drawn = len(canvas.stage.scene)
        self._rescue = QTimer(window)
        self._rescue.timeout.connect(self._get_rid_of_what_waits)
        self._rescue.start(RESCUE)
        self._acts: dict[str, tuple[float, Act]] = {
            "click": (12, self._click),
            "drag": (14, self._drag),
            "wheel": (8, self._wheel),
            "pan": (4, self._pan),
            "nudge": (5, lambda: self._driver.key(self._one((Key.Key_Left, Key.Key_Down)), self._one((NONE, SHIFT)))),
            "rename": (8, self._rename),
            "delete": (3, lambda: self._driver.key(Key.Key_Delete)),
            "create": (5, self._create),
            "room": (4, self._make_room),
            "select all": (1, lambda: self._command("edit.select-all")),
            "type in a field": (8, self._type),
            "command": (18, lambda: self._command(self._one(COMMANDS))),
            "preview": (14, lambda: self._command(self._one(PREVIEW))),
            "look at a step": (5, self._look_at_step),
            "theme": (0.2, lambda: self._command(self._one(("view.theme-dark", "view.theme-light")))),
        }

    def next(self) -> tuple[str, Act]:
        """What is done now; where much was deleted, that is undone, so that there is always something to work on."""
        if len(self._canvas.stage.scene) < self._drawn * LEAST and self._driver.document.history.can_undo:
            return "undo", lambda: self._command("edit.undo")
        weights = [weight for weight, _ in self._acts.values()]
        name = self._chance.choices(list(self._acts), weights)[0]
        return name, self._acts[name][1]

    def _one(self, choices):  # type: ignore[no-untyped-def]  # one of any kind
        return self._chance.choice(choices)

    def _command(self, id: str) -> None:
        self._window.actions_by_id[id].trigger()

    def _item(self) -> SceneItem | None:
        scene, seen = self._canvas.stage.scene, self._canvas.stage.viewport.rect
        items = [item for item in scene.within(seen) if not item.is_frame] or list(scene)
        return self._chance.choice(items) if items else None

    def _place(self) -> tuple[float, float]:
        item = self._item()
        if item is None or self._chance.random() < 0.15:
            left, top, right, bottom = self._canvas.stage.viewport.rect
            return self._chance.uniform(left, right), self._chance.uniform(top, bottom)
        return item.center

    def _click(self) -> None:
        self._driver.click(self._place(), self._one((NONE, NONE, NONE, SHIFT)))

    def _drag(self) -> None:
        x, y = self._place()
        far = 160 / self._canvas.stage.viewport.scale
        end = (x + self._chance.uniform(-far, far), y + self._chance.uniform(-far, far))
        self._driver.drag((x, y), end, self._one((NONE, NONE, CONTROL)))

    def _wheel(self) -> None:
        at = QPointF(self._chance.uniform(0, self._canvas.width()), self._chance.uniform(0, self._canvas.height()))
        turned = QPoint(0, self._one((-120, -120, 120, 120, 240)))
        keys = self._one((NONE, NONE, CONTROL, CONTROL, SHIFT))
        phase = Qt.ScrollPhase.NoScrollPhase
        place = QPointF(self._canvas.mapToGlobal(at))
        event = QWheelEvent(at, place, QPoint(), turned, Qt.MouseButton.NoButton, keys, phase, False)
        QApplication.sendEvent(self._canvas, event)

    def _pan(self) -> None:
        self._canvas.pan(self._chance.uniform(-200, 200), self._chance.uniform(-150, 150))

    def _rename(self) -> None:
        self._click()
        self._driver.key(Key.Key_E)
        editor = self._canvas.label_editor
        if editor.isVisible():
            QTest.keyClicks(editor, self._one(("Check the order", "Pay", "A name that is long enough to be wrapped")))
            self._driver.key(Key.Key_Return, widget=editor)

    def _create(self) -> None:
        self._canvas.start_create(self._one(THINGS))
        place = self._place()
        self._driver.hover(place)
        self._driver.click(place)

    def _make_room(self) -> None:
        self._driver.key(Key.Key_S)
        x, y = self._place()
        self._driver.drag((x, y), (x + self._one((-40, 60, 120)), y))
        self._driver.key(Key.Key_V)

    def _type(self) -> None:
        """A few letters in a text field of the properties, and away from it."""
        fields = [each for each in self._window.properties_panel.findChildren(QLineEdit) if each.isVisible()]
        if fields:
            field = self._one(fields)
            QTest.mouseClick(field, LEFT)
            QTest.keyClicks(field, self._one(("abc", "order", "42")))
            QTest.keyClick(field, Key.Key_Tab)

    def _look_at_step(self) -> None:
        steps = self._window.preview.standing.steps
        if steps:
            self._window.preview.go_to(self._chance.randrange(steps))

    def _get_rid_of_what_waits(self) -> None:
        """Menus and dialogs are closed as a person closes them, by Escape."""
        for waiting in (QApplication.activePopupWidget(), QApplication.activeModalWidget()):
            if isinstance(waiting, QDialog):
                waiting.reject()
            elif isinstance(waiting, QWidget):
                waiting.close()
