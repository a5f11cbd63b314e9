"""A canvas with a small diagram on it, at 100 %."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from pytestqt.qtbot import QtBot

from engine.bpmn import Document
from modeler.editing.behaviors import ALL
from modeler.ui.canvas.widget import CanvasWidget
from tests.canvas.diagrams import SIMPLE
from tests.canvas.driver import Driver

Show = Callable[..., Driver]


@pytest.fixture
def show(qtbot: QtBot) -> Show:
    """Puts a diagram on a canvas of its own."""

    def make(text: str = SIMPLE) -> Driver:
        document = Document.from_bytes(text.encode(), "test.bpmn", ALL)
        canvas = CanvasWidget()
        qtbot.addWidget(canvas)
        canvas.resize(900, 600)
        with qtbot.waitExposed(canvas):
            canvas.show()
        canvas.set_document(document)
        canvas.zoom_to(1.0)
        canvas.stage.viewport = canvas.stage.viewport.centered(400, 250)
        driver = Driver(canvas, document)
        driver.paint()
        return driver

    return make


@pytest.fixture
def simple(show: Show) -> Driver:
    """Start, two tasks and an end in a row, and a task apart."""
    return show()
