"""The profile folder: where settings, locks, journals and backups of one user live."""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass
from pathlib import Path

VARIABLE = "PROCESSWRIGHT_PROFILE"


@dataclass(frozen=True, slots=True)
class Profile:
    """The places inside a profile folder; nothing is made before it is written to."""

    folder: Path

    @classmethod
    def of_user(cls) -> Profile:
        """The folder that `PROCESSWRIGHT_PROFILE` names, else the usual one of this user."""
        named = os.environ.get(VARIABLE)
        return cls(Path(named).expanduser().absolute() if named else _usual_folder())

    @property
    def settings(self) -> Path:
        """The file of settings."""
        return self.folder / "settings.json"

    @property
    def workspace(self) -> Path:
        """The file that remembers recent files and the open folder."""
        return self.folder / "workspace.json"

    @property
    def locks(self) -> Path:
        """Locks of open documents."""
        return self.folder / "locks"

    @property
    def journals(self) -> Path:
        """One folder for each open document, with all that was done to it."""
        return self.folder / "journals"

    @property
    def pending(self) -> Path:
        """Full copies of documents that are being written in place."""
        return self.folder / "pending"

    def backups(self, path: Path) -> Path:
        """Earlier versions of one document."""
        return self.folder / "backups" / place_key(path)


def _usual_folder() -> Path:
    import platformdirs

    return Path(platformdirs.user_state_path("processwright", appauthor=False))


def place_key(path: Path) -> str:
    """A short name for a place on disk, the same for every way to write its path."""
    return hashlib.sha256(os.fsencode(os.path.normcase(os.path.realpath(path)))).hexdigest()[:24]
