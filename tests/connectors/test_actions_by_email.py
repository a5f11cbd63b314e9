"""Actions By Email: the question with its buttons, and what an answer means."""

from __future__ import annotations

import email
from email import policy

import pytest

from connectors.actions_by_email.buttons import Button, as_html, with_buttons
from connectors.actions_by_email.run import ActionsByEmail
from connectors.sdk.connector import Answer, ConnectorError
from connectors.sdk.durations import seconds_of
from connectors.sdk.testing import fake_ports

YES = {"content": "Approve", "value": "approved", "buttonVariant": "btn-success"}
NO = {"content": "Reject {{n}}", "value": "rejected", "buttonVariant": "btn-danger"}
BASE = {"email": "{{boss}}", "subject": "Please review {{n}}", "keyName": "action", "options": [YES, NO],
        "body": "<p>Dear {{who}}</p>", "bodyType": "text", "emailServer": ""}  # fmt: skip
DATA = {"boss": "mia@example.org", "who": "A & B", "n": 7}


def ask(**config):
    ports = fake_ports(pages={"31": "<h1>{{who}}</h1>"})
    outcome = ActionsByEmail().run({**BASE, **config}, DATA, ports)
    (sent,) = ports.mail.sent
    return outcome, email.message_from_bytes(sent.message, policy=policy.default), sent


def html_of(message):
    return message.get_body(("html",)).get_content()


def test_the_question_goes_out_with_a_button_for_each_answer():
    _, message, sent = ask()

    page = html_of(message)
    assert (message["Subject"], sent.recipients) == ("Please review 7", ("mia@example.org",))
    assert "<p>Dear A &amp; B</p>" in page
    assert (
        page.index("answer.invalid/1") < page.index("Approve") < page.index("answer.invalid/2") < page.index("Reject 7")
    )
    assert "Approve: https://answer.invalid/1" in message.get_body(("plain",)).get_content()


def test_the_task_waits_and_offers_its_answers():
    outcome, _, _ = ask()

    assert outcome.waits
    assert outcome.answers[:2] == (
        Answer("Approve", {"action": "approved"}),
        Answer("Reject 7", {"action": "rejected"}),
    )
    assert [answer.error.code for answer in outcome.answers[2:]] == ["mail.undeliverable"]
    assert outcome.late is None
    assert outcome.data == {}


def test_a_screen_may_be_the_body():
    assert "<h1>A &amp; B</h1>" in html_of(ask(bodyType="screen", screenRef=31)[1])


def test_several_people_are_asked_by_name():
    _, message, sent = ask(email="a@example.org, B <b@example.org>, A@example.org", targetName="Ann")

    assert sent.recipients == ("a@example.org", "b@example.org")
    assert message["To"] == "Ann <a@example.org>, B <b@example.org>"


@pytest.mark.parametrize(
    ("config", "words"),
    [
        ({"keyName": " "}, "under which variable"),
        ({"options": []}, "no button"),
        ({"email": ""}, "no recipient"),
        ({"bodyType": "screen", "screenRef": ""}, "No screen is chosen"),
        ({"subject": "a\nb"}, "one line"),
    ],
)
def test_what_is_missing_is_named(config, words):
    with pytest.raises(ConnectorError, match=words):
        ask(**config)


def test_a_button_cannot_break_out_of_its_place():
    page = as_html([Button('"><script>', "v", '"><script>', 'https://x/"><script>')])

    assert "<script>" not in page


def test_buttons_stand_inside_the_body_of_a_whole_page():
    page = with_buttons("<html><BODY>x</BODY></html>", [Button("Yes", "y", "btn-dark", "https://x/1")])

    assert page.index("Yes") < page.index("</BODY>")


def test_equal_values_are_remarked():
    (finding,) = ActionsByEmail().check({"options": [YES, NO, {**NO, "value": "approved"}]})

    assert finding.path == ("options", 2, "value")


def test_an_answer_may_have_an_end_and_a_comment():
    outcome, _, _ = ask(expiration="PT{{n}}H", commentVariable="note")

    assert outcome.seconds == 7 * 3600
    assert outcome.late.error.code == "answer.expired"
    assert outcome.answers[0].data == {"action": "approved", "note": ""}
    assert [answer.error.code for answer in outcome.answers[2:]] == ["answer.expired", "mail.undeliverable"]


@pytest.mark.parametrize("text", ["soon", "P", "PT", "P1Y", "P0D", "3 days", "P99999D"])
def test_an_end_that_is_no_time_is_named_before_anything_is_sent(text):
    with pytest.raises(ConnectorError, match="is not a time to wait"):
        ask(expiration=text)


@pytest.mark.parametrize(
    ("text", "seconds"),
    [("P3D", 259_200), ("P1W", 604_800), ("PT1H30M", 5_400), ("P1DT0.5S", 86_400.5), (" PT5M ", 300)],
)
def test_durations_are_read(text, seconds):
    assert seconds_of(text) == seconds


@pytest.mark.parametrize(
    ("style", "background", "color"),
    [
        ("btn-primary", "#1d4ed8", "#ffffff"),
        ("btn-secondary", "#4b5563", "#ffffff"),
        ("btn-success", "#15803d", "#ffffff"),
        ("btn-info", "#0f766e", "#ffffff"),
        ("btn-warning", "#facc15", "#111827"),
        ("btn-danger", "#b91c1c", "#ffffff"),
        ("btn-dark", "#111827", "#ffffff"),
        ("btn-light", "#ffffff", "#111827"),
        ("btn-unknown", "#1d4ed8", "#ffffff"),
    ],
)
def test_each_style_has_its_colors(style, background, color):
    drawn = as_html([Button("Yes", "y", style, "https://x/1")])

    assert f"background: {background}; color: {color}" in drawn
