"""Files other than PDFs are in the outbox too: their text or picture, or what they are."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtGui import QDesktopServices
from pytestqt.qtbot import QtBot

from connectors.sdk.ports import File
from modeler.services.preview.outbox import Attachment, Effect, Outbox
from modeler.services.preview.outbox_saving import parts_of, stem_of
from modeler.services.preview.ports import OutboxFiles, RequestFiles
from modeler.ui.outbox.panel import OutboxPanel
from tests.outbox.conftest import Fill
from tests.outbox.mails import mail_effect
from tests.outbox.test_mail_view import picture


def file_effect(name: str, content: bytes) -> Effect:
    file = Attachment(f"001-Make.{name.rpartition('.')[2]}", "application/octet-stream", content)
    return replace(mail_effect(1, name), kind="file", files=(file,), recipients=())


def test_a_file_that_a_connector_writes_is_an_effect() -> None:
    outbox, files = Outbox(), RequestFiles()
    port = OutboxFiles(files, outbox, "Make", "reports", datetime(2026, 1, 5, tzinfo=UTC))

    port.write(File("list.csv", "text/csv", b"a,b"))
    port.write(File("order.pdf", "application/pdf", b"%PDF"))

    assert [(effect.kind, effect.title) for effect in outbox.effects] == [("file", "list.csv"), ("pdf", "order.pdf")]
    assert (stem_of(outbox.effects[0]), parts_of(outbox.effects[0])[0].suffix) == ("list", ".csv")


def test_text_is_shown_as_text(outbox: OutboxPanel, fill: Fill) -> None:
    fill(file_effect("list.csv", b"a,<b>b</b>\n1,2"))

    assert outbox.view.file.text.isVisible()
    assert outbox.view.file.text.toPlainText() == "a,<b>b</b>\n1,2"
    assert (outbox.rows[0].title, outbox.rows[0].detail) == ("list.csv", "14 bytes")


def test_a_picture_is_shown_as_a_picture(outbox: OutboxPanel, fill: Fill) -> None:
    fill(file_effect("chart.png", picture(2_000)))

    assert outbox.view.file.picture.isVisible()
    assert 0 < outbox.view.file.picture.pixmap().width() < 900


def test_of_anything_else_the_size_is_told_and_it_is_only_saved(outbox: OutboxPanel, fill: Fill) -> None:
    fill(file_effect("program.exe", b"MZ\x00\xff"))

    assert outbox.view.file.unknown.isVisible()
    assert outbox.view.file.size_words.text() == "4 bytes"
    assert not outbox.view.file.opener.isVisible()


def test_a_harmless_file_is_opened_as_a_copy(
    outbox: OutboxPanel, fill: Fill, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[Path] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(Path(url.toLocalFile())))
    fill(file_effect("../list.csv", b"a,b"))

    outbox.view.file.opener.click()

    assert (opened[0].name, opened[0].read_bytes()) == ("list.csv", b"a,b")
