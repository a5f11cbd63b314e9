"""The panel of live runs: which there are, what they really sent, whom they wait for, and what is in doubt."""

from __future__ import annotations

from datetime import UTC, datetime

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QScrollArea,
    QSplitter,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from modeler.ui.clock_words import clock_words
from modeler.ui.icons import Icons
from modeler.ui.panels.empty_state import EmptyState
from modeler.ui.panels.json_edit import JsonEdit
from modeler.ui.panels.live_view import LiveView, SendRow
from modeler.ui.panels.run_view import WaitingTask
from modeler.ui.plain_text import ElidedButton, ElidedLabel, label, tooltip, wrapped_label

ID = Qt.ItemDataRole.UserRole
HEADING = 28
TWO_LINES = 46
LEAST_EDIT = 96
STATUS = {
    "running": ("play", "accent"),
    "paused": ("pause", "accent"),
    "waiting": ("clock", "warning"),
    "completed": ("success", "success"),
    "error": ("error", "error"),
    "canceled": ("stop", "muted"),
}
SENDS = {
    "sent": ("check", "success"),
    "told": ("check", "success"),
    "failed": ("error", "error"),
    "doubt": ("help", "warning"),
    "sending": ("clock", "muted"),
    "prepared": ("clock", "muted"),
}


class LivePanel(QWidget):
    """Shows a `LiveView`; sends what the user wants done."""

    chosen = Signal(str)
    go_on_wanted = Signal()
    pause_wanted = Signal()
    replies_wanted = Signal()
    end_wanted = Signal()
    forget_wanted = Signal()
    retry_wanted = Signal(str)
    answered = Signal(str, dict)
    settled = Signal(str, bool)
    pin_wanted = Signal(str)

    def __init__(self, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("surface", "panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._icons = icons
        self._view = LiveView()
        self._sent: tuple[SendRow, ...] = ()
        self._empty = EmptyState(
            "inbox",
            self.tr("No live runs"),
            self.tr("Run live… in the Preview menu really sends what you choose. What waits is kept here."),
        )
        self.runs = _list(self.tr("Live runs"))
        self.runs.currentItemChanged.connect(self._chosen)
        self.sends = _list(self.tr("What was really sent"))
        self.sends.currentItemChanged.connect(lambda *_: self._allow_pin())
        self.pin = QPushButton(self.tr("Keep as pin…"))
        self.pin.setProperty("look", "link")
        self.pin.setToolTip(self.tr("Let previews use what this element gave, without calling anything"))
        self.pin.clicked.connect(self._pin)
        self._status_icon = QLabel()
        self._status = ElidedLabel("heading")
        self.error = wrapped_label("", "error")
        self.remarks = wrapped_label("", "warning")
        self.doubts = DoubtCards()
        self.doubts.settled.connect(self.settled)
        self.waiting = WaitingCard()
        self.waiting.answered.connect(self.answered)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.addWidget(_titled(self.tr("Live runs"), self.runs))
        split.addWidget(_titled(self.tr("Really sent"), self.sends, self.pin))
        split.addWidget(self._right())
        split.setSizes([260, 380, 360])
        split.setChildrenCollapsible(False)
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(self._head())
        column.addWidget(split, 1)
        self._layers = QStackedLayout(self)
        self._layers.addWidget(self._empty)
        self._layers.addWidget(body)
        self.set_icons(icons)

    def show_view(self, view: LiveView) -> None:
        """Show the runs as they are now."""
        self._view = view
        self._layers.setCurrentIndex(1 if view.rows or view.doubts else 0)
        self._show_rows(view)
        icon, role = STATUS.get("running" if view.is_busy else view.run.status, ("info", "muted"))
        self._status_icon.setPixmap(self._icons.pixmap(icon, 16, role, self.devicePixelRatioF()))
        said = view.message or view.run.message
        is_error = bool(view.message) or view.run.status == "error"
        hint = "" if is_error else view.hint
        self._status.set_full_text(hint or said or self._words(view))
        self.error.setText(said)
        self.error.setVisible(bool(said) and is_error and not view.is_busy)
        self.remarks.setText("\n\n".join(words for _, words in view.remarks))
        self.remarks.setVisible(bool(view.remarks) and not view.is_busy)
        self._show_sends(view)
        self.doubts.show_rows(view.doubts, view.is_busy)
        tasks = [each for each in view.run.waiting if each.kind not in ("timer", "incident", "start")]
        self.waiting.show_tasks([] if view.doubts else tasks, view.is_busy)
        self._enable(view)

    def set_icons(self, icons: Icons) -> None:
        """Draw in other colors."""
        self._icons = icons
        self._empty.set_icons(icons)
        self.show_view(self._view)

    def _head(self) -> QHBoxLayout:
        line = QHBoxLayout()
        line.setContentsMargins(12, 8, 12, 8)
        line.setSpacing(8)
        line.addWidget(self._status_icon)
        line.addWidget(self._status, 1)
        self.retry = QPushButton(self.tr("Try again"))
        self.go_on = QPushButton(self.tr("Go on"))
        self.pause = QPushButton(self.tr("Pause"))
        self.replies = QPushButton(self.tr("Look for replies"))
        self.end = QPushButton(self.tr("End"))
        self.forget = QPushButton(self.tr("Remove"))
        self.retry.clicked.connect(lambda: self.retry_wanted.emit(self._view.failed))
        for button, signal in (
            (self.go_on, self.go_on_wanted), (self.pause, self.pause_wanted), (self.replies, self.replies_wanted),
            (self.end, self.end_wanted), (self.forget, self.forget_wanted),
        ):  # fmt: skip
            button.clicked.connect(signal)
        for button in (self.retry, self.go_on, self.pause, self.replies, self.end, self.forget):
            line.addWidget(button)
        return line

    def _right(self) -> QWidget:
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(12, 0, 12, 12)
        column.setSpacing(8)
        column.addWidget(self.error)
        column.addWidget(self.doubts)
        column.addWidget(self.remarks)
        column.addWidget(self.waiting)
        column.addStretch(1)
        holder.setProperty("surface", "panel")
        holder.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QScrollArea.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(holder)
        return area

    def _show_rows(self, view: LiveView) -> None:
        self.runs.blockSignals(True)
        self.runs.clear()
        for row in view.rows:
            icon, role = STATUS.get(row.status, ("info", "muted"))
            words = f"{row.title}\n{self._status_word(row.status)}  ·  {row.begun}"
            item = _two_lines(QIcon(self._icons.pixmap(icon, 16, role, 2.0)), words)
            item.setData(ID, row.id)
            item.setToolTip(tooltip(f"{row.title}\n{self._status_word(row.status)}"))
            self.runs.addItem(item)
            if row.id == view.current:
                self.runs.setCurrentItem(item)
        self.runs.blockSignals(False)

    def _show_sends(self, view: LiveView) -> None:
        """The newest first; the one that was chosen stays so."""
        rows, here = view.sends[::-1], self.sends.currentRow()
        chosen = self._sent[here].key if 0 <= here < len(self._sent) else None
        self._sent = rows
        self.sends.blockSignals(True)
        self.sends.clear()
        for row in rows:
            self.sends.addItem(self._send(row))
        self.sends.setCurrentRow(next((place for place, row in enumerate(rows) if row.key == chosen), -1))
        self.sends.blockSignals(False)
        self._allow_pin()

    def _allow_pin(self) -> None:
        self.pin.setEnabled(self.sends.currentRow() >= 0 and not self._view.is_busy)

    def _pin(self) -> None:
        self.pin_wanted.emit(self._sent[self.sends.currentRow()].element)

    def _send(self, row: SendRow) -> QListWidgetItem:
        icon, role = SENDS[row.state]
        words = f"{row.title or '–'}\n{self._state(row)}  ·  {row.target}"
        item = _two_lines(QIcon(self._icons.pixmap(icon, 16, role, 2.0)), words)
        item.setToolTip(tooltip(f"{words}\n{row.time}\n{row.reason}".strip()))
        return item

    def _state(self, row: SendRow) -> str:
        sent = self.tr("answered") if row.is_call else self.tr("sent")
        return {
            "sent": sent, "told": self.tr("said to be sent"), "failed": self.tr("not sent"),
            "doubt": self.tr("in doubt"), "sending": self.tr("being sent"), "prepared": self.tr("about to be sent"),
        }[row.state]  # fmt: skip

    def _enable(self, view: LiveView) -> None:
        has_run, over = bool(view.current), view.run.is_over
        self.retry.setVisible(bool(view.failed))
        self.retry.setEnabled(not view.is_busy and not view.doubts)
        self.go_on.setEnabled(has_run and not view.is_busy and not over and not view.doubts)
        self.pause.setEnabled(view.is_busy)
        self.replies.setVisible(view.has_mailbox)
        self.replies.setEnabled(not view.is_busy)
        self.end.setEnabled(has_run and not view.is_busy and not over)
        self.forget.setEnabled(has_run and not view.is_busy and over)

    def _words(self, view: LiveView) -> str:
        if view.is_busy:
            return self.tr("Live: mails and calls are real")
        return self._status_word(view.run.status) if view.current else self.tr("Choose a live run")

    def _status_word(self, status: str) -> str:
        return {
            "running": self.tr("Paused between two steps"), "paused": self.tr("Paused between two steps"),
            "waiting": self.tr("Waits"), "completed": self.tr("Completed"), "canceled": self.tr("Ended by hand"),
            "error": self.tr("Stopped by an error"),
        }.get(status, "")  # fmt: skip

    def _chosen(self, item: QListWidgetItem | None) -> None:
        if item is not None:
            self.chosen.emit(str(item.data(ID)))


class DoubtCards(QWidget):
    """For each thing in doubt the question whether it was sent."""

    settled = Signal(str, bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 8, 0, 0)
        self._column.setSpacing(8)
        self._rows: tuple[SendRow, ...] = ()
        self.buttons: list[tuple[QPushButton, QPushButton]] = []
        self.hide()

    def show_rows(self, rows: tuple[SendRow, ...], is_busy: bool) -> None:
        """Ask about these."""
        if rows != self._rows:
            self._rows = rows
            self.buttons = []
            while (item := self._column.takeAt(0)) is not None:
                if (widget := item.widget()) is not None:
                    widget.hide()
                    widget.deleteLater()
            for row in rows:
                self._column.addWidget(self._card(row))
        for pair in self.buttons:
            for button in pair:
                button.setEnabled(not is_busy)
        self.setVisible(bool(rows))

    def _card(self, row: SendRow) -> QWidget:
        card = QWidget()
        card.setProperty("surface", "row")
        card.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        column = QVBoxLayout(card)
        column.setContentsMargins(12, 10, 12, 10)
        column.setSpacing(4)
        column.addWidget(wrapped_label(self.tr("Was “{}” sent?").format(row.title), "heading"))
        column.addWidget(wrapped_label(self.tr("To {}. {}").format(row.target, row.reason), "muted"))
        again = QPushButton(self.tr("Send again"))
        told = QPushButton(self.tr("Mark as sent"))
        again.clicked.connect(lambda: self.settled.emit(row.key, False))
        told.clicked.connect(lambda: self.settled.emit(row.key, True))
        line = QHBoxLayout()
        line.addStretch(1)
        line.addWidget(again)
        line.addWidget(told)
        column.addLayout(line)
        self.buttons.append((again, told))
        return card


class WaitingCard(QWidget):
    """The task that waits, and its answer: one that it offers, or data."""

    answered = Signal(str, dict)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._task: WaitingTask | None = None
        self._tasks: list[WaitingTask] = []
        self.choice = QComboBox()
        self.choice.setAccessibleName(self.tr("Task that waits"))
        self.choice.currentIndexChanged.connect(self._turn)
        self._title = wrapped_label("", "heading")
        self.help = wrapped_label("", "muted")
        self.edit = JsonEdit(self.tr("Answer"))
        self.complete = QPushButton(self.tr("Complete task"))
        self.complete.clicked.connect(self._typed)
        self.edit.changed.connect(self.complete.setEnabled)
        self.offers: list[ElidedButton] = []
        self._offers = QVBoxLayout()
        self._offers.setSpacing(6)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.choice)
        column.addWidget(self._title)
        column.addWidget(self.help)
        column.addLayout(self._offers)
        self.edit.setMinimumHeight(LEAST_EDIT)
        column.addWidget(self.edit)
        column.addWidget(self.complete, 0, Qt.AlignmentFlag.AlignRight)
        self.hide()

    def show_tasks(self, tasks: list[WaitingTask], is_busy: bool) -> None:
        """Ask for answers; what is being typed for the same task stays."""
        self.setVisible(bool(tasks))
        self.setEnabled(not is_busy)
        ids = [task.id for task in tasks]
        if ids != [task.id for task in self._tasks]:
            self.choice.blockSignals(True)
            self.choice.clear()
            self.choice.addItems([task.title for task in tasks])
            self.choice.blockSignals(False)
        self._tasks = tasks
        self.choice.setVisible(len(tasks) > 1)
        if not tasks:
            self._task = None
        elif self._task is None or self._task.id not in ids:
            self._show(tasks[0])
        else:
            self.help.setText(self._words(next(task for task in tasks if task.id == self._task.id)))

    def _turn(self, index: int) -> None:
        if 0 <= index < len(self._tasks):
            self._show(self._tasks[index])

    def _show(self, task: WaitingTask) -> None:
        self._task = task
        self._title.setText(task.title)
        self.help.setText(self._words(task))
        self.edit.set_data(task.suggestion)
        for button in self.offers:
            button.hide()
            button.deleteLater()
        self.offers = [ElidedButton(title) for title, _ in task.offers]
        for button, (_, data) in zip(self.offers, task.offers, strict=True):
            button.clicked.connect(lambda _=False, data=data: self._give(dict(data)))
            self._offers.addWidget(button)

    def _words(self, task: WaitingTask) -> str:
        if task.again is None:
            return self.tr("It is answered from outside, or here by hand.")
        failed, moment = task.detail[:1].upper() + task.detail[1:], clock_words(task.again, datetime.now(UTC))
        return "\n".join(
            (failed, self.tr("It is tried again at {}. Or say here by hand what it gives.").format(moment))
        )

    def _typed(self) -> None:
        data = self.edit.data()
        if data is not None:
            self._give(data)

    def _give(self, data: dict[str, object]) -> None:
        if self._task is not None:
            task, self._task = self._task, None
            self.answered.emit(task.id, data)


def _two_lines(icon: QIcon, words: str) -> QListWidgetItem:
    item = QListWidgetItem(icon, words)
    item.setSizeHint(QSize(0, TWO_LINES))
    return item


def _list(name: str) -> QListWidget:
    made = QListWidget()
    made.setAccessibleName(name)
    made.setIconSize(QSize(16, 16))
    made.setTextElideMode(Qt.TextElideMode.ElideRight)
    made.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    return made


def _titled(title: str, body: QWidget, tool: QWidget | None = None) -> QWidget:
    holder = QWidget()
    column = QVBoxLayout(holder)
    column.setContentsMargins(12, 0, 12, 12)
    column.setSpacing(6)
    line = QHBoxLayout()
    heading = label(title, "section")
    heading.setMinimumHeight(HEADING)
    line.addWidget(heading, 1)
    if tool is not None:
        line.addWidget(tool)
    column.addLayout(line)
    column.addWidget(body, 1)
    return holder
