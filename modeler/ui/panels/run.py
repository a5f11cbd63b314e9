"""The preview panel: how a Request starts, what it waits for, its steps and its data at any of them."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QSplitter, QToolButton, QVBoxLayout, QWidget

from modeler.services.preview.stops import Stop
from modeler.ui.icons import Icons
from modeler.ui.panels.fields.choice import QuietComboBox
from modeler.ui.panels.json_edit import JsonEdit
from modeler.ui.panels.run_breakpoints import BreakpointList
from modeler.ui.panels.run_data import RunData
from modeler.ui.panels.run_setup import RunSetup
from modeler.ui.panels.run_steps import StepsList
from modeler.ui.panels.run_view import RunView, Status
from modeler.ui.panels.run_waiting import AnswerCard, WaitingPanel
from modeler.ui.panels.segments import Segments
from modeler.ui.panels.timeline import Timeline
from modeler.ui.plain_text import ElidedLabel, label

__all__ = ["AnswerCard", "RunPanel"]

START, WAITING, BREAKPOINTS = 0, 1, 2
STATUS_ICONS = {
    "running": ("play", "accent"),
    "paused": ("pause", "accent"),
    "waiting": ("clock", "warning"),
    "completed": ("success", "success"),
    "error": ("error", "error"),
    "canceled": ("stop", "muted"),
    "idle": ("play", "muted"),
}
LEAST_LEFT, LEAST_STEPS, LEAST_DATA, LEAST_WIDTH, BUTTON = 280, 100, 160, 480, 30
ROOM_FOR_STEPS = 680
MOST_RUN = 150
SPEEDS = ("instant", "fast", "slow")


class RunPanel(QWidget):
    """Shows a `RunView`; sends what the user wants done."""

    answered = Signal(str, dict)
    data_changed = Signal(bool)
    element_chosen = Signal(str)
    step_wanted = Signal(int)
    run_wanted = Signal(int)
    compare_wanted = Signal()
    speed_changed = Signal(str)

    def __init__(self, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("surface", "panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setMinimumWidth(LEAST_WIDTH)
        self._icons = icons
        self._view = RunView()
        self._was_waiting: tuple[str, ...] = ()
        self.setup = RunSetup()
        self.setup.changed.connect(lambda: self.data_changed.emit(not self.setup.error))
        self.waiting = WaitingPanel(icons)
        self.answer.answered.connect(self.answered)
        self.waiting.chosen.connect(self.element_chosen)
        self.stops = BreakpointList(icons)
        self.stops.element_chosen.connect(self.element_chosen)
        self.left = Segments((self.tr("Start"), self.tr("Waiting"), self.tr("Breakpoints")))
        for view in (self.setup, self.waiting, self.stops):
            self.left.add(view)
        self.timeline = Timeline(icons)
        self.timeline.wanted.connect(self.step_wanted)
        self.steps = StepsList(icons)
        self.steps.wanted.connect(self.step_wanted)
        self.steps.element_chosen.connect(self.element_chosen)
        self.data = RunData(icons)
        for part in (self.timeline, self.steps):
            part.compare_wanted.connect(self.data.compare_with)
            part.branch_wanted.connect(self._branch)
        self._status_icon = QLabel()
        self._status = ElidedLabel("heading")
        self._bar = QHBoxLayout()
        self._bar.setSpacing(2)
        self.runs = _combo(self.tr("Runs"))
        self.runs.activated.connect(self._choose_run)
        self.runs.setMaximumWidth(MOST_RUN)
        self.compare = QToolButton()
        self.compare.setToolTip(self.tr("Compare with another run"))
        self.compare.setAccessibleName(self.compare.toolTip())
        self.compare.setIconSize(QSize(16, 16))
        self.compare.clicked.connect(self.compare_wanted)
        self.speed = _combo(self.tr("Speed"))
        self.speed.addItems([self.tr("Instant"), self.tr("Fast"), self.tr("Slow")])
        self.speed.setToolTip(self.tr("How fast tokens move"))
        self.speed.activated.connect(lambda index: self.speed_changed.emit(SPEEDS[index]))
        self._columns()
        self.set_icons(icons)

    @property
    def start_data(self) -> JsonEdit:
        """The JSON editor of the start data."""
        return self.setup.data

    @property
    def answer(self) -> AnswerCard:
        """The card of what is waited for."""
        return self.waiting.card

    @property
    def view(self) -> RunView:
        """What is shown."""
        return self._view

    def add_actions(self, actions: Sequence[QAction | None]) -> None:
        """The buttons of the bar; None is a gap. Tab comes to them before the speed that stands after them."""
        before: QWidget | None = self.speed.previousInFocusChain()
        for action in actions:
            if action is None:
                self._bar.addSpacing(8)
                continue
            button = _button(action)
            self._bar.addWidget(button)
            if before is not None:
                QWidget.setTabOrder(before, button)
            before = button

    def show_view(self, view: RunView) -> None:
        """Show the Request as it is at the step that is looked at."""
        self._view = view
        icon, role = STATUS_ICONS[view.status]
        self._status_icon.setPixmap(self._icons.pixmap(icon, 16, role, self.devicePixelRatioF()))
        self._status.set_full_text(self._said(view))
        self._show_runs(view)
        if view.status == "running":
            return
        self.timeline.show_view(view)
        self.steps.show_view(view)
        can_edit = bool(view.steps) and view.status not in ("completed", "canceled") and not view.is_record
        self.data.show_data(view.local, view.steps, can_edit)
        self.waiting.show_view(view)
        self._turn(view)

    def set_icons(self, icons: Icons) -> None:
        """Draw in other colors."""
        self._icons = icons
        self.compare.setIcon(icons.get("compare"))
        for part in (self.timeline, self.steps, self.data, self.stops, self.waiting):
            part.set_icons(icons)
        self.show_view(self._view)

    def show_waiting(self, element: str) -> None:
        """Show what is waited for at an element, with the keyboard in its answer."""
        self.left.turn(WAITING)
        if self.waiting.choose(element):
            self.answer.edit.block.setFocus()

    def show_stops(self, stops: Sequence[Stop], names: dict[str, str], errors: dict[str, str]) -> None:
        """List the breakpoints of the document in front."""
        self.stops.show_stops(stops, names, errors)
        words = self.tr("Breakpoints")
        self.left.rename(BREAKPOINTS, f"{words} ({len(stops)})" if stops else words)

    def _branch(self, step: int) -> None:
        """Look at a step, its data ready to be changed: going on with others begins a new run."""
        self.step_wanted.emit(step)
        self.data.edit()

    def set_speed(self, speed: str) -> None:
        """Show how fast tokens move."""
        self.speed.setCurrentIndex(SPEEDS.index(speed) if speed in SPEEDS else 0)

    def _turn(self, view: RunView) -> None:
        """The view on the left that fits, unless the user chose another one and nothing new is waited for."""
        waited = tuple(f"{task.kind}:{task.id}" for task in view.waiting if task.kind not in ("start", "begin"))
        count = len(waited)
        self.left.rename(WAITING, self.tr("Waiting ({})").format(count) if count else self.tr("Waiting"))
        is_up_to_user = not waited and any(task.kind == "begin" for task in view.waiting)
        if is_up_to_user or (waited and waited != self._was_waiting):
            self.left.turn(WAITING)
        elif view.status in ("idle", "completed", "canceled") and not waited and self.left.current == WAITING:
            self.left.turn(START)
        self._was_waiting = waited

    def _show_runs(self, view: RunView) -> None:
        with QSignalBlocker(self.runs):
            self.runs.clear()
            self.runs.addItems([choice.title for choice in view.runs])
            numbers = [choice.number for choice in view.runs]
            self.runs.setCurrentIndex(numbers.index(view.run) if view.run in numbers else -1)
        for widget in (self.runs, self.compare):
            widget.setVisible(len(view.runs) > 1)

    def _choose_run(self, index: int) -> None:
        self.run_wanted.emit(self._view.runs[index].number)

    def _columns(self) -> None:
        for widget in (self.runs, self.compare):
            self.timeline.add(widget)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.addWidget(_titled("", self.left, LEAST_LEFT))
        self._steps_side = _titled(self.tr("Steps"), self.steps, LEAST_STEPS)
        split.addWidget(self._steps_side)
        split.addWidget(_titled("", self.data, LEAST_DATA))
        split.setSizes([330, 270, 380])
        split.setChildrenCollapsible(False)
        head = QHBoxLayout()
        head.setContentsMargins(12, 6, 12, 4)
        head.setSpacing(8)
        head.addWidget(self._status_icon)
        head.addWidget(self._status, 1)
        head.addLayout(self._bar)
        head.addWidget(self.speed)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self.timeline)
        column.addWidget(split, 1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Three columns where there is room; else the timeline alone tells the steps."""
        self._steps_side.setVisible(event.size().width() >= ROOM_FOR_STEPS)
        super().resizeEvent(event)

    def _said(self, view: RunView) -> str:
        if view.is_record:
            return self.tr("A past run: {}").format(view.message or self._status_name(view.status))
        if view.is_past and view.status != "running":
            return self.tr("You look back at step {}. Answering here begins a new run.").format(view.step)
        return view.message or self._status_name(view.status)

    def _status_name(self, status: Status) -> str:
        return {
            "idle": self.tr("Press Preview to run one Request on this computer. Nothing is sent to anybody."),
            "running": self.tr("The Request is running"),
            "paused": self.tr("Paused: Step goes on, Preview runs to the end"),
            "waiting": self.tr("The Request waits"),
            "completed": self.tr("The Request is completed"),
            "error": self.tr("The Request ended with an error"),
            "canceled": self.tr("The preview was stopped"),
        }[status]


def _button(action: QAction) -> QToolButton:
    button = QToolButton()
    button.setDefaultAction(action)
    button.setIconSize(QSize(18, 18))
    button.setFixedSize(BUTTON, BUTTON)
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    button.setAccessibleName(action.toolTip())
    if action.objectName() == "preview.run":
        button.setProperty("look", "primary-icon")
    return button


def _combo(name: str) -> QuietComboBox:
    combo = QuietComboBox()
    combo.setAccessibleName(name)
    combo.setProperty("look", "small")
    combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
    return combo


def _titled(title: str, body: QWidget, least: int) -> QWidget:
    holder = QWidget()
    holder.setMinimumWidth(least)
    column = QVBoxLayout(holder)
    column.setContentsMargins(12, 4, 12, 10)
    column.setSpacing(6)
    if title:
        line = label(title, "section")
        line.setMinimumHeight(26)
        column.addWidget(line)
    column.addWidget(body, 1)
    return holder
