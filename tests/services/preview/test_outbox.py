"""The outbox keeps effects in order and writes them under names that stay the same."""

from __future__ import annotations

from datetime import UTC, datetime

from modeler.services.preview.outbox import Attachment, Outbox

NOW = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)
MAIL = b"To: Ann <ann@example.org>\r\nSubject: =?utf-8?q?Hell=C3=B6?=\r\n\r\nText\r\n"


def test_a_mail_is_kept_as_an_inbox_would_show_it_with_its_blind_copies(tmp_path):
    outbox = Outbox()

    effect = outbox.add_mail("node_1", "send-email", NOW, MAIL, ["ann@example.org", "eve@example.org"])
    outbox.write(tmp_path / "out")

    assert (effect.title, effect.recipients) == ("Hellö", ("ann@example.org", "eve@example.org"))
    assert effect.message()["Bcc"] == "eve@example.org"
    written = (tmp_path / "out" / "001-node_1.eml").read_bytes()
    assert written == MAIL.replace(b"\r\n\r\n", b"\r\nBcc: eve@example.org\r\n\r\n")


def test_files_have_names_that_are_safe_and_in_order(tmp_path):
    outbox = Outbox()

    outbox.add("../../etc/x y", "pdf-generator", "pdf", "Order", NOW, Attachment("a/b.pdf", "application/pdf", b"%"))
    outbox.add_mail("ä", "send-email", NOW, MAIL, ["ann@example.org"])
    outbox.write(tmp_path)

    assert sorted(path.name for path in tmp_path.iterdir()) == ["001-etc_x_y.pdf", "002-element.eml"]


def test_an_empty_outbox_writes_nothing(tmp_path):
    Outbox().write(tmp_path / "out")

    assert not (tmp_path / "out").exists()
