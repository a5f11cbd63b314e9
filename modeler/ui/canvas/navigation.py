"""Walking through the diagram without a pointer: along flows, or to the nearest thing in a direction."""

from __future__ import annotations

from math import hypot
from typing import Literal

from engine.bpmn import FlowNode
from modeler.ui.canvas.items import SceneItem
from modeler.ui.canvas.scene import Scene

Direction = Literal["left", "right", "up", "down"]
_STEPS: dict[Direction, tuple[int, int]] = {"left": (-1, 0), "right": (1, 0), "up": (0, -1), "down": (0, 1)}
_FAR = 3000.0


def first_item(scene: Scene) -> SceneItem | None:
    """Where a walk begins: the upper left node."""
    nodes = [item for item in scene if item.role == "node"]
    return min(nodes, key=lambda item: item.box[0] + item.box[1] * 2, default=None)


def next_item(scene: Scene, start: SceneItem, direction: Direction) -> SceneItem | None:
    """The next node: along a flow when one leads that way, else the nearest in that direction."""
    candidates = [item for item in _along_flows(scene, start) if _is_that_way(start, item, direction)]
    if not candidates:
        x, y = start.center
        around = (x - _FAR, y - _FAR, x + _FAR, y + _FAR)
        nearby = [item for item in scene.touching(around) if item.role in ("node", "text", "container")]
        candidates = [item for item in nearby if item is not start and _is_that_way(start, item, direction)]
    return min(candidates, key=lambda item: _distance(start, item, direction), default=None)


def _along_flows(scene: Scene, start: SceneItem) -> list[SceneItem]:
    document = scene.document
    if document is None or not isinstance(start.element, FlowNode):
        return []
    ends = [flow.target for flow in document.outgoing(start.element)]
    ends += [flow.source for flow in document.incoming(start.element)]
    items = [scene.item(end) for end in ends if end is not None]
    return [item for item in items if item is not None]


def _is_that_way(start: SceneItem, other: SceneItem, direction: Direction) -> bool:
    dx, dy = other.center[0] - start.center[0], other.center[1] - start.center[1]
    along = dx * _STEPS[direction][0] + dy * _STEPS[direction][1]
    across = abs(dy) if direction in ("left", "right") else abs(dx)
    return along > 1.0 and along >= across


def _distance(start: SceneItem, other: SceneItem, direction: Direction) -> float:
    dx, dy = other.center[0] - start.center[0], other.center[1] - start.center[1]
    return hypot(dx, dy * 3) if direction in ("left", "right") else hypot(dx * 3, dy)
