"""Several selected elements: common fields, mixed values, one step for all."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QCheckBox

from tests.ui.forms.conftest import Panel


def select(panel: Panel, *ids: str) -> None:
    page = panel.window.page
    assert page is not None
    page.canvas.select([panel.document.find(id) for id in ids])
    QApplication.processEvents()


def two(panel: Panel, one: dict[str, object], other: dict[str, object]) -> None:
    panel.select("Ask", **one)
    panel.select("Call", **other)
    select(panel, "Ask", "Call")


def test_values_that_differ_are_mixed_and_equal_ones_are_shown(panel: Panel) -> None:
    two(panel, {"line": "same", "mail": "a@b.c", "few": "low", "on": True}, {"line": "same", "few": "high"})

    assert panel.window.properties_panel.form.title == "2 elements selected"
    assert panel.field("line").value() == "same"
    assert panel.field("mail").editor.placeholderText() == "Mixed"
    assert panel.field("few").value() is None
    check = panel.field("on").editor
    assert isinstance(check, QCheckBox)
    assert check.checkState() == Qt.CheckState.PartiallyChecked
    assert panel.find("id") is None


def test_an_edit_goes_to_all_as_one_step(panel: Panel) -> None:
    two(panel, {"line": "one", "zeta": 1.50}, {"line": "two"})
    before = panel.text("Ask"), panel.text("Call")

    panel.type(panel.field("line"), "both")

    assert (panel.settings("Ask")["line"], panel.settings("Call")["line"]) == ("both", "both")
    assert panel.field("line").value() == "both"
    panel.undo()
    assert (panel.text("Ask"), panel.text("Call")) == before


def test_mixed_values_that_nobody_touches_stay(panel: Panel) -> None:
    two(panel, {"line": "one", "few": "low", "on": True}, {"line": "two", "few": "high"})
    before = panel.text("Ask"), panel.text("Call")

    for name in ("line", "few", "on", "lines", "count"):
        panel.field(name).focus_editor()
    select(panel, "Ask")

    assert (panel.text("Ask"), panel.text("Call")) == before


def test_a_click_on_a_half_checked_box_checks_it_for_all(panel: Panel) -> None:
    two(panel, {"on": True}, {"line": "two"})
    check = panel.field("on").editor

    check.setFocus()
    panel.qtbot.keyClick(check, Qt.Key.Key_Space)

    assert panel.settings("Ask")["on"] == panel.settings("Call")["on"]


def test_lists_that_differ_are_not_edited_together(panel: Panel) -> None:
    two(panel, {"names": ["a"], "cards": [{"text": "x"}]}, {"names": ["b"], "cards": [{"text": "x"}]})

    assert panel.field("names").value() == "Different in the selected elements: select one to change it."
    panel.type(panel.field("cards", 0, "text"), "y")
    assert panel.settings("Ask")["cards"] == panel.settings("Call")["cards"] == [{"text": "y"}]


def test_elements_of_other_kinds_share_their_names_and_notes(panel: Panel) -> None:
    panel.select("Ask", line="x")
    select(panel, "Ask", "End")

    keys = [editor.field.key for box in panel.window.properties_panel.groups for editor in box.editors]
    assert keys == ["name", "documentation"]
    documentation = panel.find("documentation")
    assert documentation is not None
    panel.type(documentation, "Both", Qt.Key.Key_Tab)
    assert [panel.document.find(id).documentation[0].text for id in ("Ask", "End")] == ["Both", "Both"]


def test_half_typed_text_is_finished_for_the_elements_it_was_typed_for(panel: Panel) -> None:
    two(panel, {"line": "one"}, {"line": "two"})
    line = panel.field("line")
    line.focus_editor()
    panel.qtbot.keyClicks(line.editor, "half")

    select(panel, "Tell")

    assert (panel.settings("Ask")["line"], panel.settings("Call")["line"]) == ("half", "half")
