"""The whole window on a profile of its own, for tests that drive it; their `conftest.py` names the fixture."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from modeler.app import build_window
from modeler.services.profile import Profile
from modeler.ui.main_window import MainWindow


@pytest.fixture
def window(qapp: QApplication, qtbot: QtBot, tmp_path: Path) -> Iterator[MainWindow]:
    """The window in light colors, shown; it is gone when the test is over."""
    made = build_window(qapp, Profile(tmp_path / "profile"))
    made.appearance.set_mode("light")
    made.show()
    qtbot.waitExposed(made)
    yield made
    made.quit_now()
    made.deleteLater()
