"""Data connectors from the window: the links over an element's properties, the menu, and what a mapping writes."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from xml.sax.saxutils import quoteattr

import pytest
from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtWidgets import QApplication, QCheckBox, QDialogButtonBox, QPushButton
from pytestqt.qtbot import QtBot

from modeler.ui.data_connectors.dialog import DataConnectorsDialog
from modeler.ui.data_connectors.mapping import MappingDialog
from modeler.ui.main_window import MainWindow
from tests.services.connector_processes import SERVICE

LEFT = Qt.MouseButton.LeftButton
PM = "http://processmaker.com/BPMN/2.0/Schema.xsd"
CONFIG = '{"dataSource":4,"endpoint":"List","dataMapping":[],"outboundConfig":[],"own":1.50}'
SHOP = {"id": 4, "name": "Shop", "endpoints": {
    "List": {"method": "GET", "url": "https://x.example/{{who}}", "testData": {"orders": [{"id": 5}]}}}}  # fmt: skip
FILE = f"""<?xml version="1.0"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:pm="{PM}"
  xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI" xmlns:dc="http://www.omg.org/spec/DD/20100524/DC" id="D"
  targetNamespace="x"><bpmn:process id="P" isExecutable="true">
  <bpmn:serviceTask id="call" name="Call" implementation="{SERVICE}" pm:config={quoteattr(CONFIG)}/>
  <bpmn:userTask id="t" name="Review"/></bpmn:process>
  <bpmndi:BPMNDiagram id="d"><bpmndi:BPMNPlane id="p" bpmnElement="P"><bpmndi:BPMNShape id="c_di" bpmnElement="call">
  <dc:Bounds x="200" y="180" width="100" height="80"/></bpmndi:BPMNShape><bpmndi:BPMNShape id="t_di" bpmnElement="t">
  <dc:Bounds x="400" y="180" width="100" height="80"/></bpmndi:BPMNShape></bpmndi:BPMNPlane></bpmndi:BPMNDiagram>
