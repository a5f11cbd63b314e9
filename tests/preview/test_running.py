"""The debugger's keys, the timeline, breakpoints and answers, on the real window."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QInputDialog, QToolButton
from pytestqt.qtbot import QtBot

from modeler.ui.documents.page import DocumentPage
from modeler.ui.main_window import MainWindow

LEFT = Qt.MouseButton.LeftButton
SHIFT, CONTROL = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier
Press = Callable[..., None]
Place = Callable[[str], QPoint]


def titles(window: MainWindow) -> list[str]:
    return [row.title for row in window.run_panel.view.steps[: window.run_panel.view.step]]


def answer(window: MainWindow, qtbot: QtBot, text: str) -> None:
    card = window.run_panel.answer
    card.edit.block.setPlainText(text)
    qtbot.mouseClick(card.complete, LEFT)
    qtbot.waitUntil(lambda: not window.preview.is_busy, timeout=20_000)


def test_f10_goes_step_by_step_and_ctrl_f11_looks_back(window: MainWindow, page: DocumentPage, press: Press) -> None:
    press(Qt.Key.Key_F10)
    press(Qt.Key.Key_F11)
    forwards = titles(window)
    press(Qt.Key.Key_F11, CONTROL)

    assert forwards == ["Asked", "Look at it"]
    assert titles(window) == ["Asked"]
    assert window.run_panel.view.is_past
    assert page.canvas.overlays.run.tokens == {"A": 1}


def test_f5_runs_to_the_person_and_shift_f5_ends_it(window: MainWindow, page: DocumentPage, press: Press) -> None:
    press(Qt.Key.Key_F5)
    waiting = window.run_panel.view
    press(Qt.Key.Key_F5, SHIFT)

    assert [(task.id, task.kind) for task in waiting.waiting] == [("user", "task"), ("late", "timer")]
    assert window.run_panel.view.status == "canceled"
    assert not window.actions_by_id["preview.stop"].isEnabled()


def test_f9_puts_a_breakpoint_on_what_is_selected_and_the_run_stops_there(
    window: MainWindow, page: DocumentPage, press: Press, place: Place, qtbot: QtBot
) -> None:
    qtbot.mouseClick(page.canvas, LEFT, pos=place("A"))
    press(Qt.Key.Key_F9)
    press(Qt.Key.Key_F5)
    stopped = window.run_panel.view.message
    qtbot.mouseClick(page.canvas, LEFT, pos=place("A"))
    press(Qt.Key.Key_F9)

    assert stopped == "Stopped at a breakpoint before “Look at it”"
    assert titles(window) == ["Asked"]
    assert window.preview.stops.stops == ()


def test_a_breakpoint_stands_in_a_list_where_it_gets_a_condition(
    window: MainWindow, page: DocumentPage, press: Press, place: Place, qtbot: QtBot
) -> None:
    qtbot.mouseClick(page.canvas, LEFT, pos=place("A"))
    press(Qt.Key.Key_F9)
    rows = window.run_panel.stops.rows
    item = rows.topLevelItem(0)
    assert item is not None

    item.setText(1, "amount > 100")
    qtbot.waitUntil(lambda: window.preview.stops.stops[0].condition != "")
    press(Qt.Key.Key_F5)

    assert window.run_panel.view.status == "waiting"
    assert page.canvas.overlays.run_layer.stops["A"].condition == "amount > 100"
    assert window.run_panel.left.buttons[2].text() == "Breakpoints (1)"


def test_a_wrong_condition_says_so_in_its_row(
    window: MainWindow, page: DocumentPage, press: Press, place: Place, qtbot: QtBot
) -> None:
    qtbot.mouseClick(page.canvas, LEFT, pos=place("A"))
    press(Qt.Key.Key_F9)
    item = window.run_panel.stops.rows.topLevelItem(0)
    assert item is not None

    item.setText(1, "amount >")
    qtbot.waitUntil(lambda: window.preview.stops.stops[0].condition != "")

    shown = window.run_panel.stops.rows.topLevelItem(0)
    assert shown is not None
    assert shown.text(1).startswith("amount >  –  ")


def test_breakpoints_and_start_data_are_there_again_when_the_file_is_opened_anew(
    window: MainWindow, page: DocumentPage, press: Press, place: Place, qtbot: QtBot
) -> None:
    qtbot.mouseClick(page.canvas, LEFT, pos=place("A"))
    press(Qt.Key.Key_F9)
    window.run_panel.start_data.block.setPlainText('{"amount": 77}')
    press(Qt.Key.Key_F5)
    path = page.file.path
    assert path is not None
    window.documents.close(page)

    opened = window.documents.open(path)

    assert opened is not None
    assert [stop.place for stop in window.preview.stops.stops] == ["A"]
    assert window.run_panel.start_data.data() == {"amount": 77}


def test_ctrl_f10_runs_to_the_selected_element(
    window: MainWindow, page: DocumentPage, press: Press, place: Place, qtbot: QtBot
) -> None:
    qtbot.mouseClick(page.canvas, LEFT, pos=place("user"))
    press(Qt.Key.Key_F10, CONTROL)

    assert titles(window) == ["Asked", "Look at it"]
    assert window.run_panel.view.message == "Paused before “Decide”"


def test_the_slider_goes_to_any_step_with_the_keyboard_and_another_answer_begins_a_new_run(
    window: MainWindow, page: DocumentPage, press: Press, qtbot: QtBot
) -> None:
    press(Qt.Key.Key_F5)
    answer(window, qtbot, '{"amount": 20}')
    slider = window.run_panel.timeline.slider
    slider.setFocus()
    while window.run_panel.view.step > 3:
        qtbot.keyClick(slider, Qt.Key.Key_Left)
        qtbot.waitUntil(lambda: not window.preview.is_busy)

    answer(window, qtbot, '{"amount": 1}')

    assert titles(window)[-2:] == ["Do little", "Done a bit"]
    assert [run.title for run in window.run_panel.view.runs] == ["Run 1", "Run 2 (from step 3 of run 1)"]
    assert window.run_panel.runs.isVisible()
    assert page.canvas.overlays.run.states.get("big") is None


def test_two_runs_are_compared_side_by_side(window: MainWindow, page: DocumentPage, press: Press, qtbot: QtBot) -> None:
    press(Qt.Key.Key_F5)
    answer(window, qtbot, '{"amount": 20}')
    window.run_panel.timeline.slider.setValue(3)
    qtbot.waitUntil(lambda: not window.preview.is_busy and window.run_panel.view.step == 3)
    answer(window, qtbot, '{"amount": 1}')

    from modeler.ui.dialogs.compare_runs import CompareDialog

    qtbot.mouseClick(window.run_panel.compare, LEFT)
    dialog = window.findChild(CompareDialog)
    assert dialog is not None
    qtbot.waitUntil(lambda: dialog.path.topLevelItemCount() > 0)
    rows = [dialog.path.topLevelItem(row) for row in range(dialog.path.topLevelItemCount())]
    shown = [(row.text(0), row.text(1)) for row in rows if row is not None]
    dialog.close()

    assert ("Do much", "") in shown
    assert ("", "Do little") in shown


def test_a_button_on_the_element_fires_its_timer(
    window: MainWindow, page: DocumentPage, press: Press, qtbot: QtBot
) -> None:
    press(Qt.Key.Key_F5)
    buttons = {button.accessibleName(): button for button in page.canvas.run_buttons.buttons}

    qtbot.mouseClick(buttons["Fire the timer “After a day” now"], LEFT)
    qtbot.waitUntil(lambda: window.run_panel.view.status == "completed", timeout=20_000)

    assert titles(window)[-2:] == ["Remind", "Late"]
    assert not any(button.isVisible() for button in page.canvas.run_buttons.buttons)


def test_the_button_on_a_task_brings_its_answer(
    window: MainWindow, page: DocumentPage, press: Press, qtbot: QtBot
) -> None:
    press(Qt.Key.Key_F5)
    window.bottom.bring(window.outbox_panel)
    buttons: dict[str, QToolButton] = {each.accessibleName(): each for each in page.canvas.run_buttons.buttons}

    qtbot.mouseClick(buttons["Answer “Decide”"], LEFT)

    assert window.run_panel.answer.edit.isVisible()
    assert QApplication.focusWidget() is window.run_panel.answer.edit.block


def test_the_clock_jumps_to_a_timer_and_the_time_spent_is_shown(
    window: MainWindow, page: DocumentPage, press: Press, qtbot: QtBot
) -> None:
    press(Qt.Key.Key_F5)
    window.run_panel.waiting.choose("late")

    qtbot.mouseClick(window.run_panel.answer.complete, LEFT)
    qtbot.waitUntil(lambda: window.run_panel.view.status == "completed", timeout=20_000)

    assert page.canvas.overlays.run.spent["user"] == "1 d"
    assert window.run_panel.view.time.endswith("(+1 d)")


def test_data_is_edited_and_the_request_goes_on_with_it(
    window: MainWindow, page: DocumentPage, press: Press, qtbot: QtBot
) -> None:
    press(Qt.Key.Key_F5)
    data = window.run_panel.data
    qtbot.mouseClick(data.views.buttons[2], LEFT)

    data.editor.block.setPlainText('{"amount": 500}')
    qtbot.mouseClick(data.apply, LEFT)
    qtbot.waitUntil(lambda: window.run_panel.view.data == {"amount": 500}, timeout=20_000)
    qtbot.mouseClick(data.views.buttons[1], LEFT)

    assert [data.changes.rows.topLevelItem(0).text(column) for column in range(3)] == ["amount", "5", "500"]  # type: ignore[union-attr]
    answer(window, qtbot, "{}")
    assert "Do much" in titles(window)


def test_a_task_fails_by_hand_with_a_code_and_is_tried_again(
    window: MainWindow, page: DocumentPage, press: Press, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QInputDialog, "getText", lambda *_: ("NO_MONEY", True))
    press(Qt.Key.Key_F5)

    qtbot.mouseClick(window.run_panel.answer.second, LEFT)
    qtbot.waitUntil(lambda: window.run_panel.view.status == "error", timeout=20_000)
    incident = window.run_panel.view.waiting[0]
    qtbot.mouseClick(window.run_panel.answer.complete, LEFT)
    qtbot.waitUntil(lambda: window.run_panel.view.status == "waiting", timeout=20_000)

    assert incident.kind == "incident"
    assert "Decide" in window.run_panel.view.message


def test_an_edit_during_a_run_is_said_and_the_request_goes_on_in_the_changed_model(
    window: MainWindow, page: DocumentPage, press: Press, qtbot: QtBot
) -> None:
    from PySide6.QtWidgets import QPushButton

    from modeler.ui.banner import Banner

    press(Qt.Key.Key_F5)
    document = page.file.document
    with document.edit("Rename"):
        document.get("big").set("name", "Do very much")
    banner = next(each for each in page.findChildren(Banner) if "has changed" in each.text)
    button = next(each for each in banner.findChildren(QPushButton) if each.text() == "Go on in the changed model")

    qtbot.mouseClick(button, LEFT)
    qtbot.waitUntil(lambda: not window.preview.is_busy and len(window.run_panel.view.runs) == 2, timeout=20_000)
    answer(window, qtbot, '{"amount": 20}')

    assert "Do very much" in titles(window)
    assert not [each for each in page.findChildren(Banner) if "has changed" in each.text]


def test_restart_begins_again_with_the_same_data(
    window: MainWindow, page: DocumentPage, press: Press, qtbot: QtBot
) -> None:
    press(Qt.Key.Key_F5)
    answer(window, qtbot, '{"amount": 20}')

    press(Qt.Key.Key_F5, CONTROL | SHIFT)
    qtbot.waitUntil(lambda: window.run_panel.view.status == "waiting", timeout=20_000)

    assert window.run_panel.view.data == {"amount": 5}
    assert len(window.run_panel.view.runs) == 1


def test_the_form_writes_the_start_data(window: MainWindow, page: DocumentPage, qtbot: QtBot) -> None:
    window.bottom.bring(window.run_panel)
    field = window.run_panel.setup.form.fields["amount"]
    field.setFocus()
    field.selectAll()  # type: ignore[union-attr]

    qtbot.keyClicks(field, "42")

    assert json.loads(window.run_panel.start_data.block.toPlainText()) == {"amount": 42}


def test_a_clock_that_is_no_date_says_so_and_nothing_starts(window: MainWindow, page: DocumentPage) -> None:
    window.run_panel.setup.clock.setText("tomorrow")

    assert "2026-01-05" in window.run_panel.setup.error
    assert not window.actions_by_id["preview.run"].isEnabled()


def test_a_slow_run_is_walked_step_by_step_and_can_be_paused(
    window: MainWindow, page: DocumentPage, press: Press, qtbot: QtBot
) -> None:
    window.run_panel.speed.setCurrentIndex(2)
    window.run_panel.speed.activated.emit(2)
    press(Qt.Key.Key_F5)
    qtbot.waitUntil(lambda: window.run_panel.view.step >= 1, timeout=20_000)
    walking = window.actions_by_id["preview.pause"].isEnabled()

    press(Qt.Key.Key_F6)
    step = window.run_panel.view.step

    assert walking
    assert not window.preview.pace.is_walking
    assert step < 3
    assert window.run_panel.view.status == "paused"


def test_the_timeline_says_the_step_and_the_time(window: MainWindow, page: DocumentPage, press: Press) -> None:
    press(Qt.Key.Key_F5)

    assert window.run_panel.timeline._words.accessibleName().startswith("Step 3 of 3 · Decide · Mon 5 Jan 2026 09:00")


def test_a_token_is_moved_by_hand_from_the_canvas_menu(
    window: MainWindow, page: DocumentPage, press: Press, place: Place, qtbot: QtBot
) -> None:
    from PySide6.QtWidgets import QMenu

    press(Qt.Key.Key_F5)
    qtbot.mouseClick(page.canvas, LEFT, pos=place("small"))
    menu = QMenu(window)
    window.desks.preview.fill_context_menu(menu)
    move = next(action for action in menu.actions() if action.text() == "Move the token here from “Decide”")

    move.trigger()
    qtbot.waitUntil(lambda: not window.preview.is_busy)

    assert page.canvas.overlays.run.tokens == {"small": 1}
    menu.deleteLater()


def test_the_clock_moves_to_a_date_after_a_wrong_one_was_refused(
    window: MainWindow, page: DocumentPage, press: Press, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers, asked = ["tomorrow", "2026-01-05 20:00"], []
    monkeypatch.setattr(QInputDialog, "getText", lambda *given: (asked.append(given[2:]), (answers.pop(0), True))[1])
    press(Qt.Key.Key_F5)

    window.actions_by_id["preview.time"].trigger()
    qtbot.waitUntil(lambda: "(+11 h)" in window.run_panel.view.time, timeout=20_000)

    assert asked[0][2] == "2026-01-06 09:00"
    assert asked[1][0].startswith("“tomorrow” is no time")
    assert window.run_panel.view.status == "waiting"


def test_preview_in_another_file_starts_a_request_of_that_one(
    window: MainWindow, page: DocumentPage, press: Press, tmp_path: Path, qtbot: QtBot
) -> None:
    press(Qt.Key.Key_F5)
    other = tmp_path / "other.bpmn"
    other.write_bytes(page.file.path.read_bytes())
    opened = window.documents.open(other)
    words = window.actions_by_id["preview.run"].text()

    press(Qt.Key.Key_F5)

    assert words == "&Preview"
    assert window.preview.page is opened
    assert window.run_panel.view.status == "waiting"
