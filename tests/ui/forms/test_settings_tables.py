"""Every setting of our five connectors, changed in the form of the real window by mouse and keys.

The settings come from `tests/editing/test_settings_tables.py`. Each visible field is changed alone; the file must hold
the new value, and every character that belongs to another setting must stay.
"""

from __future__ import annotations

import json

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QCheckBox, QComboBox, QLineEdit, QPushButton

from connectors.sdk.values import same, value_at
from engine.bpmn.namespaces import PROCESSMAKER
from modeler.editing import binding, forms
from modeler.ui.forms.element_form import key_of
from modeler.ui.panels.fields.choice import BooleanField, ChoiceField
from modeler.ui.panels.fields.editor import FieldEditor
from modeler.ui.panels.fields.number import NumberField
from modeler.ui.panels.fields.options import ChecksField, OptionsField
from modeler.ui.panels.fields.secret import SecretField
from tests.editing.test_settings_tables import FULL, VARIANTS, lines_of_other_settings, manifest_of
from tests.ui.forms.conftest import Panel

CASES = [
    (name, variant)
    for name in FULL
    for variant in VARIANTS
    if not variant or set(variant) <= set(manifest_of(name).properties["properties"]) & set(FULL[name])
]


def show(panel: Panel, name: str, text: str) -> str:
    """The element of a connector with these settings, to the letter."""
    manifest = manifest_of(name)
    id = "Sub" if manifest.applies_to[0] == "bpmn:callActivity" else "Ask"
    element = panel.document.find(id)
    assert element is not None
    with panel.document.edit("Prepare"):
        binding.initialize(manifest, element)
        element.set_foreign(PROCESSMAKER, "config", text)
    panel.window.reveal(id)
    QApplication.processEvents()
    for box in panel.window.properties_panel.groups:
        box.set_open(True)
    return id


def change(panel: Panel, editor: FieldEditor) -> None:
    """Give a field another value, as a user does."""
    widget = editor.editor
    if isinstance(editor, SecretField):
        clear = next(each for each in editor.findChildren(QPushButton) if each.text() == "Clear")
        panel.qtbot.mouseClick(clear, Qt.MouseButton.LeftButton)
    elif isinstance(editor, BooleanField | ChecksField):
        assert isinstance(widget, QCheckBox)
        widget.setFocus()
        panel.qtbot.keyClick(widget, Qt.Key.Key_Space)
    elif isinstance(editor, OptionsField):
        is_first = editor.value() == editor.field.choices[0].value
        widget.setFocus()
        panel.qtbot.keyClick(widget, Qt.Key.Key_Right if is_first else Qt.Key.Key_Left)
    elif isinstance(editor, ChoiceField) and not editor.field.is_open:
        assert isinstance(widget, QComboBox)
        widget.setFocus()
        panel.qtbot.keyClick(widget, Qt.Key.Key_Down if widget.currentIndex() == 0 else Qt.Key.Key_Up)
    elif isinstance(editor, NumberField):
        editor.focus_editor()
        panel.qtbot.keyClick(widget, Qt.Key.Key_Up)
    else:
        add_letter(panel, editor)
    panel.window.properties_panel.commit()
    QApplication.processEvents()


def add_letter(panel: Panel, editor: FieldEditor) -> None:
    """Write one more letter; a line of numbers gets another number by it."""
    editor.focus_editor()
    widget = editor.editor
    line = widget.lineEdit() if isinstance(widget, QComboBox) else widget
    if isinstance(line, QLineEdit):
        line.setCursorPosition(len(line.text()))
    else:
        panel.qtbot.keyClick(widget, Qt.Key.Key_End, Qt.KeyboardModifier.ControlModifier)
    panel.qtbot.keyClicks(widget, "7")


@pytest.mark.parametrize(("name", "variant"), CASES)
def test_every_visible_setting_is_changed_alone(name: str, variant: dict[str, object], panel: Panel) -> None:
    manifest = manifest_of(name)
    text = json.dumps({**FULL[name], **variant}, indent=1).replace("1.0", "1.00")
    id = show(panel, name, text)
    values = json.loads(text)
    leaves = [each for each in forms.build(manifest, values).walk() if each.kind not in forms.HOLDERS]
    wanted = leaves if not variant else [each for each in leaves if each.path[0] not in _plain(manifest, name)]

    for leaf in wanted:
        editor = panel.find(key_of(leaf.path, leaf.part))
        assert editor is not None, leaf.path
        change(panel, editor)

        stored = panel.text(id)
        assert not same(value_at(json.loads(stored), leaf.path), leaf.value), leaf.path
        assert lines_of_other_settings(stored, leaf) == lines_of_other_settings(text, leaf), leaf.path
        panel.undo()
        assert panel.text(id) == text


def _plain(manifest: object, name: str) -> set[object]:
    """What the form without a variant shows already."""
    return {each.path[0] for each in forms.build(manifest, FULL[name]).walk()}  # type: ignore[arg-type]


@pytest.mark.parametrize("name", FULL)
def test_looking_at_a_form_changes_nothing(name: str, panel: Panel) -> None:
    text = json.dumps(FULL[name], indent=3).replace("1.0", "1.00")
    id = show(panel, name, text)

    for box in panel.window.properties_panel.groups:
        for editor in box.editors:
            editor.focus_editor()
    panel.window.properties_panel.commit()

    assert panel.text(id) == text
