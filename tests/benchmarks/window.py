"""The real window for measurements, with a canvas of exactly the size asked for."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEventLoop
from PySide6.QtWidgets import QApplication

from modeler.services.profile import Profile

if TYPE_CHECKING:
    from modeler.ui.canvas.widget import CanvasWidget
    from modeler.ui.main_window import MainWindow

MOST_TURNS = 200_000


def application() -> QApplication:
    """The one application of this process."""
    running = QApplication.instance()
    return running if isinstance(running, QApplication) else QApplication(["benchmarks"])


def open_window(profile: Path) -> MainWindow:
    """The main window as the application builds it, shown."""
    from modeler.app import build_window

    window = build_window(application(), Profile(profile))
    window.show()
    turn()
    return window


def open_file(window: MainWindow, path: Path, viewport: tuple[int, int]) -> CanvasWidget:
    """Open a file in the window and give its canvas the size to measure at."""
    page = window.documents.open(path)
    assert page is not None, f"{path} does not open"
    turn()
    for _ in range(3):
        width, height = viewport[0] - page.canvas.width(), viewport[1] - page.canvas.height()
        window.resize(window.width() + width, window.height() + height)
        turn()
    settle(page.canvas)
    return page.canvas


def turn() -> None:
    """Let waiting events happen, once."""
    QApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents)


def frame(canvas: CanvasWidget) -> None:
    """Paint the canvas now, as far as one frame goes."""
    canvas.repaint()


def settle(canvas: CanvasWidget) -> None:
    """Turn the event loop until nothing on the canvas is coarse."""
    canvas.repaint()
    for _ in range(MOST_TURNS):
        if canvas.is_complete and canvas.is_resting:
            return
        turn()
    raise RuntimeError("the canvas never came to rest")
