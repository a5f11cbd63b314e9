"""The outbox in a folder that a user names, run after run: what the last one made, and nothing of the one before.

The profile remembers what was written, by name and content. Only a file that is still exactly that goes before the next
run is written; whatever else lies in the folder stays.
"""

from __future__ import annotations

import contextlib
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path

from modeler.services.preview.outbox import Outbox
from modeler.services.profile import Profile, place_key
from modeler.services.storage.file_errors import FileError, explained
from modeler.services.storage.json_file import read_values, write_values
from modeler.services.storage.operating_system import OperatingSystem


def write_outbox(outbox: Outbox, folder: Path, profile: Profile) -> None:
    """Write the effects of a run into a folder, in the place of those of the run before. Raises `FileError`."""
    system, record = OperatingSystem(), profile.folder / "outboxes" / f"{place_key(folder)}.json"
    try:
        _clear(folder, read_values(system, record))
        outbox.write(folder)
    except OSError as error:
        raise explained(error, "write into", folder) from error
    written = {file.name: sha256(file.content).hexdigest() for effect in outbox.effects for file in effect.files}
    with contextlib.suppress(FileError):
        write_values(system, record, dict(written))


def _clear(folder: Path, written: Mapping[str, object]) -> None:
    for name, digest in written.items():
        file = folder / name
        is_plain = file.name == name and file.is_file() and not file.is_symlink()
        if is_plain and sha256(file.read_bytes()).hexdigest() == digest:
            file.unlink()
