"""Effects are kept from the window: one where the user says, all of them in a folder."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot

from modeler.app import build_window
from modeler.services.preview.standing import Standing
from modeler.services.profile import Profile
from modeler.ui import questions
from modeler.ui.main_window import MainWindow
from modeler.ui.outbox.rows import EffectRows
from modeler.ui.plain_text import ElidedLabel
from tests.outbox.mails import BEGUN, call_effect, mail, mail_effect, printed

LEFT = Qt.MouseButton.LeftButton
LETTER = mail("Order 17")
SOURCES = (mail_effect(1, "Order 17", content=LETTER), call_effect(2, "Shop: Order"))


@pytest.fixture
def window(qapp: QApplication, qtbot: QtBot, tmp_path: Path) -> Iterator[MainWindow]:
    """The window with a mail, a call and a print in its outbox."""
    made = build_window(qapp, Profile(tmp_path / "profile"))
    made.show()
    qtbot.waitExposed(made)
    assert made.desks
    made.bottom.bring(made.outbox_panel)
    standing = Standing(effects=SOURCES, printed=(printed(3, "5"),), begun=BEGUN)
    made.outbox_panel.set_effects(EffectRows(str).of(standing))
    yield made
    made.quit_now()
    made.deleteLater()


def hint(window: MainWindow) -> str:
    return window.status.findChild(ElidedLabel).accessibleName()


def test_all_that_is_listed_is_saved_into_a_folder_of_its_own(
    window: MainWindow, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "target"
    target.mkdir()
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(target))

    qtbot.mouseClick(window.outbox_panel.bar.save_all, LEFT)
    qtbot.waitUntil(lambda: hint(window).startswith("Saved 3 effects in"))

    assert sorted(path.name for path in (target / "Outbox").iterdir()) == [
        "001-Order-17.eml", "002-Shop_-Order.http", "002-Shop_-Order.json", "003-Script-printed.txt", "manifest.json",
    ]  # fmt: skip


def test_a_folder_that_cannot_be_written_is_told_of(
    window: MainWindow, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(tmp_path / "gone"))
    monkeypatch.setattr(questions, "tell_error", lambda *args: told.append(args[3]))

    qtbot.mouseClick(window.outbox_panel.bar.save_all, LEFT)
    qtbot.waitUntil(lambda: bool(told))

    assert "gone" in told[0]
    assert not (tmp_path / "gone").exists()


def test_one_effect_is_saved_where_the_user_says(
    window: MainWindow, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    offered: list[str] = []

    def ask(_: object, __: str, name: str, filters: str) -> tuple[str, str]:
        offered.extend((name, filters))
        return str(tmp_path / "kept.eml"), filters

    monkeypatch.setattr(QFileDialog, "getSaveFileName", ask)
    qtbot.keyClick(window.outbox_panel.list, Qt.Key.Key_End)

    qtbot.mouseClick(window.outbox_panel.view.save, LEFT)

    assert offered == ["Order-17.eml", "Mail (*.eml)"]
    assert (tmp_path / "kept.eml").read_bytes() == LETTER


def test_a_call_is_saved_in_the_form_that_is_chosen(
    window: MainWindow, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "call"), "JSON (*.json)"))
    qtbot.keyClick(window.outbox_panel.list, Qt.Key.Key_Down)

    qtbot.mouseClick(window.outbox_panel.view.save, LEFT)
    qtbot.mouseClick(window.outbox_panel.view.save, LEFT)

    assert (tmp_path / "call (2).json").exists()
    assert json.loads((tmp_path / "call.json").read_bytes())["response"]["status"] == 200
