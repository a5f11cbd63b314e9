"""A variable that is dropped into a condition writes what the language of the file wants there."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QPlainTextEdit
from pytestqt.qtbot import QtBot

from modeler.ui.main_window import MainWindow
from modeler.ui.panels.fields.dropped import variable_data
from modeler.ui.panels.fields.variable_help import dropped_into
from tests.preview.drawn import drawn
from tests.preview.test_inspecting import drop_on
from tests.real_window import window as window
from tests.runtime.builder import xml

JUEL, SIGN = ("${", "}"), ("=", "")


@pytest.mark.parametrize(
    ("text", "at", "marks", "after"),
    [
        ("", 0, JUEL, "${amount}"),
        ("${}", 2, JUEL, "${amount}"),
        ("${ > 5}", 2, JUEL, "${amount > 5}"),
        ("${5 < }", 7, JUEL, "${5 < amount}"),
        ("${ > 5}", 0, JUEL, "${amount > 5}"),
        ("", 0, SIGN, "=amount"),
        ("= > 5", 0, SIGN, "=amount > 5"),
        ("=5 < ", 5, SIGN, "=5 < amount"),
        ("", 0, ("", ""), "amount"),
        ("5 < ", 4, ("", ""), "5 < amount"),
    ],
)
def test_what_is_dropped_stands_where_it_counts(text: str, at: int, marks: tuple[str, str], after: str) -> None:
    place, written = dropped_into(text, at, "amount", marks)

    assert text[:place] + written + text[place:] == after


@pytest.mark.parametrize(
    ("profile", "after"), [("camunda7", "${amount}"), ("camunda8", "=amount"), ("processmaker", "amount")]
)
def test_an_empty_condition_takes_it_in_the_language_of_the_file(
    window: MainWindow, qtbot: QtBot, tmp_path, profile: str, after: str
) -> None:
    path = tmp_path / "model.bpmn"
    path.write_bytes(drawn(xml("start > xor -[x]> A > end; xor -*> B > last", profile)))
    page = window.documents.open(path)
    assert page is not None
    flow = next(each for each in page.file.document.elements() if each.tag == "sequenceFlow" and each.condition)  # type: ignore[attr-defined]
    page.reveal(flow)
    qtbot.waitUntil(lambda: window.properties_panel.editor_of("condition") is not None)
    editor = window.properties_panel.editor_of("condition")
    assert isinstance(editor, QPlainTextEdit)
    editor.setPlainText("")

    drop_on(editor, variable_data("amount"), qtbot)

    assert editor.toPlainText() == after
