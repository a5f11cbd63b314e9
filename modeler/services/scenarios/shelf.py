"""The scenarios of one process as files: list, keep, rename, double, delete and bring back. Raises `FileError`."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from modeler.services.scenarios.places import file_for, name_of, scenarios_beside
from modeler.services.scenarios.scenario import Scenario, written_scenario
from modeler.services.scenarios.suite import read_file
from modeler.services.storage.file_errors import explained
from modeler.services.storage.json_file import write_whole
from modeler.services.storage.operating_system import OperatingSystem


@dataclass(frozen=True)
class Shelved:
    """A scenario file: what it is called, and what it holds or why that cannot be read."""

    file: Path
    name: str
    scenario: Scenario | None = None
    refusal: str = ""


class Shelf:
    """What lies beside one process."""

    def __init__(self, process: Path, system: OperatingSystem | None = None) -> None:
        """Reads nothing yet."""
        self._process = process
        self._system = system or OperatingSystem()

    def all(self) -> list[Shelved]:
        """Every scenario, in a fixed order."""
        return [self.read(file) for file in scenarios_beside(self._process)]

    def read(self, file: Path) -> Shelved:
        """One of them as it is now."""
        name = name_of(file, self._process)
        try:
            scenario = read_file(file)
        except ValueError as error:
            return Shelved(file, name, None, str(error))
        return Shelved(file, scenario.name or name, scenario)

    def add(self, scenario: Scenario) -> Path:
        """Keep a new scenario in a file of its own, named after it."""
        file = file_for(self._process, scenario.name, scenarios_beside(self._process))
        self.write(file, scenario)
        return file

    def write(self, file: Path, scenario: Scenario) -> None:
        """Keep a scenario in its file, whole."""
        write_whole(self._system, file, written_scenario(scenario).encode("utf-8"))

    def rename(self, shelved: Shelved, name: str) -> None:
        """Call it otherwise; its file stays where it is, so that nothing that names it breaks."""
        if shelved.scenario is not None:
            self.write(shelved.file, replace(shelved.scenario, name=name))

    def duplicate(self, shelved: Shelved, name: str) -> Path | None:
        """A second one to be changed; None for one that cannot be read."""
        return self.add(replace(shelved.scenario, name=name)) if shelved.scenario is not None else None

    def delete(self, file: Path) -> bytes:
        """Delete a file; returns what it held, for `bring_back`."""
        try:
            data = file.read_bytes()
            file.unlink()
        except OSError as error:
            raise explained(error, "delete", file) from error
        return data

    def bring_back(self, file: Path, data: bytes) -> None:
        """Put a deleted file back."""
        write_whole(self._system, file, data)
