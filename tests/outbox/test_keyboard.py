"""Everything in the outbox can be done by keys alone."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from modeler.services.preview.outbox import Effect
from modeler.services.preview.standing import Printed
from modeler.ui.outbox.panel import OutboxPanel
from tests.outbox.conftest import Fill
from tests.outbox.mails import call_effect, mail_effect, printed
from tests.outbox.papers import paper
from tests.outbox.test_pdf_view import pdf_effect


@pytest.mark.parametrize(
    "effect",
    [mail_effect(1, "Mail", "<p>Hi</p>"), mail_effect(1, "Text"), call_effect(1, "Call"), printed(1, "5")],
    ids=["mail", "text", "call", "print"],
)
def test_right_leads_into_the_effect_and_esc_back_to_the_list(
    effect: Effect | Printed, outbox: OutboxPanel, fill: Fill, qtbot: QtBot
) -> None:
    fill(effect)
    outbox.activateWindow()
    outbox.list.setFocus()

    qtbot.keyClick(outbox.list, Qt.Key.Key_Right)
    inside = QApplication.focusWidget()
    assert inside is not None
    assert outbox.view.isAncestorOf(inside)
    qtbot.keyClick(inside, Qt.Key.Key_Escape)

    assert outbox.list.hasFocus()


def test_the_pages_of_a_file_take_the_keys(outbox: OutboxPanel, fill: Fill, qtbot: QtBot) -> None:
    fill(pdf_effect(paper(3)))
    qtbot.waitUntil(lambda: outbox.view.paper.sheets.count == 3, timeout=20_000)
    outbox.activateWindow()
    outbox.list.setFocus()

    qtbot.keyClick(outbox.list, Qt.Key.Key_Right)
    assert outbox.view.paper.sheets.hasFocus()
    qtbot.keyClick(outbox.view.paper.sheets, Qt.Key.Key_End)
    assert outbox.view.paper.sheets.page == 2
    qtbot.keyClick(outbox.view.paper.sheets, Qt.Key.Key_Escape)

    assert outbox.list.hasFocus()


def test_tab_reaches_every_control(outbox: OutboxPanel, fill: Fill, qtbot: QtBot) -> None:
    fill(mail_effect(1, "Mail", "<p>Hi</p>"))
    outbox.activateWindow()
    outbox.bar.search.setFocus()
    reached: list[QWidget] = []

    while (focused := QApplication.focusWidget()) is not None and focused not in reached:
        reached.append(focused)
        qtbot.keyClick(focused, Qt.Key.Key_Tab)

    mail = outbox.view.mail
    for wanted in (
        outbox.bar.kinds, outbox.bar.elements, outbox.bar.order, outbox.bar.save_all, outbox.list,
        outbox.view.to_canvas, outbox.view.save, mail.files.buttons[0], mail.views.buttons[0], mail.phone, mail.html,
    ):  # fmt: skip
        assert wanted in reached, wanted.accessibleName()
