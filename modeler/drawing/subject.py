"""What a figure shows of an element, as plain values: drawing reads these and never the document."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal, NamedTuple, TypeAlias

from engine.bpmn.geometry import Bounds, Point
from modeler.drawing.figure import Detail, Figure
from modeler.drawing.metrics import Metrics
from modeler.drawing.style import FileColors, Style

Side = Literal["top", "bottom", "left", "right", "above-left", "below-left"]
NO_TRAITS: frozenset[str] = frozenset()


class Medium(NamedTuple):
    """What a figure is made for: a theme, a way to measure text, a level of detail."""

    style: Style
    metrics: Metrics
    detail: Detail = Detail.FULL


class ShapeSubject(NamedTuple):
    """A shape to draw. `kind` is the element's BPMN name without prefix, such as `userTask`."""

    kind: str
    bounds: Bounds
    name: str = ""
    traits: frozenset[str] = NO_TRAITS
    """What else shows: `loop`, `collapsed`, `interrupting`, … as each family names them."""
    symbol: str | None = None
    """The event definition, or the type of task that a call activity calls."""
    colors: FileColors | None = None
    label: Bounds | None = None
    """Where the file wants the external label."""
    icon: str | None = None
    """A connector's icon, in place of the symbol of the task's type."""
    bands: tuple[Band, ...] = ()
    side: Side = "bottom"
    """Where the external label goes if the file does not say."""


class Band(NamedTuple):
    """A participant of a choreography activity that the file gives no shape of its own."""

    name: str
    is_initiating: bool


class EdgeSubject(NamedTuple):
    """An edge to draw; `points` are cropped to the outlines of what it connects."""

    kind: str
    points: tuple[Point, ...]
    name: str = ""
    traits: frozenset[str] = NO_TRAITS
    colors: FileColors | None = None
    label: Bounds | None = None


ShapeDrawer: TypeAlias = Callable[[ShapeSubject, Medium], Figure]
EdgeDrawer: TypeAlias = Callable[[EdgeSubject, Medium], Figure]
