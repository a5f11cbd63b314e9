"""The space tool moves everything beyond a line, and takes room away with Control."""

from __future__ import annotations

from PySide6.QtCore import Qt

from tests.canvas.driver import CONTROL, Driver


def test_a_drag_to_the_right_makes_room_there(simple: Driver) -> None:
    simple.key(Qt.Key.Key_S)

    simple.drag((380, 240), (441, 250))

    assert simple.bounds("check").x == 200
    assert simple.bounds("ship").x == 500
    assert simple.bounds("end").x == 692
    assert simple.canvas.tool == "space"
    simple.document.history.undo()
    assert not simple.document.history.can_undo


def test_a_drag_upwards_moves_what_is_above(simple: Driver) -> None:
    simple.key(Qt.Key.Key_S)

    simple.drag((380, 240), (382, 200))

    assert simple.bounds("check").y == 60
    assert simple.bounds("alone").y == 300


def test_control_takes_room_away(simple: Driver) -> None:
    simple.key(Qt.Key.Key_S)

    simple.drag((380, 240), (340, 240), CONTROL)

    assert simple.bounds("ship").x == 400
    assert simple.bounds("check").x == 200


def test_escape_makes_no_room(simple: Driver) -> None:
    simple.key(Qt.Key.Key_S)
    simple.press((380, 240))
    simple.move((460, 240))

    simple.key(Qt.Key.Key_Escape)
    simple.release((460, 240))

    assert not simple.document.history.can_undo
