"""What a user has chosen: read by name and type, written at once, unknown names kept."""

from __future__ import annotations

from typing import TypeVar

from modeler.services.profile import Profile
from modeler.services.storage.json_file import Values, read_values, write_values
from modeler.services.storage.operating_system import OperatingSystem

T = TypeVar("T", str, bool, int, float, list[object], dict[str, object])


class Settings:
    """The settings of a profile; a value of another type than its default counts as not set."""

    def __init__(self, profile: Profile, system: OperatingSystem | None = None) -> None:
        self._file = profile.settings
        self._system = system or OperatingSystem()
        self._values: Values = read_values(self._system, self._file)

    def get(self, name: str, default: T) -> T:
        """The value of a setting, else the default."""
        value = self._values.get(name, default)
        if type(value) is type(default):
            return value
        return default

    def set(self, name: str, value: object) -> None:
        """Choose a value; `None` forgets it. Another window's settings are kept. Raises `FileError`."""
        values = self._values | read_values(self._system, self._file)
        if value is None:
            values.pop(name, None)
        else:
            values[name] = value
        self._values = values
        write_values(self._system, self._file, values)
