"""A mail's files in its form: where one comes from decides what is asked for, and the folder's files are offered."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QComboBox

from tests.services.connector_processes import MAIL
from tests.ui.forms.conftest import Panel

ROW = {"source": "variable", "variableInArray": "", "value": "contract"}


def choose_source(panel: Panel, text: str) -> None:
    box = panel.field("attachments", 0, "source").editor
    assert isinstance(box, QComboBox)
    box.setFocus()
    while box.currentText() != text:
        before = box.currentIndex()
        panel.qtbot.keyClick(box, Qt.Key.Key_Down)
        assert box.currentIndex() != before, text
    QApplication.processEvents()


def test_a_file_of_the_folder_is_chosen_from_what_lies_there(panel: Panel) -> None:
    folder = panel.window.page.file.path.parent
    (folder / "terms").mkdir(exist_ok=True)
    (folder / "terms" / "general.pdf").write_bytes(b"%PDF")
    panel.select("Ask", MAIL, attachments=[ROW])
    assert panel.find('settings:["attachments", 0, "variableInArray"]') is not None

    choose_source(panel, "File of the folder")
    editor = panel.field("attachments", 0, "value")
    assert panel.find('settings:["attachments", 0, "variableInArray"]') is None
    panel.type(editor, "gener", Qt.Key.Key_F1)
    panel.qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Down)
    panel.qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)

    (row,) = panel.settings("Ask")["attachments"]
    assert (row["source"], row["value"]) == ("workspace", "terms/general.pdf")


def test_a_path_with_variables_is_typed(panel: Panel) -> None:
    panel.select("Ask", MAIL, attachments=[{**ROW, "source": "workspace", "value": ""}])

    panel.type(panel.field("attachments", 0, "value"), "terms/{{country}}.pdf")

    (row,) = panel.settings("Ask")["attachments"]
    assert row["value"] == "terms/{{country}}.pdf"
    assert panel.field("attachments", 0, "value").field.error == ""
