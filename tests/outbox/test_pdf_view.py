"""A PDF of the outbox is shown page by page, by mouse and keys; one that is damaged says so."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QDesktopServices
from pytestqt.qtbot import QtBot

from modeler.services.preview.outbox import Attachment, Effect
from modeler.ui.outbox.panel import OutboxPanel
from modeler.ui.outbox.pdf_sheets import FREE, PAGE, WIDTH
from modeler.ui.outbox.pdf_view import TEXT, PdfView
from tests.outbox.conftest import Fill
from tests.outbox.mails import mail_effect
from tests.outbox.papers import paper

LEFT = Qt.MouseButton.LeftButton


def pdf_effect(content: bytes, position: int = 1) -> Effect:
    file = Attachment(f"{position:03}-Make.pdf", "application/pdf", content)
    return replace(mail_effect(position, "Order.pdf"), kind="pdf", files=(file,), recipients=())


@pytest.fixture
def view(outbox: OutboxPanel, fill: Fill, qtbot: QtBot) -> PdfView:
    """Five pages, the first of them drawn."""
    fill(pdf_effect(paper(5)))
    shown = outbox.view.paper
    qtbot.waitUntil(lambda: is_drawn(shown), timeout=20_000)
    return shown


def is_drawn(view: PdfView) -> bool:
    return view.sheets.count > 0 and view.sheets.missing() is None


def darkest(view: PdfView) -> int:
    """How dark the darkest place of the first page is: there are words on it."""
    picture = view.sheets.viewport().grab().toImage()
    rows, columns = range(0, picture.height(), 2), range(0, picture.width(), 2)
    return min(picture.pixelColor(x, y).lightness() for y in rows for x in columns)


def test_the_first_page_is_drawn_as_wide_as_there_is_room(view: PdfView) -> None:
    assert view.sheets.fit == WIDTH
    assert view.to_width.isChecked()
    assert (view.number.text(), view.of_pages.text()) == ("1", "of 5")
    assert darkest(view) < 60


def test_pages_are_turned_by_button_number_and_key(view: PdfView, qtbot: QtBot) -> None:
    qtbot.mouseClick(view.forth, LEFT)
    assert view.number.text() == "2"

    view.number.selectAll()
    qtbot.keyClicks(view.number, "4")
    qtbot.keyClick(view.number, Qt.Key.Key_Return)
    assert view.sheets.page == 3
    qtbot.keyClick(view.sheets, Qt.Key.Key_Left)
    assert view.sheets.page == 2
    qtbot.keyClick(view.sheets, Qt.Key.Key_End)
    assert view.sheets.page == 4
    assert not view.forth.isEnabled()
    qtbot.keyClick(view.sheets, Qt.Key.Key_Home)
    assert view.sheets.page == 0

    qtbot.waitUntil(lambda: is_drawn(view), timeout=20_000)


def test_it_is_made_larger_and_smaller_and_fits_again(view: PdfView, qtbot: QtBot) -> None:
    before = view.sheets.zoom

    qtbot.keyClick(view.sheets, Qt.Key.Key_Plus)
    assert view.sheets.zoom == pytest.approx(before * 1.25)
    assert view.sheets.fit == FREE
    qtbot.mouseClick(view.smaller, LEFT)
    assert view.sheets.zoom == pytest.approx(before)
    qtbot.keyClick(view.sheets, Qt.Key.Key_P)
    assert view.sheets.fit == PAGE
    assert view.to_page.isChecked()
    assert view.sheets.zoom < before
    qtbot.mouseClick(view.to_width, LEFT)

    assert view.sheets.zoom == pytest.approx(before)
    qtbot.waitUntil(lambda: is_drawn(view), timeout=20_000)


def test_its_text_can_be_read(view: PdfView, qtbot: QtBot) -> None:
    qtbot.mouseClick(view.views.buttons[TEXT], LEFT)

    qtbot.waitUntil(lambda: "Page 5" in view.text.toPlainText(), timeout=20_000)
    assert not view.forth.isVisible()


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7 nothing", paper(2)[:300]])
def test_a_damaged_file_says_so_and_the_next_one_is_shown(
    content: bytes, outbox: OutboxPanel, fill: Fill, qtbot: QtBot
) -> None:
    fill(pdf_effect(content))
    view = outbox.view.paper
    qtbot.waitUntil(view.error.isVisible, timeout=20_000)
    assert view.error.text() == "It is no PDF, or it is damaged."
    assert not view.larger.isEnabled()

    fill(pdf_effect(content), pdf_effect(paper(2), 2))

    qtbot.waitUntil(lambda: is_drawn(view), timeout=20_000)
    assert not view.error.isVisible()
    assert view.larger.isEnabled()


def test_one_can_go_on_to_the_next_effect_while_a_file_is_being_drawn(
    outbox: OutboxPanel, fill: Fill, qtbot: QtBot
) -> None:
    many = [pdf_effect(paper(number), number) for number in range(1, 8)]
    for number in range(1, 8):
        fill(*many[:number])

    qtbot.waitUntil(lambda: is_drawn(outbox.view.paper), timeout=20_000)
    assert outbox.view.paper.sheets.count == 7


def test_it_is_opened_in_the_systems_program_as_a_copy(
    view: PdfView, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[Path] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(Path(url.toLocalFile())))

    qtbot.mouseClick(view.opener, LEFT)

    assert opened[0].read_bytes() == paper(5)
    assert opened[0].suffix == ".pdf"
