"""The e-mail notifications of a task: sent when it starts, by the same connector that Send Email tasks use.

They stand in the task's own settings, `pm:config` → `email_notifications`. A mail that cannot be sent never holds up
the task; why is said where the preview says what the task waits for.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from connectors.sdk.connector import ConnectorError
from connectors.sdk.manifest import Manifest
from connectors.sdk.ports import PortError
from connectors.sdk.values import JsonObject, as_list, as_object, as_text
from engine.bpmn import Document, Element, Task
from engine.bpmn.namespaces import PROCESSMAKER
from engine.runtime.handlers import Outcome, TaskCall, waiting
from modeler.editing.binding import parsed
from modeler.services.connector_tasks import Bench, plain
from modeler.services.preview_ports import RequestTemplates

SEND_EMAIL = "send-email"
_KINDS = ("bpmn:task", "bpmn:userTask", "bpmn:manualTask")


@dataclass(frozen=True)
class NotifyingTask:
    """A person's task that sends its mails first and then waits for the person."""

    manifest: Manifest
    notifications: tuple[JsonObject, ...]
    bench: Bench

    def run(self, call: TaskCall) -> Outcome:
        """Send what is due at the start; the task itself waits for an answer."""
        self.bench.begin()
        data = plain(call.data)
        failures = [words for each in self.notifications if (words := self._sent(each, call, data))]
        return waiting("; ".join(["an answer of the person", *failures]))

    def _sent(self, notification: JsonObject, call: TaskCall, data: JsonObject) -> str:
        """Send one mail; returns why it could not be, or nothing."""
        try:
            if not _is_due(as_text(notification.get("expression")), data):
                return ""
            redactor = self.bench.redactor()
            ports = self.bench.ports(self.manifest, call, data, self.bench.visit(call), redactor)
            self.bench.hosts.host(self.manifest).run(self.manifest, notification, data, ports, redactor)
        except (ConnectorError, PortError) as error:
            return f"its mail was not sent: {error.message}"
        return ""


def notifying_tasks(document: Document, manifest: Manifest | None, bench: Bench) -> dict[str, NotifyingTask]:
    """The tasks of a document that send mails when they start, by element id."""
    if manifest is None:
        return {}
    found = {}
    for task in document.elements(Task):
        notifications = notifications_of(task)
        if notifications and task.id:
            found[task.id] = NotifyingTask(manifest, tuple(notifications), bench)
    return found


def notifications_of(element: Element) -> list[JsonObject]:
    """The settings of the mails that a task sends when it starts; none for elements that send none."""
    return list(_at_start(element)) if element.kind in _KINDS else []


def _at_start(task: Element) -> Iterator[JsonObject]:
    settings = parsed(task.foreign(PROCESSMAKER, "config")).values
    for each in as_list(as_object(settings.get("email_notifications")).get("notifications")):
        notification = as_object(each)
        if notification.get("sendAt", "task-start") == "task-start":
            yield notification


def _is_due(expression: str, data: JsonObject) -> bool:
    """An empty expression always holds; Mustache in it is filled in first."""
    templates = RequestTemplates()
    text = templates.render(expression, data).strip()
    return not text or bool(templates.evaluate(text, data))
