"""Variables in the form: offered while typing, marked when nobody sets them, and shown with their live value."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel

from modeler.ui.panels.fields.editor import FieldEditor
from modeler.ui.panels.fields.variable_help import VariableHelp
from tests.ui.forms.conftest import Panel

CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def data(panel: Panel) -> None:
    panel.window.run_panel.setup.data.set_data({"number": 17, "name": "Bea", "rows": [{"price": 3}]})


def helper(editor: FieldEditor) -> VariableHelp:
    return editor.findChild(VariableHelp)


def offered(editor: FieldEditor) -> list[str]:
    popup = helper(editor).popup
    return [popup.item(row).text() for row in range(popup.count())] if popup is not None else []


def notes(editor: FieldEditor) -> str:
    helper(editor).judge()
    return " | ".join(each.text() for each in editor.findChildren(QLabel) if each.text() and not each.isHidden())


@pytest.mark.usefixtures("data")
@pytest.mark.parametrize("name", ["line", "lines", "rich"])
def test_two_braces_offer_what_is_known_and_enter_inserts(name: str, panel: Panel) -> None:
    panel.select("Ask", few="low")
    editor = panel.field(name)
    editor.focus_editor()

    panel.qtbot.keyClicks(editor.editor, "Order {{nu")
    assert offered(editor)[0] == "number"
    panel.qtbot.keyClick(editor.editor, Qt.Key.Key_Return)
    assert offered(editor) == []
    panel.window.properties_panel.commit()

    text = panel.settings("Ask")[name]
    assert text == ("<p>Order {{number}}</p>" if name == "rich" else "Order {{number}}")


@pytest.mark.usefixtures("data")
def test_the_arrows_choose_and_escape_closes_only_the_list(panel: Panel) -> None:
    panel.select("Ask", line="abc")
    editor = panel.field("line")
    editor.focus_editor()
    panel.qtbot.keyClick(editor.editor, Qt.Key.Key_End)

    panel.qtbot.keyClicks(editor.editor, "{{rows.0")
    assert offered(editor) == ["rows.0", "rows.0.price"]
    panel.qtbot.keyClick(editor.editor, Qt.Key.Key_Escape)
    assert (offered(editor), editor.value()) == ([], "abc{{rows.0")
    panel.qtbot.keyClicks(editor.editor, ".")
    panel.qtbot.keyClick(editor.editor, Qt.Key.Key_Tab)

    assert editor.value() == "abc{{rows.0.price}}"
    assert editor.editor.hasFocus()


@pytest.mark.usefixtures("data")
def test_control_space_offers_everything_and_writes_the_braces(panel: Panel) -> None:
    panel.select("Ask", line="")
    editor = panel.field("line")
    editor.focus_editor()

    panel.qtbot.keyClick(editor.editor, Qt.Key.Key_Space, CONTROL)
    assert {"number", "name", "_user.email"} <= set(offered(editor))
    panel.qtbot.keyClick(editor.editor, Qt.Key.Key_Down)
    panel.qtbot.keyClick(editor.editor, Qt.Key.Key_Return)

    assert editor.value() == "{{name}}"


@pytest.mark.usefixtures("data")
def test_an_expression_is_completed_without_braces(panel: Panel) -> None:
    panel.select("Ask", line="abc")
    editor = panel.field("feel")
    editor.focus_editor()

    panel.qtbot.keyClicks(editor.editor, "10 < num")
    panel.qtbot.keyClick(editor.editor, Qt.Key.Key_Tab)

    assert editor.value() == "10 < number"


@pytest.mark.usefixtures("data")
def test_a_name_that_nobody_sets_is_said(panel: Panel) -> None:
    panel.select("Ask", line="Dear {{nam}}")

    assert "Nothing before this element sets “nam”." in notes(panel.field("line"))


@pytest.mark.usefixtures("data")
def test_an_error_is_said_with_its_column(panel: Panel) -> None:
    panel.select("Ask", lines="Dear {{#a}}", feel="1 +")

    assert "(column " in notes(panel.field("lines"))
    assert "(column " in notes(panel.field("feel"))


def test_after_a_preview_the_live_value_stands_below(panel: Panel) -> None:
    panel.select("Ask", implementation="connector-slack/processmaker-communication-slack", channel="#c", message="x")
    element = panel.document.find("Ask")
    assert element is not None
    with panel.document.edit("Plain"):
        element.set("implementation", None)
        element.set_foreign("http://processmaker.com/BPMN/2.0/Schema.xsd", "config", None)
    panel.window.run_panel.setup.data.set_data({"number": 17})
    panel.window.actions_by_id["preview.run"].trigger()
    panel.qtbot.waitUntil(lambda: panel.window.run_panel.view.status == "completed", timeout=20_000)

    panel.select("Tell", line="Order {{number}}")
    QApplication.processEvents()

    assert "= Order 17" in notes(panel.field("line"))


def test_the_condition_of_a_flow_is_completed_too(panel: Panel) -> None:
    panel.window.run_panel.setup.data.set_data({"amount": 3})
    panel.window.reveal("F2")
    QApplication.processEvents()
    found = panel.find("condition")
    assert found is not None
    found.focus_editor()

    panel.qtbot.keyClicks(found.editor, "am")

    assert offered(found) == ["amount"]


@pytest.mark.parametrize("name", ["line", "lines"])
def test_a_variable_that_is_being_written_is_no_error_until_the_cursor_leaves_it(name: str, panel: Panel) -> None:
    panel.select("Ask", few="low")
    editor, note = panel.field(name), helper(panel.field(name)).note
    editor.focus_editor()

    panel.qtbot.keyClicks(editor.editor, "Order {{zz")
    while_writing = notes(editor)
    panel.qtbot.keyClick(editor.editor, Qt.Key.Key_Home)
    outside = notes(editor)
    panel.qtbot.keyClick(editor.editor, Qt.Key.Key_End)
    panel.field("few").focus_editor()
    panel.qtbot.waitUntil(lambda: not note.isHidden() and note.property("role") == "error")

    assert note.text() not in while_writing
    assert note.text() in outside
