"""Texts of every kind, typed into the form of the real window and read from the file."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QApplication,
    QCalendarWidget,
    QPlainTextEdit,
    QSpinBox,
    QTableView,
    QTextEdit,
    QToolButton,
)
from pytestqt.qtbot import QtBot

from tests.ui.forms.conftest import Panel

CONTROL = Qt.KeyboardModifier.ControlModifier
ALT = Qt.KeyboardModifier.AltModifier


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("line", "Order {{number}}"),
        ("lines", "Dear Ann"),
        ("json", '{"a": 1}'),
        ("python", "x = 1"),
        ("feel", "amount > 3"),
        ("mail", "ann@example.org"),
        ("page", "https://example.org/x"),
        ("day", "2026-11-24"),
        ("moment", "2026-11-24T09:30:00"),
        ("span", "PT3H"),
        ("color", "#1f6feb"),
    ],
)
def test_what_is_typed_stands_in_the_file_as_one_step(name: str, text: str, panel: Panel) -> None:
    panel.select("Ask", line="abc", later=1)
    before = panel.text("Ask")

    panel.type(panel.field(name), text)

    assert panel.settings("Ask")[name] == text
    assert panel.field(name).editor.property("state") in (None, "")
    panel.undo()
    assert panel.text("Ask") == before


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("line", "ab", "This needs at least 3 characters."),
        ("mail", "ann", "This must be an e-mail address."),
        ("day", "2026-02-31", "This must be a date such as 2026-11-24."),
        ("moment", "tomorrow", "This must be a date and time such as 2026-11-24T09:30:00."),
        ("span", "2 hours", "This must be a duration such as PT2H."),
        ("color", "blue!", "This must be a color such as #1f6feb."),
    ],
)
def test_what_is_wrong_is_said_while_it_is_typed(name: str, text: str, message: str, panel: Panel) -> None:
    panel.select("Ask", line="abc")
    editor = panel.field(name)
    editor.focus_editor()
    panel.qtbot.keyClick(editor.editor, Qt.Key.Key_A, CONTROL)

    panel.qtbot.keyClicks(editor.editor, text)

    assert editor.editor.accessibleDescription() == message
    assert name not in panel.settings("Ask") or panel.settings("Ask")[name] == "abc"


@pytest.mark.parametrize("name", ["line", "lines", "json", "day", "rich"])
def test_escape_brings_the_stored_text_back(name: str, panel: Panel) -> None:
    panel.select("Ask", **{name: "stored"})
    before = panel.text("Ask")
    editor = panel.field(name)
    editor.focus_editor()

    panel.qtbot.keyClicks(editor.editor, "typed")
    panel.qtbot.keyClick(editor.editor, Qt.Key.Key_Escape)
    panel.window.properties_panel.commit()

    assert editor.value() == "stored"
    assert panel.text("Ask") == before


def test_a_default_is_shown_where_nothing_is_set_and_is_not_written(panel: Panel) -> None:
    panel.select("Ask", line="abc")

    assert panel.field("span").editor.placeholderText() == "PT2H"
    assert panel.field("count").editor.placeholderText() == "3"
    panel.window.properties_panel.commit()
    assert panel.settings("Ask") == {"line": "abc"}


def test_a_text_grows_with_its_lines(panel: Panel) -> None:
    panel.select("Ask", lines="one")
    block = panel.field("lines").editor
    before = block.height()

    panel.type(panel.field("lines"), "word " * 60, Qt.Key.Key_Tab)

    assert block.height() > before


def test_tab_leaves_a_code_field(panel: Panel) -> None:
    panel.select("Ask", python="x")
    editor = panel.field("python")

    panel.type(editor, "y = 2", Qt.Key.Key_Tab)

    assert not editor.editor.hasFocus()
    assert panel.settings("Ask")["python"] == "y = 2"


def test_code_is_colored_by_its_language(panel: Panel) -> None:
    panel.select("Ask", python="def f():\n    return '{{x}}'")
    block = panel.field("python").editor
    assert isinstance(block, QPlainTextEdit)

    formats = block.document().firstBlock().layout().formats()

    assert [(each.start, each.length) for each in formats][:2] == [(0, 3), (4, 1)]


def test_a_day_is_picked_by_the_keyboard(panel: Panel, qtbot: QtBot) -> None:
    panel.select("Ask", day="2026-11-24")
    editor = panel.field("day")
    editor.focus_editor()

    qtbot.keyClick(editor.editor, Qt.Key.Key_Down, ALT)
    popup = editor.drop
    calendar = popup.findChild(QCalendarWidget)
    view = calendar.findChild(QTableView)
    qtbot.keyClick(view, Qt.Key.Key_Right)
    qtbot.keyClick(view, Qt.Key.Key_Return)

    assert panel.settings("Ask")["day"] == "2026-11-25"
    assert editor.drop is None
    assert editor.editor.hasFocus()


def test_a_duration_is_put_together_and_spelled_out(panel: Panel) -> None:
    panel.select("Ask", span="PT2H")
    editor = panel.field("span")
    editor.focus_editor()

    panel.qtbot.keyClick(editor.editor, Qt.Key.Key_Down, ALT)
    popup = editor.drop
    days = next(box for box in popup.findChildren(QSpinBox) if box.accessibleName() == "Days")
    panel.qtbot.keyClick(days, Qt.Key.Key_Up)
    panel.qtbot.keyClick(days, Qt.Key.Key_Escape)

    assert panel.settings("Ask")["span"] == "P1DT2H"
    assert panel.field("span").editor.accessibleDescription() == "1 day, 2 hours"


def test_a_color_is_picked_from_the_patches(panel: Panel) -> None:
    panel.select("Ask", color="#ffffff")
    editor = panel.field("color")
    editor.focus_editor()

    panel.qtbot.keyClick(editor.editor, Qt.Key.Key_Down, ALT)
    popup = editor.drop
    patch = next(each for each in popup.findChildren(QToolButton) if each.accessibleName() == "#1a7f37")
    panel.qtbot.mouseClick(patch, Qt.MouseButton.LeftButton)

    assert panel.settings("Ask")["color"] == "#1a7f37"


def test_rich_text_is_written_as_short_html(panel: Panel) -> None:
    panel.select("Ask", line="abc")
    editor = panel.field("rich")
    editor.focus_editor()
    text = editor.editor
    assert isinstance(text, QTextEdit)

    panel.qtbot.keyClick(text, Qt.Key.Key_B, CONTROL)
    panel.qtbot.keyClicks(text, "Dear {{ who }}")
    panel.qtbot.keyClick(text, Qt.Key.Key_B, CONTROL)
    panel.qtbot.keyClicks(text, ", 1 < 2")
    panel.qtbot.keyClick(text, Qt.Key.Key_Return)
    panel.qtbot.keyClick(text, Qt.Key.Key_I, CONTROL)
    panel.qtbot.keyClicks(text, "bye")
    panel.qtbot.keyClick(text, Qt.Key.Key_Return, CONTROL)

    assert panel.settings("Ask")["rich"] == "<p><b>Dear {{ who }}</b>, 1 &lt; 2</p><p><i>bye</i></p>"


def test_rich_text_has_lists_and_links(panel: Panel) -> None:
    panel.select("Ask", rich="<p>one</p>")
    editor = panel.field("rich")
    editor.focus_editor()
    tools = {each.accessibleName(): each for each in editor.findChildren(QToolButton)}

    panel.qtbot.mouseClick(tools["List"], Qt.MouseButton.LeftButton)
    panel.qtbot.keyClick(editor.editor, Qt.Key.Key_A, CONTROL)
    panel.qtbot.keyClick(editor.editor, Qt.Key.Key_K, CONTROL)
    panel.qtbot.keyClicks(QApplication.focusWidget(), "https://example.org")
    panel.qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    panel.window.properties_panel.commit()

    assert panel.settings("Ask")["rich"] == '<ul><li><a href="https://example.org">one</a></li></ul>'


@pytest.mark.parametrize("html", ['<p style="color:red">x</p>', "<table><tr><td>x</td></tr></table>", "<!-- a -->x"])
def test_html_that_cannot_be_drawn_is_edited_as_code_and_kept(html: str, panel: Panel) -> None:
    panel.select("Ask", rich=html)
    editor = panel.field("rich")

    assert isinstance(editor.editor, QPlainTextEdit)
    panel.type(editor, html + "!")

    assert panel.settings("Ask")["rich"] == html + "!"


def test_an_untouched_rich_text_keeps_its_very_characters(panel: Panel) -> None:
    panel.select("Ask", rich="Hello<br/>  <B>you</B>")
    before = panel.text("Ask")

    panel.field("rich").focus_editor()
    panel.field("line").focus_editor()
    panel.window.properties_panel.commit()

    assert panel.text("Ask") == before


def test_nothing_in_a_rich_text_is_loaded(panel: Panel) -> None:
    panel.select("Ask", rich="<p>x</p>")
    text = panel.field("rich").editor
    assert isinstance(text, QTextEdit)

    assert text.loadResource(2, "file:///etc/hostname") is None
    assert not text.acceptRichText()


def test_a_name_with_markup_is_shown_as_it_is(panel: Panel) -> None:
    panel.select("Ask", line="<b>bold</b>", names=["<img src=x>"])

    assert panel.field("line").value() == "<b>bold</b>"
    assert panel.field("names", 0).value() == "<img src=x>"
