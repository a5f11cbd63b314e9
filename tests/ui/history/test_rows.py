"""The rows of the history: read a portion at a time, in words that people use."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from PySide6.QtWidgets import QApplication

from modeler.services.history.rows import RunDetails, RunHead
from modeler.ui.history.model import PORTION, RUN, RunsModel
from modeler.ui.history.rows import RunRow, past_title, real_words, when_words
from modeler.ui.history.words import run_row, run_sheet

NOW = datetime(2026, 11, 30, 14, 0).astimezone()


def rows(count: int, first: int = 0) -> list[RunRow]:
    return [RunRow(f"r{number}", f"Run {number}", "completed", NOW) for number in range(first, first + count)]


def test_only_the_portions_that_are_looked_at_are_asked_for(qapp: QApplication) -> None:
    model, asked = RunsModel(lambda: NOW), []
    model.wanted.connect(asked.append)
    model.show_first(10_000, rows(PORTION))

    seen = [model.index(number).data(RUN) for number in (0, 99, 5_000, 5_001, 9_999)]
    model.take(50, rows(PORTION, 5_000))

    assert model.rowCount() == 10_000
    assert [row.id if row else None for row in seen] == ["r0", "r99", None, None, None]
    assert asked == [50, 99]
    assert model.index(5_001).data(RUN).id == "r5001"
    assert model.place("r5001") == 5_001


def test_a_portion_that_was_lost_is_asked_for_again(qapp: QApplication) -> None:
    model, asked = RunsModel(lambda: NOW), []
    model.wanted.connect(asked.append)
    model.show_first(300, rows(PORTION))
    model.index(150).data()

    model.forget(1)
    model.index(150).data()

    assert asked == [1, 1]


def test_the_same_runs_with_news_keep_their_place(qapp: QApplication) -> None:
    model, resets = RunsModel(lambda: NOW), []
    model.show_first(2, rows(2))
    model.modelReset.connect(lambda: resets.append(1))

    model.show_first(2, [RunRow("r0", "Renamed", "completed", NOW), *rows(1, 1)])
    same = list(resets)
    model.show_first(3, rows(3))

    assert same == []
    assert resets == [1]
    assert model.index(2).data() == "Run 2"


@pytest.mark.parametrize(
    ("before", "words"),
    [
        (timedelta(seconds=5), "just now"),
        (timedelta(minutes=5), "5 min ago"),
        (timedelta(hours=3), "3 h ago"),
        (timedelta(days=1), "yesterday 14:00"),
        (timedelta(days=3), "Fri 14:00"),
        (timedelta(days=20), "10 Nov"),
        (timedelta(days=400), "26 Oct 2025"),
        (-timedelta(hours=2), "just now"),
    ],
)
def test_when_is_said_as_people_say_it(before: timedelta, words: str) -> None:
    assert when_words(NOW - before, NOW) == words


@pytest.mark.parametrize(
    ("seconds", "words"), [(0.04, "0.0 s"), (1.26, "1.3 s"), (70, "1 min 10 s"), (7_320, "2 h 2 min")]
)
def test_how_long_is_said_in_two_units(seconds: float, words: str) -> None:
    assert real_words(timedelta(seconds=seconds)) == words


def test_a_long_name_is_cut_where_a_run_is_looked_at() -> None:
    assert past_title("", NOW) == "Past run of 30 Nov 14:00"
    assert past_title("x" * 100, NOW) == f"Past run of 30 Nov 14:00 “{'x' * 40}…”"


def test_a_run_is_called_by_its_name_else_by_its_data_else_by_its_start() -> None:
    heads = [RunHead("a", name="Good", summary="n 1"), RunHead("b", summary="n 1"), RunHead("c", start_name="Paid")]

    assert [run_row(head).title for head in (*heads, RunHead("d"))] == ["Good", "n 1", "Paid", "Without data"]


def test_a_sheet_says_what_was_done_in_the_names_of_the_process() -> None:
    acts = (
        (3, {"complete": "Task_1", "data": {"ok": True, "rows": [1, 2]}}),
        (5, {"message": "Task_1", "data": {}}),
        (6, {"move": "Task_1", "to": "Task_2"}),
        (7, {"set": {"n": 1}}),
    )
    names = {"Task_1": "Check", "Task_2": "Pay"}

    sheet = run_sheet(RunHead("a", born=NOW), RunDetails(acts=acts), lambda id: names.get(id, id))  # type: ignore[arg-type]

    assert list(sheet.acts) == [
        "“Check” answered: ok true, rows [ 2 ]",
        "Message “Task_1” sent",
        "Token moved from “Check” → Pay",
        "Data changed by hand",
    ]
