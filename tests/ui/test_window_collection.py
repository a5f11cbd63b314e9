"""While the window works, cyclic garbage goes on its thread and on no other."""

from __future__ import annotations

import gc
import threading
import weakref
from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from modeler.services.collection import no_collection, paused_collection
from modeler.ui.window_collection import WindowCollection


class Ring:
    """An object that only a collection can free."""

    def __init__(self) -> None:
        self.own = self


@pytest.fixture
def collection(qtbot: QtBot) -> Iterator[WindowCollection]:
    """One that looks often."""
    made = WindowCollection(pause=5)
    yield made
    made.stop()
    gc.unfreeze()


def many_rings() -> weakref.ref[Ring]:
    """So many that a collection is due, and word of one of them."""
    rings = [Ring() for _ in range(gc.get_threshold()[0] + 1)]
    return weakref.ref(rings[0])


def test_what_only_a_collection_can_free_goes_in_a_pause_of_the_window(
    collection: WindowCollection, qtbot: QtBot
) -> None:
    ring = many_rings()
    assert ring() is not None

    qtbot.waitUntil(lambda: ring() is None)


def test_no_other_thread_collects(collection: WindowCollection, qtbot: QtBot) -> None:
    where: set[threading.Thread] = set()

    def note(phase: str, info: dict[str, int]) -> None:
        where.add(threading.current_thread())

    gc.callbacks.append(note)
    worker = threading.Thread(target=lambda: [many_rings() for _ in range(20)])
    worker.start()
    worker.join()
    qtbot.waitUntil(lambda: bool(where))
    gc.callbacks.remove(note)

    assert where == {threading.main_thread()}


def test_large_work_leaves_it_off_and_its_end_brings_the_interpreters_own_back(qtbot: QtBot) -> None:
    made = WindowCollection()
    with no_collection(), paused_collection():
        pass
    assert not gc.isenabled()

    made.stop()

    assert gc.isenabled()
    gc.unfreeze()
