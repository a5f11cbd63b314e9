"""When something fails unexpectedly: the work is safe first, then the user decides how to go on.

Errors of slots, timers and paint events reach `sys.excepthook`; paint errors may come sixty times a second, so the
same place is told once, and at most one dialog is open.
"""

from __future__ import annotations

import contextlib
import sys
import threading
import traceback
from types import TracebackType
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from modeler.ui.dialogs.option import Option
from modeler.ui.questions import ask

if TYPE_CHECKING:
    from modeler.ui.main_window import MainWindow

Failure = tuple[type[BaseException], BaseException, TracebackType | None]


class CrashGuard(QObject):
    """Takes over `sys.excepthook` and `threading.excepthook` while the window is open."""

    _failed = Signal(object)

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._told: set[tuple[str, int]] = set()
        self._is_asking = False
        self._hooks = (sys.excepthook, threading.excepthook)
        self._failed.connect(self._tell)

    def install(self) -> None:
        """Watch from now on."""
        sys.excepthook = self._caught
        threading.excepthook = self._caught_in_thread

    def remove(self) -> None:
        """Watch no more."""
        sys.excepthook, threading.excepthook = self._hooks

    def _caught_in_thread(self, arguments: threading.ExceptHookArgs) -> None:
        if arguments.exc_value is not None:
            self._caught(arguments.exc_type, arguments.exc_value, arguments.exc_traceback)

    def _caught(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            self._hooks[0](kind, error, trace)
            return
        self._secure()
        traceback.print_exception(kind, error, trace)
        place = _place(trace)
        if place not in self._told:
            self._told.add(place)
            self._failed.emit((kind, error, trace))

    def _secure(self) -> None:
        for page in self._window.documents.pages:
            if page.file.journal is not None:
                with contextlib.suppress(Exception):
                    page.file.journal.sync()

    def _tell(self, failure: Failure) -> None:
        if self._is_asking:
            return
        self._is_asking = True
        try:
            answer = self._ask(failure)
        finally:
            self._is_asking = False
        page = self._window.page
        if answer == "copy" and page is not None:
            self._window.documents.save_as(page)
        elif answer == "quit":
            self._window.documents.leave_all()
            self._window.quit_now()

    def _ask(self, failure: Failure) -> str:
        options = (
            Option("on", self.tr("Go on"), "reject"),
            Option("copy", self.tr("Save a copy…")),
            Option("quit", self.tr("Close and recover"), "destroy"),
        )
        text = self.tr("Something went wrong inside Processwright. Your work is safe in the journal.")
        kind, error, trace = failure
        detail = f"{kind.__name__}: {error}\n{'{}:{}'.format(*_place(trace))}"
        return ask(self._window, self.tr("Unexpected error"), text, detail, options, "on")


def _place(trace: TracebackType | None) -> tuple[str, int]:
    frames = traceback.extract_tb(trace)
    if not frames:
        return "?", 0
    return frames[-1].filename.replace("\\", "/").rpartition("/")[2], frames[-1].lineno or 0
