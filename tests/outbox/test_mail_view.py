"""A mail is shown as an inbox shows it, loads nothing, and its files can be opened and kept."""

from __future__ import annotations

from email.message import EmailMessage
from pathlib import Path

import pytest
from PySide6.QtCore import QBuffer, QIODevice, Qt, QUrl
from PySide6.QtGui import QDesktopServices, QImage, QTextDocument
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from modeler.ui.outbox.mail_view import HEADERS, SOURCE, TEXT
from modeler.ui.outbox.panel import OutboxPanel
from modeler.ui.outbox.quiet_browser import decoded
from tests.outbox.conftest import Fill
from tests.outbox.mails import mail, mail_effect

LEFT = Qt.MouseButton.LeftButton
IMAGE = int(QTextDocument.ResourceType.ImageResource)


def picture(width: int = 4, format: str = "PNG") -> bytes:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image = QImage(width, 4, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.red)
    image.save(buffer, format)
    return bytes(buffer.data().data())


def test_html_comes_first_and_the_other_views_hold_the_rest(outbox: OutboxPanel, fill: Fill, qtbot: QtBot) -> None:
    fill(mail_effect(1, "Order", "<p>Hello <b>Bea</b></p>"))
    view = outbox.view.mail

    assert view.html.toPlainText().strip() == "Hello Bea"
    texts = []
    for number, shown in ((TEXT, view.text), (HEADERS, view.headers), (SOURCE, view.source)):
        qtbot.mouseClick(view.views.buttons[number], LEFT)
        texts.append(shown.toPlainText())

    assert texts[0].strip() == "Hello Bea"
    assert "Subject: Order" in texts[1]
    assert "Content-Type: multipart/mixed" in texts[2]
    assert not view.phone.isVisible()


def test_a_mail_without_html_opens_as_text(outbox: OutboxPanel, fill: Fill) -> None:
    fill(mail_effect(1, "Order"))

    assert outbox.view.mail.text.isVisible()
    assert outbox.view.mail.text.toPlainText().strip() == "Hello Bea"
    assert not outbox.view.mail.views.buttons[0].isVisible()


def test_nothing_is_loaded_and_a_line_says_what_was_left_out(outbox: OutboxPanel, fill: Fill) -> None:
    fill(mail_effect(1, "Order", "<img src='http://127.0.0.1:9/x.png'><script>1</script><p>Hi</p>"))

    view = outbox.view.mail

    assert view.left_out.text() == "Nothing is loaded from outside or run. Left out: 1 picture, 1 script."
    assert view.html.loadResource(IMAGE, QUrl("file:///etc/passwd")) is None
    assert view.html.loadResource(IMAGE, QUrl("http://127.0.0.1:9/x.png")) is None
    fill(mail_effect(1, "Order"), mail_effect(2, "Quiet", "<p>Hi</p>"))
    assert not view.left_out.isVisible()


def test_a_picture_that_came_with_the_mail_is_drawn(outbox: OutboxPanel, fill: Fill) -> None:
    message = EmailMessage()
    message["Subject"] = "Logo"
    message.set_content("x")
    message.add_alternative("<img src='cid:logo'>", subtype="html")
    message.get_payload()[1].add_related(picture(), "image", "png", cid="<logo>")

    fill(mail_effect(1, "Logo", content=message.as_bytes()))

    shown = outbox.view.mail.html.loadResource(IMAGE, QUrl("cid:0"))
    assert isinstance(shown, QImage)
    assert shown.size().width() == 4
    assert not outbox.view.mail.left_out.isVisible()


@pytest.mark.parametrize(
    "content", [b"", b"GIF89a\xff\xff\xff\xff", b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"\x89PNG" * 2_000_001]
)
def test_a_picture_that_is_none_or_would_fill_the_memory_is_not_drawn(content: bytes, qapp: object) -> None:
    assert decoded(content) is None


def test_it_can_be_looked_at_as_on_a_phone(outbox: OutboxPanel, fill: Fill, qtbot: QtBot) -> None:
    outbox.resize(1200, 400)
    fill(mail_effect(1, "Order", "<p>Hello</p>"))
    view = outbox.view.mail
    qtbot.waitUntil(lambda: view.html.width() > 400)

    qtbot.mouseClick(view.phone, LEFT)

    qtbot.waitUntil(lambda: view.html.width() == 375)


