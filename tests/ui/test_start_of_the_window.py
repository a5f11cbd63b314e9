"""What is made before the first paint, and what in the pause after it."""

from __future__ import annotations

from pathlib import Path

from pytestqt.qtbot import QtBot

from modeler.ui.main_window import MainWindow

PANELS = ["Problems", "Preview", "Inspect", "Outbox", "Scenarios", "History", "Live"]
NAMESPACE = "http://www.omg.org/spec/BPMN/20100524/MODEL"
NEW = f'<definitions xmlns="{NAMESPACE}"><process id="P"><task id="T"/></process></definitions>'


def panels(window: MainWindow) -> list[str]:
    tabs = window.bottom.tabs
    return [tabs.tabText(index) for index in range(tabs.count())]


def test_what_runs_processes_is_made_in_the_pause_after_the_first_paint(window: MainWindow, qtbot: QtBot) -> None:
    assert not window.has_desks
    assert panels(window) == PANELS[:1]
    assert not window.actions_by_id["live.runs"].isEnabled()

    window.start([])
    assert not window.has_desks
    window.welcome.update()
    qtbot.waitUntil(lambda: window.has_desks)

    assert panels(window) == PANELS
    assert window.palette_panel.buttons
    assert window.actions_by_id["live.runs"].isEnabled()
    assert not window.actions_by_id["preview.run"].isEnabled()
    assert not window.bottom.isVisible()


def test_a_file_that_is_opened_before_can_be_previewed_at_once(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    (tmp_path / "one.bpmn").write_text(NEW, encoding="utf-8")

    window.start([tmp_path / "one.bpmn"])

    assert panels(window) == PANELS
    assert window.actions_by_id["preview.run"].isEnabled()
    desks = window.desks
    window.tabs.update()
    qtbot.waitUntil(lambda: bool(window.palette_panel.buttons))
    assert window.desks is desks


def test_panels_that_are_made_later_have_the_colors_of_then(window: MainWindow, tmp_path: Path) -> None:
    window.choose_theme("dark")
    window.start([])

    window.documents.new()

    assert window.run_panel.palette().window().color().lightness() < 100
    assert panels(window) == PANELS


def test_a_window_that_is_closed_before_has_nothing_to_end(window: MainWindow) -> None:
    window.close()

    assert not window.has_desks
    assert not window.isVisible()
