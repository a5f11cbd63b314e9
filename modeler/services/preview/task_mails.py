"""The mails of people's tasks: notifications when a task starts or is completed, and the task itself by mail.

They are settings of ordinary tasks, described by companions of Send Email and Actions By Email. A mail that cannot be
sent never holds up the task; why is said where the preview says what the task waits for, and in the trace.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from connectors.sdk.connector import ConnectorError
from connectors.sdk.manifest import Manifest
from connectors.sdk.ports import PortError
from connectors.sdk.values import JsonObject, as_list, as_object, as_text
from engine.bpmn import Document, Element, Task
from engine.runtime.handlers import Outcome, TaskCall, waiting
from modeler.editing import binding
from modeler.services.catalog import Catalog
from modeler.services.preview.connector_tasks import Bench, plain
from modeler.services.preview.ports import RequestTemplates

NOTIFICATIONS = "send-email-notifications"
BY_MAIL = "actions-by-email-task"
START, END = "task-start", "task-end"


@dataclass(frozen=True, slots=True)
class TaskMail:
    """One mail of a task: what it is like, when it is due, and under which condition."""

    manifest: Manifest
    settings: JsonObject
    moment: str = START
    expression: str = ""


@dataclass(frozen=True)
class NotifyingTask:
    """A person's task that sends its mails and waits for the person."""

    mails: tuple[TaskMail, ...]
    bench: Bench

    def run(self, call: TaskCall) -> Outcome:
        """Send what is due at the start; the task itself waits for an answer."""
        return waiting("; ".join(["an answer of the person", *self._send(START, call)]))

    def finish(self, call: TaskCall) -> str:
        """Send what is due at the end, with the answer in the data."""
        return "; ".join(self._send(END, call))

    def _send(self, moment: str, call: TaskCall) -> list[str]:
        """Send the mails of a moment; returns why some could not be."""
        self.bench.begin()
        data: JsonObject = {**plain(call.data), "_task_name": call.name}
        due = (mail for mail in self.mails if mail.moment == moment)
        return [words for mail in due if (words := self._sent(mail, call, data))]

    def _sent(self, mail: TaskMail, call: TaskCall, data: JsonObject) -> str:
        try:
            if not _is_due(mail.expression, data):
                return ""
            redactor = self.bench.redactor()
            ports = self.bench.ports(mail.manifest, call, data, self.bench.visit(call), redactor)
            self.bench.hosts.host(mail.manifest).run(mail.manifest, mail.settings, data, ports, redactor)
        except (ConnectorError, PortError) as error:
            return f"its mail was not sent: {error.message}"
        return ""


def notifying_tasks(document: Document, catalog: Catalog, bench: Bench) -> dict[str, NotifyingTask]:
    """The tasks of a document that send mails, by element id."""
    if not any(manifest.companions for manifest in catalog.connectors):
        return {}
    found = {}
    for task in document.elements(Task):
        mails = mails_of(task, catalog)
        if mails and task.id:
            found[task.id] = NotifyingTask(mails, bench)
    return found


def mails_of(element: Element, catalog: Catalog) -> tuple[TaskMail, ...]:
    """The mails that an ordinary task sends, in the order in which they are sent."""
    return tuple(_mails_of(element, catalog))


def _mails_of(task: Element, catalog: Catalog) -> Iterator[TaskMail]:
    companions = {each.id: each for each in catalog.companions_of(task)}
    notifications, by_mail = companions.get(NOTIFICATIONS), companions.get(BY_MAIL)
    settings = binding.read(by_mail, task).values if by_mail is not None else {}
    if by_mail is not None and settings.get("isActionsByEmail") is True:
        yield TaskMail(by_mail, settings)
    if notifications is not None:
        for holder in (binding.read(notifications, task).values, as_object(settings.get("email_notifications"))):
            for each in map(as_object, as_list(holder.get("notifications"))):
                yield TaskMail(notifications, each, as_text(each.get("sendAt"), START), as_text(each.get("expression")))


def _is_due(expression: str, data: JsonObject) -> bool:
    """An empty expression always holds; Mustache in it is filled in first."""
    templates = RequestTemplates()
    text = templates.render(expression, data).strip()
    return not text or bool(templates.evaluate(text, data))
