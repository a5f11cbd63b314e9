"""Tasks that notify people by mail when they start."""

from __future__ import annotations

import json
import re
from xml.sax.saxutils import quoteattr

import pytest

from connectors.sdk.host import Hosts
from modeler.services.catalog import discover
from modeler.services.preview.starting import PreviewOptions, give_answer, start_preview
from tests.services.connector_processes import connector_task, document

MAIL = {"type": "text", "subject": "Please review {{n}}", "textBody": "x", "expression": "", "sendAt": "task-start",
        "toRecipients": [{"type": "assignedUser", "value": None}]}  # fmt: skip


@pytest.fixture(scope="module", autouse=True)
def hosts():
    with Hosts() as made:
        HOSTS.append(made)
        yield
    HOSTS.clear()


HOSTS = []


def run(*notifications, kind="userTask", attributes="", workspace=None, **data):
    settings = {"web_entry": None, "email_notifications": {"notifications": list(notifications)}}
    task = connector_task("review", "", settings).replace("serviceTask", kind).replace('implementation=""', attributes)
    options = PreviewOptions(data={"n": 7, **data}, workspace=workspace)
    preview = start_preview(document(task), discover(), HOSTS[0], options)
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


def test_mails_at_the_end_are_sent_with_the_answer_when_the_task_is_completed():
    preview = run({**MAIL, "sendAt": "task-end", "subject": "Decided: {{answer}} in {{_task_name}}"})
    assert preview.effects == ()

    give_answer(preview.request, "review", {"answer": "yes"})

    assert preview.request.status == "completed"
    assert [effect.title for effect in preview.effects] == ["Decided: yes in review"]
    while preview.request.path[-1] != "review":
        preview.request.step_back()
    preview.request.step_back()
    assert preview.effects == ()


def test_a_condition_of_a_mail_at_the_end_sees_the_answer():
    preview = run({**MAIL, "sendAt": "task-end", "expression": 'answer == "no"'})

    give_answer(preview.request, "review", {"answer": "yes"})

    assert preview.effects == ()


def test_a_mail_at_the_end_that_cannot_be_sent_is_told_in_the_trace():
    preview = run({**MAIL, "sendAt": "task-end", "toRecipients": []})

    give_answer(preview.request, "review", {})

    assert preview.request.status == "completed"
    assert "its mail was not sent: The mail has no recipient." in preview.trace_lines()


@pytest.mark.parametrize("change", [{"toRecipients": []}, {"expression": "n =="}, {"type": "screen", "screenRef": 9}])
def test_a_mail_that_cannot_be_sent_does_not_hold_up_the_task(change):
    preview = run({**MAIL, **change}, MAIL)

    assert preview.request.status == "waiting"
    assert len(preview.effects) == 1
    assert "its mail was not sent" in preview.request.reasons["review"]


def by_mail(**settings):
    return f'pm:isActionsByEmail="true" pm:configEmail={quoteattr(json.dumps(settings))}'


@pytest.fixture
def workspace(tmp_path):
    (tmp_path / "screens").mkdir()
    (tmp_path / "screens" / "ask.html").write_text('<a href="{{abe_uri}}/{{token_abe}}">{{who}}</a>')
    (tmp_path / "users.json").write_text('[{"id": 5, "fullname": "Ann Lee", "email": "ann@example.org"}]')
    return tmp_path


def test_a_task_by_mail_sends_its_screen_with_a_link_and_is_answered_like_any_other(workspace):
    settings = by_mail(subject="Please do {{n}}", screenEmailRef="ask", emailServer="")
    data = {"who": "A & B", "_user": {"id": 5}}

    preview = run(kind="task", attributes=settings, workspace=workspace, **data)
    (mail,) = preview.effects

    assert (mail.connector, mail.title, mail.recipients) == (
        "actions-by-email-task",
        "Please do 7",
        ("ann@example.org",),
    )
    page = mail.message().get_body(("html",)).get_content()
    assert re.search(r'href="https://answer\.invalid/[0-9a-f-]{36}">A &amp; B<', page)
    assert run(kind="task", attributes=settings, workspace=workspace, **data).effects[0].files == mail.files
    give_answer(preview.request, "review", {"done": True})
    assert preview.request.status == "completed"


def test_notifications_beside_a_task_by_mail_are_sent_too(workspace):
    settings = by_mail(subject="Do", screenEmailRef="ask", email_notifications={"notifications": [MAIL]})

    preview = run(attributes=settings, workspace=workspace)

    assert preview.request.reasons["review"] == "an answer of the person"
    assert [mail.title for mail in preview.effects] == ["Do", "Please review 7"]


@pytest.mark.parametrize(
    "attributes",
    [
        by_mail(subject="Do").replace('"true"', '"false"'),
        'pm:isActionsByEmail="true" pm:configEmail="{"',
        'pm:configEmail="[]"',
    ],
)
def test_a_task_whose_mail_is_off_or_unreadable_sends_nothing(attributes):
    preview = run(attributes=attributes)

    assert (preview.effects, preview.request.waiting) == ((), ["review"])


@pytest.mark.parametrize(("settings", "words"), [({"subject": "x"}, "No screen"), ({"screenEmailRef": 9}, "Screen 9")])
def test_a_task_by_mail_that_cannot_be_sent_waits_all_the_same(settings, words):
    preview = run(attributes=by_mail(**settings))

    assert preview.request.status == "waiting"
    assert words in preview.request.reasons["review"]
