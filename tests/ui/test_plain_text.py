"""Text is text: names from files are never interpreted."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QStyleOptionButton
from pytestqt.qtbot import QtBot

from modeler.ui.plain_text import ElidedButton, ElidedLabel, label, tooltip, without_mnemonics


def test_a_label_shows_tags_as_characters(qtbot: QtBot) -> None:
    widget = label("<img src='/etc/passwd'>")
    qtbot.addWidget(widget)

    assert widget.textFormat() == Qt.TextFormat.PlainText
    assert widget.text() == "<img src='/etc/passwd'>"


def test_a_tooltip_is_escaped() -> None:
    assert "<img" not in tooltip("<img src=x>")
    assert tooltip("") == ""


def test_an_ampersand_stays_visible_on_a_tab() -> None:
    assert without_mnemonics("Search & replace") == "Search && replace"


def test_a_long_text_is_elided_and_kept_as_tooltip(qtbot: QtBot) -> None:
    widget = ElidedLabel()
    qtbot.addWidget(widget)
    widget.resize(60, 20)

    widget.set_full_text("A very long name of a task <b>indeed</b>")

    assert widget.text().endswith("…")
    assert "&lt;b&gt;" in widget.toolTip()
    assert widget.accessibleName() == "A very long name of a task <b>indeed</b>"


def test_a_button_ends_in_an_ellipsis_and_tells_the_whole_text(qtbot: QtBot) -> None:
    button = ElidedButton("Reject it & say <b>why</b> in a comment that is rather long")
    qtbot.addWidget(button)
    button.resize(900, 30)
    button.show()
    whole = (button.toolTip(), button.accessibleName())

    button.resize(120, 30)

    assert whole == ("", "Reject it & say <b>why</b> in a comment that is rather long")
    assert "&lt;b&gt;why" in button.toolTip()
    option = QStyleOptionButton()
    button.initStyleOption(option)
    assert option.text.endswith("…")
