"""Whether what a live run does right now may be broken off: never while, or after, it has handed something over.

A mail that is being handed over may arrive whatever is done here; what waits for it is not ended, and says so. What
only reads, such as a GET, and what only computes is left at once.
"""

from __future__ import annotations

from collections.abc import Callable
from threading import Condition, Thread
from typing import Generic, TypeVar

from connectors.sdk.ports import PortError

T = TypeVar("T")
PAUSED = "live.paused"


class Brake:
    """One for each live run; `pull` and `release` may be called from any thread."""

    def __init__(self) -> None:
        self._changed = Condition()
        self._is_pulled = False
        self._handed = ""

    def begin(self) -> None:
        """A step begins, in which nothing was handed over yet."""
        with self._changed:
            self._handed = ""

    def release(self) -> None:
        """The run goes on."""
        with self._changed:
            self._is_pulled, self._handed = False, ""

    def pull(self, break_off: Callable[[], object]) -> str:
        """Break the present step off, unless it has handed something over: then what that is, in words."""
        with self._changed:
            if not self._handed:
                self._is_pulled = True
                break_off()
                self._changed.notify_all()
            return self._handed

    def hand_over(self, what: str) -> None:
        """From here on, and until the step ends, nothing is broken off. Raises `PortError` where it was already."""
        with self._changed:
            self._go_on()
            self._handed = what

    def reading(self, act: Callable[[], T]) -> T:
        """Do what may be left at any time; raises `PortError` where it was left."""
        work = _Work(act, self._changed)
        with self._changed:
            self._go_on()
            Thread(target=work.run, name="live call", daemon=True).start()
            self._changed.wait_for(lambda: work.is_done or self._is_pulled)
            if not work.is_done:
                self._go_on()
        return work.result()

    def paused(self, pause: Callable[[float], object]) -> Callable[[float], object]:
        """The pauses between two attempts, which may be left too."""
        return lambda seconds: self.reading(lambda: pause(seconds))

    def _go_on(self) -> None:
        if self._is_pulled:
            raise PortError(PAUSED, "It was broken off by you.")


class _Work(Generic[T]):
    """Something that is done in a thread of its own, which is left behind when nobody waits for it any more."""

    def __init__(self, act: Callable[[], T], changed: Condition) -> None:
        self._act, self._changed = act, changed
        self._found: list[T] = []
        self._error: BaseException | None = None
        self.is_done = False

    def run(self) -> None:
        try:
            self._found.append(self._act())
        except BaseException as error:  # whoever waits raises it
            self._error = error
        with self._changed:
            self.is_done = True
            self._changed.notify_all()

    def result(self) -> T:
        if self._error is not None:
            raise self._error
        return self._found[0]
