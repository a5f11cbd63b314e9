"""Buttons at the elements that a previewed Request waits for: one click brings about what is waited for."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, QPoint, QSize, Qt, Signal
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QToolButton, QWidget

from modeler.ui.canvas.context_pad import IconProvider
from modeler.ui.canvas.run_button import RunButton
from modeler.ui.canvas.stage import Stage
from modeler.ui.plain_text import tooltip

SIZE, SMALL = 26, 20
LARGE, WIDE = 0.5, 60.0
MOST = 40
SMALLEST_SCALE = 0.3


class RunButtons(QObject):
    """Keeps the buttons beside their elements; `pressed` names the element."""

    pressed = Signal(str)

    def __init__(self, stage: Stage, canvas: QWidget) -> None:
        super().__init__(canvas)
        self._stage = stage
        self._canvas = canvas
        self._icons: IconProvider | None = None
        self._wanted: tuple[RunButton, ...] = ()
        self.buttons: list[QToolButton] = []
        stage.viewport_changed.connect(self.place)
        stage.document_changed.connect(self.place)

    def set_icons(self, icons: IconProvider | None) -> None:
        """Draw in other colors."""
        self._icons = icons
        self._dress()

    def show_buttons(self, wanted: Sequence[RunButton]) -> None:
        """These buttons and no others."""
        self._wanted = tuple(wanted[:MOST])
        while len(self.buttons) > len(self._wanted):
            gone = self.buttons.pop()
            gone.hide()
            gone.deleteLater()
        while len(self.buttons) < len(self._wanted):
            self.buttons.append(self._make(len(self.buttons)))
        self._dress()
        self.place()

    def place(self) -> None:
        """Put each button at its element as far as that is seen: above at tasks, below at events on their borders."""
        view, document = self._stage.viewport, self._stage.document
        for button, wanted in zip(self.buttons, self._wanted, strict=True):
            item = self._stage.scene.item(document.find(wanted.element)) if document is not None else None
            is_seen = item is not None and view.scale >= SMALLEST_SCALE and not item.hidden
            if item is not None and is_seen:
                size = SIZE if view.scale >= LARGE else SMALL
                is_wide = item.box[2] - item.box[0] > WIDE
                x, y = view.to_view(item.box[2], item.box[1] if is_wide else item.box[3])
                button.setFixedSize(size, size)
                button.move(QPoint(round(x) - size // 2, round(y) - size // 2))
            button.setVisible(is_seen)

    def _make(self, number: int) -> QToolButton:
        button = QToolButton(self._canvas)
        button.setProperty("look", "on-canvas")
        button.setIconSize(QSize(14, 14))
        button.setCursor(Qt.CursorShape.PointingHandCursor)
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        button.clicked.connect(lambda: self.pressed.emit(self._wanted[number].element))
        return button

    def _dress(self) -> None:
        for button, wanted in zip(self.buttons, self._wanted, strict=True):
            button.setIcon(self._icons.get(wanted.icon, "on_accent") if self._icons is not None else QIcon())
            button.setToolTip(tooltip(wanted.words))
            button.setAccessibleName(wanted.words)
