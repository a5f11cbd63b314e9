"""The menus with a search box: create, append, change type, color."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QIcon
from PySide6.QtTest import QTest

from engine.bpmn import Task, UserTask
from modeler.services.catalog import discover
from tests.canvas.driver import SHIFT, Driver


def choose(driver: Driver, text: str) -> None:
    popup = driver.canvas.menus.popup
    assert popup.isVisible()
    QTest.keyClicks(popup.search, text)
    driver.key(Qt.Key.Key_Return, widget=popup.search)
    assert not popup.isVisible()


def test_a_appends_what_is_typed(simple: Driver) -> None:
    simple.click("alone")
    simple.key(Qt.Key.Key_A)

    choose(simple, "user task")

    made = simple.canvas.selected_elements[0]
    assert isinstance(made, UserTask)
    assert [flow.source for flow in simple.document.incoming(made)] == [simple.element("alone")]


def test_r_changes_the_type_and_keeps_the_name(simple: Driver) -> None:
    simple.click("ship")
    simple.key(Qt.Key.Key_R)

    choose(simple, "service")

    assert simple.element("ship").tag == "serviceTask"
    assert simple.element("ship").get("name") == "Ship"
    assert simple.canvas.selected_elements == (simple.element("ship"),)


def test_r_makes_a_task_one_of_a_connector_and_of_another(simple: Driver) -> None:
    found = [each for each in discover().connectors if each.id in ("send-email", "slack-notification")]
    simple.canvas.menus.choices = lambda: [(each.name, each) for each in found]
    before = simple.document.to_bytes()

    for words, implementation in (("send email", "connector-send-email"), ("slack", "connector-slack")):
        simple.click("ship")
        simple.key(Qt.Key.Key_R)
        choose(simple, words)

        ship = simple.element("ship")
        assert (ship.tag, ship.get("name")) == ("serviceTask", "Ship")
        assert (ship.get("implementation") or "").startswith(implementation)
    assert "toRecipients" not in simple.document.to_bytes().decode()
    simple.document.history.undo(2)
    assert simple.document.to_bytes() == before


def test_n_lets_the_choice_follow_the_pointer(simple: Driver) -> None:
    simple.key(Qt.Key.Key_N)

    choose(simple, "task")
    simple.click((500, 340))

    assert isinstance(simple.canvas.selected_elements[0], Task)


def test_a_color_is_given_to_all_that_is_selected_and_taken_away(simple: Driver) -> None:
    simple.click("check")
    simple.click("ship", SHIFT)
    simple.canvas.request("color")
    choose(simple, "green")
    shapes = [simple.document.shape_of(simple.element(id)) for id in ("check", "ship")]
    written = [shape.get("{http://bpmn.io/schema/bpmn/biocolor/1.0}fill") for shape in shapes if shape is not None]

    simple.canvas.request("color")
    choose(simple, "default")

    assert written == ["#C8E6C9", "#C8E6C9"]
    assert all(shape is not None and len(shape.attributes) == 2 for shape in shapes)


def test_escape_closes_the_menu_and_nothing_happens(simple: Driver) -> None:
    simple.click("alone")
    simple.key(Qt.Key.Key_R)
    popup = simple.canvas.menus.popup

    simple.key(Qt.Key.Key_Escape, widget=popup)

    assert not popup.isVisible()
    assert not simple.document.history.can_undo


def test_a_word_that_fits_nothing_leaves_nothing_to_choose(simple: Driver) -> None:
    simple.key(Qt.Key.Key_N)
    popup = simple.canvas.menus.popup

    QTest.keyClicks(popup.search, "zzz")
    simple.key(Qt.Key.Key_Return, widget=popup.search)

    assert popup.isVisible()
    assert [popup.list.item(row).text() for row in range(popup.list.count())] == ["Nothing found"]
    assert popup.list.currentRow() == -1
    popup.close()


def test_what_is_typed_finds_the_name_that_begins_with_it_first(simple: Driver) -> None:
    simple.canvas.set_connectors(lambda: [("Send Email", "bpmn:sendTask")])
    simple.key(Qt.Key.Key_N)
    popup = simple.canvas.menus.popup
    height = popup.height()

    QTest.keyClicks(popup.search, "end")

    assert popup.list.currentItem().text() == "End event"
    assert "Send Email" in [popup.list.item(row).text() for row in range(popup.list.count())]
    popup.search.setText("terminate")
    assert popup.height() < height
    popup.close()


def test_the_picture_of_the_chosen_line_is_the_one_of_the_others(simple: Driver) -> None:
    simple.key(Qt.Key.Key_N)
    popup = simple.canvas.menus.popup
    icon, size = popup.list.currentItem().icon(), popup.list.iconSize()

    assert icon.pixmap(size, QIcon.Mode.Selected).toImage() == icon.pixmap(size, QIcon.Mode.Normal).toImage()
    popup.close()


def test_without_a_selection_there_is_nothing_to_append_to(simple: Driver) -> None:
    told: list[str] = []
    simple.canvas.refused.connect(told.append)

    simple.key(Qt.Key.Key_A)

    assert not simple.canvas.menus.popup.isVisible()
    assert told == ["There is nothing to choose for what is selected"]


def test_several_are_aligned_from_the_pad(simple: Driver) -> None:
    simple.click("check")
    simple.click("alone", SHIFT)
    button = simple.canvas.context_pad.button("align")
    assert button is not None
    button.click()

    simple.key(Qt.Key.Key_Return, widget=simple.canvas.menus.popup.list)

    assert simple.bounds("check").x == simple.bounds("alone").x
    assert simple.document.history.undo_label == "Align 2 elements"


def test_a_flow_becomes_the_default_and_plain_again(simple: Driver) -> None:
    simple.click((370, 140))
    simple.key(Qt.Key.Key_R)
    simple.key(Qt.Key.Key_Return, widget=simple.canvas.menus.popup.list)
    default = simple.element("check").get("default")

    simple.key(Qt.Key.Key_R)
    simple.key(Qt.Key.Key_Return, widget=simple.canvas.menus.popup.list)

    assert default == "to_ship"
    assert simple.element("check").get("default") is None


def test_a_menu_is_no_higher_than_a_low_canvas(simple: Driver) -> None:
    simple.canvas.resize(500, 220)

    simple.key(Qt.Key.Key_N)

    popup = simple.canvas.menus.popup
    assert simple.canvas.rect().contains(popup.geometry())
    popup.close()
