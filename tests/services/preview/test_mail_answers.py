"""Answers to a mail in a preview: the first counts, time runs out on the virtual clock, and a mail can come back."""

from __future__ import annotations

import json
from xml.sax.saxutils import quoteattr

import pytest

from connectors.sdk.host import Hosts
from engine.runtime import RequestError
from modeler.services.catalog import discover
from modeler.services.preview.starting import PreviewOptions, give_answer, start_preview
from tests.services.connector_processes import document

CONFIG = {
    "email": "mia@example.org",
    "subject": "Please review",
    "keyName": "action",
    "bodyType": "text",
    "body": "Yes?",
    "options": [{"content": "Approve", "value": "approved", "buttonVariant": "btn-success"}],
}


def asked(boundary="", **config):
    settings = quoteattr(json.dumps({**CONFIG, **config}))
    task = f'<bpmn:callActivity id="ask" name="Ask" calledElement="ProcessId-4" pm:config={settings}/>'
    with Hosts() as hosts:
        preview = start_preview(document(task, extra=boundary), discover(), hosts, PreviewOptions())
        preview.request.run()
        assert preview.request.waiting == ["ask"]
        yield preview


def boundary(event):
    return (
        f'<bpmn:boundaryEvent id="caught" attachedToRef="ask">{event}</bpmn:boundaryEvent><bpmn:endEvent id="sorry"/>'
        '<bpmn:sequenceFlow id="away" sourceRef="caught" targetRef="sorry"/>'
    )


ERROR = boundary("<bpmn:errorEventDefinition/>")


@pytest.fixture
def ask():
    made = []

    def run(*arguments, **config):
        made.append(asked(*arguments, **config))
        return next(made[-1])

    yield run
    for each in made:
        each.close()


def test_the_first_answer_counts_and_a_second_one_is_told(ask):
    preview = ask()

    preview.answer("ask", "Approve")

    assert (preview.request.status, preview.request.data) == ("completed", {"action": "approved"})
    with pytest.raises(RequestError, match="only the first answer counts"):
        give_answer(preview.request, "ask", {"action": "rejected"})
    assert preview.request.data == {"action": "approved"}


def test_nobody_answers_in_time(ask):
    preview = ask(ERROR, expiration="P3D")
    begun = preview.request.now

    preview.request.advance()

    assert (preview.request.now - begun).days == 3
    assert (preview.request.status, preview.request.path[-2:]) == ("completed", ["caught", "sorry"])
    assert len(preview.effects) == 1


def test_an_answer_in_time_stops_the_clock(ask):
    preview = ask(ERROR, expiration="P3D")

    preview.answer("ask", "Approve")

    assert (preview.request.path[-1], preview.request.next_due) == ("end", None)


def test_without_somebody_to_catch_it_the_end_of_the_time_is_an_incident(ask):
    preview = ask(expiration="PT1H")

    preview.request.advance()

    assert preview.request.errors[0]["code"] == "answer.expired"


def test_a_mail_may_come_back(ask):
    preview = ask(ERROR)

    preview.answer("ask", "The mail cannot be delivered")

    assert preview.request.path[-2:] == ["caught", "sorry"]


def test_a_boundary_timer_ends_the_wait_too(ask):
    timer = "<bpmn:timerEventDefinition><bpmn:timeDuration>PT72H</bpmn:timeDuration></bpmn:timerEventDefinition>"

    preview = ask(boundary(timer))
    preview.request.advance()

    assert preview.request.path[-1] == "sorry"


def test_a_comment_is_kept_beside_the_answer(ask):
    preview = ask(commentVariable="note")

    give_answer(preview.request, "ask", {"action": "approved", "note": "Well done"})

    assert preview.request.data == {"action": "approved", "note": "Well done"}
