"""The problems that the window shows follow each edit, in portions, and stay with their page."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from engine.bpmn import Task
from modeler.editing import commands
from modeler.ui.documents import problem_watch
from modeler.ui.documents.page import DocumentPage
from modeler.ui.main_window import MainWindow
from modeler.ui.theme import RESOURCES

SAMPLE = RESOURCES / "samples" / "purchase-approval.bpmn"
BAD = "startQuantity"


@pytest.fixture
def page(window: MainWindow, tmp_path: Path, qtbot: QtBot) -> DocumentPage:
    (tmp_path / "order.bpmn").write_bytes(SAMPLE.read_bytes())
    with qtbot.waitSignal(window.problem_watch.found, timeout=10_000):
        page = window.open_path(tmp_path / "order.bpmn")
    assert page is not None
    return page


def break_it(page: DocumentPage, value: str = "many") -> str:
    task = next(page.file.document.elements(Task))
    with page.file.document.edit("Break", merge="typing"):
        task.set(BAD, value)
    return task.id or ""


def wrong(window: MainWindow) -> list[str | None]:
    return [row.element_id for row in window.problems_panel.rows if "start quantity" in row.message]


def test_an_edit_is_told_a_moment_later_and_its_undo_too(window: MainWindow, page: DocumentPage, qtbot: QtBot) -> None:
    id = break_it(page)
    qtbot.waitUntil(lambda: wrong(window) == [id])

    page.file.document.history.undo()

    qtbot.waitUntil(lambda: wrong(window) == [])


def test_while_something_is_being_typed_the_check_waits_longer(window: MainWindow, page: DocumentPage) -> None:
    break_it(page, "m")
    first = window.problem_watch._pause.interval()

    break_it(page, "ma")

    assert (first, window.problem_watch._pause.interval()) == (problem_watch.MOMENT, problem_watch.TYPING)


def test_with_no_time_at_all_the_findings_come_in_portions(
    window: MainWindow, page: DocumentPage, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(problem_watch, "SLICE", 0.0)

    id = break_it(page)

    qtbot.waitUntil(lambda: wrong(window) == [id], timeout=10_000)


def test_a_page_keeps_its_findings_while_another_one_is_in_front(
    window: MainWindow, page: DocumentPage, tmp_path: Path, qtbot: QtBot
) -> None:
    id = break_it(page)
    qtbot.waitUntil(lambda: wrong(window) == [id])
    kept = page.findings
    (tmp_path / "other.bpmn").write_bytes(SAMPLE.read_bytes())
    window.open_path(tmp_path / "other.bpmn")
    qtbot.waitUntil(lambda: wrong(window) == [])

    window.open_path(tmp_path / "order.bpmn")
    qtbot.waitUntil(lambda: wrong(window) == [id])

    assert page.findings is kept


def test_other_connectors_are_other_findings(window: MainWindow, page: DocumentPage, qtbot: QtBot) -> None:
    window.problem_watch.check()
    kept = page.findings

    window.packages.refresh()
    window.problem_watch.check()

    assert page.findings is not kept


def test_a_selected_problem_stays_selected_while_others_come_and_go(
    window: MainWindow, page: DocumentPage, qtbot: QtBot
) -> None:
    id = break_it(page)
    qtbot.waitUntil(lambda: wrong(window) == [id])
    index = next(n for n, row in enumerate(window.problems_panel.rows) if row.element_id == id)
    model = window.problems_panel.list.model()
    window.problems_panel.list.setCurrentIndex(model.index(index, 0))
    resets: list[int] = []
    model.modelReset.connect(lambda: resets.append(1))

    commands.rename(page.file.document, list(page.file.document.elements(Task))[-1], "Another name")
    with qtbot.waitSignal(window.problem_watch.found):
        pass

    assert resets == []
