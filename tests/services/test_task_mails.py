"""Tasks that notify people by mail when they start."""

from __future__ import annotations

import pytest

from connectors.sdk.host import Hosts
from modeler.services.catalog import discover
from modeler.services.preview import PreviewOptions, start_preview
from tests.services.connector_processes import connector_task, document

MAIL = {"type": "text", "subject": "Please review {{n}}", "textBody": "x", "expression": "", "sendAt": "task-start",
        "toRecipients": [{"type": "assignedUser", "value": None}]}  # fmt: skip


def run(*notifications, kind="userTask", **data):
    settings = {"web_entry": None, "email_notifications": {"notifications": list(notifications)}}
    task = connector_task("review", "", settings).replace("serviceTask", kind).replace('implementation=""', "")
    with Hosts() as hosts:
        preview = start_preview(document(task), discover(), hosts, PreviewOptions(data={"n": 7, **data}))
        preview.request.run()
    return preview


@pytest.mark.parametrize("kind", ["task", "userTask", "manualTask"])
def test_a_task_sends_its_mail_and_waits_for_the_person(kind):
    preview = run(MAIL, kind=kind)

    assert preview.request.waiting == ["review"]
    assert [(effect.element, effect.kind, effect.title) for effect in preview.effects] == [
        ("review", "mail", "Please review 7")
    ]
    preview.request.complete("review")
    assert preview.request.status == "completed"
    assert len(preview.effects) == 1


@pytest.mark.parametrize(("expression", "mails"), [("n == 7", 1), ("{{n}} > 9", 0), ("", 1)])
def test_an_expression_decides_whether_the_mail_is_sent(expression, mails):
    assert len(run({**MAIL, "expression": expression}).effects) == mails


def test_mails_at_the_end_are_not_sent_at_the_start():
    assert run({**MAIL, "sendAt": "task-end"}).effects == ()


@pytest.mark.parametrize("change", [{"toRecipients": []}, {"expression": "n =="}, {"type": "screen", "screenRef": 9}])
def test_a_mail_that_cannot_be_sent_does_not_hold_up_the_task(change):
    preview = run({**MAIL, **change}, MAIL)

    assert preview.request.status == "waiting"
    assert len(preview.effects) == 1
    assert "its mail was not sent" in preview.request.reasons["review"]
