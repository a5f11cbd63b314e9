"""The button `fx`: FEEL or a variable in place of a value, and back, in the form of the real window."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from modeler.ui.panels.fields.expression import ExpressionField
from tests.ui.forms.conftest import Panel

LEFT = Qt.MouseButton.LeftButton


def switched(panel: Panel, name: str) -> None:
    """Press `fx`."""
    boxes = panel.window.properties_panel.groups
    tops = (top for box in boxes for top in box.editors if isinstance(top, ExpressionField))
    found = next(each for each in tops if each.find_editor(panel.field(name).field.key) is not None)
    panel.qtbot.mouseClick(found.switch, LEFT)
    QApplication.processEvents()


def test_a_formula_is_stored_behind_its_sign(panel: Panel) -> None:
    panel.select("Ask", line="abc")

    panel.type(panel.field("formula"), "order.total * 1.2")

    assert panel.settings("Ask")["formula"] == "=order.total * 1.2"
    assert panel.field("formula").text_ports()[0].text() == "order.total * 1.2"


def test_a_formula_that_is_pasted_with_its_sign_has_one_sign(panel: Panel) -> None:
    panel.select("Ask", line="abc")

    panel.type(panel.field("formula"), "=order.total")

    assert panel.settings("Ask")["formula"] == "=order.total"
    assert panel.field("formula").text_ports()[0].text() == "order.total"


def test_an_emptied_formula_is_no_expression(panel: Panel) -> None:
    panel.select("Ask", formula="=1")

    panel.type(panel.field("formula"), "")

    assert panel.settings("Ask")["formula"] == ""


def test_a_formula_without_its_sign_stays_as_it_is_until_it_is_changed(panel: Panel) -> None:
    panel.select("Ask", formula="order", line="abc")
    before = panel.text("Ask")

    panel.field("formula").focus_editor()
    panel.window.properties_panel.commit()

    assert panel.text("Ask") == before


def test_what_is_wrong_with_a_formula_is_told_with_its_column(panel: Panel) -> None:
    panel.select("Ask", formula="=1 +")

    words = [each.text() for each in panel.field("formula").findChildren(type(panel.field("formula")._note))]

    assert any("(column 4)" in each for each in words)


@pytest.mark.parametrize(("name", "value", "feel"), [
    ("target", "order.mail", "=order.mail"), ("limit", 5, "=5"), ("sure", True, "=true"), ("sure", False, "=false"),
])  # fmt: skip
def test_feel_takes_over_the_value_and_gives_it_back(name: str, value: object, feel: str, panel: Panel) -> None:
    panel.select("Ask", line="abc", **{name: value})

    switched(panel, name)
    assert panel.settings("Ask")[name] == feel

    switched(panel, name)
    assert panel.settings("Ask")[name] == value


def test_a_formula_that_is_no_number_comes_back_when_one_turns_again(panel: Panel) -> None:
    panel.select("Ask", line="abc", limit=5)
    switched(panel, "limit")
    panel.type(panel.field("limit"), "order.total")
    assert panel.settings("Ask")["limit"] == "=order.total"

    switched(panel, "limit")
    assert panel.settings("Ask")["limit"] == 5
    switched(panel, "limit")

    assert panel.settings("Ask")["limit"] == "=order.total"


def test_what_stood_in_an_expression_is_not_lost_by_turning_to_and_fro(panel: Panel) -> None:
    panel.select("Ask", line="abc", sure="=a > b")

    switched(panel, "sure")
    assert "sure" not in panel.settings("Ask")
    switched(panel, "sure")

    assert panel.settings("Ask")["sure"] == "=a > b"


def test_an_equals_sign_typed_in_front_turns_to_feel_and_the_keyboard_goes_along(panel: Panel) -> None:
    panel.select("Ask", line="abc")
    panel.field("target").focus_editor()

    panel.qtbot.keyClicks(QApplication.focusWidget(), "=customer")
    panel.window.properties_panel.commit()
    QApplication.processEvents()
    panel.qtbot.keyClicks(QApplication.focusWidget(), ".mail")
    panel.window.properties_panel.commit()

    assert panel.settings("Ask")["target"] == "=customer.mail"


def test_feel_in_place_of_a_number_or_an_address_is_no_error(panel: Panel) -> None:
    panel.select("Ask", line="abc", limit="=a", target="=b", sure="=c")

    for name in ("limit", "target", "sure"):
        assert panel.field(name).field.error == ""
    assert panel.field("limit").value() == "=a"


def test_what_is_read_only_is_shown_and_takes_no_key(panel: Panel) -> None:
    panel.select("Ask", line="abc", fixed="kept", fixed_rows=[{"a": "1", "b": "x"}])
    before = panel.text("Ask")

    for editor in (panel.field("fixed"), panel.field("fixed_rows", 0, "a")):
        editor.focus_editor()
        panel.qtbot.keyClicks(editor.editor, "more")
    panel.window.properties_panel.commit()

    assert panel.text("Ask") == before
    assert panel.field("fixed").value() == "kept"
    assert not panel.field("fixed_rows", 0, "b").editor.isEnabled()
