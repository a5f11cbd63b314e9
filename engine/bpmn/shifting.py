"""Moving very many shapes and lines at once, as one change for each direction instead of one for each number."""

from __future__ import annotations

from collections.abc import Collection

from engine.bpmn.diagram import BOUNDS, LABEL, WAYPOINT, BPMNEdge, BPMNShape, move_by
from engine.bpmn.fields import format_number, parse_number
from engine.bpmn.journal import Node, Shift


def move_all(drawn: Collection[BPMNShape | BPMNEdge], dx: float, dy: float) -> None:
    """Move shapes and lines as wholes, as `move_by` moves each of them."""
    shifts = _shifts([each.node for each in drawn], dx, dy)
    if shifts is None:
        for each in drawn:
            move_by(each, dx, dy)
        return
    for shift in shifts:
        next(iter(drawn)).host.record(shift)


def _shifts(drawn: list[Node], dx: float, dy: float) -> list[Shift] | None:
    """What moves the nodes of shapes and lines; None where a number is missing, or so large that it stays as it is."""
    whole, placed, others = _placed(drawn)
    made: list[Shift] = []
    for name, step in (("x", dx), ("y", dy)):
        if not step or not placed:
            continue
        before = [text for node in placed if (text := node.get(name)) is not None]
        moved = _Moved(step)
        values = [moved[text] for text in before]
        if moved.kept or len(values) < len(placed):
            return None
        made.append(Shift(name, placed, values, before, whole, step, others))
    return made


def _placed(drawn: list[Node]) -> tuple[list[Node], list[Node], list[Node]]:
    """The shapes and lines that have a place, the nodes of their numbers, and those that are spoken of themselves."""
    whole: list[Node] = []
    placed: list[Node] = []
    labels: list[Node] = []
    for each in drawn:
        known = len(placed)
        for node in each:
            tag = node.tag
            if tag in (WAYPOINT, BOUNDS):
                placed.append(node)
            elif tag == LABEL:
                placed += node.iterchildren(BOUNDS)
                labels += node.iterchildren(BOUNDS) if node.get("id") else ()
        if len(placed) > known:
            whole.append(each)
    return whole, placed, labels + [node for node in placed if node.get("id")]


class _Moved(dict[str, str]):
    """The texts of numbers after a step, by those before it; `kept` are the ones that stay the same."""

    def __init__(self, step: float) -> None:
        self._step = step
        self.kept: list[str] = []

    def __missing__(self, raw: str) -> str:
        text = self[raw] = format_number((parse_number(raw) or 0.0) + self._step)
        if text == raw:
            self.kept.append(raw)
        return text
