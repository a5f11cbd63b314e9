"""What can go wrong with a file, said so that a designer knows what happened, where, and what to do.

Every error of the operating system that reaches a user goes through `explained`.
"""

from __future__ import annotations

import errno
from pathlib import Path
from typing import Literal

ChangeKind = Literal["changed", "removed", "created"]
CAUSES: dict[int, tuple[str, str]] = {
    errno.ENOSPC: ("the disk is full", "Free some space, or save to another place."),
    errno.EDQUOT: ("your disk quota is used up", "Free some space, or save to another place."),
    errno.EACCES: ("you may not write there", "Change the permissions, or save to another place."),
    errno.EPERM: ("the system does not permit it", "Change the permissions, or save to another place."),
    errno.EROFS: ("the disk is read-only", "Save to another place."),
    errno.EIO: ("the disk reports an error", "Save to another disk now, and check this one."),
    errno.ENOENT: ("there is no such file or folder", "Check the name, or choose another place."),
    errno.ENOTDIR: ("a part of the path is not a folder", "Check the name, or choose another place."),
    errno.EISDIR: ("it is a folder", "Choose the name of a file."),
    errno.EMFILE: ("too many files are open", "Close some documents and try again."),
    errno.ENFILE: ("too many files are open on this computer", "Close some programs and try again."),
    errno.ENAMETOOLONG: ("the name is too long", "Choose a shorter name."),
    errno.EBUSY: ("another program is using it", "Close that program, or wait, and try again."),
    errno.EINTR: ("the call was interrupted", "Try again."),
    errno.EFBIG: ("the file is too large for this disk", "Save to another place."),
    errno.ELOOP: ("its links lead in a circle", "Choose another name."),
    errno.EINVAL: ("it is not an ordinary file", "Choose an ordinary file."),
    errno.ETXTBSY: ("another program is using it", "Close that program and try again."),
    errno.ESTALE: ("the network disk has lost it", "Connect the disk again, or save to another place."),
    errno.ENODEV: ("the disk is gone", "Connect the disk again, or save to another place."),
}


class FileError(Exception):
    """A file could not be read or written; nothing was half done. The message is one clear line."""

    def __init__(self, path: Path | None, doing: str, cause: str, advice: str) -> None:
        where = f" {path}" if path else ""
        super().__init__(f"Cannot {doing}{where}: {cause}. {advice}")
        self.path, self.cause, self.advice = path, cause, advice


class FileChanged(FileError):  # noqa: N818 - names what happened; it is a question to the user
    """The file on disk is not the one that was read: keep mine, take theirs, or save mine as a copy.

    `theirs` holds what is on disk now (`None` when the file is gone).
    """

    def __init__(self, path: Path, kind: ChangeKind, theirs: bytes | None) -> None:
        done = {
            "changed": "another program has changed it since it was opened",
            "removed": "another program has removed it since it was opened",
            "created": "another program has made a file of that name meanwhile",
        }
        super().__init__(path, "save", done[kind], "Keep your version, take theirs, or save a copy.")
        self.kind, self.theirs = kind, theirs


class ReadOnlyFile(FileError):  # noqa: N818 - names what the file is
    """The document was opened to read only: another window has it, or the file is marked so."""

    def __init__(self, path: Path, cause: str) -> None:
        super().__init__(path, "save", cause, "Save it under another name.")


def explained(error: OSError, doing: str, path: Path | None, kept: Path | None = None) -> FileError:
    """The error of a system call in plain words; `kept` names a file in which the work is safe."""
    cause, advice = CAUSES.get(error.errno or 0, (error.strerror or str(error), "Try again, or choose another place."))
    if error.errno in (errno.EACCES, errno.EPERM) and doing.startswith(("read", "open")):
        cause, advice = "you may not read it", "Change the permissions, or choose another place."
    if error.errno == errno.ENOENT and path is not None and not path.parent.exists():
        cause, advice = f"there is no folder {path.parent}", "Make it, or choose another place."
    if kept is not None:
        advice = f"Your work is in {kept}. {advice}"
    return FileError(path, doing, cause, advice)
