"""The files of a workspace's data connectors, for an editor: read whole, changed as values, written back at once.

    files = read_files(folder)
    changed = replace(files[0], values={**files[0].values, "name": "Shop"})
    saved = write_file(system, changed)

What an editor does not know stays in the values. `endpoints` that stand as a text with JSON in it, as in an export of
ProcessMaker, are written back as a text.
"""

from __future__ import annotations

import json
import re
import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Literal

from connectors.sdk.redaction import MASK
from connectors.sdk.values import Json, JsonObject, as_list, as_object, as_text
from modeler.services.secrets.fields import CREDENTIALS
from modeler.services.storage.file_errors import explained
from modeler.services.storage.json_file import write_whole
from modeler.services.storage.operating_system import OperatingSystem
from modeler.services.workspace.data_connectors import FOLDER, MOST_BYTES, resources
from modeler.services.workspace.json_style import written_again
from modeler.services.workspace.object_lists import require_unchanged

InputKind = Literal["PARAM", "HEADER", "BODY"]
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
_UNSAFE = re.compile(r"[^a-z0-9]+")
_PLACEHOLDER = re.compile(r"\{\{\{?\s*[#^/&]?\s*([A-Za-z_][\w.-]*)\s*\}?\}\}")


@dataclass(frozen=True, slots=True)
class SourceFile:
    """One file: where it is, what it holds with `endpoints` as an object, and what stood there when it was read."""

    path: Path
    values: JsonObject = field(default_factory=dict)
    error: str = ""
    keeps_text: bool = False
    before: bytes | None = None

    @property
    def name(self) -> str:
        """What the data connector is called."""
        return as_text(self.values.get("name")) or self.path.stem

    @property
    def is_soap(self) -> bool:
        """Whether it is a SOAP service, which is kept and shown but not edited."""
        return not self.error and self.values.get("type") == "SOAP"

    @property
    def is_editable(self) -> bool:
        """Whether its resources can be changed."""
        return not self.error and not self.is_soap

    @property
    def resources(self) -> dict[str, JsonObject]:
        """The resources by name, in the order of the file."""
        return {name: as_object(each) for name, each in as_object(self.values.get("endpoints")).items()}

    def with_values(self, **changed: Json) -> SourceFile:
        """The same file with other values; `None` stays a value."""
        return replace(self, values={**self.values, **changed})

    def with_resource(self, name: str, resource: JsonObject) -> SourceFile:
        """The same file with a resource in its place, or added at the end."""
        return self.with_values(endpoints={**as_object(self.values.get("endpoints")), name: resource})

    def without_resource(self, name: str) -> SourceFile:
        """The same file without a resource."""
        left = {key: each for key, each in as_object(self.values.get("endpoints")).items() if key != name}
        return self.with_values(endpoints=left)

    def renamed_resource(self, name: str, wanted: str) -> SourceFile:
        """The same file with a resource called otherwise, in its place; `purpose` says the same name."""
        found = as_object(self.values.get("endpoints"))
        renamed: JsonObject = {
            wanted if key == name else key: {**as_object(each), "purpose": wanted} if key == name else each
            for key, each in found.items()
        }
        return self.with_values(endpoints=renamed)


def read_files(folder: Path | None) -> list[SourceFile]:
    """Every data connector file of a workspace; one that cannot be read comes with the reason."""
    if folder is None:
        return []
    return [read_file(path) for path in sorted((folder / FOLDER).glob("*.json"))]


def read_file(path: Path) -> SourceFile:
    """One file as it is now."""
    try:
        if path.stat().st_size > MOST_BYTES:
            return SourceFile(path, error=f"The file is larger than {MOST_BYTES // 1_000_000} MB.")
        data = path.read_bytes()
        value = json.loads(data)
    except OSError as error:
        return SourceFile(path, error=str(explained(error, "read", path)))
    except (ValueError, RecursionError) as error:
        return SourceFile(path, error=f"The file is not JSON: {error}")
    if not isinstance(value, dict):
        return SourceFile(path, error="The file does not hold a JSON object.")
    return _read(path, value, data)


def _read(path: Path, value: JsonObject, data: bytes) -> SourceFile:
    kept = value.get("endpoints")
    if isinstance(kept, str) and kept.strip():
        try:
            json.loads(kept)
        except (ValueError, RecursionError) as error:
            return SourceFile(path, error=f"“endpoints” in the file is a text that is not JSON: {error}", before=data)
    values: JsonObject = {**value, "endpoints": dict(resources(value))}
    return SourceFile(path, values, keeps_text=isinstance(kept, str), before=data)


