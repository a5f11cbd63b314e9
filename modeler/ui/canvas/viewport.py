"""The window onto the diagram: which part is seen, how large, and how panning and zooming move it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import log

from modeler.ui.canvas.index import Rect

MINIMUM_SCALE = 0.2
MAXIMUM_SCALE = 4.0
ZOOM_STEP = 2.0**0.5
FIT_MARGIN = 24.0


@dataclass(frozen=True, slots=True)
class Viewport:
    """A view of `width` x `height` pixels; its upper left pixel shows the diagram's point (`x`, `y`)."""

    x: float = 0.0
    y: float = 0.0
    scale: float = 1.0
    width: float = 0.0
    height: float = 0.0

    @property
    def rect(self) -> Rect:
        """What is seen, in diagram units: left, top, right, bottom."""
        return self.x, self.y, self.x + self.width / self.scale, self.y + self.height / self.scale

    @property
    def center(self) -> tuple[float, float]:
        """The diagram's point in the middle of the view."""
        return self.x + self.width / self.scale / 2, self.y + self.height / self.scale / 2

    def to_view(self, x: float, y: float) -> tuple[float, float]:
        """The pixel of a point of the diagram."""
        return (x - self.x) * self.scale, (y - self.y) * self.scale

    def to_diagram(self, x: float, y: float) -> tuple[float, float]:
        """The diagram's point under a pixel."""
        return self.x + x / self.scale, self.y + y / self.scale

    def resized(self, width: float, height: float) -> Viewport:
        """The same place in a view of another size."""
        return replace(self, width=width, height=height)

    def panned(self, dx: float, dy: float) -> Viewport:
        """Moved so that the picture shifts by (dx, dy) pixels."""
        return replace(self, x=self.x - dx / self.scale, y=self.y - dy / self.scale)

    def zoomed(self, scale: float, at: tuple[float, float] | None = None) -> Viewport:
        """At another scale, with the diagram's point under the pixel `at` (or the middle) staying where it is."""
        pixel = at or (self.width / 2, self.height / 2)
        x, y = self.to_diagram(*pixel)
        return replace(self, scale=scale, x=x - pixel[0] / scale, y=y - pixel[1] / scale)

    def centered(self, x: float, y: float) -> Viewport:
        """With a point of the diagram in the middle."""
        return replace(self, x=x - self.width / self.scale / 2, y=y - self.height / self.scale / 2)

    def fitted(self, rect: Rect, largest: float = 1.0) -> Viewport:
        """Showing a whole rectangle, at most at the scale `largest`."""
        scale = min(fit_scale(rect, self.width, self.height), largest)
        return replace(self, scale=scale).centered((rect[0] + rect[2]) / 2, (rect[1] + rect[3]) / 2)

    def showing(self, rect: Rect, margin: float = 40.0) -> Viewport:
        """Moved as little as needed to bring a rectangle into view, with a margin of pixels around it."""
        space = margin / self.scale
        left, top, right, bottom = self.rect
        dx = _shift(rect[0] - space, rect[2] + space, left, right)
        dy = _shift(rect[1] - space, rect[3] + space, top, bottom)
        return replace(self, x=self.x + dx, y=self.y + dy)


def fit_scale(rect: Rect, width: float, height: float) -> float:
    """The scale at which a rectangle fills a view of this size, less a margin."""
    across = max(width - 2 * FIT_MARGIN, 1.0) / max(rect[2] - rect[0], 1.0)
    down = max(height - 2 * FIT_MARGIN, 1.0) / max(rect[3] - rect[1], 1.0)
    return min(across, down, MAXIMUM_SCALE)


def allowed_scale(scale: float, smallest: float = MINIMUM_SCALE) -> float:
    """The nearest scale a person may zoom to; `smallest` is lower for diagrams that do not fit otherwise."""
    return min(max(scale, min(smallest, MINIMUM_SCALE)), MAXIMUM_SCALE)


def stepped_scale(scale: float, steps: float) -> float:
    """The next of the fixed zoom steps (half octaves, 100 % among them) in the direction of `steps`."""
    from_level = _level(scale)
    nearest = round(from_level)
    if abs(from_level - nearest) < 0.01:
        return float(ZOOM_STEP ** (nearest + steps))
    beyond = nearest + 1 if nearest < from_level else nearest
    first = beyond if steps > 0 else beyond - 1
    return float(ZOOM_STEP ** (first + (steps - 1 if steps > 0 else steps + 1)))


def _level(scale: float) -> float:
    return log(scale) / log(ZOOM_STEP)


def _shift(low: float, high: float, seen_low: float, seen_high: float) -> float:
    if low < seen_low:
        return 0.0 if high > seen_high else low - seen_low
    return min(high - seen_high, low - seen_low) if high > seen_high else 0.0
