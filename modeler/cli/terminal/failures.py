"""Errors become one clear line on standard error and the exit status of PRODUCT.md: 1 problems, 2 wrong use."""

from __future__ import annotations

import errno
import io
import sys
import traceback
from collections.abc import Sequence
from pathlib import Path

import click

from modeler.cli.terminal.output import say
from modeler.services.profile import Profile
from modeler.services.storage.file_errors import explained

PROBLEMS, WRONG_USE = 1, 2
FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO)
"""What a file says that takes no more; only standard output has no name then."""


class Ended(Exception):  # noqa: N818 - an answer, not always an error
    """A command ends with a status, and a line on standard error where there is something to say."""

    def __init__(self, status: int, line: str | None = None) -> None:
        super().__init__(line or "")
        self.status, self.line = status, line


def guarded(command: click.Command, arguments: Sequence[str]) -> int:
    """Run a click command; returns the exit status, whatever happens in it."""
    _write_what_there_are_letters_for()
    try:
        result = command.main(list(arguments), prog_name="processwright", standalone_mode=False)
    except Ended as end:
        return _told(end.status, end.line)
    except click.exceptions.Abort:
        return _told(130, "Stopped.")
    except click.ClickException as error:
        error.show()
        return WRONG_USE
    except BrokenPipeError:
        sys.stderr.close()
        return PROBLEMS
    except Exception as error:
        if isinstance(error, OSError) and error.errno in FULL and error.filename is None:
            return _told(PROBLEMS, str(explained(error, "write standard output", None)))
        return _told(PROBLEMS, f"This is a fault of Processwright: {_one_line(error)}{_kept_trace()}")
    return result if isinstance(result, int) else 0


def _write_what_there_are_letters_for() -> None:
    """What the encoding of a terminal has no letter for is shown as `?`, and is no reason to fail."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")


def _told(status: int, line: str | None) -> int:
    if line:
        say(f"processwright: {' '.join(line.split())}")
    return status


def _one_line(error: BaseException) -> str:
    return f"{type(error).__name__}: {error}"


def _kept_trace() -> str:
    """Where the traceback of the error being handled was written; nothing where that is not possible."""
    place = Path(Profile.of_user().folder / "faults" / "last-fault.txt")
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(traceback.format_exc(), encoding="utf-8", errors="replace")
    except OSError:
        return ""
    return f" (details are in {place})"
