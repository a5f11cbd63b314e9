"""SOAP services: shown as they are, never written, and answered in a preview by a pin."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from modeler.services.workspace.source_trial import Trial
from modeler.ui.data_connectors.dialog import DataConnectorsDialog, Means
from modeler.ui.dialogs.try_step import PinDialog
from modeler.ui.main_window import MainWindow
from tests.services.connector_processes import SERVICE, connector_task, process

LEFT = Qt.MouseButton.LeftButton
BANK = {
    "id": 9, "name": "Bank", "description": "Exchange rates", "type": "SOAP", "status": "ACTIVE",
    "authtype": "PASSWORD",
    "credentials": {"service_url": "https://bank.example/soap?wsdl", "user": "me", "password": "canary-1",
                    "password_type": "PasswordDigest"},
    "endpoints": {"GetRate": {"operation": "GetRate", "params": [{"key": "currency"}], "body": "<x/>"}},
    "operations": [{"name": "GetRate"}], "mappings": [1.50],
}  # fmt: skip
CONFIG = {"dataSource": 9, "endpoint": "GetRate", "type": "SOAP", "dataMapping": [{"value": "", "key": "rate"}],
          "outboundConfig": [{"ObjectDef": "GetRate.currency", "RequestVariable": "currency"}]}  # fmt: skip


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "data-connectors").mkdir()
    (tmp_path / "data-connectors" / "bank.json").write_text(json.dumps(BANK))
    return tmp_path


@pytest.fixture
def dialog(folder: Path, window: MainWindow, qtbot: QtBot) -> DataConnectorsDialog:
    means = Means(window.session.secrets, window.background, lambda *_: Trial())
    made = DataConnectorsDialog(folder, means, window)
    qtbot.addWidget(made)
    made.show()
    return made


def words(dialog: DataConnectorsDialog) -> str:
    """All that the page of the service shows in its lines and tree."""
    page = dialog.soap_page
    shown = [edit.text() for edit in page.lines.values() if edit.isVisible()]
    model = page.tree.model()
    cells = []

    def walk(parent) -> None:  # type: ignore[no-untyped-def]
        for row in range(model.rowCount(parent)):
            cells.extend(str(model.index(row, column, parent).data()) for column in (0, 1))
            walk(model.index(row, 0, parent))

    walk(model.index(-1, -1))
    return "\n".join([*shown, *cells])


def test_a_service_is_shown_with_what_it_is_and_no_secret(dialog: DataConnectorsDialog) -> None:
    dialog.select(9, "")

    assert dialog.soap_page.isVisible()
    for text in ("Exchange rates", "https://bank.example/soap?wsdl", "User and password", "PasswordDigest", "me"):
        assert text in words(dialog)
    assert "canary-1" not in words(dialog)
    assert all(edit.isReadOnly() for edit in dialog.soap_page.lines.values())


def test_an_operation_is_shown_and_neither_it_nor_another_one_can_be_made_or_removed(
    dialog: DataConnectorsDialog, qtbot: QtBot
) -> None:
    dialog.select(9, "GetRate")

    assert dialog.soap_page.isVisible()
    assert "currency" in words(dialog)
    buttons = (dialog.new_resource, dialog.copy_button, dialog.delete_button)
    assert [button.isEnabled() for button in buttons] == [False, False, False]
    qtbot.keyClick(dialog.tree, Qt.Key.Key_Delete)
    dialog.offer(9, "Other")
    assert dialog.list.unsaved == set()


def test_the_type_is_the_way_in_and_out(dialog: DataConnectorsDialog, folder: Path, qtbot: QtBot) -> None:
    dialog.select(9, "")
    dialog.soap_page.type.setFocus()
    qtbot.keyClick(dialog.soap_page.type, Qt.Key.Key_Up)

    assert dialog.source_page.isVisible()
    assert dialog.save()
    saved = json.loads((folder / "data-connectors" / "bank.json").read_text())
    assert saved == {**BANK, "type": "REST"}


def test_a_preview_says_how_to_pin_an_answer_and_goes_on_with_it(
    window: MainWindow, folder: Path, qtbot: QtBot
) -> None:
    path = folder / "rates.bpmn"
    path.write_bytes(process(connector_task("c", SERVICE, CONFIG)))
    page = window.documents.open(path)
    assert page is not None
    window.actions_by_id["preview.run"].trigger()
    qtbot.waitUntil(lambda: window.preview.standing.status == "error", timeout=20_000)
    card = window.run_panel.answer
    qtbot.waitUntil(lambda: not window.preview.is_busy)

    assert "SOAP: pin an answer." in card._detail.text()
    assert "“Bank”" in card._detail.text()
    assert "Pin output…" in card._help.text()

    qtbot.mouseClick(card.pin_it, LEFT)
    dialog = next(each for each in QApplication.topLevelWidgets() if isinstance(each, PinDialog) and each.isVisible())
    dialog.edit.set_data({"rate": 1.25})
    qtbot.mouseClick(dialog.ok, LEFT)
    qtbot.waitUntil(lambda: not window.preview.is_busy)
    qtbot.mouseClick(card.complete, LEFT)

    qtbot.waitUntil(lambda: window.preview.standing.status == "completed", timeout=20_000)
    assert window.preview.standing.data["rate"] == 1.25
