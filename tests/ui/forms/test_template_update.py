"""An element of an older template: its own form, a link to what the newer version changes, and one step to have it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPushButton

from engine.bpmn import Element
from engine.bpmn.namespaces import ZEEBE, clark
from modeler.editing import commands
from modeler.ui.plain_text import ElidedLabel
from tests.ui.forms.conftest import Panel

LEFT = Qt.MouseButton.LeftButton
ID, VERSION = clark(ZEEBE, "modelerTemplate"), clark(ZEEBE, "modelerTemplateVersion")


def made(panel: Panel, version: str) -> Element:
    element = panel.document.find("Tell")
    assert element is not None
    with panel.document.edit("Apply a template"):
        element.set(ID, "one")
        element.set(VERSION, version)
    panel.window.reveal("Tell")
    QApplication.processEvents()
    return element


def link(panel: Panel) -> QPushButton | None:
    found = panel.window.properties_panel.tools.buttons
    return next((each for each in found if each.text().startswith("Update to")), None)


def test_what_the_newer_version_changes_is_shown_and_done(panel: Panel) -> None:
    element = made(panel, "1")
    assert panel.find('settings:["gone"]') is not None
    update = link(panel)
    assert update is not None

    panel.qtbot.mouseClick(update, LEFT)
    dialog = panel.window.packages.migration
    assert dialog is not None
    shown = dialog.tree.topLevelItem(0).child(0)
    rows = [[shown.child(row).text(column) for column in range(3)] for row in range(shown.childCount())]
    panel.qtbot.mouseClick(dialog.accept_button, LEFT)
    panel.qtbot.waitUntil(lambda: panel.find('settings:["gone"]') is None)

    assert ["Version", "1", "3"] in rows
    assert element.get(VERSION) == "3"
    assert link(panel) is None
    panel.undo()
    assert element.get(VERSION) == "1"


def test_refusing_changes_nothing(panel: Panel) -> None:
    element = made(panel, "1")
    update = link(panel)
    assert update is not None

    panel.qtbot.mouseClick(update, LEFT)
    dialog = panel.window.packages.migration
    assert dialog is not None
    panel.qtbot.keyClick(dialog, Qt.Key.Key_Escape)

    assert element.get(VERSION) == "1"


def test_an_element_of_the_newest_version_has_nothing_to_update(panel: Panel) -> None:
    made(panel, "3")

    assert link(panel) is None


def test_what_is_said_of_the_selection_is_so_at_once_after_an_update_to_another_type(panel: Panel) -> None:
    made(panel, "1")
    element = panel.document.find("Tell")
    assert element is not None

    commands.replace(panel.document, element, "bpmn:sendTask")

    assert panel.window.page is not None
    (selected,) = panel.window.page.canvas.selected_elements
    assert selected.kind == "bpmn:sendTask"
    words = panel.window.status.findChildren(ElidedLabel)[0].accessibleName()
    assert words.startswith("Send task")
    assert link(panel) is None
