"""What an editor of data connectors works on: the files as they were read, as they are edited now, and which differ."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from connectors.sdk.values import Json, JsonObject
from modeler.services.storage.operating_system import OperatingSystem
from modeler.services.workspace.source_files import (
    SourceFile,
    free_name,
    new_file,
    new_resource,
    read_file,
    read_files,
    remove_file,
    write_file,
)


class SourceList:
    """The data connectors of one workspace folder; nothing reaches the disk before it is saved or removed."""

    def __init__(self, folder: Path, system: OperatingSystem | None = None) -> None:
        self._folder = folder
        self._system = system or OperatingSystem()
        self._files = {file.path: file for file in read_files(folder)}
        self._saved = dict(self._files)

    @property
    def files(self) -> list[SourceFile]:
        """All of them as they are edited now."""
        return list(self._files.values())

    @property
    def unsaved(self) -> set[Path]:
        """The files with changes that are not on disk."""
        return {path for path, file in self._files.items() if self._saved.get(path) != file}

    def file(self, path: Path) -> SourceFile:
        """One of them as it is edited now."""
        return self._files[path]

    def find(self, reference: object) -> SourceFile | None:
        """The one with this number, uuid or name, as an element refers to it."""
        wanted = str(reference)
        for file in self._files.values():
            values = file.values
            names = (values.get("id", file.path.stem), values.get("uuid"), values.get("name", file.path.stem))
            if wanted in map(str, names):
                return file
        return None

    def add(self, name: str) -> SourceFile:
        """A new data connector, not on disk yet."""
        wanted = free_name(name, (file.name for file in self._files.values()))
        made = new_file(self._folder, wanted, self._files)
        self._files[made.path] = made
        return made

    def add_as(self, reference: object) -> SourceFile:
        """A new data connector that an element's reference leads to: a number, uuid or name; not on disk yet."""
        if not isinstance(reference, int):
            return self.add(str(reference))
        made = self.add(f"Data connector {reference}")
        self._files[made.path] = made.with_values(id=reference)
        return self._files[made.path]

    def reference(self, place: tuple[Path, str] | None) -> tuple[Json, str] | None:
        """How an element refers to a place, its resource as well; None for what is not on disk."""
        file = self._saved.get(place[0]) if place is not None else None
        if place is None or file is None or file.error:
            return None
        return file.values.get("id", file.path.stem), place[1] if place[1] in file.resources else ""

    def add_resource(self, path: Path, name: str, like: JsonObject | None = None) -> str:
        """A new resource, or a copy of one; returns its name."""
        file = self._files[path]
        wanted = free_name(name, file.resources)
        resource = {**like, "purpose": wanted} if like is not None else new_resource(wanted)
        self._files[path] = file.with_resource(wanted, resource)
        return wanted

    def set_value(self, path: Path, key: str, value: Json) -> None:
        """Change an attribute of a data connector."""
        file = self._files[path]
        if file.values.get(key) != value or key not in file.values:
            self._files[path] = file.with_values(**{key: value})

    def set_resource(self, path: Path, name: str, values: JsonObject) -> None:
        """Change a resource."""
        self._files[path] = self._files[path].with_resource(name, values)

    def rename_resource(self, path: Path, name: str, wanted: str) -> str:
        """Call a resource otherwise; returns the name that it got."""
        file = self._files[path]
        free = free_name(wanted, (each for each in file.resources if each != name))
        self._files[path] = file.renamed_resource(name, free)
        return free

    def remove_resource(self, path: Path, name: str) -> None:
        """Take a resource away."""
        self._files[path] = self._files[path].without_resource(name)

    def remove(self, path: Path) -> None:
        """Delete a data connector with its file, at once. Raises `FileError`."""
        saved = self._saved.get(path)
        if saved is not None:
            remove_file(self._system, saved)
        self._files.pop(path, None)
        self._saved.pop(path, None)

    def save(self, path: Path) -> None:
        """Put one on disk. Raises `FileChanged` and `FileError`."""
        written = write_file(self._system, self._files[path])
        self._files[path] = self._saved[path] = written

    def take_theirs(self, path: Path) -> None:
        """Drop the changes for what is on disk now."""
        if path.exists():
            self._files[path] = self._saved[path] = read_file(path)
        else:
            self._files.pop(path, None)
            self._saved.pop(path, None)

    def keep_mine(self, path: Path) -> None:
        """Save over what somebody else wrote meanwhile. Raises `FileError`."""
        theirs = path.read_bytes() if path.exists() else None
        self._files[path] = replace(self._files[path], before=theirs)
        self.save(path)
