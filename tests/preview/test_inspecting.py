"""Looking into single steps: input, configuration, output, reasons; running one alone; pins."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QDialog
from pytestqt.qtbot import QtBot

from modeler.ui.dialogs.try_step import PinDialog, TryStepDialog
from modeler.ui.documents.page import DocumentPage
from modeler.ui.main_window import MainWindow
from modeler.ui.panels.fields.context import FieldContext
from modeler.ui.panels.fields.registry import make_editor
from modeler.ui.panels.form_model import Field

D = TypeVar("D", bound=QDialog)
LEFT = Qt.MouseButton.LeftButton
CONTROL = Qt.KeyboardModifier.ControlModifier
Press = Callable[..., None]
Place = Callable[[str], QPoint]


def answered(window: MainWindow, press: Press, qtbot: QtBot, text: str) -> None:
    """Run the small process to its end."""
    press(Qt.Key.Key_F5)
    window.run_panel.answer.edit.block.setPlainText(text)
    qtbot.mouseClick(window.run_panel.answer.complete, LEFT)
    qtbot.waitUntil(lambda: window.run_panel.view.status == "completed", timeout=20_000)


def look_at(window: MainWindow, page: DocumentPage, place: Place, qtbot: QtBot, id: str) -> None:
    qtbot.mouseClick(page.canvas, LEFT, pos=place(id))
    panel = window.element_run_panel
    qtbot.waitUntil(lambda: panel.run is not None and panel.run.element == id, timeout=20_000)


def opened(window: MainWindow, kind: type[D], qtbot: QtBot) -> D:
    qtbot.waitUntil(lambda: window.findChild(kind) is not None)
    found = window.findChild(kind)
    assert found is not None
    found.activateWindow()
    qtbot.waitUntil(found.isActiveWindow)
    return found


def test_without_a_run_it_says_what_to_do(window: MainWindow, page: DocumentPage, press: Press) -> None:
    press(Qt.Key.Key_I, CONTROL)

    assert window.element_run_panel.isVisible()
    assert window.element_run_panel.run is None


def test_a_gateway_tells_why_it_chose(
    window: MainWindow, page: DocumentPage, press: Press, place: Place, qtbot: QtBot
) -> None:
    answered(window, press, qtbot, '{"amount": 20}')
    press(Qt.Key.Key_I, CONTROL)
    look_at(window, page, place, qtbot, "choice")

    table = window.element_run_panel.details.choice
    rows = [[table.topLevelItem(row).text(column) for column in range(4)] for row in range(2)]  # type: ignore[union-attr]

    assert table.isVisible()
    assert rows == [
        ["choice_big", "amount > 10", "amount = 20", "holds"],
        ["choice_small", "default", "", "not needed"],
    ]


def test_a_flow_shows_the_step_from_which_it_comes(
    window: MainWindow, page: DocumentPage, press: Press, place: Place, qtbot: QtBot
) -> None:
    answered(window, press, qtbot, '{"amount": 20}')
    press(Qt.Key.Key_I, CONTROL)

    window.reveal("choice_big")

    panel = window.element_run_panel
    qtbot.waitUntil(lambda: panel.run is not None and panel.run.element == "choice", timeout=20_000)


def test_a_task_shows_what_it_was_given_and_gave_as_table_json_and_schema(
    window: MainWindow, page: DocumentPage, press: Press, place: Place, qtbot: QtBot
) -> None:
    answered(window, press, qtbot, '{"amount": 20, "note": "x"}')
    press(Qt.Key.Key_I, CONTROL)
    look_at(window, page, place, qtbot, "user")
    panel = window.element_run_panel

    qtbot.mouseClick(panel.output.views.buttons[1], LEFT)
    qtbot.mouseClick(panel.input.views.buttons[2], LEFT)

    assert panel.output.json.toPlainText() == '{\n  "amount": 20,\n  "note": "x"\n}'
    assert '"amount": {\n      "type": "integer"' in panel.input.schema.toPlainText()


def test_an_output_is_pinned_edited_shown_on_the_canvas_and_unpinned(
    window: MainWindow, page: DocumentPage, press: Press, place: Place, qtbot: QtBot
) -> None:
    answered(window, press, qtbot, '{"amount": 20}')
    press(Qt.Key.Key_I, CONTROL)
    look_at(window, page, place, qtbot, "user")
    panel = window.element_run_panel
    qtbot.mouseClick(panel.pin, LEFT)
    dialog = opened(window, PinDialog, qtbot)
    dialog.edit.block.setPlainText('{"amount": 1}')
    qtbot.mouseClick(dialog.ok, LEFT)
    qtbot.waitUntil(lambda: panel.run is not None and panel.run.pin == {"amount": 1}, timeout=20_000)
    shown = page.canvas.overlays.run_layer.pins

    press(Qt.Key.Key_F5)
    qtbot.waitUntil(lambda: window.run_panel.view.status == "completed", timeout=20_000)
    ended = window.run_panel.view.steps[-1].title
    look_at(window, page, place, qtbot, "choice")
    look_at(window, page, place, qtbot, "user")
    qtbot.mouseClick(panel.unpin, LEFT)
    qtbot.waitUntil(lambda: panel.run is not None and panel.run.pin is None, timeout=20_000)

    assert shown == {"user"}
    assert ended == "Done a bit"
    assert page.canvas.overlays.run_layer.pins == frozenset()


def test_one_step_is_run_alone_with_chosen_input(
    window: MainWindow, page: DocumentPage, press: Press, place: Place, qtbot: QtBot
) -> None:
    answered(window, press, qtbot, '{"amount": 20}')
    steps = window.run_panel.view.steps
    press(Qt.Key.Key_I, CONTROL)
    look_at(window, page, place, qtbot, "user")
    qtbot.mouseClick(window.element_run_panel.try_alone, LEFT)
    dialog = opened(window, TryStepDialog, qtbot)
    given = dialog.edit.data()

    qtbot.keyClick(dialog.edit.block, Qt.Key.Key_Return, CONTROL)
    qtbot.waitUntil(lambda: "waits" in dialog.note.text(), timeout=20_000)
    dialog.reject()

    assert given == {"amount": 5}
    assert window.run_panel.view.steps == steps


def test_what_stands_in_the_data_is_dragged_as_an_expression_into_a_form_field(
    window: MainWindow, page: DocumentPage, press: Press, qtbot: QtBot
) -> None:
    press(Qt.Key.Key_F5)
    tree = window.run_panel.data.tree
    data = tree.model().mimeData([tree.model().index(0, 0)])
    line = make_editor(Field("subject", "Subject", "text", ""), FieldContext(window.icons))
    block = make_editor(Field("body", "Body", "multiline", ""), FieldContext(window.icons))
    for editor in (line, block):
        qtbot.addWidget(editor)
        editor.show()

    given = [(drop_on(editor.editor, data, qtbot), editor.value()) for editor in (line, block)]

    assert [value for _, value in given] == ["{{amount}}", "{{amount}}"]


def test_an_expression_takes_the_path_alone_and_a_value_turns_into_an_expression(
    window: MainWindow, page: DocumentPage, press: Press, qtbot: QtBot
) -> None:
    press(Qt.Key.Key_F5)
    tree = window.run_panel.data.tree
    data = tree.model().mimeData([tree.model().index(0, 0)])
    context = FieldContext(window.icons)
    condition = Field("condition", "Condition", "code", "1 < ", language="expression", takes_variables=True)
    number = Field("count", "Count", "number", 3, takes_expression=True)
    flag = Field("flag", "Flag", "boolean", True, takes_expression=True, is_feel=True)
    text = Field("title", "Title", "text", "old", takes_expression=True, is_feel=True)
    given = []
    for field in (condition, number, flag, text):
        editor = make_editor(field, context)
        qtbot.addWidget(editor)
        editor.show()
        drop_on(editor.editor, data, qtbot, 190)
        given.append(editor.value())

    assert given == ["1 < amount", "{{amount}}", "=amount", "=amount"]


def drop_on(widget: object, data: QMimeData, qtbot: QtBot, x: int = 5) -> None:
    """What the window system would send at the end of a drag."""
    from PySide6.QtWidgets import QAbstractScrollArea, QWidget

    target = widget.viewport() if isinstance(widget, QAbstractScrollArea) else widget
    assert isinstance(target, QWidget)
    at, action, keys = QPoint(x, 5), Qt.DropAction.CopyAction, Qt.KeyboardModifier.NoModifier
    QApplication.sendEvent(target, QDragEnterEvent(at, action, data, LEFT, keys))
    QApplication.sendEvent(target, QDropEvent(QPointF(at), action, data, LEFT, keys))
