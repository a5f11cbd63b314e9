"""The editor of data connectors, driven by mouse and keys."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QTimer
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from modeler.services.profile import Profile
from modeler.services.secrets.keyring_store import Secrets
from modeler.services.workspace.source_files import read_files
from modeler.services.workspace.source_trial import Exchange, Trial
from modeler.ui.background import Background
from modeler.ui.data_connectors.dialog import DataConnectorsDialog, Means
from modeler.ui.data_connectors.mapping import MappingDialog
from tests.memory_keyring import MemoryKeyring

LEFT = Qt.MouseButton.LeftButton
SHOP = {"id": 4, "name": "Shop", "authtype": "NONE", "mappings": {"kept": 1}, "endpoints": {
    "List": {"method": "GET", "url": "https://api.example.org/{{who}}", "view": 7, "testData": {"orders": [{"id": 5}]},
             "params": [{"id": 9, "key": "page", "value": 1, "required": True}], "headers": []}}}  # fmt: skip


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "data-connectors").mkdir()
    (tmp_path / "data-connectors" / "shop.json").write_text(json.dumps(SHOP))
    return tmp_path


class Tries:
    """Stands in for the connector's process."""

    def __init__(self) -> None:
        self.calls: list[tuple[object, ...]] = []
        self.trial = Trial((Exchange("GET", "https://x", (), "", 200, (("A", "b"),), {"n": [1]}, 9, 0.02),), "", True)

    def __call__(self, *call: object) -> Trial:
        self.calls.append(call)
        return self.trial


@pytest.fixture
def tries() -> Tries:
    return Tries()


@pytest.fixture
def dialog(qtbot: QtBot, folder: Path, tries: Tries, tmp_path: Path) -> Iterator[DataConnectorsDialog]:
    parent, background = QWidget(), Background()
    qtbot.addWidget(parent)
    made = DataConnectorsDialog(folder, Means(Secrets(Profile(tmp_path / "profile")), background, tries), parent)
    made.show()
    qtbot.waitExposed(made)
    yield made
    if made.isVisible():
        made.list = type(made.list)(folder)
        made.close()
    background.close()


def kept(folder: Path) -> dict[str, object]:
    return json.loads((folder / "data-connectors" / "shop.json").read_text())


def press(name: str) -> None:
    """Press a button of the question that comes up."""

    def run() -> None:
        question = QApplication.activeModalWidget()
        assert question is not None
        buttons = question.findChildren(QPushButton)
        next(button for button in buttons if button.text() == name).click()

    QTimer.singleShot(50, run)


def choose(dialog: DataConnectorsDialog, qtbot: QtBot, row: int) -> None:
    """Click a row of the tree."""
    tree = dialog.tree
    item = tree.topLevelItem(0) if row == 0 else tree.topLevelItem(0).child(row - 1)
    qtbot.mouseClick(tree.viewport(), LEFT, pos=tree.visualItemRect(item).center())


def test_a_resource_is_edited_and_saved_and_the_rest_stays(
    dialog: DataConnectorsDialog, qtbot: QtBot, folder: Path
) -> None:
    choose(dialog, qtbot, 1)
    page = dialog.resource_page
    page.url.setFocus()
    page.url.selectAll()
    qtbot.keyClicks(page.url, "https://api.example.org/all")
    key, value = page.params.lines(1)
    qtbot.keyClicks(key, "size")
    qtbot.keyClicks(value, "{{n}}")

    assert dialog.tree.topLevelItem(0).text(0) == "Shop •"
    assert kept(folder) == SHOP
    qtbot.mouseClick(dialog.save_button, LEFT)

    saved = kept(folder)
    resource = saved["endpoints"]["List"]  # type: ignore[index]
    assert resource["url"] == "https://api.example.org/all"
    assert resource["params"][0] == {"id": 9, "key": "page", "value": 1, "required": True}
    assert resource["params"][1] == {"key": "size", "value": "{{n}}"}
    assert (resource["view"], saved["mappings"]) == (7, {"kept": 1})
    assert dialog.tree.topLevelItem(0).text(0) == "Shop"


def test_a_row_is_removed_with_its_button(dialog: DataConnectorsDialog, qtbot: QtBot) -> None:
    choose(dialog, qtbot, 1)
    remove = dialog.resource_page.params._rows[0].remove

    qtbot.mouseClick(remove, LEFT)

    assert dialog.resource_page.params.values == []
    assert dialog.list.files[0].resources["List"]["params"] == []


