"""Reply mails answer questions: matched, understood, their comment kept; reports of failed delivery are errors."""

from __future__ import annotations

from email import message_from_string, policy
from email.message import EmailMessage

import pytest

from modeler.services.catalog import discover
from modeler.services.live.replies import understood
from modeler.services.live.reply_text import own_lines
from tests.live.questions import asked, question_of

QUOTED = [
    "On Mon, 30 Nov 2026 at 12:00, Orders <orders@example.org> wrote:\n> Please decide",
    "On Mon, 30 Nov 2026 at 12:00, Orders <orders@example.org>\nwrote:\n\n> Please decide",
    "Am 30.11.2026 um 12:00 schrieb Orders:\n> Please decide",
    "-----Original Message-----\nFrom: Orders",
    "________________________________\nFrom: Orders <orders@example.org>",
    "From: Orders <orders@example.org>\nSent: Monday",
    "> Please decide",
    "-- \nAnn Lee",
    "Le 30 nov. 2026 à 12:00, Orders <orders@example.org> a écrit :\n> x",
]


def reply(question, text, html="", **headers):
    message = EmailMessage()
    message["From"] = "Ann <ann@example.org>"
    message["Subject"] = f"Re: Please decide {question.tag}"
    message["In-Reply-To"] = f"<{question.message}@example.org>"
    for name, value in headers.items():
        key = name.replace("_", "-")
        del message[key]
        if value:
            message[key] = value
    message.set_content(text)
    if html:
        message.add_alternative(html, subtype="html")
    return message


@pytest.fixture
def waiting(kit, folder, mailer):
    runs, run = asked(kit, folder)
    yield runs, run, question_of(runs, run)
    runs.close()


def test_the_subject_of_the_mail_carries_the_tag(waiting, mailer):
    _, _, question = waiting

    assert f"Subject: Please decide\r\n {question.tag}\r\n" in mailer.envelopes[0]
    assert f"Message-ID: <{question.message}@example.org>" in mailer.envelopes[0]


@pytest.mark.parametrize("quoted", QUOTED)
def test_the_answer_and_the_comment_stand_before_the_quoted_mail(waiting, quoted):
    runs, _, question = waiting

    found = understood(reply(question, f"Reject it.\n\nToo dear,\nsorry.\n\n{quoted}\n"), runs.desk)

    assert (found.kind, found.number, found.comment) == ("answer", 2, "Too dear,\nsorry.")
    assert found.sender == "Ann <ann@example.org>"


@pytest.mark.parametrize("text", ["approve", "  APPROVE! ", "Approved", "“Approve”", "*Approve*"])
def test_an_answer_is_named_by_its_button_or_its_value(waiting, text):
    runs, _, question = waiting

    assert understood(reply(question, text), runs.desk).number == 1


def test_a_reply_without_references_is_found_by_its_tag(waiting):
    runs, _, question = waiting

    assert understood(reply(question, "Approve", In_Reply_To=""), runs.desk).number == 1


def test_a_reply_with_another_subject_is_found_by_its_references(waiting):
    runs, _, question = waiting
    message = reply(question, "Approve", Subject="AW: something", In_Reply_To="",
                    References=f"<x@y.z> <{question.message}@example.org>")  # fmt: skip

    assert understood(message, runs.desk).number == 1


def test_a_reply_in_html_alone_is_read_as_text(waiting):
    runs, _, question = waiting
    message = reply(question, "")
    message.set_content(
        "<div>Reject&nbsp;it</div><div>Too <b>dear</b></div><blockquote>Approve</blockquote>", subtype="html"
    )

    found = understood(message, runs.desk)

    assert (found.number, found.comment) == (2, "Too dear")


def test_a_reply_that_names_no_answer_is_unclear(waiting):
    runs, _, question = waiting

    found = understood(reply(question, "Let me think about it.\n"), runs.desk)

    assert (found.kind, found.number) == ("unclear", 0)


def test_mails_of_machines_and_of_others_are_no_answers(waiting):
    runs, _, question = waiting

    assert understood(reply(question, "Approve", Auto_Submitted="auto-replied"), runs.desk) is None
    assert understood(reply(question, "Approve", Precedence="bulk"), runs.desk) is None
    assert understood(reply(question, "Approve", In_Reply_To="<x@y.z>", Subject="Hello"), runs.desk) is None
    assert understood(reply(question, "Approve", In_Reply_To="", Subject="[PW-0123456789ab]"), runs.desk) is None


@pytest.mark.parametrize(
    "headers",
    [
        {"X_Autoreply": "yes"},
        {"X_Autorespond": "away"},
        {"Return_Path": "<>"},
        {"Auto_Submitted": "auto-notified; x=y"},
    ],
)
def test_absence_notes_of_old_programs_are_no_answers(waiting, headers):
    runs, _, question = waiting

    assert understood(reply(question, "Approve", **headers), runs.desk) is None


def test_a_persons_mail_is_an_answer_though_its_server_wants_no_absence_notes(waiting):
    runs, _, question = waiting

    found = understood(reply(question, "Approve", X_Auto_Response_Suppress="All", Auto_Submitted="no; x=y"), runs.desk)

    assert found.number == 1


def test_a_receipt_that_a_mail_was_read_is_no_answer(waiting):
    runs, _, question = waiting
    receipt = reply(question, "Your mail was read.")
    receipt.add_attachment(b"Disposition: displayed", maintype="message", subtype="disposition-notification")
    receipt.replace_header("Content-Type", "multipart/report; report-type=disposition-notification; boundary=X")

    assert understood(receipt, runs.desk) is None


def bounce(question, status="5.1.1", action="failed"):
    text = f"""From: MAILER-DAEMON@example.org
Subject: Undelivered Mail Returned to Sender
Auto-Submitted: auto-replied
Content-Type: multipart/report; report-type=delivery-status; boundary=XX

--XX
Content-Type: text/plain

Sorry.
--XX
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.org

Final-Recipient: rfc822; ann@example.org
Action: {action}
Status: {status}
Diagnostic-Code: smtp; 550 no such user

--XX
Content-Type: text/rfc822-headers

Subject: Please decide
Message-ID: <{question.message}@example.org>

--XX--
"""
    return message_from_string(text, policy=policy.default)


def test_a_report_of_failed_delivery_is_the_connectors_error(waiting):
    runs, run, question = waiting

    found = understood(bounce(question), runs.desk)
    assert found.kind == "delivery"
    assert "550 no such user" in found.comment
    assert "ann@example.org" in found.comment
    runs._act_on(discover(), found)

    assert run.request.status == "completed"
    assert run.request.path[-1] == "lost"


def test_one_of_several_recipients_whom_the_mail_does_not_reach_is_told(waiting):
    runs, _, question = waiting
    report = (
        bounce(question)
        .as_string()
        .replace(
            "Final-Recipient",
            "Final-Recipient: rfc822; bo@example.org\nAction: delivered\nStatus: 2.0.0\n\nFinal-Recipient",
            1,
        )
    )

    found = understood(message_from_string(report, policy=policy.default), runs.desk)

    assert found.comment == "The mail was not delivered: ann@example.org: smtp; 550 no such user"


def test_a_delay_of_delivery_is_no_failure(waiting):
    runs, _, question = waiting

    assert understood(bounce(question, "4.4.1", "delayed"), runs.desk) is None


def test_text_that_only_looks_like_a_quote_head_stays():
    assert own_lines("On it: I approve\nFrom now on\nAm Montag") == ["On it: I approve", "From now on", "Am Montag"]
