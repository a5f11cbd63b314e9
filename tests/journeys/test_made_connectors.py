"""Entries made from a template and from an OpenAPI description: dragged, filled in, previewed and undone."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QAbstractButton, QApplication
from pytestqt.qtbot import QtBot

from engine.bpmn import Element
from engine.bpmn.schema import schema_problems_of
from modeler.app import build_window
from modeler.services.making.openapi import chosen, make, operations, read_description
from modeler.services.packages.store import Packages
from modeler.services.profile import Profile
from modeler.services.workspace.package_folder import FolderPlan
from modeler.ui.forms.element_form import key_of
from modeler.ui.main_window import MainWindow
from modeler.ui.panels.fields.editor import FieldEditor
from tests.connectors.template_packages import REST, catalog_of, template_text
from tests.connectors.test_openapi_entries import BOOKS, LIST
from tests.journeys.test_main_journey import choose, on_canvas, type_into

FILE = Path(__file__).with_name("order.bpmn")
CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def window(qapp: QApplication, qtbot: QtBot, tmp_path: Path) -> Iterator[MainWindow]:
    """The window with both packages installed, on a file without vendor."""
    profile = Profile(tmp_path / "profile")
    packages = Packages(profile)
    for folder in (templates(tmp_path), books(tmp_path)):
        packages.install(packages.look_at(str(folder), ""), consent=True)
    made = build_window(qapp, profile)
    made.appearance.set_mode(os.environ.get("LOOK_MODE", "light"))
    made.resize(1400, 900)
    made.show()
    qtbot.waitExposed(made)
    copy = tmp_path / "order.bpmn"
    copy.write_bytes(FILE.read_bytes())
    assert made.documents.open(copy) is not None
    yield made
    made.quit_now()
    made.deleteLater()


def templates(folder: Path) -> Path:
    catalog_of(folder / "shop-templates", template_text("rest-camunda-8"))
    return folder / "shop-templates"


def books(folder: Path) -> Path:
    description = read_description(BOOKS.read_text(encoding="utf-8"))
    plan: FolderPlan = make(description, chosen(operations(description), ("listBooks",))).plan()
    for name, content in plan.files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    return folder / "connectors" / "book-shop"


def dropped(window: MainWindow, drag: Callable[..., None], connector: str) -> Element:
    """The element that comes of dragging a connector from the palette onto the first flow."""
    page = window.page
    assert page is not None
    button = next(each for each in window.palette_panel.buttons if each.entry.id == f"connector:{connector}")
    drag(button, button.mime_data(), page.canvas, on_canvas(window, 430, 140))
    (made,) = page.canvas.selected_elements
    return made


def field(window: MainWindow, *path: str | int) -> FieldEditor | None:
    """The editor of one setting, where it is shown."""
    QApplication.processEvents()
    boxes = window.properties_panel.groups
    tops = (top.find_editor(key_of(path)) for box in boxes for top in box.editors)
    return next((found for found in tops if found is not None), None)


def shown(window: MainWindow, *path: str) -> FieldEditor:
    """The editor of one setting, which is shown."""
    editor = field(window, *path)
    assert editor is not None, path
    return editor


def press(qtbot: QtBot, editor: FieldEditor, words: str) -> None:
    """Click the button or the box with these words."""
    button = next(each for each in editor.findChildren(QAbstractButton) if each.text() == words)
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton, pos=QPoint(8, button.height() // 2))
    QApplication.processEvents()


def look(window: MainWindow, name: str) -> None:
    """Save a picture where somebody wants to look."""
    if "LOOK" in os.environ:
        QApplication.processEvents()
        window.grab().save(f"{os.environ['LOOK']}-{name}.png")


def test_an_element_template_is_filled_in_on_the_window(
    window: MainWindow, drag: Callable[..., None], qtbot: QtBot
) -> None:
    element = dropped(window, drag, REST)
    page = window.page
    assert page is not None
    document = page.file.document
    look(window, "template-new")
    assert field(window, "user") is None

    choose(qtbot, shown(window, "authType"), "With a user")
    type_into(qtbot, shown(window, "user"), "ann")
    type_into(qtbot, shown(window, "url"), "https://shop.example.org/orders")
    look(window, "template-filled")

    text = document.to_bytes().decode()
    assert '<zeebe:input source="basic" target="authentication.type"' in text
    assert '<zeebe:input source="ann" target="authentication.user"' in text
    assert '<zeebe:input source="https://shop.example.org/orders" target="url"' in text
    assert schema_problems_of(document.to_bytes()) == []

    choose(qtbot, shown(window, "authType"), "Nobody")

    assert "authentication.user" not in document.to_bytes().decode()
    for _ in range(len(document.history.labels)):
        qtbot.keyClick(window, Qt.Key.Key_Z, CONTROL)
    assert document.to_bytes() == FILE.read_bytes()
    assert element.id is not None


def test_an_operation_of_a_service_is_filled_in_and_previewed_on_the_window(
    window: MainWindow, drag: Callable[..., None], qtbot: QtBot
) -> None:
    element = dropped(window, drag, LIST)
    look(window, "openapi-new")

    type_into(qtbot, shown(window, "tags"), "new")
    press(qtbot, shown(window, "genre"), "poetry")
    press(qtbot, shown(window, "inStock"), "inStock")
    look(window, "openapi-filled")

    window.run_panel.start_data.block.setPlainText("{}")
    qtbot.keyClick(window, Qt.Key.Key_F5)
    qtbot.waitUntil(lambda: window.run_panel.view.status == "completed", timeout=20_000)
    look(window, "openapi-preview")
    page = window.page
    assert page is not None
    assert page.canvas.overlays.run.counts[element.id] == 1
    assert [row.title for row in window.outbox_panel.rows] == ["Book Shop: listBooks"]
