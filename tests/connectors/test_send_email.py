"""Send Email: the message that comes of settings and Request data, and what is refused."""

from __future__ import annotations

import email
from email import policy

import pytest

from connectors.sdk.connector import ConnectorError
from connectors.sdk.ports import File, Person, PortError
from connectors.sdk.testing import fake_ports
from connectors.send_email.run import SendEmail

PEOPLE = {
    "requester": [Person("Ann Lee", "ann@example.org")],
    "participants": [Person("Bo", "bo@example.org"), Person("Ann Lee", "ann@example.org")],
    "manager": [Person("Mia", "mia@example.org")],
    "user:7": [Person("Ulf, the Great", "ulf@example.org")],
    "group:2": [Person("Gil", "gil@example.org"), Person("", "gus@example.org")],
}
BASE = {"type": "text", "subject": "Hello", "textBody": "Text", "screenRef": None}


def send(data=None, ports=None, **config):
    ports = ports or fake_ports(people=PEOPLE, pages={"31": "<h1>Hi {{name}}</h1><p>one<br>two</p>"})
    config = {**BASE, "toRecipients": [{"type": "requester", "value": None}], **config}
    SendEmail().run(config, data or {}, ports)
    (sent,) = ports.mail.sent
    return email.message_from_bytes(sent.message, policy=policy.default), sent


def to(kind, value=None):
    return [{"type": kind, "value": value}]


def part(message, kind):
    return message.get_body((kind,)).get_content().replace("\r\n", "\n")


def test_subject_and_text_are_filled_in_and_only_html_is_escaped():
    message, _ = send({"name": "Zoë <b> & Co"}, subject="For {{name}}", textBody="Dear {{name}},\n\nbye")

    assert message["Subject"] == "For Zoë <b> & Co"
    assert part(message, "plain") == "Dear Zoë <b> & Co,\n\nbye\n"
    assert "Dear Zoë &lt;b&gt; &amp; Co" in part(message, "html")


@pytest.mark.parametrize(
    ("recipients", "expected"),
    [
        (to("requester"), ["ann@example.org"]),
        (to("participants"), ["bo@example.org", "ann@example.org"]),
        (to("manager"), ["mia@example.org"]),
        (to("userId", "{{boss}}"), ["ulf@example.org"]),
        (to("email", '{{mail}}, "Lee, Bo" <x@example.org>'), ["a@example.org", "b@example.org", "x@example.org"]),
        (
            to("usersAndGroups", {"users": [{"id": 7, "fullname": "Ulf"}], "groups": [{"id": 2}]}),
            ["ulf@example.org", "gil@example.org", "gus@example.org"],
        ),
    ],
)
def test_every_kind_of_recipient_is_found(recipients, expected):
    message, sent = send({"boss": 7, "mail": "a@example.org,b@example.org"}, toRecipients=recipients)

    assert list(sent.recipients) == expected
    assert [address.addr_spec for address in message["To"].addresses] == expected


def test_copies_are_on_the_envelope_and_blind_ones_in_no_header():
    message, sent = send(ccRecipients=to("manager"), bccRecipients=to("email", "eve@example.org"))

    assert message["Cc"] == "Mia <mia@example.org>"
    assert sent.recipients == ("ann@example.org", "mia@example.org", "eve@example.org")
    assert b"eve" not in sent.message


def test_nobody_gets_a_mail_twice():
    _, sent = send(toRecipients=[*to("requester"), *to("participants")], ccRecipients=to("email", "ANN@example.org"))

    assert sent.recipients == ("ann@example.org", "bo@example.org")


def test_settings_of_older_versions_still_reach_people():
    _, legacy = send(toRecipients=[], users=[7], groups=[2], addEmails=["{{x}}"], requestRecipients=to("manager"),
                     data={"x": "p@example.org, q@example.org"})  # fmt: skip
    oldest, _ = send(toRecipients=[], email="ann@example.org", targetName="Ann", template="welcome")

    assert [address.split("@")[0] for address in legacy.recipients] == ["mia", "ulf", "gil", "gus", "p", "q"]
    assert oldest["To"] == "Ann <ann@example.org>"


def test_a_screen_becomes_the_body_with_its_words_as_plain_text():
    message, _ = send({"name": "A<b"}, type="screen", screenRef=31)

    assert part(message, "html").strip() == "<h1>Hi A&lt;b</h1><p>one<br>two</p>"
    assert part(message, "plain").split() == ["Hi", "A<b", "one", "two"]


def test_a_screen_that_is_not_there_is_named():
    with pytest.raises(PortError, match="Screen 99 is not in the workspace"):
        send(type="screen", screenRef=99)


def test_attachments_come_from_request_variables():
    files = {"5": File("a/b.pdf", "application/pdf", b"%PDF"), "6": File("x.txt", "text/plain", b"x")}
    rows = [
        {"source": "variable", "variableInArray": "", "value": "Order_{{n}}"},
        {"source": "variable", "variableInArray": "file", "value": "lines"},
        {"source": "variable", "variableInArray": "", "value": "empty"},
    ]
    data = {"n": 1, "Order_1": 5, "lines": [{"file": 6}, {"file": None}], "empty": None}

    message, _ = send(data, fake_ports(people=PEOPLE, files=files), attachments=rows)

    attached = [(each.get_filename(), each.get_content_type()) for each in message.iter_attachments()]
    assert attached == [("a_b.pdf", "application/pdf"), ("x.txt", "text/plain")]


