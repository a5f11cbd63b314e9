"""`open [FILE...]`: the window."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import click

from modeler.cli.terminal.failures import WRONG_USE, Ended

DISPLAYS = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
NO_DISPLAY = "There is no display to open a window on. The commands that `--help` lists, other than open, need none."


@click.command()
@click.argument("files", nargs=-1, type=click.Path(path_type=Path))
def command(files: tuple[Path, ...]) -> None:
    """Open the window, with FILEs if any are named."""
    if not has_display():
        raise Ended(WRONG_USE, NO_DISPLAY)
    from modeler import app

    sys.exit(app.run(files))


def has_display() -> bool:
    """Whether a window can be shown; without one Qt would end the process on the spot."""
    if sys.platform.startswith(("win", "darwin")):
        return True
    return any(os.environ.get(name) for name in DISPLAYS)
