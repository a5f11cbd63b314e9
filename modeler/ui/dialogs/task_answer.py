"""What a person's browser would show after a link in the mail of a task: the login, the answer, the screen after it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtWidgets import QDialog, QDialogButtonBox, QStackedWidget, QVBoxLayout, QWidget

from modeler.ui.outbox.clean_html import clean_page
from modeler.ui.outbox.quiet_browser import QuietBrowser
from modeler.ui.plain_text import wrapped_label


@dataclass(frozen=True, slots=True)
class TaskAnswer:
    """The answer of a link: which variable gets what, who answers, and what comes then (a page, else a sentence)."""

    task: str
    name: str
    value: str
    person: str = ""
    must_sign_in: bool = False
    page: str = ""
    problem: str = ""


class TaskAnswerDialog(QDialog):
    """Shows the answer, gives it, and then shows what comes after it."""

    def __init__(self, answer: TaskAnswer, give: Callable[[], None], parent: QWidget) -> None:
        super().__init__(parent)
        self._give = give
        self.setWindowTitle(self.tr("Answer to “{}”").format(answer.task))
        self.resize(560, 420 if answer.page else 280)
        self.steps = QStackedWidget()
        self.steps.addWidget(self._asking(answer))
        self.steps.addWidget(self._done(answer))
        box = QDialogButtonBox.StandardButton
        buttons = QDialogButtonBox(box.Ok | box.Cancel)
        self.send, self.close_button = buttons.button(box.Ok), buttons.button(box.Cancel)
        self.send.setText(self.tr("Sign in and send") if answer.must_sign_in else self.tr("Send this answer"))
        self.send.setProperty("look", "primary")
        self.send.clicked.connect(self._send)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 20, 20, 16)
        column.setSpacing(12)
        column.addWidget(self.steps, 1)
        column.addWidget(buttons)
        self.send.setFocus()

    def _asking(self, answer: TaskAnswer) -> QWidget:
        who = answer.person or self.tr("The person whom the task is assigned to")
        words = self.tr("{} opens the link in the mail. The first answer is the one that counts.").format(who)
        if answer.must_sign_in:
            words += " " + self.tr("The link requires a login: a live run mails a code, a preview takes it as given.")
        shown = wrapped_label(f"{answer.name}: {answer.value}", "heading")
        shown.setAccessibleName(self.tr("Answer"))
        return _page(wrapped_label(answer.task, "empty-title"), wrapped_label(words, "muted"), shown)

    def _done(self, answer: TaskAnswer) -> QWidget:
        self.after = QuietBrowser()
        self.after.setAccessibleName(self.tr("Screen after the answer"))
        if not answer.page:
            words = wrapped_label(answer.problem or self.tr("Your response has been submitted."), "heading")
            hint = self.tr("The task names no screen for after the answer, so the person sees this sentence.")
            return _page(words, wrapped_label("" if answer.problem else hint, "muted"))
        cleaned = clean_page(answer.page)
        self.after.show_page(cleaned.html, cleaned.pictures)
        hint = self.tr("The screen after the answer. As in ProcessMaker it gets no Request data.")
        return _page(wrapped_label(hint, "muted"), self.after)

    def _send(self) -> None:
        self._give()
        self.steps.setCurrentIndex(1)
        self.send.hide()
        self.close_button.setText(self.tr("Close"))
        self.close_button.setFocus()


def _page(*widgets: QWidget) -> QWidget:
    page = QWidget()
    column = QVBoxLayout(page)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(12)
    for widget in widgets:
        column.addWidget(widget, 1 if isinstance(widget, QuietBrowser) else 0)
    if not isinstance(widgets[-1], QuietBrowser):
        column.addStretch(1)
    return page
