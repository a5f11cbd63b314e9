"""The form of a waiting task, filled in with mouse and keys."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtWidgets import QApplication, QCheckBox, QLineEdit, QPushButton, QRadioButton, QTableWidget
from pytestqt.qtbot import QtBot

from connectors.sdk.ports import File
from connectors.sdk.values import Json
from modeler.services.screens import Screen
from modeler.services.task_forms.screen_form import ScreenForm
from modeler.ui.icons import Icons
from modeler.ui.panels.fields.editor import FieldEditor
from modeler.ui.panels.task_form.attachments import FileBox, SignatureBox
from modeler.ui.panels.task_form.view import RecordDialog, TaskFormView

LEFT = Qt.MouseButton.LeftButton
NOW = datetime(2026, 3, 1, tzinfo=UTC)
Show = Callable[..., TaskFormView]


def item(component: str, **config: object) -> dict[str, object]:
    return {"component": component, "config": config}


SEND = item("FormButton", label="Send", event="submit")


@pytest.fixture
def show(qtbot: QtBot, icons: Icons) -> Show:
    """Shows a screen of these items."""

    def make(
        *pages: list[dict[str, object]], attach: Callable[[File], int] = lambda _file: 7, **data: Json
    ) -> TaskFormView:
        view = TaskFormView(icons, attach)
        qtbot.addWidget(view)
        view.resize(640, 480)
        screen = Screen("1", "u1", "Form", "FORM", tuple(tuple(page) for page in pages))  # type: ignore[arg-type]
        view.show_form(ScreenForm(screen, data, now=NOW))
        with qtbot.waitExposed(view):
            view.show()
        return view

    return make


def line(view: TaskFormView, *path: str | int) -> QLineEdit:
    editor = view.editor(*path)
    assert isinstance(editor, FieldEditor)
    widget = editor.editor
    assert isinstance(widget, QLineEdit)
    return widget


def test_typing_and_sending_gives_the_answer(show: Show, qtbot: QtBot) -> None:
    view = show([item("FormInput", name="reason", label="Reason"), item("FormInput", name="n", dataFormat="int"), SEND])

    qtbot.keyClicks(line(view, "reason"), "Too late")
    qtbot.keyClicks(line(view, "n"), "12")
    with qtbot.waitSignal(view.sent) as sent:
        qtbot.mouseClick(view.buttons[0], LEFT)

    assert sent.args == [{"reason": "Too late", "n": 12}]


def test_a_password_is_typed_as_dots_and_sent_as_it_is(show: Show, qtbot: QtBot) -> None:
    view = show([item("FormInput", name="pin", label="Pin", dataFormat="password"), SEND])

    qtbot.keyClicks(line(view, "pin"), "s3cret")

    assert "s3cret" not in line(view, "pin").displayText()
    with qtbot.waitSignal(view.sent) as sent:
        qtbot.mouseClick(view.buttons[0], LEFT)
    assert sent.args == [{"pin": "s3cret"}]


def test_what_is_missing_is_said_at_its_field_which_gets_the_keyboard(show: Show, qtbot: QtBot) -> None:
    view = show([item("FormInput", name="a"), item("FormInput", name="b", validation="required"), SEND])

    with qtbot.assertNotEmitted(view.sent):
        qtbot.mouseClick(view.buttons[0], LEFT)

    assert line(view, "b").accessibleDescription() == "This must be filled in."
    assert line(view, "b").hasFocus()


def test_a_rule_shows_a_field_while_the_keyboard_stays_where_it_is(show: Show, qtbot: QtBot) -> None:
    view = show([item("FormInput", name="kind"), item("FormInput", name="why", conditionalHide='kind == "other"')])
    line(view, "kind").setFocus()

    qtbot.keyClicks(line(view, "kind"), "other")

    assert line(view, "why").isVisible()
    assert line(view, "kind").hasFocus()
    assert line(view, "kind").text() == "other"


def test_a_check_box_and_radio_buttons(show: Show, qtbot: QtBot) -> None:
    options = {"renderAs": "checkbox", "optionsList": [{"value": v, "content": v.title()} for v in ("yes", "no")]}
    view = show([item("FormCheckbox", name="sure", label="Sure"), item("FormSelectList", name="way", options=options)])

    qtbot.mouseClick(view.editor("sure").findChild(QCheckBox), LEFT, pos=QPoint(8, 8))
    qtbot.mouseClick(view.editor("way").findChildren(QRadioButton)[1], LEFT, pos=QPoint(8, 8))

    assert view.form is not None
    assert view.form.answer() == {"sure": True, "way": "no"}


def test_rows_of_a_loop_are_added_and_removed(show: Show, qtbot: QtBot) -> None:
    settings = {"type": "new", "varname": "lines", "times": "1", "add": True}
    view = show([{**item("FormLoop", settings=settings), "items": [item("FormInput", name="what")]}])

    qtbot.keyClicks(line(view, "lines", 0, "what"), "desk")
    add = next(button for button in view.findChildren(QPushButton) if button.text() == "Add")
    qtbot.mouseClick(add, LEFT)
    qtbot.keyClicks(line(view, "lines", 1, "what"), "lamp")

    assert view.form is not None
    assert view.form.answer() == {"lines": [{"what": "desk"}, {"what": "lamp"}]}


def test_a_record_is_added_in_its_dialog(show: Show, qtbot: QtBot) -> None:
    columns = {"optionsList": [{"value": "sku", "content": "Article"}]}
    listed = item("FormRecordList", name="rows", label="Rows", editable=True, form="1", fields=columns)
    view = show([listed], [item("FormInput", name="sku", validation="required")])
    (table,) = view._tables.values()

    def fill() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, RecordDialog)
        qtbot.mouseClick(dialog.keep, LEFT)
        assert dialog.isVisible()
        qtbot.keyClicks(line(dialog.view, "sku"), "A-1")
        qtbot.mouseClick(dialog.keep, LEFT)

    QTimer.singleShot(0, fill)
    qtbot.mouseClick(table.buttons[0], LEFT)

    assert table.table.item(0, 0).text() == "A-1"
    assert view.form is not None
    assert view.form.answer() == {"rows": [{"sku": "A-1"}]}


def test_a_file_is_added_to_the_request_and_its_number_answered(show: Show, tmp_path: Path) -> None:
    taken: list[File] = []
    path = tmp_path / "quote.pdf"
    path.write_bytes(b"%PDF-")
    view = show([item("FileUpload", name="quote", label="Quote")], attach=lambda file: taken.append(file) or 3)
    box = view.editor("quote")
    assert isinstance(box, FileBox)

    box.take(path)

    assert [(file.name, file.media_type, file.content) for file in taken] == [
        ("quote.pdf", "application/pdf", b"%PDF-")
    ]
    assert view.form is not None
    assert view.form.answer() == {"quote": 3}


def test_an_upload_takes_the_kinds_and_as_many_files_as_its_screen_says(show: Show, tmp_path: Path) -> None:
    paths = [tmp_path / name for name in ("a.png", "b.exe", "c.PDF")]
    for path in paths:
        path.write_bytes(b"x")
    upload = item("FileUpload", name="proof", label="Proof", accept="image/*,.pdf", multipleUpload=True)
    view = show([upload], attach=lambda file: len(file.name))
    box = view.editor("proof")
    assert isinstance(box, FileBox)

    said = []
    for path in paths:
        box.take(path)
        said.append(box.name.text())

    assert said == ["a.png", "b.exe is none of image/*, .pdf.", "a.png, c.PDF"]
    assert view.form is not None
    assert view.form.answer() == {
        "proof": [{"file": 5, "id": 5, "name": "a.png"}, {"file": 5, "id": 5, "name": "c.PDF"}]
    }


def test_buttons_stand_out_by_what_they_do(show: Show) -> None:
    wanted = {"Approve": "success", "Reject": "danger", "Later": "secondary", "More": "outline-info", "Send": "primary"}

    view = show([item("FormButton", label=label, event="submit", variant=variant) for label, variant in wanted.items()])

    looks = {button.text(): button.property("look") for button in view.buttons}
    assert looks == {"Approve": "primary", "Reject": "danger", "Later": None, "More": None, "Send": "primary"}


def test_money_is_written_out_until_somebody_types(show: Show, qtbot: QtBot) -> None:
    mask = {"symbol": "€", "code": "EUR", "format": "#.###,##"}
    view = show(
        [
            item("FormInput", name="n", label="Name"),
            item("FormInput", name="sum", dataFormat="currency", dataMask=mask),
        ],
        sum=1234.567,
    )
    money = line(view, "sum")
    line(view, "n").setFocus()
    rested = money.text()

    money.setFocus()
    bare, chosen = money.text(), money.selectedText()
    line(view, "n").setFocus()
    assert view.form is not None
    kept = view.form.data["sum"]
    money.setFocus()
    qtbot.keyClicks(money, "2.000,75")
    line(view, "n").setFocus()

    assert (rested, bare, chosen, kept) == ("€ 1.234,57 EUR", "1234,567", "1234,567", 1234.567)
    assert (money.text(), view.form.data["sum"]) == ("€ 2.000,75 EUR", 2000.75)


def test_what_is_no_amount_stays_and_is_complained_about(show: Show, qtbot: QtBot) -> None:
    view = show([item("FormInput", name="sum", dataFormat="percentage"), item("FormInput", name="n")])
    share = line(view, "sum")

    share.setFocus()
    qtbot.keyClicks(share, "half")
    line(view, "n").setFocus()

    assert share.text() == "half"
    assert share.accessibleDescription() == "Enter a number."


def test_a_signature_is_drawn_and_cleared(show: Show, qtbot: QtBot) -> None:
    view = show([item("SignaturePad", name="sign", label="Sign")])
    box = view.editor("sign")
    assert isinstance(box, SignatureBox)

    qtbot.mousePress(box.pad, LEFT, pos=QPoint(20, 20))
    qtbot.mouseMove(box.pad, QPoint(80, 60))
    qtbot.mouseRelease(box.pad, LEFT, pos=QPoint(80, 60))

    assert view.form is not None
    assert str(view.form.answer()["sign"]).startswith("data:image/png;base64,")


RED = (
    "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR4nGP4z8AAAAMBAQDJ/pLvAAAAAElFTkSuQmCC"
)


def test_a_signature_that_is_there_is_shown_and_stays_as_it_is(show: Show, qtbot: QtBot) -> None:
    view = show([item("SignaturePad", name="sign", label="Signature"), SEND], sign=RED)
    box = view.editor("sign")
    assert isinstance(box, SignatureBox)

    assert box.pad.grab().toImage().pixelColor(box.pad.rect().center()).red() > 200
    assert box.pad.grab().toImage().pixelColor(box.pad.rect().center()).green() < 60
    with qtbot.waitSignal(view.sent) as sent:
        qtbot.mouseClick(view.buttons[0], LEFT)
    assert sent.args == [{"sign": RED}]


def test_a_switch_looks_like_one(show: Show, qtbot: QtBot) -> None:
    view = show([item("FormCheckbox", name="on", label="On", toggle=True), item("FormCheckbox", name="ok", label="Ok")])
    switch, box = view.findChildren(QCheckBox)

    qtbot.mouseClick(switch, LEFT, pos=QPoint(10, switch.height() // 2))

    assert (switch.property("look"), box.property("look")) == ("switch", "")
    assert switch.isChecked()


def test_a_picture_in_a_record_list_is_drawn(show: Show) -> None:
    columns = {"jsonData": '[{"value": "name", "content": "Name"}, {"value": "pic", "content": "Picture"}]'}
    view = show([item("FormRecordList", name="rows", fields=columns)], rows=[{"name": "A", "pic": RED}])
    table = view.findChild(QTableWidget)

    assert table.item(0, 0).text() == "A"
    assert (table.item(0, 1).text(), table.item(0, 1).icon().isNull()) == ("", False)


def test_markup_of_a_screen_loads_nothing_and_shows_its_words(show: Show, tmp_path: Path) -> None:
    bait = tmp_path / "bait.png"
    view = show([item("FormHtmlViewer", content=f'<h3>Title</h3><img src="file://{bait}"><p>Words</p>')])

    assert view._texts[0].toPlainText().split() == ["Title", "Words"]
    assert "bait" not in view._texts[0].toHtml()


def test_columns_stack_where_there_is_no_room(show: Show, qtbot: QtBot) -> None:
    options = [{"value": 1, "content": "6"}, {"value": 2, "content": "6"}]
    columns = {
        **item("FormMultiColumn", options=options),
        "items": [[item("FormInput", name="a")], [item("FormInput", name="b")]],
    }
    view = show([columns])
    wide = line(view, "a").mapTo(view, QPoint(0, 0)).y() == line(view, "b").mapTo(view, QPoint(0, 0)).y()

    view.resize(300, 480)
    qtbot.waitUntil(
        lambda: line(view, "b").mapTo(view, QPoint(0, 0)).y() > line(view, "a").mapTo(view, QPoint(0, 0)).y()
    )

    assert wide


def test_a_form_whose_buttons_decide_is_known(show: Show) -> None:
    plain = show([item("FormInput", name="a"), SEND])
    yes = item("FormButton", label="Yes", event="submit", name="ok", fieldValue="yes")

    assert not plain.has_deciders
    assert show([yes]).has_deciders
