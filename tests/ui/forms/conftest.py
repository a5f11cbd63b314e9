"""The real window on a process with elements of a connector that has every kind of field."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from connectors.sdk.values import JsonObject
from engine.bpmn import Element
from engine.bpmn.namespaces import PROCESSMAKER
from modeler.app import build_session
from modeler.services.catalog import discover
from modeler.services.profile import Profile
from modeler.ui.commands import bind_commands
from modeler.ui.forms.element_form import key_of
from modeler.ui.main_window import MainWindow
from modeler.ui.panels.fields.editor import FieldEditor
from modeler.ui.theme import Appearance
from tests.connectors.template_packages import catalog_of
from tests.editing.test_template_update import NEW, OLD, template
from tests.ui.forms.gallery import write_gallery

BPMN = Path(__file__).with_name("tasks.bpmn")
LEFT = Qt.MouseButton.LeftButton


@pytest.fixture(autouse=True)
def nothing_is_left_behind() -> Iterator[None]:
    """The window stays for all tests here; nothing else may."""
    yield
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    left = [widget for widget in QApplication.topLevelWidgets() if widget.isVisible()]
    assert len(left) <= 1, f"windows left open: {left}"


@pytest.fixture(scope="package")
def shared(qapp: QApplication, tmp_path_factory: pytest.TempPathFactory) -> Iterator[MainWindow]:
    """One window for all tests here, with our connectors and the gallery, on the file `tasks.bpmn`."""
    folder = tmp_path_factory.mktemp("forms")
    gallery = write_gallery(folder / "gallery")
    catalog_of(folder / "templates", json.dumps([template(1, OLD), template(3, NEW)]))
    places = [gallery, folder / "templates"]
    session = replace(build_session(Profile(folder / "profile")), find_catalog=lambda: discover(folders=places))
    made = MainWindow(session, Appearance(qapp, "light"))
    bind_commands(made)
    made.resize(1500, 950)
    copy = folder / "tasks.bpmn"
    copy.write_bytes(BPMN.read_bytes())
    made.show()
    made.open_path(copy)
    yield made
    made.quit_now()
    made.deleteLater()


@pytest.fixture
def window(shared: MainWindow) -> Iterator[MainWindow]:
    """The window; in the end every step is taken back."""
    shared.activateWindow()
    QTest.qWaitForWindowActive(shared)
    page = shared.page
    assert page is not None
    yield shared
    shared.properties_panel.commit()
    while page.file.document.history.can_undo:
        page.file.document.history.undo()
    page.canvas.select([])
    QApplication.processEvents()


@pytest.fixture
def panel(window: MainWindow, qtbot: QtBot) -> Panel:
    """Drives the form of the selected element."""
    return Panel(window, qtbot)


class Panel:
    """Selects elements, finds fields, types and reads what stands in the file."""

    def __init__(self, window: MainWindow, qtbot: QtBot) -> None:
        self.window = window
        self.qtbot = qtbot
        page = window.page
        assert page is not None
        self.document = page.file.document

    def select(self, id: str, implementation: str | None = "example/gallery", **settings: object) -> Element:
        """Give an element settings and show its form."""
        element = self.document.find(id)
        assert element is not None
        with self.document.edit("Prepare"):
            if implementation is not None:
                element.set("implementation", implementation)
            if settings:
                element.set_foreign(PROCESSMAKER, "config", json.dumps(settings))
        self.window.reveal(id)
        QApplication.processEvents()
        return element

    def text(self, id: str) -> str:
        """The stored settings, to the letter."""
        element = self.document.find(id)
        assert element is not None
        return element.foreign(PROCESSMAKER, "config") or ""

    def settings(self, id: str) -> JsonObject:
        """The stored settings."""
        return json.loads(self.text(id) or "{}")

    def field(self, *path: str | int, part: str = "") -> FieldEditor:
        """The editor of one setting."""
        QApplication.processEvents()
        found = self.find(key_of(path, part))
        assert found is not None, path
        return found

    def find(self, key: str) -> FieldEditor | None:
        """The editor with a key, if it is shown."""
        boxes = self.window.properties_panel.groups
        return next((found for box in boxes for top in box.editors if (found := top.find_editor(key))), None)

    def type(self, editor: FieldEditor, text: str, key: Qt.Key = Qt.Key.Key_Return) -> None:
        """Replace the text of a field by typing, and finish it with a key."""
        editor.focus_editor()
        self.qtbot.keyClick(editor.editor, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
        self.qtbot.keyClick(editor.editor, Qt.Key.Key_Delete)
        self.qtbot.keyClicks(editor.editor, text)
        modifiers = Qt.KeyboardModifier.ControlModifier if key == Qt.Key.Key_Return else Qt.KeyboardModifier.NoModifier
        self.qtbot.keyClick(QApplication.focusWidget(), key, modifiers)
        QApplication.processEvents()

    def undo(self) -> None:
        """Take the last step back, as the menu does."""
        self.document.history.undo()
        QApplication.processEvents()
