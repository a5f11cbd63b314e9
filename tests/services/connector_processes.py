"""Small processes with connectors, written as text for previews."""

from __future__ import annotations

import json
from itertools import pairwise
from typing import Any
from xml.sax.saxutils import quoteattr

from engine.bpmn import Document

MAIL = "connector-send-email/processmaker-communication-email-send"
PDF = "connector-pdf-print/processmaker-communication-pdf-print"
SERVICE = "package-data-sources/data-source-task-service"
SLACK = "connector-slack/processmaker-communication-slack"
BASE = {"type": "text", "subject": "Order {{n}}", "textBody": "Dear {{who}}", "screenRef": None}
TO_REQUESTER = [{"type": "requester", "value": None}]
HEAD = (
    '<?xml version="1.0"?><bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" '
    'xmlns:pm="http://processmaker.com/BPMN/2.0/Schema.xsd" id="D" targetNamespace="http://example.org/">'
    '<bpmn:process id="P" name="Order" isExecutable="true">'
)


def mail_task(id: str = "mail", **config: Any) -> str:
    """A Send Email task."""
    return connector_task(id, MAIL, {**BASE, "toRecipients": TO_REQUESTER, **config})


def connector_task(id: str, implementation: str, config: Any) -> str:
    """A service task with settings; a text is taken as it is."""
    text = config if isinstance(config, str) else json.dumps(config)
    return f'<bpmn:serviceTask id="{id}" name="{id}" implementation="{implementation}" pm:config={quoteattr(text)}/>'


def process(*nodes: str, extra: str = "") -> bytes:
    """A process that passes from a start event through the nodes to an end event."""
    ids = ["start", *(node.partition('id="')[2].partition('"')[0] for node in nodes), "end"]
    flows = "".join(
        f'<bpmn:sequenceFlow id="f{number}" sourceRef="{source}" targetRef="{target}"/>'
        for number, (source, target) in enumerate(pairwise(ids))
    )
    body = f'<bpmn:startEvent id="start"/>{"".join(nodes)}<bpmn:endEvent id="end"/>{flows}{extra}'
    return f"{HEAD}{body}</bpmn:process></bpmn:definitions>".encode()


def document(*nodes: str, extra: str = "") -> Document:
    """The process as a document."""
    return Document.from_bytes(process(*nodes, extra=extra), "order.bpmn")
