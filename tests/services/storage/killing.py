"""Runs something in a process of its own and kills that with signal 9, at a call or at a time."""

from __future__ import annotations

import os
import signal
import warnings
from collections.abc import Callable

from modeler.services.storage.operating_system import OperatingSystem
from tests.services.storage.faults import HookedSystem

Action = Callable[[OperatingSystem], object]


def fork(action: Callable[[], object]) -> int:
    """Start a process that runs the action and ends; returns its number."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # threads of the test runner: the child only saves and dies
        pid = os.fork()
    if pid:
        return pid
    try:
        action()
    finally:
        os._exit(0)


def was_killed(pid: int) -> bool:
    """Wait for a process; whether signal 9 ended it."""
    status = os.waitpid(pid, 0)[1]
    return os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL


def killed_before_call(action: Action, index: int) -> bool:
    """Run the action, killed before its call of that index; False where it makes fewer calls."""

    def hook(count: int, name: str, arguments: tuple[object, ...]) -> None:
        if count == index:
            os.kill(os.getpid(), signal.SIGKILL)

    return was_killed(fork(lambda: action(HookedSystem(hook))))
