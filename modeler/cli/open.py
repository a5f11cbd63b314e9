"""`open [FILE...]`: the window."""

from __future__ import annotations

import sys
from pathlib import Path

import click


@click.command()
@click.argument("files", nargs=-1, type=click.Path(path_type=Path))
def command(files: tuple[Path, ...]) -> None:
    """Open the window, with FILEs if any are named."""
    from modeler import app

    sys.exit(app.run(files))
