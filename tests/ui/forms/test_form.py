"""The form as a whole: search, dots and errors, unknown keys, settings that cannot be read, keyboard and theme."""

from __future__ import annotations

import json

import pytest
from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPlainTextEdit, QPushButton, QToolButton

from engine.bpmn.namespaces import PROCESSMAKER
from modeler.ui.panels.fields.group import GroupBox
from tests.ui.forms.conftest import Panel

CONTROL = Qt.KeyboardModifier.ControlModifier


def search(panel: Panel) -> QLineEdit:
    lines = panel.window.properties_panel.findChildren(QLineEdit)
    return next(each for each in lines if each.accessibleName() == "Find a setting")


def group(panel: Panel, title: str) -> GroupBox:
    boxes = panel.window.properties_panel.groups
    return next(box for box in boxes if box.findChild(QToolButton).text() == title)


def shown(panel: Panel) -> list[str]:
    boxes = panel.window.properties_panel.groups
    return [editor.field.label for box in boxes for editor in box.editors if editor.isVisible()]


def test_a_long_form_is_searched(panel: Panel) -> None:
    panel.select("Ask", line="abc")
    group(panel, "Together").set_open(False)

    panel.qtbot.keyClicks(search(panel), "color")
    assert shown(panel) == ["Color"]
    search(panel).selectAll()
    panel.qtbot.keyClicks(search(panel), "password")
    assert shown(panel) == ["Password hint"]
    search(panel).setFocus()
    panel.qtbot.keyClick(search(panel), Qt.Key.Key_Escape)

    assert {"One line", "Count"} <= set(shown(panel))
    assert "Password hint" not in shown(panel)


def test_a_short_form_has_no_search(panel: Panel) -> None:
    panel.window.reveal("End")
    QApplication.processEvents()

    assert not search(panel).isVisible()


def test_a_field_that_comes_while_searching_does_not_end_the_search(panel: Panel) -> None:
    panel.select("Ask", few="low")
    panel.qtbot.keyClicks(search(panel), "few")

    panel.field("few").focus_editor()
    panel.qtbot.keyClick(panel.field("few").editor, Qt.Key.Key_Right)

    panel.qtbot.waitUntil(lambda: shown(panel) == ["A few"])


def test_a_group_tells_whether_something_is_filled_in_or_wrong(panel: Panel) -> None:
    panel.window.problem_watch.blockSignals(True)  # a check of the file itself must not come between
    panel.window.inspector.show_findings({})  # nor one that was on its way
    panel.select("Ask", line="abc", names=["a"])

    marks = {
        title: [each.accessibleName() for each in group(panel, title).findChildren(QLabel) if
                each.property("role") in ("filled-dot", "error-badge") and not each.isHidden()]
        for title in ("Texts", "Numbers and choices", "Lists and groups")
    }  # fmt: skip
    assert marks == {"Texts": ["filled in"], "Numbers and choices": [], "Lists and groups": ["filled in"]}

    panel.type(panel.field("mail"), "nobody")

    def badges() -> list[str]:
        return [each.accessibleName() for each in group(panel, "Texts").findChildren(QLabel) if not each.isHidden()]

    panel.qtbot.waitUntil(lambda: "1 error" in badges())


def test_pages_of_connector_and_field_are_opened(panel: Panel, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(url.toString()))
    panel.select("Ask", line="abc")

    buttons = panel.window.properties_panel.findChildren(QToolButton)
    for words in ("Open the documentation", "Address: open the documentation"):
        button = next(each for each in buttons if each.accessibleName() == words)
        panel.qtbot.mouseClick(button, Qt.MouseButton.LeftButton)

    assert opened == ["https://example.org/gallery", "https://example.org/a"]


def test_unknown_settings_are_shown_and_kept(panel: Panel) -> None:
    panel.select("Ask", line="abc", strange={"deep": [1.50]})
    before = panel.text("Ask")

    assert json.loads(str(panel.field("strange").value())) == {"deep": [1.5]}
    panel.type(panel.field("line"), "abcd")

    assert panel.text("Ask") == before.replace("abc", "abcd")


