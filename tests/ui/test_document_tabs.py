"""The tabs of open processes: many, long names, the middle button, the list of all, the menu."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from modeler.ui.banner import Banner
from modeler.ui.main_window import MainWindow
from tests.canvas.diagrams import SIMPLE

LONG = "a-rather-long-file-name-of-the-order-process"


def _open(window: MainWindow, folder: Path, *names: str) -> list[Path]:
    paths = [folder / f"{name}.bpmn" for name in names]
    for path in paths:
        path.write_text(SIMPLE, "utf-8")
        window.open_path(path)
    return paths


def _choose(menu: QMenu, text: str) -> None:
    next(action for action in menu.actions() if action.text() == text).trigger()


def test_many_tabs_with_long_names_stay_wide_enough_to_be_told_apart(window: MainWindow, tmp_path: Path) -> None:
    _open(window, tmp_path, *(f"{LONG}-{number}" for number in range(12)))

    widths = [window.tabs.tabBar().tabRect(index).width() for index in range(12)]

    assert min(widths) >= 200


def test_the_middle_button_closes_a_tab(window: MainWindow, tmp_path: Path) -> None:
    _open(window, tmp_path, "one", "two")
    bar = window.tabs.tabBar()

    QTest.mouseClick(bar, Qt.MouseButton.MiddleButton, pos=bar.tabRect(0).center())

    assert [page.title for page in window.documents.pages] == ["two.bpmn"]


def test_the_list_of_all_goes_to_any_of_them(window: MainWindow, tmp_path: Path) -> None:
    _open(window, tmp_path, "one", "two", "three")
    menu = window.tabs.all_open.menu()

    menu.aboutToShow.emit()
    _choose(menu, "one.bpmn")

    assert window.page is not None
    assert window.page.title == "one.bpmn"
    window.documents.close_these(window.documents.pages[1:])
    assert not window.tabs.all_open.isVisible()


def test_the_menu_of_a_tab_closes_others_and_copies_the_path(window: MainWindow, tmp_path: Path, qtbot: QtBot) -> None:
    paths = _open(window, tmp_path, "one", "two", "three")
    page = window.documents.pages[1]

    _choose(window.documents.menu_of(page), "Copy path")
    _choose(window.documents.menu_of(page), "Close others")

    assert QGuiApplication.clipboard().text() == str(paths[1])
    assert window.documents.pages == [page]


def test_what_is_said_above_the_diagram_follows_the_theme(window: MainWindow, tmp_path: Path) -> None:
    _open(window, tmp_path, "one")
    assert window.page is not None
    window.page.say("info", "Something")
    (banner,) = window.page.findChildren(Banner)
    before = banner._cross.icon().pixmap(14).toImage()

    window.appearance.set_mode("dark")

    assert banner._cross.icon().pixmap(14).toImage() != before
