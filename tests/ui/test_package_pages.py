"""The pages of a package in little room."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from modeler.services.catalog import discover
from modeler.ui.packages.button_rows import ButtonRows
from modeler.ui.packages.page import Page
from modeler.ui.packages.row import ConnectorRow
from tests.connectors.packages import write_package


def test_buttons_without_room_stand_in_the_next_row(qtbot: QtBot) -> None:
    rows = ButtonRows()
    qtbot.addWidget(rows)
    buttons = [QPushButton(words) for words in ("Disable", "Look for upgrade", "Migrate open processes…")]
    for button in buttons:
        rows.add(button)
    rows.arrange()
    rows.resize(1_000, 200)
    rows.show()
    qtbot.waitUntil(lambda: len({button.y() for button in buttons}) == 1)

    rows.resize(buttons[2].sizeHint().width() + 20, 200)

    qtbot.waitUntil(lambda: len({button.y() for button in buttons}) > 1)
    assert all(button.geometry().right() < rows.width() for button in buttons)


def test_a_low_page_scrolls_and_squeezes_no_line(qtbot: QtBot) -> None:
    page = Page()
    qtbot.addWidget(page)
    page.resize(320, 150)
    page.show()
    for _ in range(2):
        page.clear()
        page.words("A title that takes two lines at least in a page as narrow as this one", "empty-title")
        page.bullets(["A sentence that takes more than one line where there is as little room as here"] * 4)
        page.end()

    content = page.widget()
    assert content is not None
    qtbot.waitUntil(lambda: page.verticalScrollBar().maximum() > 0)
    for label in content.findChildren(QLabel):
        assert label.height() >= label.heightForWidth(label.width())
        assert label.mapTo(content, QPoint(0, label.height())).y() <= content.height()


def test_each_fault_of_a_manifest_stands_on_a_line_of_its_own(tmp_path: Path) -> None:
    write_package(tmp_path / "bad", name=5, version=None)
    entry = next(each for each in discover([tmp_path]).entries if each.state == "broken")

    row = ConnectorRow(entry)

    assert [words.partition(":")[0] for words in row.troubles] == ["version", "name"]
    assert row.summary == "; ".join(row.troubles)