def broken(panel: Panel, text: str) -> QPlainTextEdit:
    element = panel.select("Ask")
    with panel.document.edit("Break"):
        element.set_foreign(PROCESSMAKER, "config", text)
    QApplication.processEvents()
    found = panel.find("raw")
    assert found is not None
    assert isinstance(found.editor, QPlainTextEdit)
    return found.editor


def test_settings_that_cannot_be_read_are_shown_as_text_with_the_reason(panel: Panel) -> None:
    block = broken(panel, '{"line": "abc",, "x": 1}')

    assert block.toPlainText() == '{"line": "abc",, "x": 1}'
    assert "character 16" in block.accessibleDescription()


def test_broken_settings_are_kept_until_they_are_right(panel: Panel) -> None:
    block = broken(panel, '{"line": "abc"')
    block.setFocus()
    panel.qtbot.keyClick(block, Qt.Key.Key_End, CONTROL)

    panel.qtbot.keyClicks(block, ", ")
    panel.window.properties_panel.commit()
    assert panel.text("Ask") == '{"line": "abc"'
    assert "Line 1" in block.accessibleDescription()
    panel.qtbot.keyClicks(block, '"mail": "a@b.c"}')
    panel.window.properties_panel.commit()

    assert panel.text("Ask") == '{"line": "abc", "mail": "a@b.c"}'
    assert panel.field("mail").value() == "a@b.c"


def test_broken_settings_are_stored_when_the_user_says_so(panel: Panel) -> None:
    block = broken(panel, "{")
    block.setFocus()
    panel.qtbot.keyClick(block, Qt.Key.Key_End, CONTROL)
    panel.qtbot.keyClicks(block, "x")

    button = next(each for each in panel.find("raw").findChildren(QPushButton) if each.isVisible())
    panel.qtbot.mouseClick(button, Qt.MouseButton.LeftButton)

    assert panel.text("Ask") == "{x"


def test_every_field_is_reached_by_tab_and_has_a_name(panel: Panel) -> None:
    panel.select("Ask", line="abc", names=["a"], rows=[{"key": "k"}], headers={"a": "b"}, either={"city": "x"})
    start = panel.find("name")
    assert start is not None
    start.focus_editor()

    reached = []
    for _ in range(140):
        widget = QApplication.focusWidget()
        if widget is None or not panel.window.properties_panel.isAncestorOf(widget):
            break
        reached.append(widget)
        panel.qtbot.keyClick(widget, Qt.Key.Key_Tab)

    for name in ("line", "lines", "json", "day", "count", "on", "many", "loaded"):
        assert panel.field(name).editor in reached, name
    nameless = [each for each in reached if not (each.accessibleName() or getattr(each, "text", str)())]
    assert nameless == []


@pytest.mark.parametrize("width", [240, 340])
def test_nothing_is_cut_off_in_a_narrow_panel(width: int, panel: Panel) -> None:
    panel.select("Ask", line="abc", names=["a"], rows=[{"key": "k", "value": "v"}], headers={"a": "b"})
    content = group(panel, "Texts").parentWidget()

    assert content.minimumSizeHint().width() <= width - 12


def test_another_theme_keeps_the_form_and_what_it_says(panel: Panel) -> None:
    panel.select("Ask", line="abc", python="def f(): pass")

    panel.window.appearance.set_mode("dark")
    QApplication.processEvents()
    value = panel.field("line").value()
    panel.window.appearance.set_mode("light")
    QApplication.processEvents()

    assert value == panel.field("line").value() == "abc"


def test_what_a_check_has_found_stands_at_its_field_until_the_field_changes(panel: Panel) -> None:
    panel.select("Ask", line="abc")
    with QSignalBlocker(panel.window.problem_watch):  # a check of the file itself must not come between
        panel.window.inspector.show_findings({"Ask": {'settings:["mail"]': "Nobody reads this."}})
        assert panel.field("mail").editor.accessibleDescription() == "Nobody reads this."

        panel.type(panel.field("mail"), "ann@example.org")

        assert panel.field("mail").editor.accessibleDescription() == ""
