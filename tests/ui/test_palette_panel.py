"""The palette: search, folding, choosing and dragging."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QPixmap
from PySide6.QtWidgets import QApplication, QScrollArea
from pytestqt.qtbot import QtBot

from modeler.ui.icons import Icons
from modeler.ui.panels.palette import MIME, PaletteEntry, PalettePanel
from modeler.ui.theme import LIGHT

ENTRIES = (
    PaletteEntry("bpmn:startEvent", "Events", "Start event"),
    PaletteEntry("bpmn:endEvent", "Events", "End event"),
    PaletteEntry("bpmn:userTask", "Activities", "User task", keywords=("human",)),
    PaletteEntry("send-email", "Connectors", "Send Email", "Sends an e-mail to people", ("smtp",), "row"),
)


@pytest.fixture
def palette(icons: Icons, qtbot: QtBot) -> PalettePanel:
    made = PalettePanel(LIGHT, icons, lambda entry, size: QPixmap(size, size))
    qtbot.addWidget(made)
    made.set_entries(ENTRIES)
    made.resize(264, 600)
    made.show()
    return made


def shown(palette: PalettePanel) -> list[str]:
    return [button.entry.id for button in palette.buttons if button.isVisible()]


@pytest.mark.parametrize(
    ("text", "found"),
    [("mail", ["send-email"]), ("HUMAN", ["bpmn:userTask"]), ("event end", ["bpmn:endEvent"]), ("zebra", [])],
)
def test_search_looks_at_names_help_and_keywords(
    text: str, found: list[str], palette: PalettePanel, qtbot: QtBot
) -> None:
    qtbot.keyClicks(palette.search, text)

    assert shown(palette) == found


def test_a_click_chooses_an_entry_and_a_second_one_gives_it_up(palette: PalettePanel, qtbot: QtBot) -> None:
    seen: list[str] = []
    palette.chosen.connect(seen.append)
    button = palette.buttons[2]

    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)

    assert seen == ["bpmn:userTask", ""]


def test_enter_in_the_search_box_chooses_the_hit(palette: PalettePanel, qtbot: QtBot) -> None:
    seen: list[str] = []
    palette.chosen.connect(seen.append)

    qtbot.keyClicks(palette.search, "mail")
    qtbot.keyClick(palette.search, Qt.Key.Key_Return)

    assert seen == ["send-email"]
    assert palette.buttons[3].isChecked()


def test_enter_chooses_what_is_called_so_before_what_merely_contains_it(palette: PalettePanel, qtbot: QtBot) -> None:
    palette.set_entries((ENTRIES[3], *ENTRIES[:3]))
    seen: list[str] = []
    palette.chosen.connect(seen.append)

    qtbot.keyClicks(palette.search, "end")
    qtbot.keyClick(palette.search, Qt.Key.Key_Return)

    assert seen == ["bpmn:endEvent"]


def test_a_drag_carries_the_id_of_the_entry(palette: PalettePanel) -> None:
    data = palette.buttons[3].mime_data()

    assert bytes(data.data(MIME).data()) == b"send-email"


def test_rows_stand_below_each_other_and_tiles_beside(palette: PalettePanel) -> None:
    start, end = palette.buttons[:2]

    assert start.y() == end.y()
    assert start.geometry().right() < end.geometry().left()


@pytest.fixture
def large_letters(qapp: QApplication) -> Iterator[Callable[[], None]]:
    """Turns the letters of the whole desktop larger."""
    usual = qapp.font()

    def enlarge() -> None:
        font = QFont(usual)
        font.setPointSizeF(usual.pointSizeF() * 1.8)
        qapp.setFont(font)

    yield enlarge
    qapp.setFont(usual)


def test_large_letters_get_larger_tiles_and_nothing_is_wider_than_the_panel(
    palette: PalettePanel, large_letters: Callable[[], None]
) -> None:
    tile = palette.buttons[0].size()

    large_letters()
    palette.set_entries((*ENTRIES, PaletteEntry("x", "A category with a very long name indeed", "Something")))
    QApplication.processEvents()

    assert palette.buttons[0].height() > tile.height()
    visible = palette.findChild(QScrollArea).viewport().width()
    assert all(button.mapTo(palette, button.rect().topRight()).x() <= visible for button in palette.buttons)


def test_tab_goes_from_the_search_box_through_all_entries_as_they_stand(palette: PalettePanel, qtbot: QtBot) -> None:
    palette.search.setFocus()
    met = []

    for _ in range(8):
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        met.append(QApplication.focusWidget().text())

    entries = [entry.title for entry in ENTRIES]
    assert [text for text in met if text in entries] == entries
    assert met[0] == "Events"
    assert met[-1].startswith("Manage connectors")
