"""The list of the outbox: everything that happened in order, what is unread, and what is looked for."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from modeler.ui.outbox.effects_model import EFFECT
from modeler.ui.outbox.panel import OutboxPanel
from tests.outbox.conftest import Fill
from tests.outbox.mails import call_effect, mail_effect, printed

FIRST = mail_effect(1, "First")
CALL = call_effect(2, "Shop: Order", element="Order")
SCRIPT = printed(3, "total 5\nsecond line")
LAST = mail_effect(4, "Last", "<b>Hi</b>")
ALL = (FIRST, CALL, SCRIPT, LAST)


def titles(outbox: OutboxPanel) -> list[str]:
    return [row.title for row in outbox.rows]


def current(outbox: OutboxPanel) -> str:
    assert outbox.current is not None
    return outbox.current.title


def test_every_effect_and_every_print_is_listed_newest_first_and_the_newest_is_open(
    outbox: OutboxPanel, fill: Fill
) -> None:
    fill(*ALL)

    assert titles(outbox) == ["Last", "total 5", "Shop: Order", "First"]
    assert current(outbox) == "Last"
    assert outbox.view.mail.html.toPlainText().strip() == "Hi"


def test_a_row_says_who_what_where_and_when(outbox: OutboxPanel, fill: Fill) -> None:
    fill(replace(FIRST, at=FIRST.at + timedelta(days=1)), CALL, SCRIPT)

    script, call, first = outbox.rows
    assert (first.detail, first.element, first.time) == ("bea@example.com", "The send", "6 Jan 09:01")
    assert (call.detail, call.time) == ("200 OK · POST https://api.example.com/orders?key=•••", "09:02")
    assert (script.detail, script.element) == ("and 1 more line", "The script")
    told = outbox.list.model().index(2, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert told == "unread, Mail, First, bea@example.com, The send, 6 Jan 09:01"


def test_what_comes_is_chosen_and_what_was_looked_at_is_read(outbox: OutboxPanel, fill: Fill) -> None:
    fill(FIRST)

    fill(FIRST, CALL)

    assert current(outbox) == "Shop: Order"
    assert [row.is_read for row in outbox.rows] == [True, True]


def test_what_comes_while_nobody_looks_stays_unread(outbox: OutboxPanel, fill: Fill, qtbot: QtBot) -> None:
    outbox.hide()
    fill(FIRST)
    fill(FIRST, CALL)
    assert not any(row.is_read for row in outbox.rows)

    outbox.show()

    assert [row.is_read for row in outbox.rows] == [True, False]


def test_back_in_time_it_shows_what_had_been_sent_by_then_and_remembers_what_was_read(
    outbox: OutboxPanel, fill: Fill
) -> None:
    fill(FIRST)
    fill(*ALL)

    fill(FIRST, CALL)

    assert titles(outbox) == ["Shop: Order", "First"]
    assert [row.is_read for row in outbox.rows] == [True, True]
    fill(*ALL)
    assert [row.is_read for row in outbox.rows] == [True, False, True, True]


def test_what_was_chosen_stays_when_one_looks_back_past_other_effects(
    outbox: OutboxPanel, fill: Fill, qtbot: QtBot
) -> None:
    fill(*ALL)
    qtbot.keyClick(outbox.list, Qt.Key.Key_End)

    fill(FIRST, CALL)

    assert current(outbox) == "First"


def test_an_empty_run_says_so(outbox: OutboxPanel, fill: Fill) -> None:
    fill(*ALL)

    fill()

    assert not outbox.list.isVisible()


def test_keys_alone_search_and_choose(outbox: OutboxPanel, fill: Fill, qtbot: QtBot) -> None:
    fill(*ALL)
    outbox.activateWindow()
    outbox.list.setFocus()

    qtbot.keyClicks(outbox.list, "/")
    qtbot.waitUntil(outbox.bar.search.hasFocus)
    qtbot.keyClicks(outbox.bar.search, "BEA fir")

    assert titles(outbox) == ["First"]
    assert current(outbox) == "First"
    qtbot.keyClick(outbox.bar.search, Qt.Key.Key_Down)
    assert outbox.list.hasFocus()
    qtbot.keyClicks(outbox.list, "/")
    qtbot.keyClick(outbox.bar.search, Qt.Key.Key_Escape)
    assert len(outbox.rows) == 4
    assert current(outbox) == "First"


def test_the_exchange_is_searched_too_and_nothing_found_is_said(outbox: OutboxPanel, fill: Fill, qtbot: QtBot) -> None:
    fill(*ALL)

    qtbot.keyClicks(outbox.bar.search, "x-rate")
    assert titles(outbox) == ["Shop: Order"]
    qtbot.keyClicks(outbox.bar.search, "zzz")

    assert titles(outbox) == []
    assert not outbox.list.isVisible()
    assert outbox.view.row is None


def test_a_kind_and_an_element_alone_can_be_listed(outbox: OutboxPanel, fill: Fill, qtbot: QtBot) -> None:
    fill(*ALL, mail_effect(5, "Other", element="Tell"))
    kinds, elements = outbox.bar.kinds, outbox.bar.elements
    assert [kinds.itemText(number) for number in range(kinds.count())] == [
        "All kinds", "Mail (3)", "HTTP call (1)", "Script print (1)",
    ]  # fmt: skip

    qtbot.keyClick(kinds, Qt.Key.Key_Down)
    assert titles(outbox) == ["Other", "Last", "First"]
    qtbot.keyClick(elements, Qt.Key.Key_End)

    assert elements.currentText() == "The tell"
    assert titles(outbox) == ["Other"]


def test_a_filter_stays_while_the_run_goes_on(outbox: OutboxPanel, fill: Fill, qtbot: QtBot) -> None:
    fill(FIRST)
    qtbot.keyClick(outbox.bar.kinds, Qt.Key.Key_Down)

    fill(*ALL)

    assert outbox.bar.kinds.currentText() == "Mail (2)"
    assert titles(outbox) == ["Last", "First"]


def test_the_order_can_be_turned_and_what_is_chosen_stays(outbox: OutboxPanel, fill: Fill, qtbot: QtBot) -> None:
    fill(*ALL)

    qtbot.mouseClick(outbox.bar.order, Qt.MouseButton.LeftButton)

    assert titles(outbox) == ["First", "Shop: Order", "total 5", "Last"]
    assert current(outbox) == "Last"
    assert outbox.bar.order.toolTip() == "Oldest first"
    fill(*ALL, mail_effect(5, "Newer"))
    assert current(outbox) == "Newer"
    assert titles(outbox)[-1] == "Newer"


def test_an_effect_is_shown_by_name_whatever_is_filtered(outbox: OutboxPanel, fill: Fill, qtbot: QtBot) -> None:
    fill(*ALL)
    qtbot.keyClicks(outbox.bar.search, "last")

    assert outbox.show_effect(replace(CALL))

    assert current(outbox) == "Shop: Order"
    assert outbox.bar.search.text() == ""
    assert not outbox.show_effect(mail_effect(9, "Never sent"))


def test_the_element_of_an_effect_is_asked_for_by_key_and_by_button(
    outbox: OutboxPanel, fill: Fill, qtbot: QtBot
) -> None:
    wanted: list[str] = []
    outbox.activated.connect(wanted.append)
    fill(*ALL)

    qtbot.keyClick(outbox.list, Qt.Key.Key_Return)
    qtbot.keyClick(outbox.list, Qt.Key.Key_End)
    qtbot.mouseClick(outbox.view.to_canvas, Qt.MouseButton.LeftButton)

    assert wanted == ["Send", "Send"]


@pytest.mark.qt_log_ignore("does not support (raise|grabbing)", extend=True)
def test_a_row_can_be_marked_as_unread_again(outbox: OutboxPanel, fill: Fill, qtbot: QtBot) -> None:
    fill(*ALL)

    outbox.list.customContextMenuRequested.emit(QPoint(20, 20))
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    action = next(each for each in menu.actions() if each.text() == "Mark as unread")
    menu.setActiveAction(action)
    qtbot.keyClick(menu, Qt.Key.Key_Return)

    assert not outbox.rows[0].is_read


def test_names_of_a_file_are_only_text(outbox: OutboxPanel, fill: Fill) -> None:
    fill(mail_effect(1, "<img src='file:///etc/passwd'><b>Hi</b>"))

    index = outbox.list.model().index(0, 0)
    assert index.data(EFFECT).title == "<img src='file:///etc/passwd'><b>Hi</b>"
    assert index.data(Qt.ItemDataRole.ToolTipRole) is None


def test_ten_thousand_effects_are_listed_without_making_anything_anew(outbox: OutboxPanel, fill: Fill) -> None:
    many = [call_effect(number, f"Call {number}") for number in range(1, 10_001)]
    fill(*many[:-1])
    rows = outbox.rows
    resets: list[int] = []
    outbox.list.model().modelReset.connect(lambda: resets.append(1))

    fill(*many)

    assert len(outbox.rows) == 10_000
    assert all(new is old for new, old in zip(outbox.rows[1:], rows, strict=True))
    assert not resets
