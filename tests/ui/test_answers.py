"""The preview panel offers the answers that a waiting task knows."""

from __future__ import annotations

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from modeler.ui.icons import Icons
from modeler.ui.panels.run import AnswerCard
from modeler.ui.panels.run_view import WaitingTask

QUESTION = WaitingTask("ask", "ask", "Ask", {}, (("Approve", {"action": "yes"}), ("<b>No</b> & out", {"action": "no"})))


def test_each_offered_answer_is_a_button(qtbot: QtBot, icons: Icons) -> None:
    card = AnswerCard(icons)
    qtbot.addWidget(card)
    given: list[tuple[str, dict[str, object]]] = []
    card.answered.connect(lambda id, data: given.append((id, data)))

    card.show_task(QUESTION)
    assert len(card.offers) == 2
    qtbot.mouseClick(card.offers[1], Qt.MouseButton.LeftButton)
    qtbot.mouseClick(card.offers[0], Qt.MouseButton.LeftButton)

    assert given == [("ask", {"action": "no"})]


def test_another_task_brings_its_own_answers(qtbot: QtBot, icons: Icons) -> None:
    card = AnswerCard(icons)
    qtbot.addWidget(card)

    card.show_task(QUESTION)
    card.show_task(WaitingTask("fill", "fill", "Fill in"))

    assert card.offers == []
