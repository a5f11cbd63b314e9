"""What a Request waits for: an answer for a person, an event to bring about, or an incident and the ways out of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from modeler.ui.icons import Icons
from modeler.ui.panels.fields.choice import QuietComboBox
from modeler.ui.panels.json_edit import JsonEdit
from modeler.ui.panels.quiet_scroll import quiet_scroll
from modeler.ui.panels.run_answer import AnswerForm
from modeler.ui.panels.run_view import RunView, WaitingTask
from modeler.ui.plain_text import ElidedButton, without_mnemonics, wrapped_label

if TYPE_CHECKING:
    from modeler.ui.preview.task_desk import TaskDesk


class AnswerCard(QWidget):
    """One thing that is waited for, and what can be done about it.

    `answered` completes a task, `event_wanted` lets an event happen (element, data), `time_wanted` moves the clock to
    a timer, `failed` answers a task with an error; `retry_wanted`, `element_wanted` and `pin_wanted` are about an
    incident.
    """

    answered = Signal(str, dict)
    event_wanted = Signal(str, dict)
    time_wanted = Signal(str)
    failed = Signal(str)
    retry_wanted = Signal(str)
    element_wanted = Signal(str)
    pin_wanted = Signal(str)
    restart_wanted = Signal()
    assigned = Signal(str, str)

    def __init__(self, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._task: WaitingTask | None = None
        self.find_desk: Callable[[str], TaskDesk | None] = lambda _element: None
        self._title = wrapped_label("", "heading")
        self._detail = wrapped_label("", "muted")
        self._help = wrapped_label("", "muted")
        self.edit = JsonEdit(self.tr("Answer"))
        self.edit.block.setMinimumHeight(54)
        self.form = AnswerForm(icons, self.edit)
        self.form.sent.connect(self._give)
        self.form.assigned.connect(self._assign)
        self.form.views.turned.connect(lambda _view: self._show_complete())
        self.complete = QPushButton(self.tr("Complete task"))
        self.complete.setProperty("look", "primary")
        self.complete.clicked.connect(self._answer)
        self.second = QPushButton()
        self.second.clicked.connect(self._second)
        self.third = QPushButton(self.tr("Start again"))
        self.third.setProperty("look", "link")
        self.third.clicked.connect(self.restart_wanted)
        self.pin_it = QPushButton(self.tr("Pin output…"))
        self.pin_it.setProperty("look", "link")
        self.pin_it.clicked.connect(self._pin)
        self.offers: list[ElidedButton] = []
        self._offers = QVBoxLayout()
        self._offers.setSpacing(6)
        self.edit.changed.connect(self.complete.setEnabled)
        self._arrange()

    def _arrange(self) -> None:
        """Words and editor scroll, the buttons stay in view."""
        body = QWidget()
        inner = QVBoxLayout(body)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(6)
        for widget in (self._title, self._detail, self._help):
            inner.addWidget(widget)
        inner.addLayout(self._offers)
        inner.addWidget(self.form, 1)
        line = QHBoxLayout()
        line.addStretch(1)
        for button in (self.second, self.complete):
            line.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(quiet_scroll(body), 1)
        links = QHBoxLayout()
        for link in (self.pin_it, self.third):
            links.addWidget(link)
        links.addStretch(1)
        column.addLayout(links)
        column.addLayout(line)

    def show_task(self, task: WaitingTask) -> None:
        """Ask for an answer; what is being typed for the same task stays."""
        known = self._task
        if known is not None and (known.id, known.kind) == (task.id, task.kind):
            self._task = task
            self._detail.setText(task.detail)
            if task.kind == "incident":
                self._help.setText(self._helping(task))
            return
        self._task = task
        self._title.setText(task.title)
        self._detail.setText(task.detail)
        self._detail.setVisible(bool(task.detail))
        self._help.setText(self._helping(task))
        self.edit.set_data(task.suggestion)
        self.form.setVisible(task.kind not in ("timer", "incident", "begin"))
        desk = self.find_desk(task.id) if task.kind == "task" else None
        self.form.show_desk(desk)
        self._help.setVisible(desk is None)
        self._show_complete()
        self.complete.setText(self._main_words(task))
        second = self._second_words(task)
        self.second.setText(second)
        self.second.setVisible(bool(second))
        for link in (self.pin_it, self.third):
            link.setVisible(task.kind == "incident")
        self._offer(task)

    def show_title(self, is_wanted: bool) -> None:
        """Say what is waited for; not where a chooser above says it already."""
        self._title.setVisible(is_wanted)

    def forget(self) -> None:
        """Nothing is waited for any more."""
        self._task = None

    def _helping(self, task: WaitingTask) -> str:
        if task.help:
            return task.help
        return {
            "task": self.tr("Answer in place of the person. These values join the Request data."),
            "message": self.tr("Send the message in place of whoever sends it. These values come with it."),
            "signal": self.tr("Throw the signal. These values come with it."),
            "timer": self.tr("Time stands still in a preview until you move it."),
            "incident": self.tr("Change the element or the Request data, then try it again."),
            "start": self.tr("It runs beside the Request; these values are its data."),
            "begin": self.tr("It runs beside those that are running."),
        }.get(task.kind, self.tr("Let it happen. These values join the Request data."))

    def _main_words(self, task: WaitingTask) -> str:
        return {
            "task": self.tr("Complete task"),
            "message": self.tr("Send message"),
            "signal": self.tr("Throw signal"),
            "timer": self.tr("Jump to the timer"),
            "incident": self.tr("Try again"),
            "start": self.tr("Start this pool"),
            "begin": self.tr("Start it"),
        }.get(task.kind, self.tr("Let it happen"))

    def _second_words(self, task: WaitingTask) -> str:
        words = {
            "task": self.tr("Fail…"),
            "timer": self.tr("Fire now"),
            "incident": self.tr("Show element"),
        }
        return words.get(task.kind, "")

    def _offer(self, task: WaitingTask) -> None:
        """A button for each answer that the task itself knows, such as those in the mail it has sent."""
        for button in self.offers:
            button.deleteLater()
        self.offers = [ElidedButton(title) for title, _ in task.offers]
        for button, (_, data) in zip(self.offers, task.offers, strict=True):
            button.clicked.connect(lambda _=False, data=data: self._give(data))
            self._offers.addWidget(button)

    def _give(self, data: Mapping[str, object]) -> None:
        if self._task is None:
            return
        task, self._task = self._task, None
        if task.kind == "task":
            self.answered.emit(task.id, dict(data))
        elif task.kind == "timer":
            self.time_wanted.emit(task.id)
        elif task.kind == "incident":
            self.retry_wanted.emit(task.id)
        else:
            self.event_wanted.emit(task.id, dict(data))

    def _show_complete(self) -> None:
        """Where buttons of the form decide what it means, one of those must be pressed."""
        self.complete.setVisible(not (self.form.has_form and self.form.form.has_deciders))

    def _assign(self, person: str) -> None:
        if self._task is not None:
            task, self._task = self._task, None
            self.assigned.emit(task.id, person)

    def _answer(self) -> None:
        data = self.form.answer()
        if data is not None:
            self._give(data)

    def _pin(self) -> None:
        if self._task is not None:
            self.pin_wanted.emit(self._task.element_id)

    def _second(self) -> None:
        task = self._task
        if task is None:
            return
        if task.kind == "task":
            self.failed.emit(task.id)
        elif task.kind == "timer":
            self._task = None
            self.event_wanted.emit(task.id, {})
        else:
            self.element_wanted.emit(task.element_id)


class WaitingPanel(QWidget):
    """A chooser where there is more than one thing to do, and the card of the chosen one."""

    chosen = Signal(str)

    def __init__(self, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tasks: tuple[WaitingTask, ...] = ()
        self.choice = QuietComboBox()
        self.choice.setAccessibleName(self.tr("What the Request waits for"))
        self.choice.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.choice.setMinimumContentsLength(6)
        self.choice.activated.connect(self._choose)
        self.card = AnswerCard(icons)
        self._nothing = wrapped_label(self.tr("The Request waits for nobody."), "muted")
        self._nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(self.choice)
        column.addWidget(self.card, 1)
        column.addWidget(self._nothing)
        self._request = 0
        self.show_view(RunView())

    def set_icons(self, icons: Icons) -> None:
        """Draw in other colors."""
        self.card.form.set_icons(icons)

    def show_view(self, view: RunView) -> None:
        """Show what is waited for; the one that was chosen stays while it is still there."""
        if view.request != self._request:
            self._request, self._tasks = view.request, ()
            self.card.forget()
        known = [(task.id, task.kind) for task in self._tasks]
        current = known[self.choice.currentIndex()] if 0 <= self.choice.currentIndex() < len(known) else None
        self._tasks = view.waiting
        keys = [(task.id, task.kind) for task in view.waiting]
        index = keys.index(current) if current in keys else 0
        with QSignalBlocker(self.choice):
            self.choice.clear()
            self.choice.addItems([without_mnemonics(task.title) for task in view.waiting])
            self.choice.setCurrentIndex(index if keys else -1)
        self.choice.setVisible(len(keys) > 1)
        self.card.show_title(len(keys) < 2)
        self.card.setVisible(bool(keys))
        self._nothing.setText(self._nothing_words(view))
        self._nothing.setVisible(not keys)
        if keys:
            self.card.show_task(view.waiting[index])
        else:
            self.card.forget()

    def _nothing_words(self, view: RunView) -> str:
        if view.is_record:
            return self.tr("Nothing can be answered in a past run. Run it again with its data to go on otherwise.")
        return self.tr("The Request waits for nobody.")

    def choose(self, element: str) -> bool:
        """Show the card of what waits at an element; false when nothing does."""
        place = next((index for index, task in enumerate(self._tasks) if task.element_id == element), None)
        if place is not None:
            self.choice.setCurrentIndex(place)
            self.card.show_task(self._tasks[place])
        return place is not None

    def _choose(self, index: int) -> None:
        self.card.show_task(self._tasks[index])
        self.chosen.emit(self._tasks[index].element_id)
