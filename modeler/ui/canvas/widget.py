"""The canvas as the window sees it: one widget with a document on it, methods for menus, and signals."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from PySide6.QtCore import QPoint, Signal
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDragMoveEvent, QDropEvent, QMouseEvent
from PySide6.QtWidgets import QWidget

from engine.bpmn import BPMNDiagram, Document, Element
from modeler.drawing import LIGHT, IconLookup, Style
from modeler.ui.canvas.accessible import describe_selection
from modeler.ui.canvas.actions import CanvasActions
from modeler.ui.canvas.context_pad import ContextPad, IconProvider
from modeler.ui.canvas.creation import Creation, CreationSource
from modeler.ui.canvas.drops import DropTarget
from modeler.ui.canvas.editing import LabelEditing
from modeler.ui.canvas.items import Part
from modeler.ui.canvas.keys import KeyBindings
from modeler.ui.canvas.label_editor import LabelEditor
from modeler.ui.canvas.marks import RunMarks, Severity
from modeler.ui.canvas.menus import CanvasMenus
from modeler.ui.canvas.navigation import Direction
from modeler.ui.canvas.overlays import Overlays
from modeler.ui.canvas.pad_entries import PadActions
from modeler.ui.canvas.painter import FigurePainter, PictureSource, no_pictures
from modeler.ui.canvas.pointer import Pointer
from modeler.ui.canvas.run_buttons import RunButtons
from modeler.ui.canvas.run_show import RunShow
from modeler.ui.canvas.stage import Stage
from modeler.ui.canvas.tools.connect import ConnectTool
from modeler.ui.canvas.tools.controller import Controller, Tool, ToolName
from modeler.ui.canvas.tools.create import Create
from modeler.ui.canvas.tools.hand import HandTool
from modeler.ui.canvas.tools.lasso import LassoTool
from modeler.ui.canvas.tools.select import SelectTool
from modeler.ui.canvas.tools.space import SpaceTool
from modeler.ui.canvas.view import CanvasView
from modeler.ui.metrics import QtMetrics


class CanvasWidget(CanvasView):
    """Shows and edits one diagram of a document.

    `selection_changed` carries the selected elements as a tuple, `zoom_changed` the scale, `hint_changed` what the
    interaction offers, `refused` why nothing happened, `element_activated` what was double-clicked and has no label,
    `diagram_requested` the diagram to show instead.
    """

    selection_changed = Signal(tuple)
    zoom_changed = Signal(float)
    tool_changed = Signal(str)
    hint_changed = Signal(str)
    refused = Signal(str)
    element_activated = Signal(object)
    diagram_requested = Signal(object)

    def __init__(self, parent: QWidget | None = None, pictures: PictureSource = no_pictures) -> None:
        metrics = QtMetrics()
        stage = Stage(LIGHT, metrics, FigurePainter(metrics, pictures))
        self._actions = CanvasActions(stage)
        controller = Controller(stage)
        super().__init__(stage, controller, Overlays(stage), parent)
        self._labels = LabelEditing(stage, self, metrics)
        self._drops = DropTarget(stage, controller, self._create)
        self._pad_actions = PadActions(stage, controller, self)
        self.context_pad = ContextPad(stage, self, self._pad_actions.entries)
        self.menus = CanvasMenus(stage, self, self, pictures)
        self.run_show = RunShow(stage, self.overlays.run_layer, self)
        self.run_buttons = RunButtons(stage, self)
        self.set_keys(KeyBindings(self, controller))
        self.setAcceptDrops(True)
        self.setAccessibleName(self.tr("Diagram"))
        self.opens: Callable[[Element], bool] = lambda _: False
        """Asked at a double click whether it opened the element, in place of editing its label."""
        self._shown_scale = 1.0
        controller.set_tools(self._make_tool)
        self._connect()
        self.context_pad.restyle()

    def set_document(self, document: Document | None, diagram: BPMNDiagram | None = None) -> None:
        """Show a document, or another of its diagrams, fitted; `None` empties the canvas."""
        self._labels.editor.cancel()
        self.controller.cancel()
        self.stage.show(document, diagram)
        self._fit_pending = True
        self._fit_once()

    def set_theme(self, style: Style) -> None:
        """Change the colors."""
        self.stage.restyle(style)
        self.context_pad.restyle()
        self._refresh_pad()

    def set_icons(self, icons: IconProvider | None) -> None:
        """The window's icons, for the context pad."""
        self.context_pad.set_icons(icons)
        self.run_buttons.set_icons(icons)
        self.overlays.run_layer.set_icons(icons)
        self._refresh_pad()

    def set_connector_icons(self, icons: IconLookup) -> None:
        """Which picture an element's connector has; the `pictures` of the constructor draw it."""
        self.stage.scene.icons = icons
        self.stage.restyle(self.stage.style)

    def set_creations(self, source: CreationSource) -> None:
        """What palette entries create, by id: for drops and `start_create`."""
        self._drops.find = source

    def set_connectors(self, choices: Callable[[], Sequence[tuple[str, Creation]]]) -> None:
        """The connectors, by title, that the create and append menus offer first."""
        self.menus.choices = choices

    def set_run(self, marks: RunMarks | None) -> None:
        """Show a previewed Request: tokens, counts, states and the path taken; `None` clears it."""
        self.run_show.set_marks(marks if marks is not None else RunMarks())

    def set_coverage(self, counts: Mapping[str, int]) -> None:
        """Show how often scenarios pass each element and flow, by id; nothing for none."""
        self.overlays.coverage.counts = counts
        self.update()

    def set_problems(self, problems: Mapping[str, Severity]) -> None:
        """Badges by element id."""
        if problems != self.overlays.problems:
            self.overlays.problems = problems
            self.update()

    @property
    def document(self) -> Document | None:
        """The document on the canvas."""
        return self.stage.document

    @property
    def diagram(self) -> BPMNDiagram | None:
        """The diagram on the canvas."""
        return self.stage.scene.diagram

    @property
    def selected_elements(self) -> tuple[Element, ...]:
        """What is selected."""
        return tuple(self.stage.elements())

    @property
    def label_editor(self) -> LabelEditor:
        """The text field over the label that is edited."""
        return self._labels.editor

    @property
    def zoom(self) -> float:
        """The scale; 1.0 is 100 %."""
        return self.stage.viewport.scale

    @property
    def is_grid_shown(self) -> bool:
        """Whether the dotted grid is shown."""
        return self.stage.picture.show_grid

    def set_grid(self, shown: bool) -> None:
        """Show or hide the dotted grid."""
        self.stage.set_grid(shown)

    def set_tool(self, name: ToolName) -> None:
        """Take a tool: select, hand, lasso, connect or space."""
        self.controller.use(name)

    @property
    def tool(self) -> ToolName:
        """The tool in use."""
        return self.controller.tool.name

    def fit(self) -> None:
        """Show the whole diagram."""
        self._actions.fit()

    def zoom_in(self) -> None:
        """To the next larger step."""
        self._actions.zoom_in()

    def zoom_out(self) -> None:
        """To the next smaller step."""
        self._actions.zoom_out()

    def zoom_to(self, scale: float) -> None:
        """To a scale; 1.0 is 100 %."""
        self._actions.zoom_to(scale)

    def pan(self, dx: float, dy: float) -> None:
        """Shift the picture by pixels."""
        self._actions.pan(dx, dy)

    def walk(self, direction: Direction) -> None:
        """Select the next thing in a direction."""
        self._actions.walk(direction)

    def has_selection(self) -> bool:
        """Whether anything is selected."""
        return self._actions.has_selection()

    def select(self, elements: Iterable[Element]) -> None:
        """Select what shows these elements."""
        self._actions.select(elements)

    def select_all(self) -> None:
        """Select everything of this diagram."""
        self._actions.select_all()

    def clear_selection(self) -> None:
        """Select nothing."""
        self._actions.clear_selection()

    def reveal(self, element: Element) -> bool:
        """Select an element and bring it into view; false when this diagram does not show it."""
        return self._actions.reveal(element)

    def move_selection(self, dx: float, dy: float) -> None:
        """Move what is selected, as the arrow keys do."""
        self._actions.move_selection(dx, dy)

    def delete_selection(self) -> None:
        """Delete what is selected."""
        self._actions.delete_selection()

    def copy(self) -> str:
        """What is selected, as text for the clipboard; empty when there is nothing to copy."""
        return self._actions.copy()

    def cut(self) -> str:
        """As `copy`, and delete it."""
        return self._actions.cut()

    def paste(self, text: str) -> None:
        """Paste what `copy` gave, under the pointer or in the middle of the view."""
        self._actions.paste(text, *self._pointer_position(), self._is_pointed_at())

    def duplicate(self) -> None:
        """Copy what is selected, beside it."""
        self._actions.duplicate()

    def edit_label(self) -> None:
        """Edit the label of the only selected thing."""
        only = self.stage.selection.only
        if only is not None:
            self._labels.edit(only)

    def start_create(self, entry: str | Creation) -> None:
        """Let something new follow the pointer until a click places it."""
        creation = self._drops.find(entry) if isinstance(entry, str) else entry
        if creation is not None and self.document is not None:
            self.setFocus()
            self.controller.start(self._create(creation, self._pointer_here()))

    def append(self, creation: Creation) -> None:
        """Append something to the selected node, where the layout finds room."""
        self._pad_actions.append(creation)

    def request(self, menu: str) -> None:
        """Open a menu: `append`, `replace`, `align`, `color` or `create`, beside the selection or at the pointer."""
        rects = [rect for rect in map(self.stage.scene.part_rect, self.stage.selection) if rect is not None]
        if rects and menu != "create":
            at = self.stage.viewport.to_view(max(rect[2] for rect in rects) + 12, min(rect[1] for rect in rects))
        else:
            at = self.stage.viewport.to_view(*self._pointer_position())
        self.menus.open(menu, QPoint(round(at[0]), round(at[1])))

    def open_inside(self) -> None:
        """Ask for the diagram that shows the inside of the selected sub-process."""
        elements, document = self.selected_elements, self.document
        planes = document.planes_of(elements[0]) if document is not None and len(elements) == 1 else []
        if planes and planes[0].parent is not self.diagram:
            self.diagram_requested.emit(planes[0].parent)

    def after_create(self, element: Element) -> None:
        """Bring something new into view and edit its label when it has none yet (R-P6)."""
        item = self.stage.scene.item(element)
        if item is None:
            return
        self.stage.show_rect(item.box)
        if not element.get("name"):
            self._labels.edit(Part(item.view))

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """A palette entry comes."""
        self._drops.enter(event)

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        """It moves over the canvas."""
        self._drops.move(event)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """It leaves."""
        self._drops.leave()

    def dropEvent(self, event: QDropEvent) -> None:
        """It is dropped."""
        self._drops.drop(event)

    def _make_tool(self, name: ToolName) -> Tool:
        if name == "hand":
            return HandTool(self.stage)
        if name == "lasso":
            return LassoTool(self.stage)
        if name == "connect":
            return ConnectTool(self.stage)
        if name == "space":
            return SpaceTool(self.stage)
        return SelectTool(self.stage, self._activate, self._offer_create)

    def _activate(self, part: Part) -> None:
        self.stage.selection.set([part])
        if part.element is not None and not part.is_label and self.opens(part.element):
            return
        if not self._labels.edit(part):
            self.element_activated.emit(part.element)

    def _offer_create(self, pointer: Pointer) -> None:
        self.menus.open("create", QPoint(round(pointer.view_x), round(pointer.view_y)))

    def _create(self, creation: Creation, pointer: Pointer) -> Create:
        return Create(self.stage, pointer, creation, self.after_create)

    def _pointer_here(self) -> Pointer:
        at = self.mapFromGlobal(self.cursor().pos())
        return Pointer.at(at.x(), at.y(), self.stage.viewport)

    def _pointer_position(self) -> tuple[float, float]:
        if not self._is_pointed_at():
            return self.stage.viewport.center
        at = self.mapFromGlobal(self.cursor().pos())
        return self.stage.viewport.to_diagram(at.x(), at.y())

    def _is_pointed_at(self) -> bool:
        return self.isVisible() and self.rect().contains(self.mapFromGlobal(self.cursor().pos()))

    def _connect(self) -> None:
        stage, controller = self.stage, self.controller
        stage.selection_changed.connect(self._tell_selection)
        stage.viewport_changed.connect(self._tell_zoom)
        stage.document_changed.connect(self._document_changed)
        stage.hint_changed.connect(self.hint_changed)
        stage.refused.connect(self.refused)
        controller.tool_changed.connect(self.tool_changed)
        controller.busy_changed.connect(self._refresh_pad)
        self._labels.editor.opened.connect(self._refresh_pad)
        self._labels.editor.closed.connect(self._refresh_pad)
        self.context_pad.chosen.connect(self._pad_actions.choose)
        self.context_pad.dragged.connect(self._pad_actions.drag)
        self.context_pad.drag_moved.connect(self._pad_moved)
        self.context_pad.drag_ended.connect(self._pad_released)

    def _document_changed(self) -> None:
        """Something else edited the document: what is in progress was about how it was before."""
        self.controller.cancel()
        self._refresh_pad()

    def _tell_selection(self) -> None:
        elements = self.selected_elements
        self.setAccessibleDescription(describe_selection(self.document, elements))
        self._refresh_pad()
        self.selection_changed.emit(elements)

    def _tell_zoom(self) -> None:
        self._refresh_pad()
        if self.zoom != self._shown_scale:
            self._shown_scale = self.zoom
            self.zoom_changed.emit(self.zoom)

    def _refresh_pad(self) -> None:
        self.context_pad.place(not self.controller.is_busy and not self._labels.editor.is_open)

    def _pad_moved(self, event: QMouseEvent) -> None:
        self.controller.move(self._from_pad(event))

    def _pad_released(self, event: QMouseEvent) -> None:
        self.controller.release(self._from_pad(event))

    def _from_pad(self, event: QMouseEvent) -> Pointer:
        at = self.mapFromGlobal(event.globalPosition())
        return Pointer.at(at.x(), at.y(), self.stage.viewport, event.modifiers())
