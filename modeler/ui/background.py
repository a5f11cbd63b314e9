"""Work off the window's thread: a function runs in a worker, its result comes back as a call here.

task = background.run(lambda: path.read_bytes(), show, complain)
task.cancel()            # neither `show` nor `complain` will be called
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Generic, TypeVar

from PySide6.QtCore import QObject, Signal

T = TypeVar("T")


class Task(Generic[T]):
    """One piece of work that was handed over; cancel it to hear no more of it."""

    def __init__(self, done: Callable[[T], None], failed: Callable[[Exception], None]) -> None:
        self._done = done
        self._failed = failed
        self.is_canceled = False

    def cancel(self) -> None:
        """Forget the result; the worker itself may ask `is_canceled` and end early."""
        self.is_canceled = True

    def deliver(self, future: Future[T]) -> None:
        """Hand the outcome to whoever waits for it; called in the window's thread."""
        if self.is_canceled or future.cancelled():
            return
        error = future.exception()
        if error is None:
            self._done(future.result())
        elif isinstance(error, Exception):
            self._failed(error)


class Background(QObject):
    """A small pool of workers whose results come back through Qt's event queue."""

    _arrived = Signal(object, object)

    def __init__(self, parent: QObject | None = None, workers: int = 2) -> None:
        super().__init__(parent)
        self._pool: ThreadPoolExecutor | None = None
        self._workers = workers
        self._running = 0
        self._is_closed = False
        self._arrived.connect(self._deliver)

    @property
    def is_busy(self) -> bool:
        """Whether a result is still awaited."""
        return self._running > 0

    def run(self, work: Callable[[], T], done: Callable[[T], None], failed: Callable[[Exception], None]) -> Task[T]:
        """Run `work` in a worker; then call `done` with its result or `failed` with its error, here.

        Once everything is closed nothing runs any more: a late timer must not keep the program alive.
        """
        task = Task(done, failed)
        if self._is_closed:
            task.cancel()
            return task
        if self._pool is None:
            self._pool = ThreadPoolExecutor(self._workers, thread_name_prefix="processwright-work")
        self._running += 1
        self._pool.submit(work).add_done_callback(lambda future: self._arrived.emit(task, future))
        return task

    def _deliver(self, task: Task[object], future: Future[object]) -> None:
        self._running -= 1
        task.deliver(future)

    def close(self) -> None:
        """Let running work end and forget what waits and what comes later."""
        self._is_closed = True
        if self._pool is not None:
            self._pool.shutdown(wait=True, cancel_futures=True)
            self._pool = None
