"""What the samples look like, drawn small for the welcome page, one at a time while nothing else is to be done."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, QSize, Qt, QTimer
from PySide6.QtGui import QPixmap

from modeler.ui.theme import Appearance, Theme
from modeler.ui.welcome import PICTURE, WelcomePage

PAUSE = 60


class SamplePictures(QObject):
    """Draws what the welcome page lacks as long as it is seen; never before the window is."""

    def __init__(self, page: WelcomePage, appearance: Appearance) -> None:
        super().__init__(page)
        self._page = page
        self._appearance = appearance
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(PAUSE)
        self._timer.timeout.connect(self._draw_next)
        page.installEventFilter(self)

    def start(self) -> None:
        """Draw soon; a page that is not seen yet starts it when it is shown."""
        if self._page.isVisible():
            self._timer.start()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Start when the page is shown: a timer that runs from before would keep the first frame waiting."""
        if event.type() == QEvent.Type.Show:
            self._timer.start()
        return super().eventFilter(watched, event)

    def _draw_next(self) -> None:
        waiting = self._page.without_picture()
        if waiting and self._page.isVisible():
            path = waiting[0].path
            ratio = self._page.devicePixelRatioF()
            self._page.set_picture(path, picture_of(path, self._appearance.theme, PICTURE, ratio))
            self._timer.start()


def picture_of(path: Path, colors: Theme, size: QSize, ratio: float) -> QPixmap:
    """The first diagram of a file, scaled into `size`; empty where it cannot be read."""
    from engine.bpmn import Document, DocumentError
    from modeler.drawing import theme
    from modeler.ui import pictures

    try:
        document = Document.from_bytes(path.read_bytes(), path.name)
    except (OSError, DocumentError):
        return QPixmap()
    if not document.diagrams:
        return QPixmap()
    style = replace(theme(colors.name), paper=colors.surface)
    drawn = pictures.qt_sheet(document.diagrams[0], style)
    box = drawn.bounds
    scale = min(size.width() / max(box.width, 1.0), size.height() / max(box.height, 1.0)) * ratio
    image = pictures.image(drawn, scale * 2)
    small = QPixmap.fromImage(image).scaled(
        size * ratio, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
    )
    small.setDevicePixelRatio(ratio)
    return small
