"""The outbox is written into one new folder, whole or not at all, under names that are safe and never taken."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from modeler.services.preview.outbox import Attachment
from modeler.services.preview.outbox_saving import parts_of, save_all, stem_of
from modeler.services.storage.file_errors import FileError
from tests.outbox.mails import call_effect, mail, mail_effect, printed

PDF = replace(
    mail_effect(3, "x"), kind="pdf", title="/home/me/out/Order 17.pdf", recipients=(),
    files=(Attachment("003-Make.pdf", "application/pdf", b"%PDF-1.7"),),
)  # fmt: skip
SLACK = replace(
    call_effect(5, "Hi", kind="slack"),
    files=(*call_effect(5, "Hi").files, Attachment("m.html", "text/html", b"<p>Hi</p>")),
)


def test_every_effect_is_written_with_a_manifest_that_says_what_it_is(tmp_path: Path) -> None:
    letter = mail("Order: 17/18")
    sources = (
        mail_effect(1, "Order: 17/18", content=letter),
        call_effect(2, "Shop: Order"),
        PDF,
        printed(4, "5"),
        SLACK,
    )

    made = save_all(tmp_path, "Outbox of Order", sources, {"Send": "Send order"})

    assert made == tmp_path / "Outbox of Order"
    assert sorted(path.name for path in made.iterdir()) == [
        "001-Order_-17-18.eml", "002-Shop_-Order.http", "002-Shop_-Order.json", "003-Order-17.pdf",
        "004-Script-printed.txt", "005-Hi.html", "005-Hi.json", "manifest.json",
    ]  # fmt: skip
    assert (made / "001-Order_-17-18.eml").read_bytes() == letter
    assert (made / "002-Shop_-Order.http").read_text(encoding="utf-8").startswith("POST https://api.example.com/orders")
    told = json.loads((made / "manifest.json").read_text(encoding="utf-8"))["effects"]
    assert told[0] == {
        "kind": "mail", "element": "Send", "name": "Send order", "at": "2026-01-05T09:01:00+00:00",
        "files": ["001-Order_-17-18.eml"], "connector": "send-email", "title": "Order: 17/18",
        "recipients": ["bea@example.com"],
    }  # fmt: skip
    assert [each["kind"] for each in told] == ["mail", "http", "pdf", "print", "slack"]


def test_nothing_that_is_there_is_written_over(tmp_path: Path) -> None:
    first = save_all(tmp_path, "Outbox", [mail_effect(1, "One")], {})
    before = {path.name: path.read_bytes() for path in first.iterdir()}

    second = save_all(tmp_path, "Outbox", [mail_effect(1, "Two")], {})

    assert second == tmp_path / "Outbox (2)"
    assert {path.name: path.read_bytes() for path in first.iterdir()} == before


@pytest.mark.parametrize(
    "title", ["../../up", "..", "/", "a\x00b", "CON", "x" * 500, "\u202efdp.exe", "", "<script>|?*"]
)
def test_a_title_is_never_a_way_out_of_the_folder(title: str, tmp_path: Path) -> None:
    made = save_all(tmp_path / ".", "../up", [mail_effect(1, title)], {})

    assert made.parent == tmp_path
    assert len(list(made.iterdir())) == 2
    assert [path.name for path in tmp_path.iterdir()] == ["up"]


def test_a_disk_that_refuses_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write = Path.write_bytes

    def refuse(self: Path, data: bytes) -> int:
        if self.suffix == ".pdf":
            raise OSError(28, "No space left on device")
        return write(self, data)

    monkeypatch.setattr(Path, "write_bytes", refuse)

    with pytest.raises(FileError, match="space"):
        save_all(tmp_path, "Outbox", [mail_effect(1, "One"), PDF], {})

    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_not_there_is_an_error_in_words(tmp_path: Path) -> None:
    with pytest.raises(FileError):
        save_all(tmp_path / "gone", "Outbox", [mail_effect(1, "One")], {})


def test_a_record_that_is_no_exchange_is_kept_as_it_is() -> None:
    odd = replace(call_effect(1, "Odd"), files=(Attachment("x.json", "application/json", b"{odd"),))

    assert [(part.suffix, part.content) for part in parts_of(odd)] == [(".json", b"{odd")]
    assert stem_of(odd) == "Odd"