</bpmn:definitions>"""


@pytest.fixture
def window(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> MainWindow:
    (tmp_path / "data-connectors").mkdir()
    (tmp_path / "data-connectors" / "shop.json").write_text(json.dumps(SHOP))
    (tmp_path / "x.bpmn").write_text(FILE)
    window.open_path(tmp_path / "x.bpmn")
    window.reveal("call")
    qtbot.waitUntil(lambda: len(window.properties_panel.tools.buttons) == 2)
    return window


def soon(act: Callable[[], None]) -> None:
    """Do something in the dialog that comes up."""
    QTimer.singleShot(150, act)


def link(window: MainWindow, text: str) -> QPushButton:
    return next(button for button in window.properties_panel.tools.buttons if button.text() == text)


def config(window: MainWindow) -> str | None:
    assert window.page is not None
    element = window.page.file.document.find("call")
    assert element is not None
    return element.foreign(PM, "config")


def test_the_link_opens_the_resource_of_the_element(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    seen: list[tuple[str, str]] = []

    def act() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, DataConnectorsDialog)
        seen.append((dialog.resource_page.name.text(), dialog.resource_page.url.text()))
        qtbot.keyClicks(dialog.resource_page.description, "All orders")
        qtbot.mouseClick(dialog.save_button, LEFT)
        qtbot.keyClick(dialog, Qt.Key.Key_Escape)

    soon(act)
    qtbot.mouseClick(link(window, "Data connectors…"), LEFT)

    assert seen == [("List", "https://x.example/{{who}}")]
    saved = json.loads((tmp_path / "data-connectors" / "shop.json").read_text())
    assert saved["endpoints"]["List"]["description"] == "All orders"


def test_a_mapping_is_one_undo_step_and_touches_nothing_else(window: MainWindow, qtbot: QtBot) -> None:
    def act() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, MappingDialog)
        dialog.tree.path_chosen.emit("orders.0.id")
        dialog.tabs.setCurrentIndex(1)
        qtbot.keyClicks(dialog.inputs.line("who"), "{{{{name}}")
        buttons = dialog.findChild(QDialogButtonBox)
        assert buttons is not None
        qtbot.mouseClick(buttons.button(QDialogButtonBox.StandardButton.Ok), LEFT)

    soon(act)
    qtbot.mouseClick(link(window, "Map answer…"), LEFT)

    assert config(window) == CONFIG.replace(
        '"dataMapping":[]', '"dataMapping":[{"value":"orders.0.id","key":"id","format":"dotNotation"}]'
    ).replace(
        '"outboundConfig":[]',
        '"outboundConfig":[{"value":"{{{{name}}","type":"PARAM","key":"who","format":"mustache"}]',
    )
    assert window.page is not None
    window.page.file.document.history.undo()
    assert config(window) == CONFIG


def test_the_menu_makes_a_new_data_connector(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    def act() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, DataConnectorsDialog)
        qtbot.keyClicks(dialog.focusWidget(), "Weather")
        qtbot.mouseClick(dialog.save_button, LEFT)
        qtbot.keyClick(dialog, Qt.Key.Key_Escape)

    soon(act)
    window.actions_by_id["connectors.new-data"].trigger()

    names = [json.loads(path.read_text())["name"] for path in (tmp_path / "data-connectors").glob("*.json")]
    assert sorted(names) == ["Shop", "Weather"]


def test_other_elements_have_no_such_links(window: MainWindow, qtbot: QtBot) -> None:
    window.reveal("t")

    qtbot.waitUntil(lambda: window.properties_panel.tools.buttons == [])
    assert not window.actions_by_id["connectors.map"].isEnabled()


def opener(window: MainWindow, name: str) -> QPushButton:
    """The link over a field of the form."""
    found = window.properties_panel.findChildren(QPushButton)
    return next(each for each in found if each.accessibleName().startswith(f"{name}: ") and each.isVisible())


def put(window: MainWindow, text: str) -> None:
    assert window.page is not None
    document = window.page.file.document
    element = document.find("call")
    assert element is not None
    with document.edit("Change"):
        element.set_foreign(PM, "config", text)


def test_the_link_at_the_resource_opens_the_editor_there(window: MainWindow, qtbot: QtBot) -> None:
    seen: list[str] = []

    def act() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, DataConnectorsDialog)
        seen.append(dialog.resource_page.name.text())
        qtbot.keyClick(dialog, Qt.Key.Key_Escape)

    soon(act)
    qtbot.mouseClick(opener(window, "Resource"), LEFT)

    assert seen == ["List"]
    assert config(window) == CONFIG


def test_a_missing_resource_is_a_problem_that_leads_to_its_field_where_it_can_be_made(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    put(window, CONFIG.replace('"List"', '"Refund"'))
    row = next(row for row in window.problem_watch.check() if "Refund" in row.message)
    window.problems_panel.activated.emit(row)
    qtbot.waitUntil(lambda: window.properties_panel.has_focus(row.field))

    def act() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, DataConnectorsDialog)
        assert dialog.resource_page.name.text() == "Refund"
        qtbot.keyClicks(dialog.resource_page.url, "https://x.example/refund")
        qtbot.mouseClick(dialog.save_button, LEFT)
        qtbot.keyClick(dialog, Qt.Key.Key_Escape)

    soon(act)
    qtbot.mouseClick(opener(window, "Resource"), LEFT)

    saved = json.loads((tmp_path / "data-connectors" / "shop.json").read_text())
    assert saved["endpoints"]["Refund"]["url"] == "https://x.example/refund"
    assert [row for row in window.problem_watch.check() if "Refund" in row.message] == []


def test_a_missing_data_connector_is_made_under_the_number_that_the_element_names(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    put(window, '{"dataSource":16,"endpoint":"CreateRecord"}')
    assert any("“16”" in row.message for row in window.problem_watch.check())

    def act() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, DataConnectorsDialog)
        qtbot.mouseClick(dialog.save_button, LEFT)
        qtbot.keyClick(dialog, Qt.Key.Key_Escape)

    soon(act)
    qtbot.mouseClick(opener(window, "Data connector"), LEFT)

    assert [row for row in window.problem_watch.check() if "16" in row.message] == []
    made = json.loads((tmp_path / "data-connectors" / "data-connector-16.json").read_text())
    assert (made["id"], list(made["endpoints"])) == (16, ["CreateRecord"])
    assert config(window) == '{"dataSource":16,"endpoint":"CreateRecord"}'


def test_what_is_made_from_an_empty_field_is_chosen_as_one_step(window: MainWindow, qtbot: QtBot) -> None:
    put(window, '{"own":1.50}')

    def act() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, DataConnectorsDialog)
        qtbot.keyClicks(dialog.focusWidget(), "Weather")
        qtbot.mouseClick(dialog.new_resource, LEFT)
        qtbot.mouseClick(dialog.save_button, LEFT)
        qtbot.keyClick(dialog, Qt.Key.Key_Escape)

    soon(act)
    qtbot.mouseClick(opener(window, "Data connector"), LEFT)

    assert config(window) == '{"own":1.50,"dataSource":"new-data-connector","endpoint":"List"}'
    assert window.page is not None
    window.page.file.document.history.undo()
    assert config(window) == '{"own":1.50}'


def test_the_callback_switch_makes_a_call_activity_and_back_by_undo_and_by_hand(
    window: MainWindow, qtbot: QtBot
) -> None:
    assert window.page is not None
    document = window.page.file.document
    before = document.to_bytes()

    def click() -> None:
        panel = window.properties_panel
        assert panel.reveal('settings:["callback"]')
        box = next(each for each in panel.findChildren(QCheckBox) if each.text() == "Wait for server callback")
        qtbot.mouseClick(box, LEFT, pos=QPoint(10, box.height() // 2))

    click()
    element = document.find("call")
    assert element is not None
    assert element.kind == "bpmn:callActivity"
    assert element.get("calledElement") == "data_source_callback-data_source_sub_process"
    assert [each.id for each in window.page.canvas.selected_elements] == ["call"]
    assert "Called process" not in [group.title for group in window.properties_panel.form.groups]  # type: ignore[union-attr]

    click()
    assert document.find("call").kind == "bpmn:serviceTask"  # type: ignore[union-attr]
    window.actions_by_id["edit.undo"].trigger()
    window.actions_by_id["edit.undo"].trigger()
    assert document.to_bytes() == before
    assert not document.history.can_undo


HANDLING = "companion:data-connector-error-handling|settings:"


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("timeout", '{"timeout":30}'),
        ("retry_attempts", '{"retry_attempts":30}'),
        ("retry_wait_time", '{"retry_wait_time":30}'),
        ("inapp_notification", '{"inapp_notification":true}'),
        ("email_notification", '{"email_notification":true}'),
    ],
)
def test_error_handling_is_filled_in_beside_the_connector(
    window: MainWindow, qtbot: QtBot, name: str, expected: str
) -> None:
    assert window.page is not None
    document = window.page.file.document
    before = document.to_bytes()
    assert window.properties_panel.reveal(f'{HANDLING}["{name}"]')
    focus = QApplication.focusWidget()
    if isinstance(focus, QCheckBox):
        qtbot.keyClick(focus, Qt.Key.Key_Space)
    else:
        qtbot.keyClicks(focus, "30")
        window.properties_panel.commit()

    element = document.find("call")
    assert element is not None
    assert element.foreign(PM, "errorHandling") == expected
    assert config(window) == CONFIG
    window.actions_by_id["edit.undo"].trigger()
    assert document.to_bytes() == before


def test_too_long_a_timeout_is_told_at_its_field(window: MainWindow, qtbot: QtBot) -> None:
    window.properties_panel.reveal(f'{HANDLING}["timeout"]')
    qtbot.keyClicks(QApplication.focusWidget(), "4000")
    window.properties_panel.commit()

    row = next(row for row in window.problem_watch.check() if "3600" in row.message)
    assert row.field == f'{HANDLING}["timeout"]'
    assert row.severity == "error"
