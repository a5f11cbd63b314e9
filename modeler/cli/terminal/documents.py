"""Reading and writing documents for a command: what fails ends the command with the right status."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from engine.bpmn import DocumentError
from modeler.cli.terminal.failures import PROBLEMS, WRONG_USE, Ended
from modeler.services.storage.file_errors import FileError, explained

T = TypeVar("T")


def reading(path: Path, read: Callable[[], T]) -> T:
    """The result of reading a file; a file that is refused or cannot be read ends the command with status 2."""
    try:
        return read()
    except DocumentError as error:
        raise Ended(WRONG_USE, f"{path}: {error}") from error
    except FileError as error:
        raise Ended(WRONG_USE, str(error)) from error


def writing(write: Callable[[], T]) -> T:
    """The result of writing a file; one that cannot be written ends the command with status 1."""
    try:
        return write()
    except FileError as error:
        raise Ended(PROBLEMS, str(error)) from error


def make_folder(folder: Path) -> None:
    """Make a folder for results, with its parents; ends the command with status 2 where that cannot be."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Ended(WRONG_USE, str(explained(error, "make the folder", folder))) from error
