"""What stands for an element that has no figure: visible, named, and never in the way of the rest."""

from __future__ import annotations

from modeler.drawing import labels
from modeler.drawing.figure import NO_LOOK, Detail, Figure, Item, Look, pen
from modeler.drawing.flows import BEND_RADIUS, at_origin, finished
from modeler.drawing.geometry import rectangle, routed
from modeler.drawing.metrics import EXTERNAL
from modeler.drawing.outlines import RectangleOutline, line
from modeler.drawing.shapes import body, box_figure, grown, inset
from modeler.drawing.style import SHAPE_WIDTH, ink
from modeler.drawing.subject import EdgeSubject, Medium, ShapeSubject

_DASH = (4.0, 3.0)


def draw_shape(subject: ShapeSubject, medium: Medium) -> Figure:
    """A dashed box with the name, or with the kind of element where there is none."""
    bounds, style = subject.bounds, medium.style
    colors = ink(style, subject.colors, style.unknown, style.shape_fill)
    outline = RectangleOutline(bounds, 4.0)
    border = pen(colors.stroke, SHAPE_WIDTH, _DASH)
    if medium.detail is Detail.BOXES:
        return box_figure(bounds, border, colors.fill, outline)
    items: list[Item] = [body(rectangle(bounds.width, bounds.height, 4.0), bounds, border, colors.fill)]
    area = inset(bounds, 4.0, 3.0)
    if medium.detail is Detail.FULL:
        caption = subject.name or subject.kind or "?"
        text = labels.inside(caption, area, EXTERNAL, colors.text, medium.metrics)
        items.extend((text,) if text else ())
    return Figure(grown(bounds, SHAPE_WIDTH), Look(tuple(items)), outline, label_area=area)


def draw_edge(subject: EdgeSubject, medium: Medium) -> Figure:
    """A dashed line."""
    colors = ink(medium.style, subject.colors, medium.style.unknown, medium.style.canvas)
    if len(subject.points) < 2:
        outline = line(subject.points)
        return Figure(grown(outline.bounds, SHAPE_WIDTH), NO_LOOK, outline)
    border = pen(colors.stroke, SHAPE_WIDTH, _DASH)
    return finished(subject, medium, Look((routed(at_origin(subject.points), BEND_RADIUS, border),)))
