"""The settings: reached by a key, changed by keys alone, counting at once, with what is wrong told in place."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from modeler.services.history.rows import Limits
from modeler.services.settings import Settings
from modeler.ui.main_window import MainWindow
from modeler.ui.settings.dialog import SettingsDialog
from tests.real_window import window as window

KEYS = Qt.KeyboardModifier
Use = Callable[[Callable[[SettingsDialog], None]], None]


@pytest.fixture
def use(window: MainWindow, qtbot: QtBot) -> Use:
    """Open the settings by their key and do something with them; a failure in there is told when they are closed."""

    def run(act: Callable[[SettingsDialog], None]) -> None:
        seen: list[BaseException | None] = []

        def look() -> None:
            found = QApplication.activeModalWidget()
            if not isinstance(found, SettingsDialog):
                QTimer.singleShot(20, look)
                return
            try:
                qtbot.waitUntil(found.isActiveWindow)
                act(found)
                seen.append(None)
            except BaseException as error:
                seen.append(error)
            found.reject()

        window.activateWindow()
        qtbot.waitUntil(window.isActiveWindow)
        QTimer.singleShot(20, look)
        qtbot.keyClick(window, Qt.Key.Key_Comma, KEYS.ControlModifier)
        qtbot.waitUntil(lambda: bool(seen), timeout=10_000)
        if seen[0] is not None:
            raise seen[0]

    return run


def shot(dialog: SettingsDialog, name: str) -> None:
    if place := os.environ.get("SHOTS"):
        QApplication.processEvents()
        dialog.grab().save(f"{place}-settings-{name}.png")


def stored(window: MainWindow) -> Settings:
    return Settings(window.session.profile)


def line(dialog: SettingsDialog, name: str) -> QLineEdit:
    editor = dialog.rows[name].editor
    assert isinstance(editor, QLineEdit)
    return editor


def typed(qtbot: QtBot, edit: QLineEdit, text: str) -> None:
    edit.setFocus()
    edit.selectAll()
    qtbot.keyClicks(edit, text)


def test_arrows_and_tab_reach_each_section_and_setting(use: Use, qtbot: QtBot) -> None:
    seen: list[str] = []

    def walk(dialog: SettingsDialog) -> None:
        for _ in range(dialog.list.count()):
            shot(dialog, dialog.list.currentItem().text())
            focus = dialog.list
            focus.setFocus()
            for _ in range(8):
                qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
                seen.append(QApplication.focusWidget().accessibleName())
            dialog.list.setFocus()
            qtbot.keyClick(dialog.list, Qt.Key.Key_Down)

    use(walk)

    for title in ("Theme", "Moving tokens", "Speed", "Record runs", "Keep at most", "Keep for", "Take at most"):
        assert title in seen
    assert {"Language of connectors", "Package index"} <= set(seen)


def test_another_theme_is_there_at_once_and_in_later_windows(window: MainWindow, use: Use, qtbot: QtBot) -> None:
    seen: list[str] = []

    def choose(dialog: SettingsDialog) -> None:
        box = dialog.rows["theme"].editor
        box.setFocus()
        qtbot.keyClick(box, Qt.Key.Key_End)
        qtbot.keyClick(box, Qt.Key.Key_Return)
        seen.append(window.appearance.theme.name)
        shot(dialog, "dark")

    use(choose)

    assert seen == ["dark"]
    assert stored(window).get("theme", "") == "dark"
    assert window.actions_by_id["view.theme-dark"].isChecked()


def test_another_theme_after_the_settings_were_closed_is_taken_as_ever(
    window: MainWindow, use: Use, qtbot: QtBot
) -> None:
    use(lambda _: None)
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)

    window.actions_by_id["view.theme-dark"].trigger()

    assert window.appearance.theme.name == "dark"


def test_limits_of_the_history_count_from_the_next_run_on(window: MainWindow, use: Use, qtbot: QtBot) -> None:
    def choose(dialog: SettingsDialog) -> None:
        dialog.list.setCurrentRow(2)
        typed(qtbot, line(dialog, "history.runs"), "50")
        qtbot.keyClick(line(dialog, "history.runs"), Qt.Key.Key_Return)
        typed(qtbot, line(dialog, "history.days"), "30")
        qtbot.keyClick(line(dialog, "history.days"), Qt.Key.Key_Up)
        qtbot.keyClick(line(dialog, "history.days"), Qt.Key.Key_Tab)

    use(choose)

    assert window.desks.history.limits() == Limits(runs=50, days=31)


@pytest.mark.parametrize("text", ["0", "-3", "2.5", "many", "", "99999999999999999999"])
def test_a_number_that_cannot_be_is_told_in_place_and_changes_nothing(
    window: MainWindow, use: Use, qtbot: QtBot, text: str
) -> None:
    told: list[str] = []

    def choose(dialog: SettingsDialog) -> None:
        dialog.list.setCurrentRow(2)
        edit = line(dialog, "history.runs")
        typed(qtbot, edit, text or "\b")
        qtbot.keyClick(edit, Qt.Key.Key_Return)
        told.append(dialog.rows["history.runs"].error.text())
        shot(dialog, "wrong")
        assert dialog.isVisible()

    use(choose)

    assert told == ["A whole number from 1 to 1,000,000. The value before it still counts."]
    assert window.desks.history.limits() == Limits()


def test_an_index_must_be_an_https_address_or_a_folder(
    window: MainWindow, use: Use, qtbot: QtBot, tmp_path: Path
) -> None:
    told: list[str] = []

    def choose(dialog: SettingsDialog) -> None:
        dialog.list.setCurrentRow(3)
        for text in ("http://packages.example.com", "nowhere", str(tmp_path)):
            typed(qtbot, line(dialog, "connectors.index"), text)
            qtbot.keyClick(line(dialog, "connectors.index"), Qt.Key.Key_Return)
            told.append(dialog.rows["connectors.index"].error.text())

    use(choose)

    assert told == [
        "An index must be an https address: what comes from it is installed.",
        "This is no https address, and there is no such folder.",
        "",
    ]
    assert stored(window).get("connectors.index", "") == str(tmp_path)


def test_what_cannot_be_kept_is_told_at_its_setting(window: MainWindow, use: Use, qtbot: QtBot) -> None:
    told: list[str] = []
    file = window.session.profile.settings
    file.unlink(missing_ok=True)
    file.mkdir(parents=True)

    def choose(dialog: SettingsDialog) -> None:
        dialog.list.setCurrentRow(1)
        qtbot.keyClick(dialog.rows["preview.animate"].editor, Qt.Key.Key_Space)
        told.append(dialog.rows["preview.animate"].error.text())

    use(choose)

    assert "settings.json" in told[0]


def test_the_history_section_says_how_much_there_is_and_what_will_go(
    window: MainWindow, use: Use, qtbot: QtBot, tmp_path: Path
) -> None:
    from tests.preview.conftest import SMALL

    (tmp_path / "small.bpmn").write_bytes(SMALL.read_bytes())
    page = window.documents.open(tmp_path / "small.bpmn")
    assert page is not None
    for _ in range(3):
        window.preview.run()
        qtbot.waitUntil(lambda: not window.preview.is_busy, timeout=20_000)
        window.preview.stop()
        qtbot.waitUntil(lambda: window.desks.history.recorder.is_idle, timeout=20_000)
    notes: list[str] = []

    def choose(dialog: SettingsDialog) -> None:
        dialog.list.setCurrentRow(2)
        qtbot.waitUntil(lambda: "3 runs" in dialog.notes["History"].text())
        typed(qtbot, line(dialog, "history.runs"), "1")
        qtbot.keyClick(line(dialog, "history.runs"), Qt.Key.Key_Return)
        qtbot.waitUntil(lambda: "oldest" in dialog.notes["History"].text())
        notes.append(dialog.notes["History"].text())
        shot(dialog, "usage")

    use(choose)

    assert "the 2 oldest go when the next run is recorded" in notes[0]
    assert datetime.now(UTC) > window.desks.history.archive.heads(window.desks.history.place_of(page).key)[0].born
