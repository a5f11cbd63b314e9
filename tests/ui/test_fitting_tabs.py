"""Every panel below is within reach at any width: what has no room as a tab is in a menu."""

from __future__ import annotations

import os

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QToolButton
from pytestqt.qtbot import QtBot

from modeler.ui.main_window import MainWindow
from tests.real_window import window as window


def seen(window: MainWindow) -> list[str]:
    tabs = window.bottom.tabs
    return [tabs.tabText(index) for index in range(tabs.count()) if tabs.isTabVisible(index)]


def listed(window: MainWindow) -> list[str]:
    window.bottom.tabs.menu.aboutToShow.emit()
    return [action.text() for action in window.bottom.tabs.menu.actions()]


def narrow(window: MainWindow, qtbot: QtBot, width: int) -> None:
    window.resize(width, 760)
    window.documents.new()
    window.bottom.show()
    qtbot.waitUntil(lambda: window.width() == width and window.bottom.tabs.width() > 0)
    qtbot.waitUntil(lambda: not window.bottom.tabs.more.isHidden())


def test_tabs_without_room_are_in_a_menu_and_come_from_there(window: MainWindow, qtbot: QtBot) -> None:
    narrow(window, qtbot, 1100)
    everything = [window.bottom.tabs.tabText(index) for index in range(window.bottom.tabs.count())]
    first, hidden = seen(window), listed(window)
    more = window.bottom.tabs.more
    qtbot.waitUntil(lambda: more.visibleRegion().boundingRect().size() == more.sizeHint())
    if place := os.environ.get("SHOTS"):
        window.grab().save(f"{place}-tabs.png")

    window.bottom.tabs.menu.actions()[-1].trigger()

    assert [*first, *hidden] == everything
    assert not [button for button in window.bottom.tabs.tabBar().findChildren(QToolButton) if button.isVisible()]
    assert everything[-1] in seen(window)
    assert window.bottom.tabs.tabText(window.bottom.tabs.currentIndex()) == everything[-1]
    right = window.bottom.tabs.tabBar().tabRect(window.bottom.tabs.currentIndex()).right()
    assert right < window.bottom.tabs.width() - window.bottom.tabs.more.width()


def test_the_menu_opens_by_the_keyboard(window: MainWindow, qtbot: QtBot) -> None:
    narrow(window, qtbot, 1100)
    more = window.bottom.tabs.more

    assert more.focusPolicy() & Qt.FocusPolicy.TabFocus
    assert more.accessibleName() == "More panels"


def test_with_room_all_tabs_are_seen_and_there_is_no_menu(window: MainWindow, qtbot: QtBot) -> None:
    narrow(window, qtbot, 1100)

    window.resize(1700, 760)

    qtbot.waitUntil(lambda: window.bottom.tabs.more.isHidden())
    assert len(seen(window)) == window.bottom.tabs.count()


def test_a_command_brings_a_panel_whose_tab_has_no_room(window: MainWindow, qtbot: QtBot) -> None:
    narrow(window, qtbot, 1100)

    window.actions_by_id["live.runs"].trigger()

    assert "Live" in seen(window)
    assert window.bottom.tabs.tabText(window.bottom.tabs.currentIndex()) == "Live"
