"""The calls that saving makes to the operating system, one method a call.

Everything durable goes through this port, so that a test can make any call fail, stop the program before it, or record
the order of calls and work out what a power cut would leave.
"""

from __future__ import annotations

import contextlib
import ctypes
import errno
import os
import socket
import stat
import sys
import time
from collections.abc import Callable
from pathlib import Path

IGNORED_FOLDER_ERRORS = (errno.EINVAL, errno.ENOTSUP, errno.EBADF, errno.EACCES)
EXCHANGE_FLAG = 2
AT_FDCWD = -100
BINARY = getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)


class OperatingSystem:
    """Files, folders and time as the operating system gives them."""

    def stat(self, path: Path) -> os.stat_result:
        """Facts about a file, symbolic links followed."""
        return os.stat(path)

    def read(self, path: Path, limit: int) -> bytes:
        """At most `limit` + 1 bytes of a regular file; never waits for a pipe or a device."""
        handle = os.open(path, os.O_RDONLY | BINARY | getattr(os, "O_NONBLOCK", 0))
        try:
            mode = os.fstat(handle).st_mode
            if not stat.S_ISREG(mode):
                raise OSError(errno.EISDIR if stat.S_ISDIR(mode) else errno.EINVAL, "not a regular file", str(path))
            return self._read_open(handle, limit)
        finally:
            os.close(handle)

    def _read_open(self, handle: int, limit: int) -> bytes:
        parts: list[bytes] = []
        left = limit + 1
        while left > 0 and (part := os.read(handle, min(left, 1 << 24))):
            parts.append(part)
            left -= len(part)
        return b"".join(parts)

    def create(self, path: Path, mode: int) -> int:
        """Make a new file and open it for writing; fails where one of that name exists."""
        return os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | BINARY, mode)

    def open_to_write(self, path: Path) -> int:
        """Open a file that exists, its contents untouched."""
        return os.open(path, os.O_WRONLY | BINARY)

    def open_to_append(self, path: Path) -> int:
        """Open a file, made if need be, so that every write goes to its end."""
        return os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND | BINARY, 0o600)

    def write(self, handle: int, data: bytes | memoryview) -> int:
        """Write what fits; returns how many bytes were taken."""
        return os.write(handle, data)

    def truncate(self, handle: int, length: int) -> None:
        """Cut an open file to a length."""
        os.ftruncate(handle, length)

    def sync(self, handle: int) -> None:
        """Wait until an open file is on the disk (on macOS `fsync` alone leaves it in the drive's memory)."""
        if sys.platform == "darwin":
            import fcntl

            with contextlib.suppress(OSError):
                fcntl.fcntl(handle, fcntl.F_FULLFSYNC)
                return
        os.fsync(handle)

    def close(self, handle: int) -> None:
        """Close an open file; errors of late writes show here on some systems."""
        os.close(handle)

    def keep_access(self, handle: int, like: os.stat_result) -> None:
        """Give a new file the mode and, where they differ, owner and group of the one that it replaces."""
        mine = os.fstat(handle)
        if hasattr(os, "fchown") and (mine.st_uid, mine.st_gid) != (like.st_uid, like.st_gid):
            os.fchown(handle, like.st_uid, like.st_gid)
        if hasattr(os, "fchmod"):
            os.fchmod(handle, stat.S_IMODE(like.st_mode))

    def copy_attributes(self, source: Path, target: Path) -> None:
        """Give a file the extended attributes of another: access lists, labels, tags. Nothing to do where none are."""
        if not hasattr(os, "listxattr"):
            return
        for name in os.listxattr(source):
            with contextlib.suppress(OSError):
                os.setxattr(target, name, os.getxattr(source, name))

    def replace(self, source: Path, target: Path) -> None:
        """Put a file in another's place, at once and whole."""
        os.replace(source, target)

    def link(self, source: Path, target: Path) -> None:
        """Give a file one more name; fails where that name is taken."""
        os.link(source, target)

    def exchange(self, one: Path, other: Path) -> bool:
        """Swap two files at once and whole; False where the system cannot, and then nothing has happened."""
        swap = _rename_with_flags()
        if swap is None:
            return False
        if swap(AT_FDCWD, os.fsencode(one), AT_FDCWD, os.fsencode(other), EXCHANGE_FLAG) == 0:
            return True
        if ctypes.get_errno() == errno.ENOENT:
            raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), str(one), None, str(other))
        return False

    def sync_folder(self, folder: Path) -> None:
        """Wait until the names in a folder are on the disk; nothing to do where folders cannot be opened."""
        if os.name == "nt":
            return
        handle = os.open(folder, os.O_RDONLY)
        try:
            self._sync_open_folder(handle)
        finally:
            os.close(handle)

    def _sync_open_folder(self, handle: int) -> None:
        try:
            self.sync(handle)
        except OSError as error:
            if error.errno not in IGNORED_FOLDER_ERRORS:
                raise

    def remove(self, path: Path) -> None:
        """Remove a file; it is no error where there is none."""
        with contextlib.suppress(FileNotFoundError):
            os.unlink(path)

    def make_folder(self, folder: Path) -> None:
        """Make a folder that only its owner may read, with its parents; it is no error where there is one."""
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)

    def names(self, folder: Path) -> list[str]:
        """The names in a folder, sorted; none where there is no folder."""
        try:
            return sorted(os.listdir(folder))
        except FileNotFoundError:
            return []

    def now(self) -> float:
        """Seconds since 1970."""
        return time.time()

    def sleep(self, seconds: float) -> None:
        """Wait, between two tries of a call that another program blocks."""
        time.sleep(seconds)


def _rename_with_flags() -> Callable[..., int] | None:
    """Linux's `renameat2`, where the C library has it."""
    if not sys.platform.startswith("linux"):
        return None
    try:
        return ctypes.CDLL(None, use_errno=True).renameat2
    except (OSError, AttributeError):
        return None


def host_name() -> str:
    """The name of this machine, as a lock records it."""
    return socket.gethostname()
