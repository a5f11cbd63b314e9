"""From an error in the inspector to the field that is wrong; from what was sent to the outbox."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QTreeWidget, QWidget
from pytestqt.qtbot import QtBot

from modeler.ui.main_window import MainWindow
from modeler.ui.panels.element_run import ElementRunPanel
from tests.preview.drawn import drawn
from tests.runtime.builder import xml
from tests.services.connector_processes import mail_task, process

Press = Callable[..., None]
LEFT = Qt.MouseButton.LeftButton
CONTROL = Qt.KeyboardModifier.ControlModifier
SCRIPT = (
    '<bpmn:scriptTask id="A" name="Count" scriptFormat="python"><bpmn:script>x = 1\ny = 2\nz = y + q</bpmn:script>'
    "</bpmn:scriptTask>"
)
TIMER = (
    '<bpmn:intermediateCatchEvent id="A"><bpmn:timerEventDefinition><bpmn:timeDuration>soon</bpmn:timeDuration>'
    "</bpmn:timerEventDefinition></bpmn:intermediateCatchEvent>"
)


@pytest.fixture
def run(window: MainWindow, tmp_path: Path, press: Press, qtbot: QtBot) -> Callable[..., ElementRunPanel]:
    """Open a model, run it with an amount of 5 until it rests, and inspect one of its elements."""

    def inspected(text: str | bytes, element: str) -> ElementRunPanel:
        path = tmp_path / "model.bpmn"
        path.write_bytes(drawn(text))
        assert window.documents.open(path) is not None
        window.run_panel.start_data.set_data({"amount": 5, "who": "Ann"})
        press(Qt.Key.Key_F5)
        window.reveal(element)
        press(Qt.Key.Key_I, CONTROL)
        panel = window.element_run_panel
        qtbot.waitUntil(lambda: panel.run is not None and panel.run.element == element, timeout=5_000)
        return panel

    return inspected


def cursor(widget: QWidget | None) -> tuple[str, int]:
    """The text of the widget with the keyboard, and where the cursor stands in it."""
    if isinstance(widget, QLineEdit):
        return widget.text(), widget.cursorPosition()
    assert isinstance(widget, QPlainTextEdit)
    return widget.toPlainText(), widget.textCursor().position()


def pressed(panel: ElementRunPanel, qtbot: QtBot) -> QWidget | None:
    """What has the keyboard after a click on the way to the error."""
    qtbot.mouseClick(panel.to_place, LEFT)
    return QApplication.focusWidget()


def activate(table: QTreeWidget, row: int, qtbot: QtBot) -> None:
    """Choose a row and press Enter on it."""
    table.setFocus()
    table.setCurrentItem(table.topLevelItem(row))
    qtbot.keyClick(table, Qt.Key.Key_Return)


def test_an_error_in_a_condition_leads_to_it_and_its_column(run: Callable[..., ElementRunPanel], qtbot: QtBot) -> None:
    panel = run(xml("start > xor1 -[amount + > 3]> A; xor1 -[amount > 9]> B"), "xor1")

    words = [panel.details.choice.topLevelItem(0).text(column) for column in (1, 3)]  # type: ignore[union-attr]
    focus = pressed(panel, qtbot)

    assert words == ["amount + > 3", 'column 10: a value is missing before ">"']
    assert cursor(focus) == ("amount + > 3", 9)


def test_an_error_in_a_script_leads_to_its_line(run: Callable[..., ElementRunPanel], qtbot: QtBot) -> None:
    panel = run(xml("start > A > end", A=SCRIPT), "A")

    text, position = cursor(pressed(panel, qtbot))

    assert text.split("\n")[2] == "z = y + q"
    assert text[:position] == "x = 1\ny = 2\n"


def test_an_error_for_which_there_is_no_field_is_shown_among_the_expressions(
    run: Callable[..., ElementRunPanel], qtbot: QtBot
) -> None:
    panel = run(xml("start > A > end", A=TIMER), "A")

    focus = pressed(panel, qtbot)

    assert focus is panel.details.expressions
    assert panel.details.expressions.currentItem().text(1) == "soon"


def test_the_card_of_an_incident_leads_there_too(
    run: Callable[..., ElementRunPanel], window: MainWindow, qtbot: QtBot
) -> None:
    run(xml("start > A > end", A=SCRIPT), "A")
    window.bottom.bring(window.run_panel)

    qtbot.mouseClick(window.run_panel.answer.second, LEFT)

    qtbot.waitUntil(lambda: isinstance(QApplication.focusWidget(), QPlainTextEdit))
    assert cursor(QApplication.focusWidget())[1] == len("x = 1\ny = 2\n")


def test_what_was_corrected_is_tried_again_with_one_press(
    run: Callable[..., ElementRunPanel], window: MainWindow, qtbot: QtBot
) -> None:
    panel = run(xml("start > A > end", A=SCRIPT), "A")
    script = pressed(panel, qtbot)
    assert isinstance(script, QPlainTextEdit)
    script.setPlainText("x = 1\ny = 2\nz = y + x")
    window.bottom.bring(window.run_panel)

    qtbot.mouseClick(window.run_panel.answer.complete, LEFT)
    qtbot.waitUntil(lambda: window.run_panel.view.status == "completed", timeout=20_000)

    assert window.run_panel.view.data["z"] == 3
    assert not window.preview.is_outdated


def test_an_expression_is_activated_to_go_to_its_field(run: Callable[..., ElementRunPanel], qtbot: QtBot) -> None:
    panel = run(process(mail_task(subject="For {{who}}")), "mail")
    seen = panel.run.expressions if panel.run is not None else ()
    row = next(number for number, each in enumerate(seen) if each.text == "For {{who}}")
    panel.details.show_expression(row)

    activate(panel.details.expressions, row, qtbot)

    assert cursor(QApplication.focusWidget())[0] == "For {{who}}"


def test_what_was_sent_is_activated_to_see_it_in_the_outbox(
    run: Callable[..., ElementRunPanel], window: MainWindow, qtbot: QtBot
) -> None:
    panel = run(process(mail_task("first", subject="One"), mail_task("second", subject="Two")), "first")
    panel.details.views.turn(3)

    activate(panel.details.exchange, 0, qtbot)

    assert window.outbox_panel.isVisible()
    chosen = window.outbox_panel.list.currentIndex().data(Qt.ItemDataRole.AccessibleTextRole)
    assert "One" in chosen


def test_what_was_sent_is_told_with_its_kind_and_to_whom(run: Callable[..., ElementRunPanel]) -> None:
    to = [{"type": "email", "value": "ann@example.org"}]
    panel = run(process(mail_task("first", subject="One", toRecipients=to)), "first")

    item = panel.details.exchange.topLevelItem(0)

    assert item is not None
    assert [item.text(column) for column in range(3)] == ["Mail", "One", "ann@example.org"]
