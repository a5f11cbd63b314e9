"""Names of a map that cannot stand, such as one that is there twice, wait as a draft until they can."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton

from modeler.ui.panels.fields.rows import RowsField
from modeler.ui.panels.fields.tables import MapField
from tests.ui.forms.conftest import LEFT, Panel

TWICE = "“b” is there already."


def field(panel: Panel) -> MapField:
    found = panel.field("headers")
    assert isinstance(found, MapField)
    return found


def names(panel: Panel) -> list[QLineEdit]:
    return [row._name for row in field(panel).rows]  # type: ignore[attr-defined]  # the rows of a map


def shown(panel: Panel) -> list[str]:
    return [each.text() for each in names(panel)]


def rename(panel: Panel, index: int, name: str) -> None:
    line = names(panel)[index]
    line.setFocus()
    line.selectAll()
    panel.qtbot.keyClicks(line, name)
    panel.qtbot.keyClick(line, Qt.Key.Key_Return)
    QApplication.processEvents()


def error(panel: Panel) -> str:
    return field(panel).editor.accessibleDescription()


def away_and_back(panel: Panel) -> None:
    panel.window.reveal("Call")
    QApplication.processEvents()
    panel.window.reveal("Ask")
    QApplication.processEvents()


def test_a_name_that_is_there_twice_is_kept_on_selecting_another_element(panel: Panel) -> None:
    panel.select("Ask", line="abc", headers={"a": "1", "b": "2"})
    before = panel.text("Ask")

    rename(panel, 0, "b")
    away_and_back(panel)

    assert shown(panel) == ["b", "b"]
    assert error(panel) == TWICE
    assert [line.property("state") for line in names(panel)] == ["error", "error"]
    assert panel.text("Ask") == before
    assert panel.window.page.drafts.labels() == [field(panel).field.label]


def test_a_name_that_is_being_typed_when_another_element_is_selected_is_kept_too(panel: Panel) -> None:
    panel.select("Ask", line="abc", headers={"a": "1", "b": "2"})

    names(panel)[0].setFocus()
    names(panel)[0].selectAll()
    panel.qtbot.keyClicks(names(panel)[0], "b")
    away_and_back(panel)

    assert shown(panel) == ["b", "b"]


def test_the_names_are_stored_once_all_of_them_can_stand(panel: Panel) -> None:
    panel.select("Ask", line="abc", headers={"a": "1", "b": "2"})
    rename(panel, 0, "b")
    away_and_back(panel)

    rename(panel, 1, "c")

    assert list(panel.settings("Ask")["headers"].items()) == [("b", "1"), ("c", "2")]
    assert error(panel) == ""
    assert [line.property("state") or "" for line in names(panel)] == ["", ""]
    assert panel.window.page.drafts.labels() == []


def test_a_name_that_is_set_back_leaves_nothing(panel: Panel) -> None:
    panel.select("Ask", line="abc", headers={"a": "1", "b": "2"})
    before = panel.text("Ask")
    rename(panel, 0, "b")

    rename(panel, 0, "a")

    assert (shown(panel), error(panel), panel.text("Ask")) == (["a", "b"], "", before)
    assert panel.window.page.drafts.labels() == []


def test_esc_brings_the_name_back(panel: Panel) -> None:
    panel.select("Ask", line="abc", headers={"a": "1", "b": "2"})
    rename(panel, 0, "b")

    names(panel)[0].setFocus()
    panel.qtbot.keyClick(names(panel)[0], Qt.Key.Key_Escape)
    QApplication.processEvents()

    assert (shown(panel), error(panel)) == (["a", "b"], "")


def test_values_are_typed_beside_names_that_wait(panel: Panel) -> None:
    panel.select("Ask", line="abc", headers={"a": "1", "b": "2"})
    rename(panel, 0, "b")

    panel.type(panel.field("headers", "b"), "two")
    away_and_back(panel)

    assert panel.settings("Ask")["headers"] == {"a": "1", "b": "two"}
    assert (shown(panel), error(panel)) == (["b", "b"], TWICE)


def test_removing_one_of_two_equal_names_stores_the_other(panel: Panel) -> None:
    panel.select("Ask", line="abc", headers={"a": "1", "b": "2"})
    rename(panel, 0, "b")

    field(panel).rows[1].removed.emit()
    QApplication.processEvents()

    assert panel.settings("Ask")["headers"] == {"b": "1"}
    assert error(panel) == ""


def test_an_entry_that_is_added_meanwhile_takes_no_name_away(panel: Panel) -> None:
    panel.select("Ask", line="abc", headers={"a": "1", "b": "2"})
    rename(panel, 0, "b")

    add = next(each for each in field(panel).findChildren(QPushButton) if "Add" in each.text())
    panel.qtbot.mouseClick(add, LEFT)
    QApplication.processEvents()

    assert shown(panel) == ["b", "b", "name"]
    assert error(panel) == TWICE
    assert list(panel.settings("Ask")["headers"]) == ["a", "b", "name"]
    assert isinstance(field(panel), RowsField)


def test_an_undo_lets_the_file_count(panel: Panel) -> None:
    panel.select("Ask", line="abc", headers={"a": "1", "b": "2"})
    panel.type(panel.field("headers", "b"), "two")
    rename(panel, 0, "b")

    with panel.document.edit("Other"):
        element = panel.document.find("Ask")
        element.set_foreign(
            "http://processmaker.com/BPMN/2.0/Schema.xsd", "config", '{"line":"abc","headers":{"x":"9"}}'
        )
    away_and_back(panel)

    assert (shown(panel), error(panel)) == (["x"], "")
