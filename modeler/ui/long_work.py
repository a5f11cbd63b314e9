"""Waiting for long work without blocking the window: a progress dialog that can cancel, while a worker does it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar

from PySide6.QtCore import QCoreApplication, QEventLoop, Qt, QTimer
from PySide6.QtWidgets import QProgressDialog, QWidget

from modeler.ui.background import Background

T = TypeVar("T")
PATIENCE_MS = 250


class LongWork(Generic[T]):
    """One piece of work that the user waits for.

    `wait` gives its result, or None when the user canceled; it raises what the work raised. `discard` is called with
    a result that arrives after it was canceled. The dialog appears when the work takes longer than a moment.
    """

    def __init__(self, parent: QWidget, background: Background, text: str, discard: Callable[[T], object]) -> None:
        self._parent = parent
        self._background = background
        self._text = text
        self._discard = discard
        self._loop = QEventLoop()
        self._result: T | None = None
        self._error: Exception | None = None
        self._is_done = self._is_canceled = False

    def wait(self, work: Callable[[], T]) -> T | None:
        """Do the work in a worker and come back with its result."""
        self._background.run(work, self._take, self._fail)
        QTimer.singleShot(PATIENCE_MS, self._loop.quit)
        self._loop.exec(QEventLoop.ProcessEventsFlag.ExcludeUserInputEvents)
        if not self._is_done:
            self._show_progress()
        if self._error is not None:
            raise self._error
        return self._result

    def _show_progress(self) -> None:
        cancel = QCoreApplication.translate("LongWork", "Cancel")
        dialog = QProgressDialog(self._text, cancel, 0, 0, self._parent)
        dialog.setWindowTitle(QCoreApplication.translate("LongWork", "One moment"))
        dialog.setWindowModality(Qt.WindowModality.WindowModal)
        dialog.setMinimumWidth(360)
        dialog.canceled.connect(self._cancel)
        dialog.show()
        while not self._is_done and not self._is_canceled:
            self._loop.exec()
        dialog.canceled.disconnect(self._cancel)
        dialog.close()
        dialog.deleteLater()

    def _cancel(self) -> None:
        self._is_canceled = True
        self._loop.quit()

    def _take(self, result: T) -> None:
        if self._is_canceled:
            self._discard(result)
            return
        self._result = result
        self._finish()

    def _fail(self, error: Exception) -> None:
        if not self._is_canceled:
            self._error = error
            self._finish()

    def _finish(self) -> None:
        self._is_done = True
        self._loop.quit()
