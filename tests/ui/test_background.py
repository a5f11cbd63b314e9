"""Work off the window's thread."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from modeler.ui.background import Background


@pytest.fixture
def background(qapp: object) -> Iterator[Background]:
    made = Background()
    yield made
    made.close()


def test_a_result_arrives_in_the_thread_of_the_window(background: Background, qtbot: QtBot) -> None:
    seen: list[tuple[int, threading.Thread]] = []

    background.run(lambda: 6 * 7, lambda value: seen.append((value, threading.current_thread())), pytest.fail)

    qtbot.waitUntil(lambda: bool(seen))
    assert seen == [(42, threading.main_thread())]


def test_an_error_arrives_as_a_call_too(background: Background, qtbot: QtBot) -> None:
    errors: list[Exception] = []

    background.run(lambda: 1 / 0, pytest.fail, errors.append)

    qtbot.waitUntil(lambda: bool(errors))
    assert isinstance(errors[0], ZeroDivisionError)


def test_a_canceled_task_is_never_heard_of(background: Background, qtbot: QtBot) -> None:
    gate = threading.Event()
    seen: list[object] = []

    task = background.run(gate.wait, seen.append, seen.append)
    task.cancel()
    gate.set()

    qtbot.waitUntil(lambda: not background.is_busy)
    assert seen == []


def test_what_comes_after_the_end_starts_no_worker(background: Background) -> None:
    ran: list[int] = []
    background.close()

    task = background.run(lambda: ran.append(1), pytest.fail, pytest.fail)

    assert task.is_canceled
    assert not background.is_busy
    assert not ran
