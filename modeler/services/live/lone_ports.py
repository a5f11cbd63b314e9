"""Ports for a question outside of any Request: calls and secrets are given, all else is empty."""

from __future__ import annotations

from datetime import UTC, datetime

from connectors.sdk.ports import Http, Ports, Secrets, Sources, TaskInfo
from connectors.sdk.values import JsonObject
from modeler.services.preview.outbox import Outbox
from modeler.services.preview.ports import (
    NoScreens,
    OutboxFiles,
    OutboxMail,
    PreviewLinks,
    RequestFiles,
    RequestTemplates,
    StillClock,
)
from modeler.services.workspace.directory import People, RequestDirectory


def lone_ports(
    task: TaskInfo, connector: str, data: JsonObject, http: Http, secrets: Secrets, sources: Sources
) -> Ports:
    """Ports for one question; what would be sent otherwise goes nowhere."""
    now, outbox, element = datetime.now(UTC), Outbox(), task.element_id
    return Ports(
        task=task,
        clock=StillClock(now),
        templates=RequestTemplates(),
        mail=OutboxMail(outbox, element, connector, now),
        directory=RequestDirectory(People(), data, stand_ins=True),
        screens=NoScreens(),
        files=OutboxFiles(RequestFiles(), outbox, element, connector, now),
        secrets=secrets,
        http=http,
        sources=sources,
        links=PreviewLinks(element, 1, 0),
    )
