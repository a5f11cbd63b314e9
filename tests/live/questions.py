"""A process that asks Ann by mail, with a boundary error event for mails that come back."""

from __future__ import annotations

import json
import re
from typing import Any
from xml.sax.saxutils import quoteattr

from engine.bpmn import Document
from modeler.services.live.answering import Question
from modeler.services.live.runs import LiveRun, LiveRuns
from tests.live.kit import Kit, Mailer, started
from tests.services.connector_processes import process

OPTIONS = [
    {"content": "Approve", "value": "approved", "buttonVariant": "btn-success"},
    {"content": "Reject it", "value": "rejected", "buttonVariant": "btn-danger"},
]
LINK = re.compile(r"http://127\.0\.0\.1(?::\d+)?/answer/[\w.\-]+")


def asking(**more: Any) -> Document:
    """Start, ask, end; an error at the question leads to its own end."""
    settings = {"email": "ann@example.org", "subject": "Please decide", "keyName": "action", "options": OPTIONS,
                "bodyType": "text", "body": "Order {{n}}", "commentVariable": "remark", **more}  # fmt: skip
    task = f'<bpmn:callActivity id="ask" name="Ask Ann" pm:config={quoteattr(json.dumps(settings))}/>'
    boundary = (
        '<bpmn:boundaryEvent id="undelivered" attachedToRef="ask"><bpmn:errorEventDefinition errorRef="E"/>'
        '</bpmn:boundaryEvent><bpmn:endEvent id="lost"/>'
        '<bpmn:sequenceFlow id="fx" sourceRef="undelivered" targetRef="lost"/>'
    )
    text = process(task, extra=boundary).decode()
    errors = '<bpmn:error id="E" errorCode="mail.undeliverable"/></bpmn:definitions>'
    return Document.from_bytes(text.replace("</bpmn:definitions>", errors).encode(), "ask.bpmn")


def asked(kit: Kit, folder: Any, **more: Any) -> tuple[LiveRuns, LiveRun]:
    """A run that has asked and waits."""
    runs = kit.runs()
    return runs, started(runs, asking(**more), folder, "ask", n=3)


def links(mailer: Mailer) -> list[str]:
    """The links of the last mail, in the order of its buttons."""
    text = mailer.envelopes[-1].replace("=\r\n", "").replace("=3D", "=")
    return list(dict.fromkeys(LINK.findall(text)))


def question_of(runs: LiveRuns, run: LiveRun) -> Question:
    """The question of a run."""
    return runs.desk.questions(run.id)[0]
