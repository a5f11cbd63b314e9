"""The menus of the canvas: what to create, append or change to, and colors."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Protocol

from PySide6.QtCore import QPoint
from PySide6.QtGui import QColor, QIcon, QImage, QPainter, QPixmap
from PySide6.QtWidgets import QWidget

from engine.bpmn import Document, Element, SequenceFlow
from modeler.drawing import Style
from modeler.editing import commands
from modeler.editing.commands.align import Alignment, Direction
from modeler.editing.commands.create import chosen_type
from modeler.editing.connector_types import Manifest
from modeler.editing.element_types import ALL, ElementType
from modeler.editing.rules import can_be_default, followers, is_default_of, is_of_type, replacements
from modeler.ui.canvas.context_pad import figure_pixmap
from modeler.ui.canvas.creation import Creation
from modeler.ui.canvas.painter import PictureSource
from modeler.ui.canvas.popup import PopupItem, SearchPopup
from modeler.ui.canvas.stage import Stage
from modeler.ui.element_signs import sign_of

COLORS: tuple[tuple[str, str | None, str | None], ...] = (
    ("Default", None, None),
    ("Blue", "#BBDEFB", "#0D4372"),
    ("Orange", "#FFE0B2", "#6B3C00"),
    ("Green", "#C8E6C9", "#205022"),
    ("Red", "#FFCDD2", "#831311"),
    ("Purple", "#E1BEE7", "#5B176D"),
)
ALIGNMENTS: tuple[tuple[str, Alignment], ...] = (
    ("Left", "left"),
    ("Center", "center"),
    ("Right", "right"),
    ("Top", "top"),
    ("Middle", "middle"),
    ("Bottom", "bottom"),
)
DIRECTIONS: tuple[tuple[str, Direction], ...] = (("Horizontally", "horizontal"), ("Vertically", "vertical"))
_ICON = 22


class MenuHost(Protocol):
    """What the menus need of the canvas."""

    def start_create(self, entry: str | Creation) -> None:
        """Let something new follow the pointer."""

    def append(self, creation: Creation) -> None:
        """Append something to the selected node."""


class CanvasMenus:
    """Opens the menus; each choice is one command, or starts placing something."""

    def __init__(self, stage: Stage, host: MenuHost, parent: QWidget, connector_pictures: PictureSource) -> None:
        self._stage = stage
        self._connector_pictures = connector_pictures
        self._host = host
        self.popup = SearchPopup(parent)
        self.choices: Callable[[], Sequence[tuple[str, Creation]]] = tuple
        self._pictures: dict[tuple[str, str], QIcon] = {}

    def open(self, menu: str, at: QPoint) -> None:
        """Open one of `create`, `append`, `replace`, `align` and `color` at a place of the canvas."""
        made = {
            "create": self._create,
            "append": self._append,
            "replace": self._replace,
            "align": self._align,
            "color": self._color,
        }
        items = made[menu]() if menu in made and self._stage.document is not None else []
        if items:
            self.popup.restyle(self._stage.style)
            self.popup.open_at(items, at)
        elif self._stage.document is not None:
            self._stage.refused.emit("There is nothing to choose for what is selected")

    def _create(self) -> list[PopupItem]:
        return [*self._connectors(self._host.start_create, ALL), *self._types(ALL, self._host.start_create)]

    def _append(self) -> list[PopupItem]:
        source, document = self._only(), self._stage.document
        types = followers(document, source) if document is not None and source is not None else []
        return [*self._connectors(self._host.append, types), *self._types(types, self._host.append)]

    def _replace(self) -> list[PopupItem]:
        element, document = self._only(), self._stage.document
        if element is None or document is None:
            return []
        if isinstance(element, SequenceFlow):
            return self._flow_kinds(document, element)
        types = replacements(document, element)
        own = [each for each in ALL if is_of_type(document, element, each)]
        connectors = self._connectors(partial(self._use, element), [*types, *own])
        return [*self._types(types, partial(self._change, element)), *connectors]

    def _flow_kinds(self, document: Document, flow: SequenceFlow) -> list[PopupItem]:
        """Default or plain; a condition is written in the properties."""
        if not can_be_default(flow) or flow.source is None:
            return []
        is_default = is_default_of(flow.source, flow)
        title = "Plain flow" if is_default else "Default flow"
        make = partial(commands.set_default_flow, document, flow, not is_default)
        return [PopupItem(title, "Flow", lambda: self._stage.run(make))]

    def _color(self) -> list[PopupItem]:
        return [
            PopupItem(name, "Color", partial(self._paint, fill, stroke), icon=self._swatch(fill, stroke))
            for name, fill, stroke in COLORS
        ]

    def _align(self) -> list[PopupItem]:
        lines = [PopupItem(title, "Align", partial(self._line_up, where)) for title, where in ALIGNMENTS]
        return [*lines, *(PopupItem(title, "Distribute", partial(self._spread, to)) for title, to in DIRECTIONS)]

    def _line_up(self, where: Alignment) -> None:
        document, elements = self._stage.document, self._stage.elements()
        if document is not None:
            self._stage.run(lambda: commands.align(document, elements, where, self._stage.scene.diagram))

    def _spread(self, direction: Direction) -> None:
        document, elements = self._stage.document, self._stage.elements()
        if document is not None:
            self._stage.run(lambda: commands.distribute(document, elements, direction, self._stage.scene.diagram))

    def _types(self, types: Sequence[ElementType], choose: Callable[[ElementType], None]) -> list[PopupItem]:
        return [
            PopupItem(each.label, each.category, partial(choose, each), each.keywords, self._picture(each))
            for each in types
        ]

    def _connectors(self, choose: Callable[[Creation], None], allowed: Sequence[ElementType]) -> list[PopupItem]:
        """The connectors whose element is one of the allowed types."""
        return [
            PopupItem(title, "Connectors", partial(choose, what), icon=self._connector_icon(what))
            for title, what in self.choices()
            if chosen_type(what) in allowed
        ]

    def _connector_icon(self, what: Creation) -> QIcon:
        """The connector's own icon, or the figure of its element while there is none."""
        drawn = self._connector_pictures(what.id) if isinstance(what, Manifest) else None
        picture = QPixmap.fromImage(drawn) if isinstance(drawn, QImage) else drawn
        return _icon(picture) if picture is not None else self._picture(chosen_type(what))

    def _only(self) -> Element | None:
        elements = self._stage.elements()
        return elements[0] if len(elements) == 1 else None

    def _use(self, element: Element, what: Creation) -> None:
        """Make an element that is there one of a connector."""
        document = self._stage.document
        if document is not None and isinstance(what, Manifest):
            others = [other for _, other in self.choices() if isinstance(other, Manifest)]
            changed = self._stage.run(lambda: commands.use_connector(document, element, what, others))
            if changed is not None:
                self._stage.select_elements([changed])

    def _change(self, element: Element, kind: ElementType) -> None:
        document = self._stage.document
        if document is not None:
            changed = self._stage.run(lambda: commands.replace(document, element, kind))
            if changed is not None:
                self._stage.select_elements([changed])

    def _paint(self, fill: str | None, stroke: str | None) -> None:
        document, elements = self._stage.document, self._stage.elements()
        if document is not None and elements:
            self._stage.run(lambda: commands.set_color(document, elements, fill, stroke))

    def _picture(self, kind: ElementType) -> QIcon:
        key = (self._stage.style.name, kind.id)
        if key not in self._pictures:
            self._pictures[key] = _icon(
                figure_pixmap(self._stage, sign_of(kind), _ICON, self.popup.devicePixelRatioF())
            )
        return self._pictures[key]

    def _swatch(self, fill: str | None, stroke: str | None) -> QIcon:
        style: Style = self._stage.style
        pixmap = _blank(self.popup.devicePixelRatioF())
        painter = QPainter(pixmap)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QColor(stroke or style.shape_stroke))
        painter.setBrush(QColor(fill or style.shape_fill))
        painter.drawRoundedRect(2, 2, _ICON - 4, _ICON - 4, 4, 4)
        painter.end()
        return _icon(pixmap)


def _icon(picture: QPixmap) -> QIcon:
    """An icon that looks the same in the chosen line: Qt would lay its accent over it."""
    icon = QIcon(picture)
    icon.addPixmap(picture, QIcon.Mode.Selected)
    return icon


def _blank(ratio: float) -> QPixmap:
    pixmap = QPixmap(round(_ICON * ratio), round(_ICON * ratio))
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(QColor(0, 0, 0, 0))
    return pixmap
