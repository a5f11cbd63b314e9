"""Whatever text comes from a Request: a mail gets no header, recipient or file that its settings do not name."""

from __future__ import annotations

import email
from email import policy

from hypothesis import example, given, settings
from hypothesis import strategies as st

from connectors.sdk.connector import ConnectorError
from connectors.sdk.ports import File, Person
from connectors.sdk.testing import fake_ports
from connectors.send_email.run import SendEmail

EVIL = st.text(st.sampled_from(list("ab@.,;:<>\"'()\\=?_ \r\n\t\0\x85\u2028é\U0001f600")), max_size=30)
HEADERS = ["From", "Subject", "Date", "Message-ID", "Auto-Submitted", "To", "MIME-Version", "Content-Type"]
CONFIG = {
    "type": "text",
    "subject": "{{subject}}",
    "textBody": "{{body}}",
    "toRecipients": [{"type": "requester", "value": None}],
    "attachments": [{"source": "variable", "value": "file"}],
}


@settings(max_examples=300, deadline=None)
@given(subject=EVIL, body=EVIL, name=EVIL, file=EVIL, screen=st.booleans())
@example(subject="a\r\nBcc: eve@example.org", body="", name="", file="", screen=False)
@example(subject="=?utf-8?q?a=0D=0ABcc:_eve@example.org?=", body="", name="", file="", screen=False)
@example(subject="", body="", name="=?utf-8?q?a=0D=0ABcc:_eve@example.org?=", file="", screen=False)
@example(subject="", body="", name="", file="=?utf-8?q?a=0D=0ABcc:_eve@example.org?=", screen=False)
@example(subject="", body="/etc/hostname", name='x" <eve@example.org>, "y', file="../../x", screen=True)
def test_no_text_adds_a_header_a_recipient_or_a_file(subject, body, name, file, screen):
    ports = fake_ports(
        people={"requester": [Person(name, "ann@example.org")]},
        files={"1": File(file, "text/plain", b"x")},
        pages={"7": "<p>{{body}}</p>"},
    )
    config = {**CONFIG, "type": "screen", "screenRef": 7} if screen else CONFIG

    try:
        SendEmail().run(config, {"subject": subject, "body": body, "file": 1}, ports)
    except ConnectorError:
        assert ports.mail.sent == []
        return

    (sent,) = ports.mail.sent
    message = email.message_from_bytes(sent.message, policy=policy.default)
    assert message.keys() == HEADERS
    assert [address.addr_spec for address in message["To"].addresses] == ["ann@example.org"]
    assert sent.recipients == ("ann@example.org",)
    assert len(list(message.iter_attachments())) == 1
    assert message.defects == []


@settings(max_examples=300, deadline=None)
@given(EVIL)
@example('"=?utf-8?q?a" <a@example.org>, "=0D=0ABcc:_e@x.org?=" <b@example.org>')
@example("=?utf-8?q?a=0D=0A?=@example.org")
@example("2+2=? <a@example.org>")
def test_an_address_is_taken_whole_or_refused(text):
    ports = fake_ports()
    config = {**CONFIG, "toRecipients": [{"type": "email", "value": "{{to}}"}], "attachments": []}

    try:
        SendEmail().run(config, {"subject": "s", "body": "b", "to": text}, ports)
    except ConnectorError:
        assert ports.mail.sent == []
        return

    (sent,) = ports.mail.sent
    message = email.message_from_bytes(sent.message, policy=policy.default)
    assert tuple(address.addr_spec for address in message["To"].addresses) == sent.recipients
    assert all(address in text or address.encode("ascii") for address in sent.recipients)
    assert message.keys() == HEADERS
