"""The outbox: mails as an inbox shows them, and harmless whatever they hold."""

from __future__ import annotations

from email.message import EmailMessage
from pathlib import Path

import pytest
from PySide6.QtCore import QUrl
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from modeler.ui.icons import Icons
from modeler.ui.panels.mail_message import clean_html, read_mail, words_of
from modeler.ui.panels.outbox import EffectRow, OutboxPanel, mail_row, readable
from modeler.ui.theme import LIGHT


def mail(subject: str, html: str = "", **headers: str) -> bytes:
    message = EmailMessage()
    message["Subject"] = subject
    message["From"] = "Processwright <noreply@example.com>"
    message["To"] = headers.get("to", "Bea <bea@example.com>")
    message.set_content("Hello Bea")
    if html:
        message.add_alternative(html, subtype="html")
    message.add_attachment(b"%PDF-", maintype="application", subtype="pdf", filename="order.pdf")
    return message.as_bytes()


@pytest.fixture
def outbox(icons: Icons, qtbot: QtBot) -> OutboxPanel:
    made = OutboxPanel(LIGHT, icons)
    qtbot.addWidget(made)
    made.resize(900, 320)
    made.show()
    return made


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


def test_the_viewer_loads_nothing(outbox: OutboxPanel) -> None:
    assert outbox.mail.html.loadResource(2, QUrl("file:///etc/passwd")) is None


def test_the_newest_effect_is_on_top_and_open(outbox: OutboxPanel) -> None:
    outbox.set_effects([mail_row("1", "a", mail("First")), mail_row("2", "b", mail("Second", "<b>Hi</b>"))])

    assert [row.title for row in outbox.rows] == ["Second", "First"]
    assert outbox.mail.html.toPlainText().strip() == "Hi"
    assert outbox.mail.tabs.currentIndex() == 0


def test_a_mail_without_html_opens_as_text(outbox: OutboxPanel) -> None:
    outbox.set_effects([mail_row("1", "a", mail("First"))])

    assert outbox.mail.tabs.currentIndex() == 1
    assert outbox.mail.text.toPlainText().strip() == "Hello Bea"


def test_other_effects_are_shown_as_text(outbox: OutboxPanel) -> None:
    outbox.set_effects([EffectRow("1", "http", "a", "POST https://example.com", content=b"{}")])

    assert outbox.raw.toPlainText() == "{}"


def test_a_pdf_is_shown_as_a_file_that_can_be_kept(
    outbox: OutboxPanel, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    outbox.set_effects([EffectRow("1", "pdf", "a", "Order", content=b"%PDF-1.7", name="order.pdf")])
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "kept.pdf"), ""))

    outbox.file.save_button.click()

    assert outbox.file.isVisible()
    assert (tmp_path / "kept.pdf").read_bytes() == b"%PDF-1.7"


def test_json_of_an_exchange_is_indented() -> None:
    assert readable(b'{"a":1}') == '{\n  "a": 1\n}'
    assert readable(b"plain") == "plain"


def test_a_chat_message_is_shown_as_its_readers_see_it(outbox: OutboxPanel) -> None:
    row = EffectRow(
        "1", "slack", "Task_1", "Hi", "#buying", content=b'{"a": 1}', page="<p>Hi <b>Ann</b><script>1</script></p>"
    )

    outbox.set_effects([row])

    assert outbox.page.isVisible()
    assert outbox.page.toPlainText().strip() == "Hi Ann"
    outbox.set_effects([row, EffectRow("2", "http", "Task_2", "GET", content=b'{"a": 1}')])
    assert outbox.raw.isVisible()
    assert not outbox.tabs.tabBar().isVisible()
