"""Writing what was made: all files or none, and what stands in the way is named."""

from __future__ import annotations

import sys
from pathlib import Path

from modeler.cli.terminal.documents import make_folder, writing
from modeler.cli.terminal.failures import PROBLEMS, WRONG_USE, Ended
from modeler.services.profile import Profile
from modeler.services.storage.file_errors import explained
from modeler.services.workspace.package_folder import FolderPlan, write_folder

MOST_CHARACTERS = 64 * 1024 * 1024


def read_text(path: Path) -> str:
    """A text file of the user, or what is pasted for `-`; one that cannot be read ends the command with status 2."""
    try:
        if str(path) == "-":
            return sys.stdin.read()
        with path.open(encoding="utf-8-sig") as file:
            text = file.read(MOST_CHARACTERS + 1)
    except OSError as error:
        raise Ended(WRONG_USE, str(explained(error, "read", path))) from error
    except UnicodeDecodeError as error:
        raise Ended(WRONG_USE, f"{path}: this is no UTF-8 text (byte {error.start}).") from error
    if len(text) > MOST_CHARACTERS:
        raise Ended(WRONG_USE, f"{path}: the file is longer than {MOST_CHARACTERS:,} characters.")
    return text


def write_plan(plan: FolderPlan, folder: Path) -> list[Path]:
    """Write planned files; where one is there already the command ends with status 1 and has written none."""
    make_folder(folder)
    try:
        return writing(lambda: write_folder(plan, folder, Profile.of_user()))
    except FileExistsError as error:
        raise Ended(PROBLEMS, f"{error} is there already; nothing was written.") from error
