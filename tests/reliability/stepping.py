"""Runs a function in a process of its own and kills that at its nth system call, by the system's own tracing.

Linux only; `can_trace` says whether it is allowed here.
"""

from __future__ import annotations

import ctypes
import os
import signal
import sys
from collections.abc import Callable

from tests.services.storage.killing import fork

TRACE_ME, CONTINUE_TO_CALL, SET_OPTIONS, END_WITH_TRACER = 0, 24, 0x4200, 0x100000


def can_trace() -> bool:
    """Whether processes can be traced here."""
    if not sys.platform.startswith("linux"):
        return False
    try:
        return killed_at_call(lambda: None, 1)
    except OSError:
        return False


def killed_at_call(action: Callable[[], object], number: int) -> bool:
    """Run the action and kill it as it enters or leaves a system call, the nth time; False where it ends before."""
    libc = ctypes.CDLL(None, use_errno=True)
    libc.ptrace.argtypes = [ctypes.c_long, ctypes.c_long, ctypes.c_void_p, ctypes.c_void_p]

    def traced() -> None:
        if libc.ptrace(TRACE_ME, 0, None, None) != 0:
            os._exit(77)
        os.kill(os.getpid(), signal.SIGSTOP)
        action()

    pid = fork(traced)
    status = os.waitpid(pid, 0)[1]
    if not os.WIFSTOPPED(status):
        raise OSError("processes cannot be traced here")
    libc.ptrace(SET_OPTIONS, pid, None, END_WITH_TRACER)
    return _count_calls(libc, pid, number)


def _count_calls(libc: ctypes.CDLL, pid: int, number: int) -> bool:
    passed, count = 0, 0
    while True:
        libc.ptrace(CONTINUE_TO_CALL, pid, None, passed)
        status = os.waitpid(pid, 0)[1]
        if not os.WIFSTOPPED(status):
            return False
        stopped_by = os.WSTOPSIG(status)
        passed = 0 if stopped_by == signal.SIGTRAP else stopped_by
        if stopped_by != signal.SIGTRAP:
            continue
        count += 1
        if count == number:
            os.kill(pid, signal.SIGKILL)
            os.waitpid(pid, 0)
            return True
