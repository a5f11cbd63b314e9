"""Which manifests have been checked and found sound, so that a start need not check them again.

Checking takes some 15 to 30 ms a manifest; the sum of its bytes says that it is the same one. What is remembered holds
for the very code that checked it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cache
from importlib.resources import files

from connectors.sdk.values import texts
from modeler.services.packages.registry import home
from modeler.services.profile import Profile
from modeler.services.storage.file_errors import FileError
from modeler.services.storage.json_file import read_values, write_values
from modeler.services.storage.operating_system import OperatingSystem

_CHECKERS = ("manifest.schema.json", "manifest.py", "faults.py", "schema.py", "patterns.py", "places.py")
_MOST = 2_000


@contextmanager
def remembered_sound(profile: Profile, remember: bool) -> Iterator[set[str]]:
    """The sums of sound manifests; those that are added are remembered if wanted, where the profile can be written."""
    system, file = OperatingSystem(), home(profile) / "checked.json"
    values = read_values(system, file)
    known = set(texts(values.get("sound"))) if values.get("by") == _checked_by() else set()
    before = set(known)
    yield known
    if remember and known != before:
        with suppress(FileError):
            write_values(system, file, {"by": _checked_by(), "sound": sorted(known)[:_MOST]})


@cache
def _checked_by() -> str:
    """A sum of the code that checks: another version of it checks everything anew."""
    whole = hashlib.sha256()
    for name in _CHECKERS:
        place = files("connectors.sdk").joinpath(name)
        whole.update(place.read_bytes() if place.is_file() else b"")
    return whole.hexdigest()
