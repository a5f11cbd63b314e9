"""The palette lists a connector for another version of the engine with the reason, and does not offer it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from modeler.ui.main_window import MainWindow
from modeler.ui.plain_text import ElidedLabel
from tests.connectors.template_packages import catalog_of, one
from tests.connectors.test_template_offers import WITH_STEPS, made_for

LEFT = Qt.MouseButton.LeftButton
REASON = "Needs Camunda ^8.8; this file is made for Camunda 8.5.0."


@pytest.fixture
def window(window: MainWindow, tmp_path: Path) -> MainWindow:
    steps = {**json.loads(one(id="steps", name="Chat", **WITH_STEPS))}
    texts = [json.dumps(steps), one(id="newer", name="Newer", engines={"camunda": "^8.8"})]
    window.session.__dict__["_found"] = (window.session._stamp, catalog_of(tmp_path / "made", *texts))
    for name, version in (("old", "8.5.0"), ("new", "8.8.1")):
        (tmp_path / f"{name}.bpmn").write_bytes(made_for(version).to_bytes())
        window.open_path(tmp_path / f"{name}.bpmn")
        QApplication.processEvents()
    return window


def button(window: MainWindow, title: str):
    return next(each for each in window.palette_panel.buttons if each.entry.title == title)


def offered(window: MainWindow) -> list[str]:
    return [title for title, _ in window.palette_control.connectors()]


def test_the_reason_stands_at_the_entry_while_such_a_file_is_in_front(window: MainWindow) -> None:
    assert button(window, "Newer").entry.trouble == ""
    assert "Newer" in offered(window)

    window.tabs.setCurrentIndex(0)
    QApplication.processEvents()

    assert button(window, "Newer").entry.trouble == REASON
    assert button(window, "Newer").accessibleDescription() == REASON
    assert "Newer" not in offered(window)


def test_a_click_says_why_and_places_nothing(window: MainWindow, qtbot: QtBot) -> None:
    window.tabs.setCurrentIndex(0)
    QApplication.processEvents()

    qtbot.mouseClick(button(window, "Newer"), LEFT)

    assert window.status.findChildren(ElidedLabel)[0].accessibleName() == REASON
    assert window.page.canvas.tool == "select"


def test_a_step_is_found_and_placed_by_keys(window: MainWindow, qtbot: QtBot) -> None:
    window.palette_panel.search.setFocus()
    qtbot.keyClicks(window.palette_panel.search, "chat tell")
    shown = [each.entry.title for each in window.palette_panel.buttons if each.isVisible()]

    qtbot.keyClick(window.palette_panel.search, Qt.Key.Key_Return)
    qtbot.mouseMove(window.page.canvas, window.page.canvas.rect().center())
    qtbot.mouseClick(window.page.canvas, LEFT, pos=window.page.canvas.rect().center())

    assert shown == ["Post message"]
    made = window.page.canvas.selected_elements
    assert [each.get("name") for each in made] == ["Post message"]
    assert window.catalog.connector_of(made[0]).id == "steps"
