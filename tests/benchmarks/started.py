"""Starts the application as `open` does and tells, on standard output, when it has painted and what that took."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path


def main(arguments: list[str]) -> int:
    """Build the window (and open the file), wait for the paint, tell the time and end at once."""
    from PySide6.QtWidgets import QApplication

    from modeler.app import build_window

    application = QApplication(["processwright"])
    window = build_window(application)
    window.show()
    if arguments:
        window.start([Path(arguments[0])])
        while window.page is None or not window.page.canvas.is_complete:
            application.processEvents()
    else:
        window.repaint()
        application.processEvents()
    sys.stdout.write(f"{time.perf_counter()} {time.process_time()}\n")
    sys.stdout.flush()
    os._exit(0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
