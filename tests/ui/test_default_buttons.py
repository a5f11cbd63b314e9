"""Enter in a dialog does what its main button does, never what Cancel does."""

from __future__ import annotations

import ast

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QWidget
from pytestqt.qtbot import QtBot

from modeler.services.screens import Screen
from modeler.services.task_forms.screen_form import ScreenForm
from modeler.ui.dialogs.import_package import PasswordDialog
from modeler.ui.icons import Icons
from modeler.ui.main_window import MainWindow
from modeler.ui.panels.task_form.view import RecordDialog
from tests.architecture.source_tree import modules

ENTER = Qt.Key.Key_Return


def result_of_enter(dialog: QDialog, field: QWidget, qtbot: QtBot) -> int:
    dialog.open()
    qtbot.waitExposed(dialog)
    field.setFocus()
    qtbot.keyClick(field, ENTER)
    assert not dialog.isVisible()
    result = dialog.result()
    dialog.deleteLater()
    return result


def test_enter_opens_with_the_password(window: MainWindow, qtbot: QtBot) -> None:
    dialog = PasswordDialog("order.json", "", window)

    assert result_of_enter(dialog, dialog.password, qtbot) == QDialog.DialogCode.Accepted


def test_enter_keeps_a_record(window: MainWindow, icons: Icons, qtbot: QtBot) -> None:
    items: tuple[dict[str, object], ...] = ({"component": "FormInput", "config": {"name": "sku", "label": "SKU"}},)
    record = ScreenForm(Screen("1", "u", "Form", "FORM", (items,)), {})  # type: ignore[arg-type]
    dialog = RecordDialog(record, "Item", icons, window)

    assert result_of_enter(dialog, dialog.view.editor("sku"), qtbot) == QDialog.DialogCode.Accepted


def test_no_row_of_buttons_is_made_outside_of_its_dialog() -> None:
    # Qt forgets a default button that is put into a row which is in no dialog yet, and takes the first one, Cancel.
    made = [
        f"{module.place}:{node.lineno}"
        for module in modules().values()
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Call) and ast.unparse(node) == "QDialogButtonBox()"
    ]

    assert made == []
