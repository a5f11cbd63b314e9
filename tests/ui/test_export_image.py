"""A picture exported from the window shows what the canvas shows, icons of connectors included."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QFileDialog

from modeler.ui.documents.export_commands import export_image
from modeler.ui.main_window import MainWindow
from modeler.ui.theme import RESOURCES

SAMPLE = RESOURCES / "samples" / "purchase-approval.bpmn"


@pytest.fixture
def window(window: MainWindow) -> MainWindow:
    window.open_path(SAMPLE)
    return window


@pytest.mark.parametrize("kind", ["svg", "png", "pdf"])
def test_the_diagram_is_written_in_the_form_that_was_chosen(
    window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    target = tmp_path / f"picture.{kind}"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(target), ""))

    done = window.page is not None and export_image(window, window.page)

    data = target.read_bytes()
    assert done
    assert data.startswith({"svg": b"<?xml", "png": b"\x89PNG", "pdf": b"%PDF"}[kind])
    if kind == "svg":
        assert b"data:image/svg+xml" in data
        assert b"Acme Ltd." in data
    if kind == "png":
        assert QImage.fromData(data).width() > 3000
