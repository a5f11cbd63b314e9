"""What tools work on: the document, what is drawn of it, what is selected and which part is seen.

A `Stage` knows no widget. It tells by signals what changed, and runs commands so that a refusal becomes a message
instead of an error.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

from PySide6.QtCore import QObject, Signal

from engine.bpmn import BPMNDiagram, ChangeSet, Document, Element
from modeler.drawing import Detail, Metrics, Style
from modeler.editing.refusals import CommandRefused
from modeler.services.collection import no_collection
from modeler.ui.canvas.index import Rect, overlap, union
from modeler.ui.canvas.items import Part, SceneItem
from modeler.ui.canvas.marks import Marks
from modeler.ui.canvas.painter import FigurePainter
from modeler.ui.canvas.picture import ScenePainter
from modeler.ui.canvas.scene import Scene
from modeler.ui.canvas.selection import Selection
from modeler.ui.canvas.tiles import TileCache, merged
from modeler.ui.canvas.viewport import MINIMUM_SCALE, Viewport, allowed_scale, fit_scale

T = TypeVar("T")
_FEW = 64
_FAR = 0.12
_MOST_RECENT = 60


class Stage(QObject):
    """The state of one canvas."""

    repaint_needed = Signal()
    viewport_changed = Signal()
    selection_changed = Signal()
    document_changed = Signal()
    replayed = Signal()
    hint_changed = Signal(str)
    refused = Signal(str)

    def __init__(self, style: Style, metrics: Metrics, figures: FigurePainter, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.scene = Scene(style, metrics)
        self.figures = figures
        self.picture = ScenePainter(self.scene, figures)
        self.tiles = TileCache(self.picture)
        self.selection: Selection[Part] = Selection(self._selection_moved)
        self._told: list[Element] | None = None
        self.marks = Marks()
        self._viewport = Viewport()
        self._unsubscribe: Callable[[], None] | None = None

    @property
    def document(self) -> Document | None:
        """The document on the canvas."""
        return self.scene.document

    @property
    def viewport(self) -> Viewport:
        """Which part of the diagram is seen."""
        return self._viewport

    @viewport.setter
    def viewport(self, view: Viewport) -> None:
        if view != self._viewport:
            self._viewport = view
            self.viewport_changed.emit()
            self.repaint_needed.emit()

    @property
    def style(self) -> Style:
        """The colors of the canvas."""
        return self.scene.style

    def show(self, document: Document | None, diagram: BPMNDiagram | None = None) -> None:
        """Put a document, or another of its diagrams, on the canvas."""
        self.close()
        self.scene.show(document, diagram)
        self.picture.overview.clear()
        self.tiles.clear()
        self.marks.clear()
        self.selection.clear()
        if document is not None:
            self._unsubscribe = document.subscribe(self._follow)
        self.document_changed.emit()
        self.repaint_needed.emit()

    def close(self) -> None:
        """Stop listening to the document."""
        if self._unsubscribe is not None:
            self._unsubscribe()
            self._unsubscribe = None

    def restyle(self, style: Style) -> None:
        """Change the theme."""
        self.scene.restyle(style)
        self.picture.overview.clear()
        self.tiles.clear()
        self.repaint_needed.emit()

    def set_grid(self, shown: bool) -> None:
        """Show or hide the dotted grid."""
        self.picture.show_grid = shown
        self.tiles.clear()
        self.repaint_needed.emit()

    def hit(self, x: float, y: float, without: Iterable[SceneItem] = ()) -> Part | None:
        """The topmost thing at a point of the diagram."""
        scale = self._viewport.scale
        return self.scene.hit(x, y, 5.0 / min(scale, 1.0), without, Detail.at(scale))

    def smallest_scale(self) -> float:
        """How far out one may zoom: a fifth, or until the whole diagram fits."""
        around = self.scene.bounds()
        if around is None:
            return MINIMUM_SCALE
        return min(MINIMUM_SCALE, fit_scale(around, self._viewport.width, self._viewport.height))

    def zoom_to(self, scale: float, at: tuple[float, float] | None = None) -> None:
        """Zoom, keeping the diagram's point under the pixel `at` (or the middle of the view) in place."""
        self.viewport = self._viewport.zoomed(allowed_scale(scale, self.smallest_scale()), at)

    def pan(self, dx: float, dy: float) -> None:
        """Shift the picture by pixels."""
        self.viewport = self._viewport.panned(dx, dy)

    def show_rect(self, rect: Rect) -> None:
        """Bring a rectangle of the diagram into view."""
        self.viewport = self._viewport.showing(rect)

    def elements(self) -> list[Element]:
        """The selected BPMN elements, each once: as the file has them now, also before the picture has followed."""
        return list(self._find_elements() if self._told is None else self._told)

    def _find_elements(self) -> list[Element]:
        items = (self.scene.item(part.view) for part in self.selection)
        shown = (item.view.element or item.element for item in items if item is not None)
        return list(dict.fromkeys(element for element in shown if element is not None))

    def select_elements(self, elements: Iterable[Element]) -> None:
        """Select what shows these elements."""
        items = (self.scene.item(element) for element in elements)
        self.selection.set(Part(item.view) for item in items if item is not None)

    def items_of(self, parts: Iterable[Part]) -> list[SceneItem]:
        """The drawn things of parts, without those that are gone."""
        found = (self.scene.item(part.view) for part in parts)
        return [item for item in found if item is not None]

    def run(self, command: Callable[[], T]) -> T | None:
        """Run a command; when the rules refuse it, say why and answer nothing."""
        try:
            with no_collection():
                return command()
        except CommandRefused as refusal:
            self.refused.emit(refusal.reason)
            return None

    def lift(self, items: Iterable[SceneItem], lifted: bool = True) -> None:
        """Take things out of the picture while they are dragged, or put them back."""
        listed = list(items)
        dirty = self.scene.set_hidden(listed, lifted)
        if dirty:
            self.picture.overview.renew(listed)
            self._dirty(dirty)
            self.repaint_needed.emit()

    def hint(self, text: str = "") -> None:
        """Say in the status bar what the interaction offers now."""
        self.hint_changed.emit(text)

    def refresh(self) -> None:
        """Have the overlay drawn again."""
        self.repaint_needed.emit()

    def _follow(self, changes: ChangeSet) -> None:
        self._told = None
        if changes.kind == "load":
            self.show(self.document, None)
            return
        is_near = self._viewport.scale >= _FAR
        change = self.scene.sync(changes, self._viewport.rect if is_near else None)
        self.picture.overview.forget(change.gone)
        self.picture.overview.renew(change.shown)
        self._dirty(change.dirty)
        self.selection.keep(lambda part: self.scene.part_rect(part) is not None)
        if changes.kind in ("undo", "redo"):
            self._point_out(change.shown)
        self.document_changed.emit()
        self.repaint_needed.emit()

    def _point_out(self, items: Sequence[SceneItem]) -> None:
        """Show what undo or redo changed: marked for a moment, and in view if nothing of it is."""
        self.marks.recent = tuple(Part(item.view) for item in items[:_MOST_RECENT])
        rects = [item.box for item in items]
        around, seen = union(rects), self._viewport.rect
        if around is not None and not any(overlap(rect, seen) for rect in rects):
            self.show_rect(around)
        self.replayed.emit()

    def _selection_moved(self) -> None:
        """Tell of another selection; the many who then ask for its elements share one answer."""
        self._told = self._find_elements()
        self.selection_changed.emit()
        self._told = None
        self.repaint_needed.emit()

    def repair(self) -> bool:
        """Have painted again what was painted before its true extent was known; true when there was something."""
        outgrown = self.scene.take_outgrown()
        self._dirty(outgrown)
        return bool(outgrown)

    def _dirty(self, rects: list[Rect]) -> None:
        self.tiles.invalidate(merged(rects) if len(rects) < _FEW else rects)
