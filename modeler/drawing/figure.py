"""What a drawn element consists of: paths, text and pictures with no toolkit behind them.

A `Figure` is a value. Painters (Qt, SVG) read it and never change it. Looks and geometries are shared by all
figures that look alike, so that a painter prepares its own once for each of them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache, partial
from operator import add
from typing import Literal, NamedTuple, TypeAlias

from engine.bpmn.geometry import Bounds, bounds_of
from modeler.drawing.outlines import Outline

Command: TypeAlias = "tuple[str, *tuple[float, ...]]"
Form = Literal["path", "rect", "ellipse"]


class Detail(IntEnum):
    """How much of an element is worth drawing at the current zoom."""

    BOXES = 0
    """Boxes and lines only: below 12 %."""
    NO_TEXT = 1
    """Everything but text: below 35 %."""
    FULL = 2

    @classmethod
    def at(cls, zoom: float) -> Detail:
        """The level for a zoom factor (1.0 is 100 %)."""
        if zoom < 0.12:
            return cls.BOXES
        return cls.NO_TEXT if zoom < 0.35 else cls.FULL


@dataclass(frozen=True, slots=True, eq=False, weakref_slot=True)
class Geometry:
    """The commands of a path in its own coordinates; compared by identity.

    Commands are `("M", x, y)`, `("L", x, y)`, `("C", x1, y1, x2, y2, x, y)` and `("Z",)`. `form` tells a
    painter that `box` alone describes a rectangle (with `radius`) or an ellipse.
    """

    commands: tuple[Command, ...]
    box: Bounds
    form: Form = "path"
    radius: float = 0.0


@dataclass(frozen=True, slots=True, eq=False, weakref_slot=True)
class Pen:
    """How a line is drawn; made by `pen`, compared by identity."""

    color: str
    width: float
    dash: tuple[float, ...] = ()
    round_caps: bool = False


@lru_cache(maxsize=2048)
def pen(color: str, width: float, dash: tuple[float, ...] = (), round_caps: bool = False) -> Pen:
    """The one pen with these properties. Dashes are lengths in diagram units."""
    return Pen(color, width, dash, round_caps)


class Path(NamedTuple):
    """A geometry at a place, filled and stroked."""

    geometry: Geometry
    pen: Pen | None = None
    fill: str | None = None
    x: float = 0.0
    y: float = 0.0


class Font(NamedTuple):
    """A role of text: the family belongs to the `Metrics`, the size is in diagram units."""

    size: float
    bold: bool = False
    italic: bool = False


class TextLine(NamedTuple):
    """One line of text; `x` is its left edge and `y` its baseline, both relative to the text box."""

    text: str
    x: float
    y: float
    width: float


BACKDROP_OPACITY = 0.8
"""How much of what is behind a label its backdrop hides."""


class TextBox(NamedTuple):
    """Wrapped text at a place, turned by `rotation` degrees about that place (−90 reads upward)."""

    lines: tuple[TextLine, ...]
    x: float
    y: float
    width: float
    height: float
    font: Font
    color: str
    rotation: int = 0
    backdrop: str | None = None
    """Painted thinly behind each line, so that a label is readable across its own flow."""
    is_centered: bool = True
    """Whether lines are centered rather than flush left; their `x` has it already."""
    is_cut: bool = False
    """Whether some of the text did not fit; a tool tip may show all of it."""

    @property
    def box(self) -> Bounds:
        """The painted extent."""
        if self.rotation:
            return Bounds(self.x, self.y - self.width, self.height, self.width)
        return bounds_of(self[1:5])

    def at(self, x: float, y: float) -> TextBox:
        """The same text elsewhere."""
        return tuple.__new__(TextBox, (self[0], x, y, *self[3:]))


class Picture(NamedTuple):
    """A reference to an icon that the painter gets from its picture source, such as a connector's."""

    reference: str
    x: float
    y: float
    size: float


Item: TypeAlias = Path | TextBox | Picture


@dataclass(frozen=True, slots=True, eq=False, weakref_slot=True)
class Look:
    """Items about an origin of their own, painted in order; compared by identity.

    All figures that look alike share one, so that a painter prepares it once.
    """

    items: tuple[Item, ...]


NO_LOOK = Look(())


class Figure(NamedTuple):
    """What one shape or edge looks like: a look at a place, the name inside it, then the external label if any."""

    bounds: Bounds
    """All that is painted, line widths and label included: what an edit makes dirty."""
    look: Look
    outline: Outline
    """For hit tests, and for docking and cropping of flows."""
    x: float = 0.0
    y: float = 0.0
    """Where the origin of the look is."""
    name: TextBox | None = None
    """The name inside; its place is relative to the origin of the look."""
    label: TextBox | None = None
    """The external label, painted above flows (drawing order of labels)."""
    label_area: Bounds | None = None
    """Where the text is edited: inside the shape, or where the external label stands or would stand."""

    @property
    def items(self) -> tuple[Item, ...]:
        """All but the external label, in places on the diagram, for those who look at single items."""
        own = self.look.items if self.name is None else (*self.look.items, self.name)
        return tuple(item._replace(x=self.x + item.x, y=self.y + item.y) for item in own)


figure_of: Callable[[tuple[object, ...]], Figure] = partial(tuple.__new__, Figure)
"""A figure from all its parts, in half the time of the class's own call: for what is made by thousands."""


def is_same_look(one: Figure, other: Figure) -> bool:
    """Whether two figures paint the same."""
    return (
        (one.x, one.y, one.bounds) == (other.x, other.y, other.bounds)
        and (one.look is other.look or one.look.items == other.look.items)
        and one.name == other.name
        and one.label == other.label
    )


class Reach(NamedTuple):
    """How far something reaches: to the left, up, to the right and down."""

    left: float
    top: float
    right: float
    bottom: float


def reach(boxes: Sequence[Bounds]) -> Reach:
    """How far boxes reach together."""
    lefts, tops, widths, heights = zip(*boxes, strict=True)
    return Reach(min(lefts), min(tops), max(map(add, lefts, widths)), max(map(add, tops, heights)))


def extent(reaches: Sequence[Reach], margin: float = 0.0) -> Bounds:
    """The box round all that reaches so far, wider by a margin on each side."""
    lefts, tops, rights, bottoms = zip(*reaches, strict=True)
    left, top = min(lefts) - margin, min(tops) - margin
    return Bounds(left, top, max(rights) + margin - left, max(bottoms) + margin - top)
