"""ProcessMaker's error handling of a plain task: switched on in the form, and as text where it cannot be read."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QCheckBox

from engine.bpmn.namespaces import PROCESSMAKER
from tests.ui.forms.conftest import Panel

COMPANION = "companion:data-connector-error-handling|"
BROKEN = '{"timeout": 30,'


def stored(panel: Panel) -> str | None:
    element = panel.document.find("Ask")
    assert element is not None
    return element.foreign(PROCESSMAKER, "errorHandling")


def plain(panel: Panel, text: str | None) -> None:
    element = panel.document.find("Ask")
    assert element is not None
    with panel.document.edit("Prepare"):
        element.set("implementation", None)
        element.set_foreign(PROCESSMAKER, "config", None)
        element.set_foreign(PROCESSMAKER, "errorHandling", text)
    panel.window.reveal("Ask")
    QApplication.processEvents()


@pytest.fixture
def nothing_yet(panel: Panel) -> Panel:
    plain(panel, None)
    return panel


def test_a_plain_task_gets_error_handling_by_filling_it_in(nothing_yet: Panel) -> None:
    panel = nothing_yet
    before = panel.document.to_bytes()

    assert panel.window.properties_panel.reveal(f'{COMPANION}settings:["retry_attempts"]')
    panel.qtbot.keyClicks(QApplication.focusWidget(), "3")
    panel.window.properties_panel.commit()
    QApplication.processEvents()
    box = panel.find(f'{COMPANION}settings:["inapp_notification"]').editor
    assert isinstance(box, QCheckBox)
    panel.qtbot.keyClick(box, Qt.Key.Key_Space)

    assert stored(panel) == '{"retry_attempts":3,"inapp_notification":true}'
    panel.undo()
    panel.undo()
    assert panel.document.to_bytes() == before


def test_looking_at_a_plain_task_writes_nothing(nothing_yet: Panel) -> None:
    before = nothing_yet.document.to_bytes()

    nothing_yet.window.reveal("Call")
    nothing_yet.window.reveal("Ask")
    nothing_yet.window.properties_panel.commit()

    assert nothing_yet.document.to_bytes() == before


def test_what_cannot_be_read_is_text_with_the_error_and_put_right_there(panel: Panel) -> None:
    plain(panel, BROKEN)
    editor = panel.find(f"{COMPANION}raw")
    assert editor is not None
    assert editor.value() == BROKEN
    assert editor.editor.accessibleDescription().startswith("The stored settings are not JSON")

    panel.type(editor, '{"timeout": 31}')

    assert stored(panel) == '{"timeout": 31}'
    assert panel.find(f"{COMPANION}raw") is None
    timeout = panel.find(f'{COMPANION}settings:["timeout"]')
    assert timeout is not None
    assert timeout.value() == "31"


def test_its_problem_leads_to_the_text(panel: Panel) -> None:
    plain(panel, BROKEN)

    rows = [row for row in panel.window.problem_watch.check() if row.field == f"{COMPANION}raw"]

    assert [row.severity for row in rows] == ["error"]
    panel.window.problems_panel.activated.emit(rows[0])
    QApplication.processEvents()
    assert panel.window.properties_panel.has_focus(f"{COMPANION}raw")
