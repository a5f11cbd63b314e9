"""Mails are read whatever they are like, and their HTML is made harmless."""

from __future__ import annotations

import base64
from email.message import EmailMessage

import pytest

from modeler.ui.outbox.clean_html import LeftOut, Page, clean_html, clean_page, words_of
from modeler.ui.outbox.mail_message import read_mail
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


def test_pictures_that_a_mail_brings_are_kept_and_others_are_left_out_and_counted() -> None:
    dot = base64.b64encode(b"picture").decode()
    page = (
        "<img src='cid:logo@x' alt='Logo'><img src='https://x/t.png' alt='Far'><img src='file:///etc/passwd'>"
        f"<img src='data:image/png;base64,{dot}'><img src='data:text/html,hi'><img src='cid:unknown'>"
        "<script>1</script><iframe src=x></iframe><form><input></form><style>p{}</style>"
    )

    cleaned = clean_page(page, {"logo@x": b"PNG"})

    assert cleaned.pictures == {"cid:0": b"PNG", "cid:1": b"picture"}
    assert cleaned.left_out == LeftOut(pictures=4, scripts=1, frames=1, fields=2, styles=1)
    assert "[Far]" in cleaned.html
    assert "https:" not in cleaned.html
    assert "file:" not in cleaned.html


@pytest.mark.parametrize("address", ["data:text/html,<b>x</b>", "cid:logo", "file:///etc/passwd", "javascript:1"])
def test_a_link_leads_only_to_pages_and_people(address: str) -> None:
    assert address not in clean_page(f"<a href='{address}'>x</a>", {"logo": b""}).html
    assert address not in clean_html(f"<a href='{address}'>x</a>")


def test_a_picture_in_the_text_is_no_attachment_and_a_mail_in_a_mail_is_one() -> None:
    message = EmailMessage()
    message["Subject"] = "Outer"
    message.set_content("text")
    message.add_alternative("<img src='cid:logo@x'>", subtype="html")
    message.get_payload()[1].add_related(b"PNG", "image", "png", cid="<logo@x>")
    inner = EmailMessage()
    inner["Subject"] = "Inner"
    inner.set_content("x")
    message.add_attachment(inner, filename="../../inner\u202egnp.eml")

    read = read_mail(message.as_bytes())

    assert dict(read.pictures) == {"logo@x": b"PNG"}
    assert [file.name for file in read.attachments] == ["innergnp.eml"]
    assert b"Subject: Inner" in read.attachments[0].content


def test_a_mail_nested_a_thousand_times_is_shown_by_its_source() -> None:
    head = b"".join(
        b'Content-Type: multipart/mixed; boundary="b%d"\n\n--b%d\n' % (number, number) for number in range(2_000)
    )

    read = read_mail(b"Subject: Deep\n" + head + b"\nx")

    assert "boundary" in read.source


def test_links_that_look_like_buttons_keep_their_look() -> None:
    link = "<a href='https://x.test/{0}' style='background: #15803d; color:#fff; padding: 10px 18px'>{0}</a>"

    row = clean_html(f"<p>{link.format('Yes')} {link.format('No')}</p><p>or {link.format('Later')}</p>")

    assert row.count("<td style=") == 2
    assert row.count("background-color:") == 5
    assert "&nbsp;Later&nbsp;" in row.replace("&nbsp;&nbsp;", "")
    assert words_of(row).split() == ["Yes", "No", "or", "Later"]


@pytest.mark.parametrize(
    "page",
    [
        "<table><tr><td>" * 12 + "x",
        "<div>" * 5_000 + "x",
        "<b>" * 5_000 + "x",
        "x" * 400_000,
        "<p>" + "word " * 400_000,
        "<table>" + "<tr><td>x</td></tr>" * 30_000,
    ],
)
def test_a_page_that_would_hold_up_the_window_is_not_drawn(page: str) -> None:
    assert clean_page(page) == Page("", LeftOut(), is_too_much=True)


def test_long_and_sloppy_pages_are_drawn() -> None:
    page = "<p>one<li>two<br>" * 3_000 + "<table><tr><td>" * 8 + "x"

    assert not clean_page(page).is_too_much


def test_a_cell_does_not_span_more_than_there_could_be() -> None:
    cells = "<td colspan='3'>a</td><td colspan='2000000000'>b</td><td rowspan='x'>c</td>"

    kept = clean_html(f"<table><tr>{cells}</tr></table>")

    assert 'colspan="3"' in kept
    assert "2000000000" not in kept
    assert "rowspan" not in kept
