"""What keeps a package's process from reaching the outside by other ways than its ports.

On Linux the kernel does: no network, no file of the user, no other program, no signal to other processes (a network
namespace and Landlock, as far as this kernel has them). On every system Python itself refuses such calls; that is a
fence for honest code and its libraries, not a wall against code that means harm.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import struct
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

_RULESET, _RULE, _RESTRICT = 444, 445, 446
_NO_NEW_PRIVILEGES, _NEW_USER, _NEW_NETWORK = 38, 0x10000000, 0x40000000
_READ: Final = 1 << 2 | 1 << 3
_FILE_READ: Final = 1 << 2
_FILE_WRITE: Final = 1 << 1 | 1 << 2
_OF_VERSION: Final = {1: (1 << 13) - 1, 2: (1 << 14) - 1, 3: (1 << 15) - 1, 5: (1 << 16) - 1}
_EXECUTE: Final = 1
_SYSTEM: Final = (
    "/usr", "/lib", "/lib64", "/bin", "/opt", "/etc", "/nix/store", "/System", "/Library",
    "/var/cache/fontconfig", "/run/current-system", "/proc/self", "/sys/devices/system/cpu",
)  # fmt: skip
_SINGLE: Final = ("/dev/null", "/dev/urandom", "/dev/random", "/dev/zero", "/proc/cpuinfo", "/proc/meminfo")
_FONTS: Final = (".fonts", ".local/share/fonts", ".cache/fontconfig")
_NETWORK: Final = frozenset(
    {"socket.connect", "socket.bind", "socket.getaddrinfo", "socket.gethostbyname", "socket.sendto"}
)
_PROGRAMS: Final = frozenset(
    {"subprocess.Popen", "os.system", "os.exec", "os.posix_spawn", "os.spawn", "os.fork", "os.forkpty", "os.startfile"}
)
_CHANGES: Final = frozenset(
    f"os.{name}" for name in ("remove", "rename", "rmdir", "mkdir", "chmod", "chown", "link", "symlink", "truncate")
)
_VAULTS: Final = frozenset({"keyring", "secretstorage", "jeepney", "win32cred", "win32ctypes"})
_WRITING: Final = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND


def raise_walls(workplace: str) -> list[str]:
    """Shut this process in: it may read what it needs to run and write in `workplace`. Says which walls stand."""
    readable = [*_existing([*sys.path, sys.prefix, sys.base_prefix, *_SYSTEM, *_font_folders(), workplace])]
    standing = ["fence"]
    if sys.platform == "linux":
        with contextlib.suppress(OSError, AttributeError):
            standing += _kernel_walls(readable, workplace)
    sys.addaudithook(_fence([os.path.realpath(each) for each in readable], os.path.realpath(workplace)))
    return standing


def _kernel_walls(readable: Sequence[str], workplace: str) -> list[str]:
    libc = ctypes.CDLL(None, use_errno=True)
    standing = []
    if libc.unshare(_NEW_NETWORK) == 0 or libc.unshare(_NEW_USER | _NEW_NETWORK) == 0:
        standing.append("network")
    libc.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0)
    if _landlock(libc, readable, workplace):
        standing.append("files")
    return standing


def _landlock(libc: ctypes.CDLL, readable: Sequence[str], workplace: str) -> bool:
    version = libc.syscall(_RULESET, None, ctypes.c_size_t(0), 1)
    if version < 1:
        return False
    handled = max(rights for since, rights in _OF_VERSION.items() if since <= version)
    fields = [handled, 3 if version >= 4 else 0, 3 if version >= 6 else 0]
    size = 24 if version >= 6 else 16 if version >= 4 else 8
    ruleset = libc.syscall(_RULESET, struct.pack("<QQQ", *fields), ctypes.c_size_t(size), 0)
    if ruleset < 0:
        return False
    for path in readable:
        _allow(libc, ruleset, path, _READ if os.path.isdir(path) else _FILE_READ)
    for path in _existing(_SINGLE):
        _allow(libc, ruleset, path, _FILE_WRITE if path == "/dev/null" else _FILE_READ)
    _allow(libc, ruleset, workplace, handled & ~_EXECUTE)
    done = bool(libc.syscall(_RESTRICT, ruleset, 0) == 0)
    os.close(ruleset)
    return done


def _allow(libc: ctypes.CDLL, ruleset: int, path: str, rights: int) -> None:
    handle = os.open(path, os.O_PATH | os.O_CLOEXEC)
    try:
        libc.syscall(_RULE, ruleset, 1, struct.pack("<Qi", rights, handle), 0)
    finally:
        os.close(handle)


def _fence(readable: Sequence[str], workplace: str) -> Callable[[str, tuple[object, ...]], None]:
    def hook(event: str, arguments: tuple[object, ...]) -> None:
        if event == "open":
            _judge_open(arguments, readable, workplace)
        elif event in _NETWORK:
            raise PermissionError("A connector reaches the network only through ports.http and ports.mail.")
        elif event in _PROGRAMS:
            raise PermissionError("A connector cannot start other programs.")
        elif event == "os.kill":
            raise PermissionError("A connector cannot end other processes.")
        elif event in _CHANGES and not _is_inside(arguments[0], [workplace]):
            raise PermissionError("A connector changes files only in its own temporary folder.")
        elif event == "import" and str(arguments[0]).partition(".")[0] in _VAULTS:
            raise ImportError("A connector gets secrets only through ports.secrets.")

    return hook


def _judge_open(arguments: tuple[object, ...], readable: Sequence[str], workplace: str) -> None:
    path, mode, flags = (*arguments, None, None)[:3]
    writes = bool(isinstance(flags, int) and flags & _WRITING) or any(letter in str(mode or "") for letter in "wax+")
    places = [workplace] if writes else readable
    if not _is_inside(path, [*places, *_SINGLE]):
        doing = "writes files only in its own temporary folder" if writes else "reads files only through ports.files"
        raise PermissionError(f"A connector {doing}: {os.fsdecode(path)!r}")  # type: ignore[arg-type]  # a path, see below


def _is_inside(path: object, places: Sequence[str]) -> bool:
    """Whether a path lies in one of the places; an open file is no path."""
    if not isinstance(path, str | bytes | os.PathLike):
        return True
    real = os.path.realpath(os.fsdecode(path))
    return any(real == place or real.startswith(place.rstrip(os.sep) + os.sep) for place in places)


def _existing(paths: Sequence[str]) -> list[str]:
    return [path for path in dict.fromkeys(paths) if path and os.path.exists(path)]


def _font_folders() -> list[str]:
    home = os.path.expanduser("~")
    return [str(Path(home) / each) for each in _FONTS] if home != "~" else []