def test_an_attachment_is_kept_where_the_user_says(
    outbox: OutboxPanel, fill: Fill, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    offered: list[str] = []
    kept = tmp_path / "kept.pdf"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *args: offered.append(args[2]) or (str(kept), ""))
    fill(mail_effect(1, "Order"))

    (button,) = outbox.view.mail.files.buttons
    assert button.text().startswith("order.pdf · 5")
    button.menu().actions()[1].trigger()

    assert offered == ["order.pdf"]
    assert kept.read_bytes() == b"%PDF-"


def test_what_could_be_run_is_only_kept_and_never_opened(
    outbox: OutboxPanel, fill: Fill, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(Path(url.toLocalFile()).name))
    message = EmailMessage()
    message["Subject"] = "Files"
    message.set_content("x")
    for name in ("../evil.sh", "bill.pdf\u202e.desktop", "../../bill.pdf", "page.html", "x.exe"):
        message.add_attachment(b"#!", maintype="application", subtype="octet-stream", filename=name)
    outbox.resize(1_000, 400)
    fill(mail_effect(1, "Files", content=message.as_bytes()))

    qtbot.waitUntil(lambda: len(outbox.view.mail.files.buttons) == 4)
    buttons = outbox.view.mail.files.buttons
    assert [button.text().partition(" ·")[0] for button in buttons] == [
        "evil.sh", "bill.pdf.desktop", "bill.pdf", "2 more",
    ]  # fmt: skip
    for button in buttons[:3]:
        button.menu().actions()[0].trigger()

    assert opened == ["bill.pdf"]
    assert [action.menu().actions()[0].isEnabled() for action in buttons[3].menu().actions()] == [False, False]


def test_files_that_have_no_room_stand_in_the_menu_of_the_last_button(
    outbox: OutboxPanel, fill: Fill, qtbot: QtBot
) -> None:
    message = EmailMessage()
    message["Subject"] = "Files"
    message.set_content("x")
    for number in range(12):
        message.add_attachment(b"x", maintype="text", subtype="csv", filename=f"list of items {number}.csv")
    fill(mail_effect(1, "Files", content=message.as_bytes()))
    bar = outbox.view.mail.files

    outbox.resize(520, 400)
    qtbot.waitUntil(lambda: len(bar.buttons) == 2)
    assert bar.buttons[1].text() == "11 more"
    outbox.resize(1_600, 400)
    qtbot.waitUntil(lambda: len(bar.buttons) == 5)

    assert len(bar.buttons[4].menu().actions()) == 8
    assert all(button.width() >= button.sizeHint().width() for button in bar.buttons)


def test_a_link_is_only_told_of(outbox: OutboxPanel, fill: Fill, monkeypatch: pytest.MonkeyPatch) -> None:
    clicked: list[str] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: pytest.fail(f"opened {url}"))
    outbox.view.mail.link_clicked.connect(clicked.append)
    fill(mail_effect(1, "Order", "<a href='https://example.com/x'>here</a>"))

    outbox.view.mail.html.anchorClicked.emit(QUrl("https://example.com/x"))

    assert clicked == ["https://example.com/x"]


def test_many_people_do_not_widen_the_window(outbox: OutboxPanel, fill: Fill) -> None:
    people = ", ".join(f"Person {number} <p{number}@example.com>" for number in range(200))

    fill(mail_effect(1, "Order", content=mail("Order " * 200, to=people)))

    assert outbox.width() == 900


def test_of_a_page_that_would_hold_up_the_window_the_text_is_shown(outbox: OutboxPanel, fill: Fill) -> None:
    fill(mail_effect(1, "Deep", "<table><tr><td>" * 30 + "Hello deep down"))
    view = outbox.view.mail

    assert view.text.isVisible()
    assert view.left_out.text() == "Its HTML is too large or too deeply nested to be drawn: this is its text."
    assert not view.views.buttons[0].isVisible()


def test_the_address_of_a_link_is_only_text(outbox: OutboxPanel, fill: Fill) -> None:
    fill(mail_effect(1, "Order", "<a href='https://x.test/?<img src=file:///etc/passwd>'>here</a>"))

    outbox.view.mail.html.highlighted.emit(QUrl("https://x.test/?<img>"))

    assert "<img" not in outbox.view.mail.html.toolTip()
