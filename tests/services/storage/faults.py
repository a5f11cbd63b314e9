"""Operating systems for tests: one that calls a hook before each call, and calls that fail, stop or get interleaved."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any

from modeler.services.storage.operating_system import OperatingSystem

CALLS = (
    "stat",
    "read",
    "create",
    "open_to_write",
    "open_to_append",
    "write",
    "truncate",
    "sync",
    "close",
    "keep_access",
    "copy_attributes",
    "replace",
    "link",
    "exchange",
    "sync_folder",
    "remove",
    "make_folder",
    "names",
)
Hook = Callable[[int, str, tuple[Any, ...]], None]


class UnhurriedSystem(OperatingSystem):
    """Does not wait for the disk: a test of order and errors does not cut the power."""

    def sync(self, handle: int) -> None:
        os.fstat(handle)


class HookedSystem(UnhurriedSystem):
    """Calls `hook(index, name, arguments)` before each call; the hook may raise, kill or change files."""

    def __init__(self, hook: Hook | None = None) -> None:
        self.hook = hook
        self.calls: list[str] = []
        self.slept: list[float] = []

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)


def _hooked(name: str) -> Any:
    real = getattr(UnhurriedSystem, name)

    def call(self: HookedSystem, *arguments: Any, **options: Any) -> Any:
        self.calls.append(name)
        if self.hook is not None:
            self.hook(len(self.calls) - 1, name, arguments)
        return real(self, *arguments, **options)

    return call


for _name in CALLS:
    setattr(HookedSystem, _name, _hooked(_name))


def failing_at(index: int, number: int) -> Hook:
    """A hook that makes the call of that index fail with an error number."""

    def hook(count: int, name: str, arguments: tuple[Any, ...]) -> None:
        if count == index:
            raise OSError(number, "injected")

    return hook


def count_calls(run: Callable[[OperatingSystem], object]) -> list[str]:
    """The names of the calls that an action makes when nothing goes wrong."""
    system = HookedSystem()
    run(system)
    return system.calls
