"""What was typed into a form and could not be stored is there again after a crash, where it was typed."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QDialogButtonBox, QPushButton
from pytestqt.qtbot import QtBot

from modeler.app import build_window
from modeler.services.profile import Profile
from modeler.services.storage.operating_system import OperatingSystem
from modeler.services.storage.recovery import find_unsaved_work
from modeler.ui.banner import Banner
from modeler.ui.dialogs.recovered import RecoveredDialog
from modeler.ui.main_window import MainWindow
from tests.services.connector_processes import process
from tests.services.storage.crashes import kill

DRAWN = b"""<d:BPMNDiagram xmlns:d="http://www.omg.org/spec/BPMN/20100524/DI"><d:BPMNPlane bpmnElement="P">
<d:BPMNShape bpmnElement="Tell"><c:Bounds xmlns:c="http://www.omg.org/spec/DD/20100524/DC" x="100" y="100"
width="100" height="80"/></d:BPMNShape></d:BPMNPlane></d:BPMNDiagram></bpmn:definitions>"""
CONFIG = """<bpmn:serviceTask id="Tell" name="Tell" implementation="x" pm:config="{}"/>"""


def name_field(window: MainWindow, key: str):
    QApplication.processEvents()
    boxes = window.properties_panel.groups
    return next(found for box in boxes for top in box.editors if (found := top.find_editor(key)) is not None)


@pytest.fixture
def crashed(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> Profile:
    """A window in which an id was typed that is no id, and whose process is gone."""
    file = tmp_path / "order.bpmn"
    file.write_bytes(process(CONFIG).replace(b"</bpmn:definitions>", DRAWN))
    window.open_path(file)
    window.reveal("Tell")
    editor = name_field(window, "id")
    editor.focus_editor()
    editor.editor.selectAll()
    qtbot.keyClicks(editor.editor, "not an id")
    qtbot.keyClick(editor.editor, Qt.Key.Key_Tab)
    assert window.page is not None
    assert window.page.drafts.labels() == ["Id"]
    window.quit_now()
    kill(window.session.profile)
    return window.session.profile


def test_it_is_offered_and_stands_at_its_field_again(crashed: Profile, qapp: QApplication, qtbot: QtBot) -> None:
    seen: list[str] = []

    def accept() -> None:
        dialog = qapp.activeModalWidget()
        assert isinstance(dialog, RecoveredDialog)
        seen.append(dialog.list.item(0).text())
        box = dialog.findChild(QDialogButtonBox)
        qtbot.mouseClick(box.buttons()[0], Qt.MouseButton.LeftButton)

    again = build_window(qapp, crashed)
    again.show()
    QTimer.singleShot(100, accept)
    again.start([])
    try:
        page = again.page
        assert page is not None
        assert "order.bpmn  ·  1 text in a form" in seen[0]
        assert page.drafts.labels() == ["Id"]
        assert not page.file.is_modified
        again.activateWindow()
        qtbot.waitUntil(again.isActiveWindow)
        banner = next(each for each in page.findChildren(Banner) if "“Id”" in each.text)
        show = next(each for each in banner.findChildren(QPushButton) if each.text() == "Show")
        qtbot.mouseClick(show, Qt.MouseButton.LeftButton)
        assert [element.id for element in page.canvas.selected_elements] == ["Tell"]
        qtbot.waitUntil(lambda: again.properties_panel.has_focus("id"))
        editor = name_field(again, "id")
        assert editor.value() == "not an id"
        assert editor.editor.accessibleDescription() != ""
        editor.focus_editor()
        qtbot.keyClick(editor.editor, Qt.Key.Key_Escape)
        assert page.drafts.labels() == []
    finally:
        again.quit_now()
        again.deleteLater()
    kill(crashed)
    assert find_unsaved_work(OperatingSystem(), crashed) == []
