"""The selection keeps its order and speaks once a change."""

from __future__ import annotations

from modeler.ui.canvas.selection import Selection


def make() -> tuple[Selection[str], list[list[str]]]:
    told: list[list[str]] = []
    selection: Selection[str] = Selection(lambda: told.append(list(selection)))
    return selection, told


def test_selecting_several_things_tells_once() -> None:
    selection, told = make()

    selection.set(["b", "a"])

    assert told == [["b", "a"]]


def test_selecting_the_same_again_tells_nobody() -> None:
    selection, told = make()
    selection.set(["a"])

    selection.set(["a"])

    assert told == [["a"]]


def test_toggling_adds_and_takes_away() -> None:
    selection, told = make()

    selection.toggle("a")
    selection.toggle("b")
    selection.toggle("a")

    assert told == [["a"], ["a", "b"], ["b"]]
    assert selection.only == "b"


def test_what_is_gone_is_dropped() -> None:
    selection, _ = make()
    selection.set(["a", "b", "c"])

    selection.keep(lambda thing: thing != "b")

    assert list(selection) == ["a", "c"]
    assert selection.only is None
