"""Which process owns a lock or a journal, and whether it still lives."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from modeler.services.storage.operating_system import host_name

STILL_ACTIVE = 259
QUERY_LIMITED_INFORMATION = 0x1000
START_FIELD = 19


@dataclass(frozen=True, slots=True)
class Process:
    """A process on a machine; its start tells it from a later one with the same number."""

    pid: int
    host: str
    started: str

    def is_alive(self) -> bool:
        """Whether it lives; a process of another machine counts as alive, for nobody here can know."""
        if self.host != host_name():
            return True
        return is_running(self.pid) and self.started in ("", start_mark(self.pid))

    def as_json(self) -> dict[str, object]:
        """What a lock or a journal writes down."""
        return {"pid": self.pid, "host": self.host, "started": self.started}

    @classmethod
    def from_json(cls, value: object) -> Process | None:
        """What was written down; `None` where it is nothing that we would write."""
        if not isinstance(value, dict):
            return None
        pid, host, started = value.get("pid"), value.get("host"), value.get("started")
        if type(pid) is int and 0 < pid < 1 << 32 and isinstance(host, str) and isinstance(started, str):
            return cls(pid, host, started)
        return None


def this_process() -> Process:
    """The process that we are."""
    return Process(os.getpid(), host_name(), start_mark(os.getpid()))


def is_running(pid: int) -> bool:
    """Whether a process of this number runs on this machine."""
    if sys.platform == "win32":
        return _is_running_on_windows(pid)
    try:
        os.kill(pid, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except PermissionError:
        return True
    return not _is_zombie(pid)


def _is_zombie(pid: int) -> bool:
    fields = _process_fields(pid)
    return bool(fields) and fields[0] in ("Z", "X")


def _process_fields(pid: int) -> list[str]:
    """The fields of Linux's process table after the program's name; none on other systems."""
    try:
        return Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
    except OSError:
        return []


def start_mark(pid: int) -> str:
    """When a process started, counted from which start of the machine; empty where the system does not tell."""
    fields = _process_fields(pid)
    return f"{_boot()}:{fields[START_FIELD]}" if len(fields) > START_FIELD else ""


@cache
def _boot() -> str:
    try:
        return Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii").strip()
    except OSError:
        return ""


def _is_running_on_windows(pid: int) -> bool:
    import ctypes

    kernel = getattr(ctypes, "windll").kernel32  # noqa: B009 - exists on Windows only
    handle = kernel.OpenProcess(QUERY_LIMITED_INFORMATION, False, pid)
    if not handle:
        return False
    code = ctypes.c_ulong()
    kernel.GetExitCodeProcess(handle, ctypes.byref(code))
    kernel.CloseHandle(handle)
    return code.value == STILL_ACTIVE
