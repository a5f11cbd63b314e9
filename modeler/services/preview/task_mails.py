"""The mails of tasks: notifications when a person's task starts or is completed, the task itself, and of a failure.

They are settings of ordinary tasks, described by companions of Send Email and Actions By Email; that of a failure goes
to the process manager where the task's error handling says so. A mail that cannot be sent never holds up the task; why
is said where the preview says what the task waits for, and in the trace.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from connectors.sdk.connector import ConnectorError
from connectors.sdk.manifest import Manifest
from connectors.sdk.ports import PortError
from connectors.sdk.values import JsonObject, as_list, as_object, as_text
from engine.bpmn import Activity, Document, Element
from engine.bpmn.namespaces import PROCESSMAKER
from engine.runtime.handlers import MANAGER, Outcome, TaskCall, TaskHandler, completed, waiting
from modeler.editing import binding
from modeler.services.catalog import Catalog
from modeler.services.preview.connector_tasks import RESERVED, Bench, plain
from modeler.services.preview.library import named
from modeler.services.preview.ports import RequestTemplates
from modeler.services.screens import FolderScreens

NOTIFICATIONS = "send-email-notifications"
BY_MAIL = "actions-by-email-task"
LONGEST_VALUE = 4_000
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,99}")
START, END, FAILURE = "task-start", "task-end", "failure"
FAILED: JsonObject = {
    "subject": "{{_task_name}} has failed",
    "type": "text",
    "textBody": "{{_task_name}} in the Request {{_request.name}} has failed: {{message}}",
    "toRecipients": [{"type": "manager", "value": None}],
}
"""The mail of a failure."""


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
        due = [mail for mail in self.mails if mail.moment == moment]
        return _send(self.bench, due, call)


@dataclass(frozen=True)
class FailureMails:
    """Writes to the process manager about tasks that have failed for good."""

    mails: Mapping[str, TaskMail]
    bench: Bench

    def run(self, call: TaskCall) -> Outcome:
        """Send the mail of the task that failed; the message says why it could not be sent."""
        mail = self.mails.get(call.element)
        words = _send(self.bench, [mail] if mail is not None else [], call)
        return replace(completed(), message="; ".join(words))


def _send(bench: Bench, mails: Sequence[TaskMail], call: TaskCall) -> list[str]:
    """Send mails about a task; returns why some could not be."""
    bench.begin()
    data: JsonObject = {**plain(call.data), "_task_name": call.name or call.element}
    return [words for mail in mails if (words := _sent(bench, mail, call, data))]


def _sent(bench: Bench, mail: TaskMail, call: TaskCall, data: JsonObject) -> str:
    try:
        if not _is_due(mail.expression, data):
            return ""
        redactor = bench.redactor()
        ports = bench.ports(mail.manifest, call, data, bench.visit(call), redactor)
        bench.hosts.host(mail.manifest).run(mail.manifest, mail.settings, data, ports, redactor)
    except (ConnectorError, PortError) as error:
        return f"its mail was not sent: {error.message}"
    return ""


def notifying_tasks(
    document: Document, catalog: Catalog, bench: Bench, lent: Sequence[Document] = ()
) -> dict[str, TaskHandler]:
    """The tasks that send mails, of a document and those that are lent to it, and what writes to the manager."""
    if not any(manifest.companions for manifest in catalog.connectors):
        return {}
    found: dict[str, TaskHandler] = {}
    failures: dict[str, TaskMail] = {}
    for id, task in named(document, lent):
        mails = mails_of(task, catalog) if isinstance(task, Activity) else ()
        own = tuple(mail for mail in mails if mail.moment != FAILURE)
        if own:
            found[id] = NotifyingTask(own, bench)
        failures.update((id, mail) for mail in mails if mail.moment == FAILURE)
    return {**found, MANAGER: FailureMails(failures, bench)} if failures else found


def by_mail_settings(task: Element, catalog: Catalog) -> JsonObject:
    """The settings of a task that is mailed to the person whom it is assigned to; empty for all others."""
    found = next((mail for mail in mails_of(task, catalog) if mail.manifest.id == BY_MAIL), None)
    return found.settings if found is not None else {}


def page_after(settings: JsonObject, folder: Path | None) -> tuple[str, str]:
    """The page that the person sees after the answer, without data as in ProcessMaker; or why it cannot be shown."""
    screen = settings.get("screenCompleteRef")
    if screen in (None, ""):
        return "", ""
    try:
        return FolderScreens(folder).render(screen, {}), ""
    except PortError as error:
        return "", error.message


def link_answer(query: Mapping[str, str]) -> tuple[str, str]:
    """The variable that a link in such a mail sets, and to what. Raises `ValueError` with a sentence."""
    name, value = query.get("varName", ""), query.get("varValue", "")
    if not name or not value:
        raise ValueError("This link does not say an answer: it needs varName and varValue.")
    if not _NAME.fullmatch(name) or name in RESERVED or len(value) > LONGEST_VALUE:
        raise ValueError("This link cannot be an answer: its variable has no name that a Request could take.")
    return name, value


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
    yield from failure_mails_of(task, catalog)


def failure_mails_of(task: Element, catalog: Catalog) -> Iterator[TaskMail]:
    """The mail to the process manager, for a task of any kind, also one that is a connector itself."""
    companions = (each for manifest in catalog.connectors for each in manifest.companions)
    mailer = next((each for each in companions if each.id == NOTIFICATIONS), None)
    if mailer is not None and _wants_failure_mail(task):
        yield TaskMail(mailer, FAILED, FAILURE)


def _wants_failure_mail(task: Element) -> bool:
    """Whether the task's error handling sends mail to the process manager."""
    try:
        entries = json.loads(task.foreign(PROCESSMAKER, "errorHandling") or "{}")
    except (ValueError, RecursionError):
        return False
    return as_object(entries).get("email_notification") in (True, "true")


def _is_due(expression: str, data: JsonObject) -> bool:
    """An empty expression always holds; Mustache in it is filled in first."""
    templates = RequestTemplates()
    text = templates.render(expression, data).strip()
    return not text or bool(templates.evaluate(text, data))
