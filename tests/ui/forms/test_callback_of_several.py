"""The callback of several data connectors is switched at once: all change their type, and one undo takes it back."""

from __future__ import annotations

import json

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QCheckBox

from engine.bpmn.namespaces import PROCESSMAKER
from modeler.ui.forms.element_form import key_of
from tests.services.connector_processes import SERVICE
from tests.ui.forms.conftest import Panel

IDS = ("Ask", "Call")
CALLBACK = key_of(("callback",))
SETTINGS = {"dataSource": 4, "endpoint": "List", "callback": False, "own": 1.50}


@pytest.fixture
def two(panel: Panel) -> Panel:
    with panel.document.edit("Prepare"):
        for id in IDS:
            element = panel.document.find(id)
            assert element is not None
            element.set("implementation", SERVICE)
            element.set_foreign(PROCESSMAKER, "config", json.dumps(SETTINGS))
    select(panel)
    return panel


def select(panel: Panel) -> None:
    assert panel.window.page is not None
    panel.window.page.canvas.select([panel.document.find(id) for id in IDS])
    QApplication.processEvents()


def kinds(panel: Panel) -> list[str]:
    return [panel.document.find(id).kind for id in IDS]


def stored(panel: Panel) -> list[object]:
    return [panel.settings(id).get("callback") for id in IDS]


def switch(panel: Panel) -> None:
    """Press the switch with the keyboard."""
    QApplication.processEvents()
    assert panel.window.properties_panel.reveal(CALLBACK)
    box = panel.find(CALLBACK).editor
    assert isinstance(box, QCheckBox)
    panel.qtbot.keyClick(box, Qt.Key.Key_Space)
    QApplication.processEvents()


def test_all_become_call_activities_in_one_step(two: Panel) -> None:
    before = two.document.to_bytes()
    assert kinds(two) == ["bpmn:serviceTask"] * 2

    switch(two)

    assert kinds(two) == ["bpmn:callActivity"] * 2
    assert stored(two) == [True, True]
    assert [two.settings(id)["own"] for id in IDS] == [1.5, 1.5]
    two.undo()
    assert two.document.to_bytes() == before


def test_they_stay_selected_and_the_switch_turns_back(two: Panel) -> None:
    switch(two)
    assert two.window.page is not None
    assert [each.id for each in two.window.page.canvas.selected_elements] == list(IDS)

    switch(two)

    assert kinds(two) == ["bpmn:serviceTask"] * 2
    assert stored(two) == [False, False]


def test_another_field_is_written_to_both_after_the_switch(two: Panel) -> None:
    switch(two)

    assert two.window.properties_panel.reveal(key_of(("callback_variable",)))
    two.qtbot.keyClicks(QApplication.focusWidget(), "answer")
    two.window.properties_panel.commit()

    assert [two.settings(id).get("callback_variable") for id in IDS] == ["answer", "answer"]


def test_where_they_differ_the_switch_makes_them_the_same(two: Panel) -> None:
    with two.document.edit("Differ"):
        two.document.find("Ask").set_foreign(PROCESSMAKER, "config", json.dumps({**SETTINGS, "callback": None}))
    select(two)

    switch(two)

    assert stored(two) == [True, True]
    assert kinds(two) == ["bpmn:callActivity"] * 2


def test_redo_brings_both_back(two: Panel) -> None:
    switch(two)
    after = two.document.to_bytes()
    two.undo()

    two.document.history.redo()
    QApplication.processEvents()

    assert two.document.to_bytes() == after
    assert two.find(CALLBACK).value() is True