def test_a_new_data_connector_with_a_resource_is_made_by_keyboard(
    dialog: DataConnectorsDialog, qtbot: QtBot, folder: Path
) -> None:
    dialog.new_source.setFocus()
    qtbot.keyClick(dialog.new_source, Qt.Key.Key_Space)
    qtbot.keyClicks(dialog.focusWidget(), "Weather")
    dialog.new_resource.setFocus()
    qtbot.keyClick(dialog.new_resource, Qt.Key.Key_Space)
    qtbot.keyClicks(dialog.focusWidget(), "https://weather.example.org")
    qtbot.keyClick(dialog, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)

    made = next(file for file in read_files(folder) if file.name == "Weather")
    assert made.resources["List"]["url"] == "https://weather.example.org"


def test_a_resource_is_renamed_copied_and_deleted(dialog: DataConnectorsDialog, qtbot: QtBot, folder: Path) -> None:
    choose(dialog, qtbot, 1)
    name = dialog.resource_page.name
    name.setFocus()
    name.selectAll()
    qtbot.keyClicks(name, "All")
    qtbot.keyClick(name, Qt.Key.Key_Return)
    qtbot.mouseClick(dialog.copy_button, LEFT)
    assert list(dialog.list.files[0].resources) == ["All", "All 2"]

    dialog.tree.setFocus()
    qtbot.keyClick(dialog.tree, Qt.Key.Key_Delete)

    assert list(dialog.list.files[0].resources) == ["All"]


def test_sending_shows_status_time_size_and_answer(dialog: DataConnectorsDialog, qtbot: QtBot, tries: Tries) -> None:
    choose(dialog, qtbot, 1)
    page = dialog.resource_page

    qtbot.mouseClick(page.send_button, LEFT)
    qtbot.waitUntil(lambda: page.trial.status.text() == "200 OK")

    assert page.tabs.currentWidget() is page.trial
    assert page.trial.numbers.text() == "20 ms · 9 bytes · from the server"
    assert page.trial.tree.model().index(0, 0).data() == "n"
    (values, name, data, mode) = tries.calls[0]
    assert (name, data, mode) == ("List", {"who": ""}, "sample")
    assert values["endpoints"]["List"]["method"] == "GET"  # type: ignore[index]

    qtbot.mouseClick(page.trial.keep, LEFT)
    assert dialog.list.files[0].resources["List"]["testData"] == {"n": [1]}


def test_what_went_wrong_is_said_in_place(dialog: DataConnectorsDialog, qtbot: QtBot, tries: Tries) -> None:
    tries.trial = Trial(error="The address is missing.")
    choose(dialog, qtbot, 1)

    qtbot.mouseClick(dialog.resource_page.send_button, LEFT)

    trial = dialog.resource_page.trial
    qtbot.waitUntil(lambda: trial.message.text() == "The address is missing.")
    assert not trial.tabs.isVisible()


def test_a_secret_goes_to_the_keyring_and_a_reference_into_the_file(
    dialog: DataConnectorsDialog, qtbot: QtBot, folder: Path, memory_keyring: MemoryKeyring
) -> None:
    sign_in = dialog.source_page.sign_in
    dialog.source_page.tabs.setCurrentWidget(sign_in)
    sign_in.kind.setCurrentIndex(sign_in.kind.findData("OAUTH2_BEARER"))
    sign_in.kind.activated.emit(sign_in.kind.currentIndex())
    qtbot.keyClicks(sign_in.lines["token"], "clear")
    assert "readable" in sign_in._words.text()

    sign_in.keep_secret("token", "SHOP_TOKEN", "t0p-secret")
    dialog.save()

    assert kept(folder)["credentials"] == {"token": "secret:SHOP_TOKEN"}
    assert kept(folder)["authtype"] == "OAUTH2_BEARER"
    assert dialog._means.secrets.get("secret:SHOP_TOKEN") == "t0p-secret"
    assert "t0p-secret" not in (folder / "data-connectors" / "shop.json").read_text()


@pytest.mark.parametrize(("answer", "name"), [("Save", "Changed"), ("Don't save", "Shop")])
def test_closing_asks_about_changes(
    dialog: DataConnectorsDialog, qtbot: QtBot, folder: Path, answer: str, name: str
) -> None:
    dialog.source_page.name.selectAll()
    qtbot.keyClicks(dialog.source_page.name, "Changed")

    press(answer)
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)

    assert not dialog.isVisible()
    assert kept(folder)["name"] == name


