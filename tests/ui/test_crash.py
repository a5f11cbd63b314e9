"""When something fails unexpectedly: the work is safe, the user is asked once, the window lives on."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from modeler.services.storage.journal import EDITS
from modeler.services.storage.recovery import UnsavedWork
from modeler.ui.crash import CrashGuard
from modeler.ui.dialogs.recovered import RecoveredDialog
from modeler.ui.main_window import MainWindow
from modeler.ui.theme import RESOURCES

SAMPLE = RESOURCES / "samples" / "support-incident.bpmn"


@pytest.fixture
def guard(window: MainWindow) -> Iterator[CrashGuard]:
    made = CrashGuard(window)
    made.install()
    yield made
    made.remove()


def fail() -> None:
    raise RuntimeError("the shed burns")


def caught(error_of: object = fail) -> None:
    try:
        fail()
    except RuntimeError:
        sys.excepthook(*sys.exc_info())  # type: ignore[arg-type]


def test_the_same_failure_is_told_once(
    guard: CrashGuard, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    asked: list[str] = []
    monkeypatch.setattr("modeler.ui.crash.ask", lambda *words: asked.append(words[3]) or "on")

    for _ in range(60):
        caught()

    qtbot.waitUntil(lambda: bool(asked))
    assert len(asked) == 1
    assert "the shed burns" in asked[0]
    assert "the shed burns" in capsys.readouterr().err


def test_work_survives_closing_without_saving(
    window: MainWindow, guard: CrashGuard, tmp_path: Path, qapp: QApplication, qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    file = tmp_path / "incident.bpmn"
    file.write_bytes(SAMPLE.read_bytes())
    page = window.open_path(file)
    assert page is not None
    with page.file.document.edit("Rename"):
        page.file.document.get("Solve").set("name", "Solve it")
    monkeypatch.setattr("modeler.ui.crash.ask", lambda *_: "quit")

    caught()

    qtbot.waitUntil(lambda: not window.isVisible())
    journals = list(window.session.profile.journals.iterdir())
    assert len(journals) == 1
    assert "Solve it" in (journals[0] / EDITS).read_text("utf-8")


def test_unsaved_work_is_listed_with_what_it_holds(qtbot: QtBot, tmp_path: Path) -> None:
    work = UnsavedWork(tmp_path, "order.bpmn", tmp_path / "order.bpmn", b"", ({"do": "edit"}, {"do": "undo"}))
    other = UnsavedWork(tmp_path, "New process", None, b"", ({"do": "edit"},))
    dialog = RecoveredDialog([work, other])
    qtbot.addWidget(dialog)

    dialog.list.item(1).setCheckState(Qt.CheckState.Unchecked)

    assert dialog.chosen() == [work]
    assert dialog.list.item(0).text() == f"order.bpmn  ·  2 steps\n{tmp_path / 'order.bpmn'}"
    assert "never saved" in dialog.list.item(1).text()
