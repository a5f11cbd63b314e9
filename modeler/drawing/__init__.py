"""What every BPMN element looks like, with no toolkit: figures of vectors and wrapped text.

    for drawn in contents(diagram):
        painter.paint(figure(drawn, LIGHT, metrics, Detail.at(zoom)))

`shape_figure` and `edge_figure` draw plain values, for palettes and for previews of tools.
"""

from __future__ import annotations

from modeler.drawing.docking import docked
from modeler.drawing.drawn import figure, outline_of
from modeler.drawing.figure import (
    Detail,
    Figure,
    Font,
    Geometry,
    Item,
    Look,
    Path,
    Pen,
    Picture,
    TextBox,
    TextLine,
    extent,
    pen,
)
from modeler.drawing.figures import edge_figure, shape_figure
from modeler.drawing.metrics import ANNOTATION, EXTERNAL, LABEL, Metrics, PlainMetrics
from modeler.drawing.order import contents, title
from modeler.drawing.outlines import Outline, center_of, crop
from modeler.drawing.reading import IconLookup, ends_of, no_icons, read_edge, read_shape
from modeler.drawing.style import DARK, LIGHT, THEMES, FileColors, Style, theme
from modeler.drawing.subject import Band, EdgeSubject, Medium, ShapeSubject

__all__ = [
    "ANNOTATION",
    "DARK",
    "EXTERNAL",
    "LABEL",
    "LIGHT",
    "THEMES",
    "Band",
    "Detail",
    "EdgeSubject",
    "Figure",
    "FileColors",
    "Font",
    "Geometry",
    "IconLookup",
    "Item",
    "Look",
    "Medium",
    "Metrics",
    "Outline",
    "Path",
    "Pen",
    "Picture",
    "PlainMetrics",
    "ShapeSubject",
    "Style",
    "TextBox",
    "TextLine",
    "center_of",
    "contents",
    "crop",
    "docked",
    "edge_figure",
    "ends_of",
    "extent",
    "figure",
    "no_icons",
    "outline_of",
    "pen",
    "read_edge",
    "read_shape",
    "shape_figure",
    "theme",
    "title",
]
