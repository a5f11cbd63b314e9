"""A Request inside processes of other files: their tabs show it, with names everywhere and ways in and back."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from modeler.ui.banner import Banner
from modeler.ui.documents.page import DocumentPage
from modeler.ui.main_window import MainWindow
from modeler.ui.preview.breadcrumb import Breadcrumb
from tests.preview.drawn import drawn
from tests.services.connector_processes import mail_task, process

LEFT = Qt.MouseButton.LeftButton
SHIFT, CONTROL = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier
BEGIN = '<bpmn:intermediateThrowEvent id="begin" name="Order taken"/>'
CALL = '<bpmn:callActivity id="check" name="Check credit" calledElement="Credit"/>'
AFTER = '<bpmn:intermediateThrowEvent id="after" name="Delivered"/>'
ASK = '<bpmn:userTask id="ask" name="Ask the bank"/>'
FAILS = (
    '<bpmn:scriptTask id="rate" name="Rate it" scriptFormat="python"><bpmn:script>1/0</bpmn:script></bpmn:scriptTask>'
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "order.bpmn").write_bytes(drawn(process(BEGIN, CALL, AFTER)))
    called = process(ASK, mail_task(), FAILS).replace(b'id="P" name="Order"', b'id="Credit" name="Credit check"')
    (tmp_path / "credit.bpmn").write_bytes(drawn(called))
    return tmp_path


@pytest.fixture
def order(window: MainWindow, folder: Path, qtbot: QtBot) -> DocumentPage:
    opened = window.documents.open(folder / "order.bpmn")
    assert opened is not None
    qtbot.waitUntil(lambda: opened.canvas.is_complete)
    return opened


def at(page: DocumentPage, id: str) -> QPoint:
    item = page.canvas.stage.scene.item(page.file.document.find(id))
    assert item is not None
    x, y = page.canvas.stage.viewport.to_view(*item.center)
    return QPoint(round(x), round(y))


def marks(page: DocumentPage) -> dict[str, str]:
    return dict(page.canvas.overlays.run_layer.marks.states)


def open_call(window: MainWindow, order: DocumentPage, qtbot: QtBot) -> DocumentPage:
    qtbot.mouseDClick(order.canvas, LEFT, pos=at(order, "check"))
    qtbot.waitUntil(lambda: window.page is not order)
    page = window.page
    assert page is not None
    qtbot.waitUntil(lambda: page.canvas.is_complete)
    return page


def shot(window: MainWindow, name: str) -> None:
    if folder := os.environ.get("SHOTS"):
        window.grab().save(f"{folder}-{name}.png")


def test_what_happens_in_a_called_file_is_told_by_name(
    window: MainWindow, order: DocumentPage, press: Callable[..., None], qtbot: QtBot
) -> None:
    press(Qt.Key.Key_F5)
    (waiting,) = window.run_panel.view.waiting
    first = [row.title for row in window.run_panel.view.steps]
    window.preview.answer("Credit/ask", {})
    qtbot.waitUntil(lambda: window.run_panel.view.status == "error", timeout=20_000)

    assert waiting.title == "Ask the bank"
    assert first[-2:] == ["Start event", "Ask the bank"]
    assert window.run_panel.view.message.startswith("Rate it: ")
    assert [row.element for row in window.outbox_panel.rows] == ["mail"]
    assert [place.title for place in window.run_panel.view.local.places] == [
        "Order",
        "Check credit: called process Credit check",
    ]


def test_a_double_click_on_a_call_opens_its_file_with_the_request_in_it(
    window: MainWindow, order: DocumentPage, press: Callable[..., None], qtbot: QtBot
) -> None:
    press(Qt.Key.Key_F5)

    on_caller = [button.accessibleName() for button in order.canvas.run_buttons.buttons]
    credit = open_call(window, order, qtbot)

    shot(window, "called")
    assert on_caller == ["Open “Check credit”"]
    assert credit.file.path is not None
    assert credit.file.path.name == "credit.bpmn"
    assert marks(credit) == {"start": "done", "ask": "waiting"}
    assert credit.canvas.overlays.run_layer.marks.tokens == {"ask": 1}
    assert [button.accessibleName() for button in credit.canvas.run_buttons.buttons] == ["Answer “Ask the bank”"]
    assert not credit.file.is_modified


def test_the_breadcrumb_leads_back_to_the_call(
    window: MainWindow, order: DocumentPage, press: Callable[..., None], qtbot: QtBot
) -> None:
    press(Qt.Key.Key_F5)
    credit = open_call(window, order, qtbot)
    (crumb,) = credit.findChildren(Breadcrumb)[0].findChildren(QPushButton)

    qtbot.mouseClick(crumb, LEFT)

    assert crumb.text() == "order.bpmn · Check credit"
    assert window.page is order
    assert [element.id for element in order.canvas.selected_elements] == ["check"]


def test_keys_lead_in_and_back(
    window: MainWindow, order: DocumentPage, press: Callable[..., None], qtbot: QtBot
) -> None:
    press(Qt.Key.Key_F5)
    window.reveal("check")

    press(Qt.Key.Key_F11, CONTROL | SHIFT)
    inside = window.page
    press(Qt.Key.Key_F10, CONTROL | SHIFT)

    assert inside is not order
    assert window.page is order


def test_step_into_goes_into_the_called_file_and_out_again(
    window: MainWindow, order: DocumentPage, press: Callable[..., None], qtbot: QtBot, folder: Path
) -> None:
    called = process(ASK).replace(b'id="P" name="Order"', b'id="Credit" name="Credit check"')
    (folder / "credit.bpmn").write_bytes(drawn(called))
    seen = []
    for _ in range(6):
        press(Qt.Key.Key_F11)
        assert window.page is not None
        seen.append(window.page.title)
    window.preview.answer("Credit/ask", {})
    qtbot.waitUntil(lambda: window.run_panel.view.status == "completed", timeout=20_000)

    assert seen[0] == "order.bpmn"
    assert seen[-1] == "credit.bpmn"
    assert window.page is order
    assert order.file.document.name == "order.bpmn"


def test_going_on_in_the_tab_of_the_called_file_goes_on_with_the_same_request(
    window: MainWindow, order: DocumentPage, press: Callable[..., None], qtbot: QtBot
) -> None:
    press(Qt.Key.Key_F5)
    credit = open_call(window, order, qtbot)
    window.preview.set_data({"x": 1})
    qtbot.waitUntil(lambda: not window.preview.is_busy, timeout=20_000)

    press(Qt.Key.Key_F5)

    assert window.preview.page is order
    assert window.page is credit
    assert len(window.run_panel.view.runs) == 1


def test_an_element_of_the_called_file_is_inspected_where_it_is(
    window: MainWindow, order: DocumentPage, press: Callable[..., None], qtbot: QtBot
) -> None:
    press(Qt.Key.Key_F5)
    window.preview.answer("Credit/ask", {"rating": "good"})
    qtbot.waitUntil(lambda: window.run_panel.view.status == "error", timeout=20_000)
    credit = open_call(window, order, qtbot)

    press(Qt.Key.Key_I, CONTROL)
    qtbot.mouseClick(credit.canvas, LEFT, pos=at(credit, "ask"))
    qtbot.waitUntil(lambda: window.element_run_panel.run is not None, timeout=20_000)

    shot(window, "inspected")
    assert window.element_run_panel.run is not None
    assert window.element_run_panel.run.element == "Credit/ask"
    assert window.element_run_panel.run.output == {"rating": "good"}


def test_a_new_request_of_another_file_takes_the_overlay_away(
    window: MainWindow, order: DocumentPage, press: Callable[..., None], qtbot: QtBot
) -> None:
    press(Qt.Key.Key_F5)
    credit = open_call(window, order, qtbot)

    press(Qt.Key.Key_F5, SHIFT)
    stopped = bool(credit.findChildren(Breadcrumb))
    press(Qt.Key.Key_F5)
    qtbot.waitUntil(lambda: not [each for each in credit.findChildren(Breadcrumb) if each.isVisible()])

    assert stopped
    assert window.preview.page is credit
    assert marks(credit) == {"start": "done", "ask": "waiting"}
    assert marks(order) == {}


def test_an_edit_of_the_called_file_is_told_there_and_the_request_goes_on_as_it_was(
    window: MainWindow, order: DocumentPage, press: Callable[..., None], qtbot: QtBot
) -> None:
    press(Qt.Key.Key_F5)
    credit = open_call(window, order, qtbot)

    with credit.file.document.edit("Rename"):
        credit.file.document.get("ask").set("name", "Ask nobody")
    told = [banner.text for banner in credit.findChildren(Banner)]
    window.preview.answer("Credit/ask", {})
    qtbot.waitUntil(lambda: window.run_panel.view.status == "error", timeout=20_000)

    assert told == ["This file has changed; the Request runs it as it was. Save it and start again to see the change."]
    assert [row.title for row in window.run_panel.view.steps][-1] == "Rate it"
    assert "Ask the bank" in [row.title for row in window.run_panel.view.steps]

    window.preview.restart()
    qtbot.waitUntil(lambda: not window.preview.is_busy and window.run_panel.view.status == "waiting", timeout=20_000)
    assert not [banner for banner in credit.findChildren(Banner) if banner.text]


def test_a_breakpoint_in_a_called_file_stops_the_request_of_its_caller(
    window: MainWindow, folder: Path, order: DocumentPage, press: Callable[..., None], qtbot: QtBot
) -> None:
    called = window.documents.open(folder / "credit.bpmn")
    assert called is not None
    qtbot.waitUntil(lambda: called.canvas.is_complete)
    qtbot.mouseClick(called.canvas, LEFT, pos=at(called, "ask"))
    press(Qt.Key.Key_F9)
    window.tabs.setCurrentWidget(order)

    press(Qt.Key.Key_F5)
    stopped = (window.preview.standing.stopped_at, window.run_panel.view.status, window.run_panel.view.message)
    press(Qt.Key.Key_F5)

    assert stopped == ("Credit/ask", "paused", "Stopped at a breakpoint before “Ask the bank”")
    assert window.preview.standing.waiting.keys() == {"Credit/ask"}


def test_a_breakpoint_set_in_the_called_file_during_the_run_counts_at_once(
    window: MainWindow, order: DocumentPage, press: Callable[..., None], qtbot: QtBot
) -> None:
    press(Qt.Key.Key_F5)
    page = open_call(window, order, qtbot)
    qtbot.mouseClick(page.canvas, LEFT, pos=at(page, "mail"))
    press(Qt.Key.Key_F9)

    window.preview.answer("Credit/ask", {})
    qtbot.waitUntil(lambda: not window.preview.is_busy)

    assert window.preview.standing.stopped_at == "Credit/mail"