def new_file(folder: Path, name: str, taken: Iterable[Path] = ()) -> SourceFile:
    """A data connector that is not on disk yet, in a file of its own."""
    stem = _UNSAFE.sub("-", name.lower()).strip("-")[:60] or "data-connector"
    places = set(taken)
    path, number = folder / FOLDER / f"{stem}.json", 2
    while path in places or path.exists():
        path, number = folder / FOLDER / f"{stem}-{number}.json", number + 1
    identity = str(uuid.uuid5(uuid.NAMESPACE_URL, path.as_uri()))
    values: JsonObject = {"uuid": identity, "name": name, "description": "", "type": "REST", "status": "ACTIVE"}
    return SourceFile(path, {**values, "authtype": "NONE", "credentials": {}, "endpoints": {}})


def new_resource(name: str) -> JsonObject:
    """A resource as a new one begins."""
    shown: JsonObject = {"purpose": name, "description": "", "method": "GET", "url": ""}
    return {**shown, "params": [], "headers": [], "body": "", "body_type": "json", "testData": {}}


def free_name(wanted: str, taken: Iterable[str]) -> str:
    """The name, with a number behind it where it is taken."""
    used = set(taken)
    name, number = wanted, 2
    while name in used:
        name, number = f"{wanted} {number}", number + 1
    return name


def placeholders(resource: JsonObject) -> list[str]:
    """The variables that a resource names anywhere, in the order in which they occur."""
    shown = {name: each for name, each in resource.items() if name not in ("testData", "description")}
    return list(dict.fromkeys(match[1] for match in _PLACEHOLDER.finditer(json.dumps(shown, ensure_ascii=False))))


@dataclass(frozen=True, slots=True)
class DeclaredInput:
    """One thing that an element may give a resource: where it goes, its name, and what stands there without it."""

    kind: InputKind
    key: str
    is_required: bool = False
    default: str = ""


def declared_inputs(resource: JsonObject) -> list[DeclaredInput]:
    """The inputs of a resource: its parameters, the variables of its address and body, its headers, what it lists."""
    found = [_declared("PARAM", row) for row in as_list(resource.get("params"))]
    found += [DeclaredInput("PARAM", name) for name in _names(as_text(resource.get("url")))]
    found += [DeclaredInput("BODY", name) for name in _names(as_text(resource.get("body")))]
    found += [_declared("HEADER", row) for row in as_list(resource.get("headers"))]
    for row in map(as_object, as_list(resource.get("outboundConfig"))):
        found.append(DeclaredInput(as_kind(row.get("type")), as_text(row.get("key"))))
    named = {(each.kind, each.key): each for each in reversed(found) if each.key}
    return [each for each in found if named.get((each.kind, each.key)) is each]


def as_kind(value: Json) -> InputKind:
    """Where an input goes; what is neither header nor body is a parameter."""
    return "HEADER" if value == "HEADER" else "BODY" if value == "BODY" else "PARAM"


def _declared(kind: Literal["PARAM", "HEADER"], row: Json) -> DeclaredInput:
    values = as_object(row)
    default = values.get("value")
    shown = default if isinstance(default, str) else "" if default is None else str(default)
    return DeclaredInput(kind, as_text(values.get("key")), values.get("required") is True, shown)


def _names(template: str) -> list[str]:
    return list(dict.fromkeys(match[1].partition(".")[0] for match in _PLACEHOLDER.finditer(template)))


def write_file(system: OperatingSystem, file: SourceFile) -> SourceFile:
    """Put a file on disk; returns it as it is there now.

    Raises `FileChanged` where somebody else wrote it meanwhile, and `FileError`.
    """
    require_unchanged(file.path, file.before)
    values: JsonObject = dict(file.values)
    if file.keeps_text:
        values["endpoints"] = _as_text(file.before, values.get("endpoints"))
    data = written_again(file.before, values)
    write_whole(system, file.path, data)
    return replace(file, before=data)


def _as_text(before: bytes | None, endpoints: Json) -> str:
    """Resources as the text that stands in the file, in the style of what stood there."""
    kept = as_text(as_object(json.loads(before or b"{}")).get("endpoints")).strip() or "{}"
    return written_again(kept.encode("utf-8", "surrogatepass"), endpoints).decode("utf-8", "surrogatepass")


def remove_file(system: OperatingSystem, file: SourceFile) -> None:
    """Delete a file that is as it was read. Raises `FileError`."""
    require_unchanged(file.path, file.before)
    try:
        if file.path.exists():
            system.remove(file.path)
    except OSError as error:
        raise explained(error, "delete", file.path) from error


def masked(values: JsonObject) -> JsonObject:
    """A data connector to look at, without what stands in clear text among its credentials."""
    kept = as_object(values.get("credentials"))
    shown = {
        name: MASK if name in CREDENTIALS and value and not str(value).startswith("secret:") else value
        for name, value in kept.items()
    }
    return {**values, "credentials": shown} if kept else values


def sample_of(resource: JsonObject) -> Json:
    """The sample data of a resource as a preview takes them; an empty object where they are no JSON."""
    kept = resource.get("testData")
    if isinstance(kept, str):
        try:
            kept = json.loads(kept)
        except (ValueError, RecursionError):
            kept = {}
    return kept if isinstance(kept, dict | list) else {}
