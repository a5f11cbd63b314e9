"""Lists, tables, maps, groups and any-of: entries come, go, move and double in the form of the real window."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit, QPlainTextEdit, QPushButton, QToolButton, QWidget

from modeler.editing.form_fields import Choice
from modeler.ui.panels.fields.rows import Row, RowsField
from tests.ui.forms.conftest import Panel

LEFT = Qt.MouseButton.LeftButton
ALT = Qt.KeyboardModifier.AltModifier
CONTROL = Qt.KeyboardModifier.ControlModifier


def rows(panel: Panel, *path: str | int) -> RowsField:
    found = panel.field(*path)
    assert isinstance(found, RowsField)
    return found


def press(panel: Panel, row: Row, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    row.setFocus()
    panel.qtbot.keyClick(row, key, modifiers)
    QApplication.processEvents()


@pytest.mark.parametrize(("name", "new"), [("names", ""), ("rows", {"key": "", "value": ""}), ("cards", None)])
def test_an_entry_is_added_and_the_field_that_is_edited_stays(name: str, new: object, panel: Panel) -> None:
    panel.select("Ask", line="abc")
    line = panel.field("line")

    panel.qtbot.mouseClick(panel.field(name).findChildren(QPushButton)[-1], LEFT)

    added = {"kind": "a", "text": "new"} if new is None else new
    assert panel.settings("Ask")[name] == [added]
    assert panel.field("line") is line
    panel.undo()
    assert panel.settings("Ask") == {"line": "abc"}


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("names", ["Ann"]),
        ("rows", [{"key": "Ann", "value": ""}]),
        ("cards", [{"kind": "a", "text": "new"}]),
        ("headers", {"Ann": ""}),
    ],
)
def test_a_new_entry_has_the_keyboard_where_it_is_to_be_filled_in(name: str, typed: object, panel: Panel) -> None:
    panel.select("Ask")
    panel.qtbot.mouseClick(panel.field(name).findChildren(QPushButton)[-1], LEFT)
    QApplication.processEvents()

    new = rows(panel, name).rows[-1]
    focus = QApplication.focusWidget()
    assert focus is not None
    assert new.isAncestorOf(focus)
    if isinstance(focus, QLineEdit):
        panel.qtbot.keyClicks(focus, "Ann")
        panel.qtbot.keyClick(focus, Qt.Key.Key_Return)

    assert panel.settings("Ask")[name] == typed


def test_a_new_entry_is_brought_into_view(panel: Panel) -> None:
    panel.select("Ask", cards=[{"text": text} for text in "abcdef"])
    add = panel.field("cards").findChildren(QPushButton)[-1]
    panel.window.properties_panel.reveal(panel.field("cards").field.key)

    panel.qtbot.mouseClick(add, LEFT)

    panel.qtbot.waitUntil(lambda: not rows(panel, "cards").rows[-1].visibleRegion().isEmpty())


def test_tab_goes_from_a_new_entry_to_what_follows_it(panel: Panel) -> None:
    panel.select("Ask", names=["a"])
    add = panel.field("names").findChildren(QPushButton)[-1]
    panel.qtbot.mouseClick(add, LEFT)
    QApplication.processEvents()
    first, new = rows(panel, "names").rows
    seen: list[QWidget | None] = []

    panel.field("names", 0).focus_editor()
    for _ in range(20):
        panel.qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        seen.append(QApplication.focusWidget())
        if seen[-1] is add:
            break

    places = [each for each in seen if each is not None]
    assert places[-1] is add
    assert panel.field("names", 1).editor in places
    assert all(new.isAncestorOf(each) or each is new or first.isAncestorOf(each) for each in places[:-1])


@pytest.mark.parametrize("name", ["names", "cards", "rows"])
def test_entries_move_double_and_go_by_the_keyboard(name: str, panel: Panel) -> None:
    values: dict[str, list[object]] = {
        "names": ["a", "b", "c"],
        "cards": [{"text": "a"}, {"text": "b"}, {"text": "c"}],
        "rows": [{"key": "a"}, {"key": "b"}, {"key": "c"}],
    }
    a, b, c = values[name]
    panel.select("Ask", **{name: [a, b, c]})

    press(panel, rows(panel, name).rows[0], Qt.Key.Key_Down, ALT)
    assert panel.settings("Ask")[name] == [b, a, c]
    assert rows(panel, name).rows[1].hasFocus()
    press(panel, rows(panel, name).rows[1], Qt.Key.Key_D, CONTROL)
    assert panel.settings("Ask")[name] == [b, a, a, c]
    press(panel, rows(panel, name).rows[0], Qt.Key.Key_Delete)
    assert panel.settings("Ask")[name] == [a, a, c]
    assert panel.document.find("Ask") is not None


def test_alt_and_an_arrow_move_the_entry_whose_field_is_edited(panel: Panel) -> None:
    panel.select("Ask", names=["a", "b"])
    editor = panel.field("names", 0)
    editor.focus_editor()
    panel.qtbot.keyClick(editor.editor, Qt.Key.Key_End)
    panel.qtbot.keyClicks(editor.editor, "!")

    panel.qtbot.keyClick(editor.editor, Qt.Key.Key_Down, ALT)

    assert panel.settings("Ask")["names"] == ["b", "a!"]


def test_buttons_of_a_card_do_the_same(panel: Panel) -> None:
    panel.select("Ask", cards=[{"text": "a"}, {"text": "b"}])

    for words, expected in (("Duplicate", ["a", "a", "b"]), ("Move down", ["a", "a", "b"]), ("Remove", ["a", "b"])):
        row = rows(panel, "cards").rows[0]
        button = next(each for each in row.findChildren(QToolButton) if each.accessibleName() == words)
        panel.qtbot.mouseClick(button, LEFT)
        QApplication.processEvents()
        assert [each["text"] for each in panel.settings("Ask")["cards"]] == expected


def test_a_table_has_a_heading_and_cells_on_one_line(panel: Panel) -> None:
    panel.select("Ask", rows=[{"key": "a", "value": "1"}, {"key": "", "value": "2"}])

    key, value = panel.field("rows", 1, "key"), panel.field("rows", 1, "value")
    assert (
        key.editor.mapTo(panel.window, key.editor.pos()).y() == value.editor.mapTo(panel.window, value.editor.pos()).y()
    )
    assert key.editor.accessibleDescription() == "This must not be empty."
    panel.type(key, "b")

    assert panel.settings("Ask")["rows"] == [{"key": "a", "value": "1"}, {"key": "b", "value": "2"}]


def test_a_field_deep_inside_is_written_alone(panel: Panel) -> None:
    panel.select("Ask", nested={"first": "x", "inner": {"second": 2, "odd": 1.50}}, cards=[{"deep": [1, 2]}])

    panel.type(panel.field("nested", "inner", "second"), "3")
    panel.type(panel.field("cards", 0, "deep", 1), "7")

    assert panel.settings("Ask") == {
        "nested": {"first": "x", "inner": {"second": 3, "odd": 1.5}},
        "cards": [{"deep": [1, 7]}],
    }


def test_a_map_takes_names_and_values(panel: Panel) -> None:
    panel.select("Ask", headers={"Accept": "text/html"})

    panel.qtbot.mouseClick(panel.field("headers").findChildren(QPushButton)[-1], LEFT)
    QApplication.processEvents()
    assert panel.settings("Ask")["headers"] == {"Accept": "text/html", "name": ""}
    name = next(each for each in panel.field("headers").findChildren(QLineEdit) if each.text() == "name")
    name.selectAll()
    panel.qtbot.keyClicks(name, "X-Token")
    panel.qtbot.keyClick(name, Qt.Key.Key_Return)
    panel.type(panel.field("headers", "X-Token"), "{{t}}")

    assert panel.settings("Ask")["headers"] == {"Accept": "text/html", "X-Token": "{{t}}"}


def test_a_name_that_is_there_already_is_refused(panel: Panel) -> None:
    panel.select("Ask", headers={"a": "1", "b": "2"})
    before = panel.text("Ask")
    name = next(each for each in panel.field("headers").findChildren(QLineEdit) if each.text() == "b")
    name.selectAll()

    panel.qtbot.keyClicks(name, "a")
    panel.qtbot.keyClick(name, Qt.Key.Key_Return)

    assert panel.text("Ask") == before
    assert panel.field("headers").editor.accessibleDescription() == "“a” is there already."


@pytest.mark.parametrize(
    ("start", "title", "expected"),
    [("x", "A number", 0), (7, "A text", "7"), ("x", "A place", {}), ({"city": "Rome"}, "A place", {"city": "Rome"})],
)
def test_another_form_of_an_any_of_is_chosen(start: object, title: str, expected: object, panel: Panel) -> None:
    panel.select("Ask", either=start)
    box = panel.field("either", part="variant").editor
    assert isinstance(box, QComboBox)
    box.setFocus()

    while box.currentText() != title:
        up = box.currentIndex() > box.findText(title)
        panel.qtbot.keyClick(box, Qt.Key.Key_Up if up else Qt.Key.Key_Down)
        QApplication.processEvents()

    assert panel.settings("Ask")["either"] == expected


def test_the_form_of_an_any_of_has_its_own_fields(panel: Panel) -> None:
    panel.select("Ask", either={"city": ""})

    panel.type(panel.field("either", "city"), "Rome")
    assert panel.settings("Ask")["either"] == {"city": "Rome"}

    panel.select("Ask", either="text")
    panel.type(panel.field("either"), "other")
    assert panel.settings("Ask")["either"] == "other"


def test_a_constant_tells_the_forms_of_an_object_apart(panel: Panel) -> None:
    panel.select("Ask", shape={"kind": "square", "side": 4})
    box = panel.field("shape", "kind").editor
    assert isinstance(box, QComboBox)
    box.setFocus()

    panel.qtbot.keyClick(box, Qt.Key.Key_Up)
    QApplication.processEvents()

    assert panel.settings("Ask")["shape"] == {"kind": "circle", "side": 4, "radius": 1}
    assert panel.find('settings:["shape", "side"]') is None


def test_json_is_stored_only_when_it_can_be_read(panel: Panel) -> None:
    panel.select("Ask", anything={"a": 1})
    before = panel.text("Ask")
    editor = panel.field("anything")

    panel.type(editor, '{"a": ')
    assert panel.text("Ask") == before
    assert "Line 1, column 7" in editor.editor.accessibleDescription()
    panel.type(editor, '{"a": [2]}')

    assert panel.settings("Ask")["anything"] == {"a": [2]}


def test_a_value_of_another_type_is_edited_as_json(panel: Panel) -> None:
    panel.select("Ask", count={"odd": 1})

    assert isinstance(panel.field("count").editor, QPlainTextEdit)
    panel.type(panel.field("count"), "4")

    assert panel.settings("Ask")["count"] == 4


def test_entries_are_picked_from_what_the_workspace_has(panel: Panel, monkeypatch: pytest.MonkeyPatch) -> None:
    people = [Choice({"id": number, "fullname": f"Person {number}"}, f"Person {number}") for number in range(1, 30)]
    monkeypatch.setattr(
        "modeler.services.workspace.choices.workspace_choices",
        lambda *_, **__: lambda source: people if source == "users" else [],
    )
    to = [{"type": "usersAndGroups", "value": {"users": [], "groups": []}}]
    panel.select("Ask", "connector-send-email/processmaker-communication-email-send", subject="s", toRecipients=to)
    users = rows(panel, "toRecipients", 0, "value", "users")

    panel.qtbot.mouseClick(users.findChildren(QPushButton)[-1], LEFT)
    picks = users.picks
    assert picks is not None
    panel.qtbot.keyClicks(picks.line, "son 2")
    panel.qtbot.keyClick(picks.line, Qt.Key.Key_Down)
    panel.qtbot.keyClick(picks.line, Qt.Key.Key_Return)

    stored = panel.settings("Ask")["toRecipients"]
    assert stored[0]["value"]["users"] == [{"id": 12, "fullname": "Person 12"}]
