"""Every setting of a data connector and its resources: changed by mouse and keys alone, saved, all others as before."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QLineEdit, QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot

from modeler.services.workspace.source_trial import Trial
from modeler.ui.data_connectors.dialog import DataConnectorsDialog, Means
from modeler.ui.main_window import MainWindow

LEFT = Qt.MouseButton.LeftButton
ROW = {"id": 9, "key": "page", "value": "1", "required": False}
RESOURCE: dict[str, Any] = {
    "purpose": "List", "description": "d", "method": "GET", "url": "https://x.example", "body": "b",
    "body_type": "json", "params": [ROW], "headers": [ROW], "testData": {"n": 1.50}, "timeout": 3,
    "retry_attempts": 1, "retry_wait_time": 4, "outboundConfig": [], "view": {"open": True},
}  # fmt: skip
CREDENTIAL = {"username": "me", "password": "secret:P", "verify_certificate": True, "own": 1}
SHOP: dict[str, Any] = {
    "id": 4, "uuid": "u", "name": "Shop", "description": "d", "data_source_category_id": 2, "type": "REST",
    "status": "ACTIVE", "debug_mode": False, "authtype": "BASIC", "credentials": CREDENTIAL,
    "endpoints": {"List": RESOURCE, "Other": {"method": "GET"}}, "mappings": {"x": [1.0]}, "operations": [],
    "is_template": 0,
}  # fmt: skip


@pytest.fixture
def dialog(tmp_path: Path, window: MainWindow, qtbot: QtBot) -> DataConnectorsDialog:
    (tmp_path / "data-connectors").mkdir()
    (tmp_path / "data-connectors" / "shop.json").write_text(json.dumps(SHOP))
    means = Means(window.session.secrets, window.background, lambda *_: Trial())
    made = DataConnectorsDialog(tmp_path, means, window)
    qtbot.addWidget(made)
    made.show()
    return made


def use(qtbot: QtBot, widget: QWidget) -> None:
    """Change what a widget holds, as a person does."""
    widget.setFocus()
    if isinstance(widget, QLineEdit):
        qtbot.keyClick(widget, Qt.Key.Key_End)
        qtbot.keyClicks(widget, "7")
    elif isinstance(widget, QPlainTextEdit):
        qtbot.keyClick(widget, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
        qtbot.keyClicks(widget, "[7]")
    elif isinstance(widget, QComboBox):
        qtbot.keyClick(widget, Qt.Key.Key_Down)
    else:
        qtbot.keyClick(widget, Qt.Key.Key_Space)


Find = Callable[[DataConnectorsDialog], QWidget]
SOURCE: list[tuple[str, Find, object]] = [
    ("name", lambda d: d.source_page.name, "Shop7"),
    ("description", lambda d: d.source_page.description, "d7"),
    ("data_source_category_id", lambda d: d.source_page.category, 27),
    ("type", lambda d: d.source_page.type, "SOAP"),
    ("status", lambda d: d.source_page.status, "INACTIVE"),
    ("debug_mode", lambda d: d.source_page.debug, True),
    ("authtype", lambda d: d.source_page.sign_in.kind, "OAUTH2_BEARER"),
]
CREDENTIALS: list[tuple[str, Find, object]] = [
    ("username", lambda d: d.source_page.sign_in.lines["username"], "me7"),
    ("password", lambda d: d.source_page.sign_in.lines["password"], "secret:P7"),
    ("verify_certificate", lambda d: d.source_page.sign_in.verify, False),
]
OF_RESOURCE: list[tuple[str, Find, object]] = [
    ("description", lambda d: d.resource_page.description, "d7"),
    ("method", lambda d: d.resource_page.method, "POST"),
    ("url", lambda d: d.resource_page.url, "https://x.example7"),
    ("body", lambda d: d.resource_page.body, "[7]"),
    ("body_type", lambda d: d.resource_page.body_type, "form-data"),
    ("testData", lambda d: d.resource_page.sample, [7]),
    ("timeout", lambda d: d.resource_page.limits["timeout"], 37),
    ("retry_attempts", lambda d: d.resource_page.limits["retry_attempts"], 17),
    ("retry_wait_time", lambda d: d.resource_page.limits["retry_wait_time"], 47),
]


def saved(dialog: DataConnectorsDialog, qtbot: QtBot) -> dict[str, Any]:
    qtbot.mouseClick(dialog.save_button, LEFT)
    (path,) = (file.path for file in dialog.list.files)
    values: dict[str, Any] = json.loads(path.read_text())
    return values


@pytest.mark.parametrize(("key", "find", "value"), SOURCE)
def test_an_attribute_is_changed_alone(
    dialog: DataConnectorsDialog, qtbot: QtBot, key: str, find: Find, value: object
) -> None:
    dialog.select(4, "")
    dialog.source_page.tabs.setCurrentIndex(1 if key == "authtype" else 0)

    use(qtbot, find(dialog))

    assert saved(dialog, qtbot) == {**SHOP, key: value}


@pytest.mark.parametrize(("key", "find", "value"), CREDENTIALS)
def test_a_credential_is_changed_alone(
    dialog: DataConnectorsDialog, qtbot: QtBot, key: str, find: Find, value: object
) -> None:
    dialog.select(4, "")
    dialog.source_page.tabs.setCurrentIndex(1)

    use(qtbot, find(dialog))

    assert saved(dialog, qtbot) == {**SHOP, "credentials": {**SHOP["credentials"], key: value}}


@pytest.mark.parametrize(("key", "find", "value"), OF_RESOURCE)
def test_a_setting_of_a_resource_is_changed_alone(
    dialog: DataConnectorsDialog, qtbot: QtBot, key: str, find: Find, value: object
) -> None:
    dialog.select(4, "List")
    page = find(dialog)
    index = next(
        (i for i in range(dialog.resource_page.tabs.count()) if dialog.resource_page.tabs.widget(i).isAncestorOf(page)),
        0,
    )
    dialog.resource_page.tabs.setCurrentIndex(index)

    use(qtbot, page)

    assert saved(dialog, qtbot)["endpoints"] == {**SHOP["endpoints"], "List": {**RESOURCE, key: value}}


def test_a_resource_is_called_otherwise_in_its_place(dialog: DataConnectorsDialog, qtbot: QtBot) -> None:
    dialog.select(4, "List")
    use(qtbot, dialog.resource_page.name)
    qtbot.keyClick(dialog.resource_page.name, Qt.Key.Key_Return)

    endpoints = saved(dialog, qtbot)["endpoints"]
    assert list(endpoints) == ["List7", "Other"]
    assert endpoints["List7"] == {**RESOURCE, "purpose": "List7"}


def test_an_emptied_category_is_none_and_a_certificate_that_is_not_checked_is_told_of(
    dialog: DataConnectorsDialog, qtbot: QtBot
) -> None:
    dialog.select(4, "")
    dialog.source_page.category.setFocus()
    qtbot.keyClick(dialog.source_page.category, Qt.Key.Key_Backspace)
    dialog.source_page.tabs.setCurrentIndex(1)
    note = dialog.source_page.sign_in._verify_note
    assert not note.isVisible()

    use(qtbot, dialog.source_page.sign_in.verify)

    assert note.isVisible()
    assert saved(dialog, qtbot)["data_source_category_id"] is None
