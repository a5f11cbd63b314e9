"""The timeline of a run: a slider over all its steps, with marks where somebody was waited for or something failed."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QSlider, QStyle, QStyleOptionSlider, QToolButton, QWidget

from modeler.ui.icons import Icons
from modeler.ui.panels.run_steps import step_menu
from modeler.ui.panels.run_view import RunView, StepRow
from modeler.ui.plain_text import ElidedLabel
from modeler.ui.theme import Theme, theme_of

PAGE = 10
MOST_MARKS = 400
ROLES = {"waiting": "warning", "error": "error", "active": "accent"}
JUMPS = (("to-start", "first"), ("step-back", "back"), ("step-forward", "next"), ("to-end", "last"))


class Scrubber(QSlider):
    """A slider with a dot above each step that stands out; its menu is that of the step under the mouse."""

    compare_wanted = Signal(int)
    branch_wanted = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._rows: Sequence[StepRow] = ()
        self.setPageStep(PAGE)
        self.setMinimumHeight(26)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def set_rows(self, rows: Sequence[StepRow], step: int) -> None:
        """The steps, and the one that is looked at."""
        self._rows = rows
        with QSignalBlocker(self):
            self.setRange(0, len(rows))
            self.setValue(step)
        self.update()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """The menu of a step: the one under the mouse, by the keyboard the one that is looked at."""
        by_mouse = event.reason() == QContextMenuEvent.Reason.Mouse
        step = self._step_at(event.pos().x()) if by_mouse else self.value()
        if self._rows:
            at = event.globalPos() if by_mouse else self.mapToGlobal(self.rect().center())
            step_menu(self, step, self.setValue, self.compare_wanted.emit, self.branch_wanted.emit).popup(at)

    def _step_at(self, x: int) -> int:
        first, last = self._x(0), self._x(self.maximum())
        share = (x - first) / (last - first) if last > first else 0.0
        return round(min(1.0, max(0.0, share)) * self.maximum())

    def paintEvent(self, event: QPaintEvent) -> None:
        """The slider, then the dots."""
        super().paintEvent(event)
        theme = theme_of(self)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        marked = [(place, row) for place, row in enumerate(self._rows, 1) if row.state in ROLES or row.detail]
        for place, row in marked[-MOST_MARKS:]:
            self._dot(painter, theme, place, row)
        painter.end()

    def _dot(self, painter: QPainter, theme: Theme, place: int, row: StepRow) -> None:
        painter.setBrush(theme.color(ROLES.get(row.state, "accent")))
        painter.drawEllipse(QPointF(self._x(place), 4.0), 2.5, 2.5)

    def _x(self, place: int) -> float:
        option = QStyleOptionSlider()
        self.initStyleOption(option)
        control = QStyle.ComplexControl.CC_Slider
        handle = self.style().subControlRect(control, option, QStyle.SubControl.SC_SliderHandle, self)
        groove = QRectF(self.style().subControlRect(control, option, QStyle.SubControl.SC_SliderGroove, self))
        room = groove.width() - handle.width()
        return float(groove.left() + handle.width() / 2 + room * place / max(1, self.maximum()))


class Timeline(QWidget):
    """Buttons, slider, and words for the step that is looked at; `wanted` asks for another step."""

    wanted = Signal(int)
    compare_wanted = Signal(int)
    branch_wanted = Signal(int)

    def __init__(self, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.slider = Scrubber()
        self.slider.compare_wanted.connect(self.compare_wanted)
        self.slider.branch_wanted.connect(self.branch_wanted)
        self.slider.setAccessibleName(self.tr("Step of the Request"))
        self.slider.valueChanged.connect(self.wanted)
        self._words = ElidedLabel("muted")
        self._words.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.buttons: dict[str, QToolButton] = {}
        line = self._line = QHBoxLayout(self)
        line.setContentsMargins(12, 0, 12, 6)
        line.setSpacing(4)
        names = (self.tr("First step"), self.tr("Step before"), self.tr("Next step"), self.tr("Last step"))
        for (icon, id), name in zip(JUMPS, names, strict=True):
            button = QToolButton()
            button.setObjectName(icon)
            button.setToolTip(name)
            button.setAccessibleName(name)
            button.setIconSize(QSize(16, 16))
            button.clicked.connect(lambda _=False, id=id: self._jump(id))
            self.buttons[id] = button
            line.addWidget(button)
        line.addWidget(self.slider, 3)
        line.addSpacing(8)
        line.addWidget(self._words, 2)
        self.set_icons(icons)
        self.show_view(RunView())

    def add(self, widget: QWidget) -> None:
        """One more thing at the end of the line."""
        self._line.addWidget(widget)

    def show_view(self, view: RunView) -> None:
        """Show where the Request is."""
        self.slider.set_rows(view.steps, view.step)
        self.slider.setEnabled(bool(view.steps))
        self._words.set_full_text(self._said(view))
        self._allow(view.step, len(view.steps))

    def set_icons(self, icons: Icons) -> None:
        """Draw in other colors."""
        for button in self.buttons.values():
            button.setIcon(icons.get(button.objectName()))

    def _said(self, view: RunView) -> str:
        if not view.steps:
            return self.tr("No steps yet")
        words = [self.tr("Step {} of {}").format(view.step, len(view.steps))]
        if view.step:
            words.append(view.steps[view.step - 1].title)
        if view.time:
            words.append(view.time)
        return "  ·  ".join(words)

    def _allow(self, step: int, steps: int) -> None:
        for id in ("first", "back"):
            self.buttons[id].setEnabled(step > 0)
        for id in ("next", "last"):
            self.buttons[id].setEnabled(step < steps)

    def _jump(self, id: str) -> None:
        here, last = self.slider.value(), self.slider.maximum()
        self.slider.setValue({"first": 0, "back": here - 1, "next": here + 1, "last": last}[id])
