"""Mails are read whatever they are like, and their HTML is made harmless."""

from __future__ import annotations

import pytest

from modeler.ui.outbox.mail_message import clean_html, read_mail, words_of
from tests.outbox.mails import mail


def test_a_mail_is_read_with_its_attachments() -> None:
    read = read_mail(mail("Grüße", "<p>Hello</p>"))

    assert (read.subject, read.to, read.text.strip()) == ("Grüße", "Bea <bea@example.com>", "Hello Bea")
    assert [(a.name, a.kind, a.size) for a in read.attachments] == [("order.pdf", "application/pdf", 5)]


@pytest.mark.parametrize(
    "data",
    [b"", b"\xff\xfe\x00", b"Subject: =?x?B?!!!?=\n\nbody", b"Content-Type: text/plain; charset=nix\n\nx"],
)
def test_a_damaged_mail_is_still_shown(data: bytes) -> None:
    read_mail(data)


def test_html_keeps_its_look_and_loses_what_acts() -> None:
    hostile = (
        "<p style='color:red;background:url(http://x/y)'>Hi</p><script>1</script><img src=http://x/t.png alt=A>"
        "<iframe src=x></iframe><a href='javascript:1'>a</a><form><input></form><style>p{}</style>"
    )

    cleaned = clean_html(hostile)

    assert "color:red" in cleaned.replace(" ", "")
    for word in ("script", "http://", "iframe", "javascript", "input", "<style", "url("):
        assert word not in cleaned


def test_the_title_of_a_page_is_no_part_of_the_mail() -> None:
    assert (
        clean_html("<html><head><title>Name</title><style>p{}</style></head><body><p>Text</p></body>") == "<p>Text</p>"
    )
    assert words_of("<title>Name</title><p>Text</p>") == "Text"
