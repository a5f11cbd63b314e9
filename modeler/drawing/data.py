"""Data objects, inputs, outputs and stores (BPMN 2.0, 10.4)."""

from __future__ import annotations

from functools import lru_cache

from engine.bpmn.geometry import Bounds, Point
from modeler.drawing.figure import Command, Detail, Figure, Geometry, Look, Path, pen
from modeler.drawing.geometry import KAPPA, geometry, polygon_commands
from modeler.drawing.glyphs import Glyph, hollow, inked, lines, sized, solid
from modeler.drawing.outlines import PolygonOutline, RectangleOutline
from modeler.drawing.shapes import Kindred, body, box_figure, kindred, labelled
from modeler.drawing.style import SHAPE_WIDTH, Ink, ink
from modeler.drawing.subject import Medium, ShapeSubject

_OBJECT_WIDTH = 36.0
_ARROW = "M2 8 H9 V4.6 L15.4 10 L9 15.4 V12 H2 Z"
_INPUT: Glyph = (hollow(_ARROW, 1.2),)
_OUTPUT: Glyph = (solid(_ARROW, 1.0),)
_COLLECTION: Glyph = (lines("M2 0 V9 M6 0 V9 M10 0 V9", 1.9),)


def draw_object(subject: ShapeSubject, medium: Medium) -> Figure:
    """A page with a folded corner. Traits: `input`, `output`, `collection`."""
    bounds, style = subject.bounds, medium.style
    colors = ink(style, subject.colors, style.shape_stroke, style.shape_fill)
    outline = page_outline(bounds)
    border = pen(colors.stroke, SHAPE_WIDTH)
    if medium.detail is Detail.BOXES:
        return box_figure(bounds, border, colors.fill, outline)
    return labelled(subject, medium, _object(kindred(subject, style)), outline, SHAPE_WIDTH)


@lru_cache(maxsize=1024)
def _object(kindred: Kindred) -> Look:
    subject, colors = kindred.subject, kindred.ink
    bounds, border = subject.bounds, pen(colors.stroke, SHAPE_WIDTH)
    fold = _fold(bounds.width, bounds.height)
    page = body(_page(bounds.width, bounds.height, fold), bounds, border, colors.fill)
    return Look((page, body(_crease(bounds.width, fold), bounds, border, None), *_marks(subject, colors)))


def draw_store(subject: ShapeSubject, medium: Medium) -> Figure:
    """A cylinder."""
    bounds, style = subject.bounds, medium.style
    colors = ink(style, subject.colors, style.shape_stroke, style.shape_fill)
    outline = RectangleOutline(bounds, min(bounds.width / 2, 10.0))
    border = pen(colors.stroke, SHAPE_WIDTH)
    if medium.detail is Detail.BOXES:
        return box_figure(bounds, border, colors.fill, outline)
    return labelled(subject, medium, _store(bounds.width, bounds.height, colors), outline, SHAPE_WIDTH)


@lru_cache(maxsize=1024)
def _store(width: float, height: float, colors: Ink) -> Look:
    border = pen(colors.stroke, SHAPE_WIDTH)
    return Look((Path(_cylinder(width, height), border, colors.fill), Path(_rims(width, height), border)))


def _fold(width: float, height: float) -> float:
    return min(width * 0.3, height * 0.3, 16.0)


@lru_cache(maxsize=256)
def _page(width: float, height: float, fold: float) -> Geometry:
    corners = ((0.0, 0.0), (width - fold, 0.0), (width, fold), (width, height), (0.0, height))
    return geometry(polygon_commands(corners))


@lru_cache(maxsize=256)
def _crease(width: float, fold: float) -> Geometry:
    return geometry(polygon_commands(((width - fold, 0.0), (width - fold, fold), (width, fold)), close=False))


def page_outline(bounds: Bounds) -> PolygonOutline:
    """The outline of a data object: a page without one corner."""
    return PolygonOutline(bounds, _corners)


def _corners(bounds: Bounds) -> tuple[Point, ...]:
    fold = _fold(bounds.width, bounds.height)
    x, y, right, bottom = bounds.x, bounds.y, bounds.right, bounds.bottom
    return (Point(x, y), Point(right - fold, y), Point(right, y + fold), Point(right, bottom), Point(x, bottom))


def _marks(subject: ShapeSubject, colors: Ink) -> tuple[Path, ...]:
    bounds = subject.bounds
    factor = round(min(bounds.width / _OBJECT_WIDTH, 1.5), 3)
    marks: tuple[Path, ...] = ()
    if "input" in subject.traits or "output" in subject.traits:
        arrow = _INPUT if "input" in subject.traits else _OUTPUT
        marks += inked(sized(arrow, factor), colors, bounds.x + 2 * factor, bounds.y + 1 * factor)
    if "collection" in subject.traits:
        left = bounds.x + bounds.width / 2 - 6 * factor
        marks += inked(sized(_COLLECTION, factor), colors, left, bounds.y + bounds.height - 11.5 * factor)
    return marks


def _rim(width: float, height: float) -> float:
    return min(height * 0.13, width * 0.2)


@lru_cache(maxsize=256)
def _cylinder(w: float, h: float) -> Geometry:
    r = _rim(w, h)
    k, half = r * KAPPA, w / 2
    kx = half * KAPPA
    commands: tuple[Command, ...] = (
        ("M", 0.0, r),
        ("C", 0.0, r - k, half - kx, 0.0, half, 0.0),
        ("C", half + kx, 0.0, w, r - k, w, r),
        ("L", w, h - r),
        ("C", w, h - r + k, half + kx, h, half, h),
        ("C", half - kx, h, 0.0, h - r + k, 0.0, h - r),
        ("Z",),
    )
    return geometry(commands)


@lru_cache(maxsize=256)
def _rims(w: float, h: float) -> Geometry:
    r = _rim(w, h)
    k, half = r * KAPPA, w / 2
    kx = half * KAPPA
    commands: list[Command] = []
    for y in (r, r + h * 0.09, r + h * 0.18):
        commands += [
            ("M", 0.0, y),
            ("C", 0.0, y + k, half - kx, y + r, half, y + r),
            ("C", half + kx, y + r, w, y + k, w, y),
        ]
    return geometry(commands)