def test_each_entry_of_a_list_can_hold_several_files():
    files = {number: File(f"{number}.txt", "text/plain", b"x") for number in "5678"}
    rows = [{"source": "variable", "variableInArray": "files", "value": "lines"}]
    data = {"lines": [{"files": [5, 6]}, {"files": []}, {"files": 7}, {"files": [[8]]}]}

    message, _ = send(data, fake_ports(people=PEOPLE, files=files), attachments=rows)

    assert [each.get_filename() for each in message.iter_attachments()] == ["5.txt", "6.txt", "7.txt", "8.txt"]


def test_a_variable_that_does_not_exist_cannot_be_attached():
    with pytest.raises(ConnectorError, match="no variable “contract”"):
        send(attachments=[{"source": "variable", "value": "contract"}])


def test_the_same_run_gives_the_same_bytes():
    first, second = (send({"name": "ä"}, subject="{{name}}")[1].message for _ in range(2))

    assert first == second
    assert b"Date: Mon, 05 Jan 2026 09:00:00 +0000" in first


@pytest.mark.parametrize("evil", ["x\r\nBcc: eve@example.org", "x\ny", "x\ry", "x\u2028y", "x\0y"])
@pytest.mark.parametrize("place", ["subject", "address", "name", "attachment", "screen name"])
def test_a_line_break_from_request_data_cannot_add_a_header(evil, place):
    rows = [{"source": "variable", "value": "file"}]
    cases = {
        "subject": {"subject": "{{evil}}"},
        "address": {"toRecipients": to("email", "{{evil}}")},
        "name": {"toRecipients": to("email", "{{evil}} <a@example.org>")},
        "attachment": {"attachments": rows},
        "screen name": {"toRecipients": to("manager")},
    }
    people = {**PEOPLE, "manager": [Person(evil, "mia@example.org")]}
    ports = fake_ports(people=people, files={"1": File(evil, "text/plain", b"")})

    with pytest.raises(ConnectorError, match="one line without control characters"):
        send({"evil": evil, "file": 1}, ports, **cases[place])
    assert ports.mail.sent == []


@pytest.mark.parametrize(
    "address",
    [
        "nobody",
        "a@",
        "@b.c",
        "a b@c.d",
        "a@b..c",
        "a@-b.c",
        "g: a@b.c;",
        "<a@b.c> c@d.e",
        "a@b.c;d@e.f",
        65 * "x" + "@b.c",
    ],
)
def test_a_bad_address_is_named(address):
    with pytest.raises(ConnectorError) as caught:
        send({"to": address}, toRecipients=to("email", "{{to}}"))

    assert caught.value.code == "mail.address"
    assert "is not a valid e-mail address" in caught.value.message


def test_a_name_cannot_smuggle_in_a_recipient():
    people = {**PEOPLE, "manager": [Person('x" <eve@example.org>, "y', "mia@example.org")]}

    message, sent = send(ports=fake_ports(people=people), toRecipients=to("manager"))

    assert sent.recipients == ("mia@example.org",)
    assert [address.addr_spec for address in message["To"].addresses] == ["mia@example.org"]


def test_a_body_that_names_a_file_is_only_text():
    message, _ = send({"path": "/etc/hostname"}, textBody="{{path}}")

    assert part(message, "plain") == "/etc/hostname\n"
    assert list(message.iter_attachments()) == []


def test_a_mail_without_recipients_is_not_sent():
    with pytest.raises(ConnectorError, match="no recipient"):
        send(toRecipients=[])


def test_a_server_template_of_the_oldest_version_is_remarked():
    assert [finding.path for finding in SendEmail().check({"template": "welcome"})] == [("template",)]


def test_a_file_of_the_request_is_attached_by_its_name():
    ports = fake_ports(
        people=PEOPLE, files={"{'name': 'Order_5.pdf'}": File("Order_5.pdf", "application/pdf", b"%PDF")}
    )

    message, _ = send({"n": 5}, ports, attachments=[{"source": "file", "value": "Order_{{n}}.pdf"}])

    assert [each.get_filename() for each in message.iter_attachments()] == ["Order_5.pdf"]


def test_a_file_that_the_request_does_not_have_is_named():
    with pytest.raises(PortError, match="nowhere"):
        send(attachments=[{"source": "file", "value": "nowhere.pdf"}])


def test_names_of_older_settings_may_hold_commas_in_quotes():
    settings = {"email": "a@example.org, b@example.org, c@example.org", "targetName": '"Lee, Ann",Bo'}

    message, _ = send(toRecipients=None, **settings)

    names = [each.display_name for each in message["To"].addresses]
    assert names == ["Lee, Ann", "Bo", ""]


def test_half_a_letter_is_sent_as_a_question_mark():
    message, _ = send({"n": "\ud800x"}, subject="{{n}}", textBody="{{n}}")

    assert (message["Subject"], message.get_body(("plain",)).get_content().strip()) == ("?x", "?x")


@pytest.mark.parametrize(
    ("address", "hint"),
    [
        ("a@example.org; b@example.org", "separate several addresses with commas"),
        ("j\u00fcrgen@example.org", "cannot be sent before the @"),
    ],
)
def test_an_address_that_cannot_be_used_says_what_is_meant(address, hint):
    with pytest.raises(ConnectorError, match=hint):
        send(toRecipients=to("email", address))
