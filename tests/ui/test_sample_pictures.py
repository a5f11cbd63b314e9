"""Samples on the welcome page get their pictures once the page is seen, and not before: the window comes first."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

from PySide6.QtCore import QSize
from PySide6.QtGui import QPixmap

from modeler.ui import sample_pictures
from modeler.ui.sample_pictures import SamplePictures
from modeler.ui.samples import samples
from modeler.ui.welcome import WelcomePage


def test_pictures_are_drawn_from_the_moment_the_page_is_shown(qtbot, icons, monkeypatch):
    drawn: list[Path] = []
    monkeypatch.setattr(sample_pictures, "picture_of", lambda path, *_: drawn.append(path) or QPixmap(QSize(4, 4)))
    page = WelcomePage(icons, samples())
    qtbot.addWidget(page)
    waiting = [sample.path for sample in page.without_picture()]
    pictures = SamplePictures(page, SimpleNamespace(theme=None))

    pictures.start()

    assert waiting
    assert not pictures._timer.isActive()

    page.show()
    qtbot.waitUntil(lambda: not page.without_picture(), timeout=5000)

    assert drawn == waiting
