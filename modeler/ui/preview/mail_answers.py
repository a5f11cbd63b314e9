"""The buttons in a mail of the outbox answer the Request; a mail says what its buttons do now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from modeler.services.preview.outbox import Effect

if TYPE_CHECKING:
    from modeler.ui.dialogs.task_answer import TaskAnswer
    from modeler.ui.outbox.rows import EffectRow
    from modeler.ui.shell import Shell


def task_answer(window: Shell, element: str, name: str, value: str) -> TaskAnswer:
    """What is to be shown about the answer of a link in the mail of a task."""
    from modeler.services.preview.task_mails import by_mail_settings, page_after
    from modeler.ui.dialogs.task_answer import TaskAnswer

    control = window.preview
    page, desk = control.page, control.desk_of(element)
    found = page.file.document.find(element) if page is not None else None
    settings = by_mail_settings(found, window.catalog) if found is not None else {}
    folder = page.file.path.parent if page is not None and page.file.path is not None else None
    shown, problem = page_after(settings, folder)
    person = desk.people.name if desk is not None else ""
    must_sign_in = settings.get("requireLogin") is True
    return TaskAnswer(control.name(element), name, value, person, must_sign_in, shown, problem)


class MailAnswers(QObject):
    """Follows the links of mails: those of an answer in the preview, other ones not at all."""

    def __init__(self, window: Shell) -> None:
        super().__init__(window)
        self._window = window
        self._view = window.outbox_panel.view
        self._view.link_clicked.connect(self._follow)
        self._view.shown.connect(lambda _: self._tell())
        self._view.told.connect(self._say)
        window.preview.stood.connect(lambda _: self._tell())

    def _follow(self, address: str) -> None:
        from modeler.services.preview.ports import ANSWERS

        row = self._view.row
        if row is None:
            return
        if not address.startswith(ANSWERS):
            self._say(self.tr("Links are not followed from here: {}").format(address))
        elif not self._is_open(row):
            self._say(self.tr("Nobody waits for this answer any more."))
        elif not self._answer(row, address):
            self._window.bottom.bring(self._window.run_panel)
            self._window.run_panel.show_waiting(row.element_id)

    def _answer(self, row: EffectRow, address: str) -> bool:
        """Give the answer of a button; false where the link leads to a form instead."""
        from modeler.services.preview.ports import TASKS

        if TASKS in address:
            return self._answer_task(row, address)
        number = address.rpartition("/")[2]
        answers = self._window.preview.standing.answers.get(row.element_id, ())
        if not number.isdecimal() or not 1 <= int(number[:9]) <= len(answers):
            return False
        self._window.preview.answer(row.element_id, answers[int(number) - 1].data)
        return True

    def _answer_task(self, row: EffectRow, address: str) -> bool:
        """Show what the person's browser would; false where the link says no answer."""
        from urllib.parse import parse_qsl, urlsplit

        from modeler.services.preview.task_mails import link_answer
        from modeler.ui.dialogs.task_answer import TaskAnswerDialog

        try:
            name, value = link_answer(dict(parse_qsl(urlsplit(address).query)))
        except ValueError as error:
            self._say(str(error))
            return False
        window, element = self._window, row.element_id
        answer = task_answer(window, element, name, value)
        TaskAnswerDialog(answer, lambda: window.preview.answer(element, {name: value}), window).open()
        return True

    def _is_open(self, row: EffectRow) -> bool:
        """Whether its task waits, and for an answer to this mail rather than to a later one."""
        standing = self._window.preview.standing
        if not isinstance(row.source, Effect) or row.element_id not in standing.waiting:
            return False
        mails = [each.position for each in standing.effects if each.element == row.element_id and each.kind == "mail"]
        return row.source in standing.effects and row.source.position == max(mails)

    def _tell(self) -> None:
        row = self._view.row
        if row is None or not row.is_mail:
            return
        from modeler.services.preview.ports import ANSWERS

        words = ""
        if ANSWERS.encode() in row.content or ANSWERS in self._view.mail.html.toHtml():
            words = self._due(row) if self._is_open(row) else self.tr("Answered or over: its buttons do nothing now.")
        self._view.mail.say_answering(words)

    def _due(self, row: EffectRow) -> str:
        from modeler.ui.preview.words import time_words

        standing = self._window.preview.standing
        ends = {row.element_id, *self._timers_on(row.element_id)}
        due = [each.due for each in standing.listening if each.element in ends and each.due is not None]
        if not due:
            return self.tr("The Request waits: a button in this mail answers it.")
        return self.tr("The Request waits: a button in this mail answers it, until {}.").format(time_words(min(due)))

    def _timers_on(self, element: str) -> set[str]:
        from engine.bpmn import BoundaryEvent

        page = self._window.preview.page
        if page is None:
            return set()
        events = page.file.document.elements(BoundaryEvent)
        return {event.id for event in events if event.id and event.get("attachedToRef") == element}

    def _say(self, words: str) -> None:
        self._window.status.set_hint(words)