def test_a_change_from_outside_is_asked_about(dialog: DataConnectorsDialog, qtbot: QtBot, folder: Path) -> None:
    dialog.source_page.name.selectAll()
    qtbot.keyClicks(dialog.source_page.name, "Mine")
    (folder / "data-connectors" / "shop.json").write_text(json.dumps({**SHOP, "name": "Theirs"}))

    press("Take theirs")
    qtbot.mouseClick(dialog.save_button, LEFT)

    assert kept(folder)["name"] == "Theirs"
    assert dialog.source_page.name.text() == "Theirs"


def test_sample_text_that_is_no_json_is_said_and_kept(dialog: DataConnectorsDialog, qtbot: QtBot) -> None:
    choose(dialog, qtbot, 1)
    page = dialog.resource_page
    page.tabs.setCurrentIndex(4)

    page.sample.selectAll()
    qtbot.keyClicks(page.sample, "{oops")

    assert "Line 1" in page._sample_note.text()
    assert dialog.list.files[0].resources["List"]["testData"] == "{oops"


def test_an_empty_folder_and_a_broken_file_say_what_to_do(qtbot: QtBot, tmp_path: Path, tries: Tries) -> None:
    (tmp_path / "data-connectors").mkdir()
    parent, background = QWidget(), Background()
    qtbot.addWidget(parent)
    means = Means(Secrets(Profile(tmp_path / "profile")), background, tries)
    empty = DataConnectorsDialog(tmp_path, means, parent)
    assert empty._stack.currentWidget() is empty.empty

    (tmp_path / "data-connectors" / "x.json").write_text("{")
    broken = DataConnectorsDialog(tmp_path, means, parent)
    assert broken._stack.currentWidget() is broken.broken
    assert not broken.new_resource.isEnabled()
    background.close()


@pytest.fixture
def mapping(qtbot: QtBot, folder: Path) -> Iterator[MappingDialog]:
    parent = QWidget()
    qtbot.addWidget(parent)
    config = {
        "dataMapping": [{"value": "$status", "key": "code", "format": "dotNotation", "extra": 1}],
        "outboundConfig": [{"value": "{{a}}", "type": "HEADER", "key": "X-Own", "format": "mustache"}],
    }
    made = MappingDialog(read_files(folder)[0], "List", config, parent)  # type: ignore[arg-type]
    made.show()
    qtbot.waitExposed(made)
    yield made
    parent.close()


def test_enter_on_a_value_of_the_sample_maps_it(mapping: MappingDialog, qtbot: QtBot) -> None:
    model = mapping.tree.model()
    orders = model.index(0, 0)
    mapping.tree.setCurrentIndex(model.index(0, 0, model.index(0, 0, orders)))
    mapping.tree.setFocus()
    qtbot.keyClick(mapping.tree, Qt.Key.Key_Return)
    qtbot.keyClicks(mapping.focusWidget(), "orderId")

    assert mapping.mapping == [
        {"value": "$status", "key": "code", "format": "dotNotation", "extra": 1},
        {"value": "orders.0.id", "key": "orderId", "format": "dotNotation"},
    ]
    mapping.reject()


def test_a_value_is_dropped_on_the_mapping(mapping: MappingDialog) -> None:
    data = QMimeData()
    data.setText("orders.0.id")
    at, action = QPoint(20, 20), Qt.DropAction.CopyAction

    QApplication.sendEvent(
        mapping.answer.viewport(), QDragEnterEvent(at, action, data, LEFT, Qt.KeyboardModifier.NoModifier)
    )
    QApplication.sendEvent(
        mapping.answer.viewport(), QDropEvent(QPointF(at), action, data, LEFT, Qt.KeyboardModifier.NoModifier)
    )

    assert mapping.mapping[-1] == {"value": "orders.0.id", "key": "id", "format": "dotNotation"}
    mapping.reject()


def test_declared_inputs_are_filled_in_and_cleared(mapping: MappingDialog, qtbot: QtBot) -> None:
    mapping.tabs.setCurrentIndex(1)

    qtbot.keyClicks(mapping.inputs.line("page"), "2")
    mapping.inputs.line("X-Own").clear()

    assert mapping.outbound == [{"value": "2", "type": "PARAM", "key": "page", "format": "mustache"}]
    mapping.reject()
