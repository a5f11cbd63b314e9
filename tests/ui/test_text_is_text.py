"""Names from a file that look like markup are shown as they are, everywhere, and open nothing."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from modeler.app import build_window
from modeler.services.profile import Profile
from modeler.ui.main_window import MainWindow
from modeler.ui.theme import RESOURCES

BAIT = "&lt;img src='file:///bait.png'&gt;&lt;b&gt;bold&lt;/b&gt;"
SAMPLE = RESOURCES / "samples" / "support-incident.bpmn"


@pytest.fixture
def window(qapp: QApplication, qtbot: QtBot, tmp_path: Path) -> Iterator[MainWindow]:
    file = tmp_path / "<b>name<.bpmn"
    text = SAMPLE.read_text("utf-8").replace('name="Solve the incident"', f'name="{BAIT}"')
    file.write_text(text.replace('name="Support incident"', f'name="{BAIT}"'), "utf-8")
    made = build_window(qapp, Profile(tmp_path / "profile"))
    made.show()
    made.open_path(file)
    made.reveal("Solve")
    made.left.tabs.setCurrentWidget(made.outline_panel)
    made.problem_watch.check()
    yield made
    made.quit_now()
    made.deleteLater()


def test_no_label_of_the_window_interprets_its_text(window: MainWindow) -> None:
    guilty = [
        label.text()
        for label in window.findChildren(QLabel)
        if label.textFormat() != Qt.TextFormat.PlainText and "<" in label.text()
    ]

    assert guilty == []


def test_no_tooltip_holds_a_tag_of_the_file(window: MainWindow) -> None:
    tips = [widget.toolTip() for widget in window.findChildren(QWidget)]

    assert not [tip for tip in tips if "<img" in tip or "<b>" in tip]


def test_the_name_is_shown_with_its_brackets(window: MainWindow) -> None:
    form = window.properties_panel.form

    assert form is not None
    assert form.title.startswith("<img src=")
