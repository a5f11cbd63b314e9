"""The preview panel: start data, what happened, the Request data, and whoever is waited for."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from modeler.ui.icons import Icons
from modeler.ui.panels.data_tree import DataTree
from modeler.ui.panels.json_edit import JsonEdit
from modeler.ui.panels.run_view import RunView, Status, StepRow, WaitingTask
from modeler.ui.plain_text import label, tooltip, wrapped_label

ID = Qt.ItemDataRole.UserRole
ICONS = {"done": ("check", "success"), "active": ("play", "accent"), "waiting": ("clock", "warning")}
STATUS_ICONS = {
    "running": ("play", "accent"),
    "paused": ("pause", "accent"),
    "waiting": ("clock", "warning"),
    "completed": ("success", "success"),
    "error": ("error", "error"),
    "canceled": ("stop", "muted"),
    "idle": ("play", "muted"),
}


class RunPanel(QWidget):
    """Shows a `RunView`; sends what the user wants done."""

    answered = Signal(str, dict)
    data_changed = Signal(bool)
    element_chosen = Signal(str)

    def __init__(self, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("surface", "panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._icons = icons
        self._view = RunView()
        self.start_data = JsonEdit(self.tr("Start data"))
        self.start_data.changed.connect(self.data_changed)
        self.answer = AnswerCard()
        self.answer.answered.connect(self.answered)
        self._left = QStackedWidget()
        self._left.addWidget(_titled(self.tr("Start data"), self.start_data))
        self._left.addWidget(self.answer)
        self.steps = QListWidget()
        self.steps.setAccessibleName(self.tr("Steps of the Request"))
        self.steps.setIconSize(QSize(16, 16))
        self.steps.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.steps.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.steps.itemClicked.connect(lambda item: self.element_chosen.emit(str(item.data(ID))))
        self.data = DataTree()
        self.data.set_data({})
        self._status_icon = QLabel()
        self._status = label("", "heading")
        split = QSplitter(Qt.Orientation.Horizontal)
        split.addWidget(self._left)
        split.addWidget(_titled(self.tr("Steps"), self.steps))
        split.addWidget(_titled(self.tr("Request data"), self.data))
        split.setSizes([300, 320, 340])
        split.setChildrenCollapsible(False)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(self._head())
        column.addWidget(split, 1)
        self.show_view(self._view)

    def show_view(self, view: RunView) -> None:
        """Show the Request as it is now."""
        self._view = view
        icon, role = STATUS_ICONS[view.status]
        self._status_icon.setPixmap(self._icons.pixmap(icon, 16, role, self.devicePixelRatioF()))
        self._status.setText(view.message or self._status_name(view.status))
        self._show_steps(view.steps)
        self.data.set_data(view.data)
        if view.status == "running":
            return
        if view.waiting:
            self.answer.show_task(view.waiting[0])
        self._left.setCurrentIndex(1 if view.waiting else 0)

    def set_icons(self, icons: Icons) -> None:
        """Draw in other colors."""
        self._icons = icons
        self.show_view(self._view)

    @property
    def view(self) -> RunView:
        """What is shown."""
        return self._view

    def _head(self) -> QHBoxLayout:
        line = QHBoxLayout()
        line.setContentsMargins(12, 8, 12, 8)
        line.setSpacing(8)
        line.addWidget(self._status_icon)
        line.addWidget(self._status, 1)
        return line

    def _show_steps(self, steps: tuple[StepRow, ...]) -> None:
        self.steps.clear()
        for step in steps:
            icon, role = ICONS.get(step.state, ("error", "error"))
            text = f"{step.title}  ·  {step.detail}" if step.detail else step.title
            item = QListWidgetItem(QIcon(self._icons.pixmap(icon, 16, role, 2.0)), text)
            item.setData(ID, step.element_id)
            item.setToolTip(tooltip(text))
            self.steps.addItem(item)
        self.steps.scrollToBottom()

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


class AnswerCard(QWidget):
    """A waiting task and its answer as data."""

    answered = Signal(str, dict)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._task: WaitingTask | None = None
        self._title = wrapped_label("", "heading")
        self._help = wrapped_label(
            self.tr("Answer in place of the person. These values join the Request data."), "muted"
        )
        self.edit = JsonEdit(self.tr("Answer"))
        self.complete = QPushButton(self.tr("Complete task"))
        self.complete.setProperty("look", "primary")
        self.complete.clicked.connect(self._answer)
        self.offers: list[QPushButton] = []
        self._offers = QVBoxLayout()
        self._offers.setSpacing(6)
        self.edit.changed.connect(self.complete.setEnabled)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 0, 12, 12)
        column.setSpacing(8)
        column.addWidget(self._title)
        column.addWidget(self._help)
        column.addLayout(self._offers)
        column.addWidget(self.edit, 1)
        line = QHBoxLayout()
        line.addStretch(1)
        line.addWidget(self.complete)
        column.addLayout(line)

    def show_task(self, task: WaitingTask) -> None:
        """Ask for an answer; what is being typed for the same task stays."""
        if self._task is not None and self._task.id == task.id:
            return
        self._task = task
        self._title.setText(task.title)
        self.edit.set_data(task.suggestion)
        self._offer(task)

    def _offer(self, task: WaitingTask) -> None:
        """A button for each answer that the task itself knows, such as those in the mail it has sent."""
        for button in self.offers:
            button.deleteLater()
        self.offers = [QPushButton(title.replace("&", "&&")) for title, _ in task.offers]
        for button, (_, data) in zip(self.offers, task.offers, strict=True):
            button.clicked.connect(lambda _=False, data=data: self._give(data))
            self._offers.addWidget(button)

    def _give(self, data: Mapping[str, object]) -> None:
        if self._task is not None:
            task, self._task = self._task, None
            self.answered.emit(task.id, dict(data))

    def _answer(self) -> None:
        data = self.edit.data()
        if data is not None:
            self._give(data)


def _titled(title: str, body: QWidget) -> QWidget:
    holder = QWidget()
    column = QVBoxLayout(holder)
    column.setContentsMargins(12, 0, 12, 12)
    column.setSpacing(6)
    column.addWidget(label(title, "section"))
    column.addWidget(body, 1)
    return holder
