"""From a description and chosen operations to files: one Data Connector asset, and an entry for each operation.

Each entry is a folder without code that runs as the Data Connector. It carries a copy of its resource, so that it
previews in a workspace that has no such asset; where the workspace has one, that counts.
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from importlib.resources import files
from urllib.parse import urlsplit

from connectors.sdk.manifest import manifest_issues
from connectors.sdk.schema import validate
from connectors.sdk.values import Json, JsonObject, as_object, as_text
from modeler.services.making.openapi.description import Description, OpenApiError
from modeler.services.making.openapi.inputs import Inputs, answer_of, inputs_of, tags_of
from modeler.services.making.openapi.operations import Operation, address, in_words
from modeler.services.making.openapi.schemas import variable
from modeler.services.making.openapi.signing_in import authorization
from modeler.services.making.scaffold import slug
from modeler.services.workspace.data_connectors import FOLDER as SOURCES
from modeler.services.workspace.package_folder import FolderPlan, json_bytes

RUNNER = "data-connector"
IMPLEMENTATION = "package-data-sources/data-source-task-service"
ENTRIES = "connectors"
# What ProcessMaker's modeler writes for a call that waits for no callback.
_REST: dict[str, Json] = {
    "callback": False, "callback_url": "callback_url", "callback_variable": "callback", "callback_methods": ["POST"],
    "callback_data_types": ["FORM"], "callback_authentication": None, "callback_authentication_username": "",
    "callback_authentication_password": "", "callback_whitelist": [], "type": "REST",
}  # fmt: skip
_NAMES = ("dataSource", "endpoint", "dataMapping", "outboundConfig", "answer_variable", "status_variable")
_RESERVED = frozenset((*_NAMES, *_REST))


@dataclass
class Made:
    """What came of a description."""

    asset: JsonObject
    entries: list[JsonObject]
    notes: list[str] = field(default_factory=list)

    def plan(self) -> FolderPlan:
        """The files: the asset for the workspace, and a folder for each entry."""
        plan = FolderPlan()
        package = slug(as_text(self.asset["name"])) or "service"
        name = f"{package}.json"
        plan.files[f"{SOURCES}/{name}"] = json_bytes(self.asset)
        icon = files("resources").joinpath("new_connector", "operation.svg").read_bytes()
        for entry in self.entries:
            folder = f"{ENTRIES}/{package}/{entry['id']}"
            endpoint = as_text(as_object(as_object(entry["binding"])["configValues"])["endpoint"])
            own = {endpoint: as_object(self.asset["endpoints"])[endpoint]}
            plan.files[f"{folder}/connector.json"] = json_bytes(entry)
            plan.files[f"{folder}/icon.svg"] = icon
            plan.files[f"{folder}/{SOURCES}/{name}"] = json_bytes({**self.asset, "endpoints": own})
        return plan


def make(
    description: Description, operations: Sequence[Operation], server: str = "", number: int | None = None
) -> Made:
    """The asset and the entries; `number` is the asset's id in ProcessMaker. Raises `OpenApiError`."""
    notes = list(description.notes)
    title = description.title
    prefix = slug(title).replace("-", "_").upper() or "SERVICE"
    hosts = [urlsplit(address(each, server)).hostname or "" for each in operations]
    asset: JsonObject = {
        **_identity(title, hosts[0], number),
        "description": as_text(as_object(description.data.get("info")).get("description"))[:1000],
        "type": "REST",
        "status": "ACTIVE",
        "debug_mode": False,
        **authorization(description, operations, address(operations[0], server), prefix, notes),
    }
    endpoints: JsonObject = {}
    entries: list[JsonObject] = []
    for operation, host in zip(operations, hosts, strict=True):
        found = inputs_of(description, operation, notes, _RESERVED)
        sample, answer = answer_of(description, operation)
        endpoints[operation.id] = _resource(operation, address(operation, server), found, sample)
        entries.append(_checked(_entry(asset, operation, found, sample, answer, host)))
    return Made({**asset, "endpoints": endpoints}, entries, notes)


def _identity(title: str, host: str, number: int | None) -> JsonObject:
    """A name and numbers for the asset, the same whenever this description is read."""
    made = uuid.uuid5(uuid.NAMESPACE_URL, f"{host}/{title}")
    return {"id": number if number is not None else 100_000 + made.int % 900_000, "uuid": str(made), "name": title}


def _resource(operation: Operation, server: str, found: Inputs, sample: Json) -> JsonObject:
    return {
        "purpose": operation.id,
        "description": operation.title,
        "method": operation.method,
        "url": server + found.path,
        "params": found.params,
        "headers": found.headers,
        "body": found.body,
        "body_type": found.body_type,
        "testData": sample if isinstance(sample, dict | list) else {},
        "outboundConfig": [],
    }


def _entry(
    asset: JsonObject, operation: Operation, found: Inputs, sample: Json, answer: JsonObject, host: str
) -> JsonObject:
    values: JsonObject = {"dataSource": asset["id"], "endpoint": operation.id}
    name = variable(operation.id)
    example: JsonObject = {name: sample if isinstance(sample, dict | list) else {}}
    outputs: JsonObject = {"type": "object", "properties": {name: answer}}
    if validate(outputs, example):
        outputs = {"type": "object"}
    title = as_text(asset["name"])
    return {
        "schemaVersion": 1,
        "id": slug(f"{title} {in_words(operation.id)}")[:80].strip("-"),
        "name": operation.title[:80],
        "version": "1.0.0",
        "category": title[:80],
        "description": f"{operation.line} of {title}"[:400],
        "keywords": [title, *tags_of(operation)],
        "icon": "icon.svg",
        "appliesTo": ["bpmn:serviceTask"],
        "binding": {"implementation": IMPLEMENTATION, "config": "places", "configValues": values},
        "properties": {"type": "object", "properties": _settings(values, found, name)},
        "ui": {"groups": _groups(found)},
        "outputs": outputs,
        "example": example,
        "permissions": {"hosts": [host], "sources": True, **({"files": ["read"]} if found.has_files else {})},
        "runsAs": RUNNER,
    }


def _settings(values: JsonObject, found: Inputs, name: str) -> JsonObject:
    """The settings in the order in which ProcessMaker writes them."""
    fixed = {key: _fixed(key, value) for key, value in values.items()}
    rows = {key: _fixed(key, []) for key in ("dataMapping", "outboundConfig")}
    rest = {key: _fixed(key, value) for key, value in _REST.items()}
    answer = {
        "answer_variable": _mapping("Store the answer as", "", name),
        "status_variable": _mapping("Store the status as", "$status", ""),
    }
    return {**fixed, **rows, **answer, **found.settings, **rest}


def _fixed(key: str, value: Json) -> JsonObject:
    place: JsonObject = {"type": "config", "path": [key], "raw": True}
    return {"default": value, "x-ui": {"hidden": True}, "x-place": place}


def _mapping(title: str, part: str, default: str) -> JsonObject:
    row: JsonObject = {"value": part, "key": "", "format": "dotNotation"}
    place: JsonObject = {"type": "config", "path": ["dataMapping", row, "key"], "optional": True}
    schema: JsonObject = {"type": "string", "title": title, "x-ui": {"help": "A Request variable."}, "x-place": place}
    return {**schema, "default": default} if default else schema


def _groups(found: Inputs) -> list[Json]:
    groups: list[Json] = []
    for id, label, fields in (("inputs", "Inputs", found.inputs), ("body", "Body", found.members)):
        if fields:
            groups.append({"id": id, "label": label, "fields": [*fields]})
    groups.append({"id": "answer", "label": "Answer", "fields": ["answer_variable", "status_variable"]})
    return groups


def _checked(entry: JsonObject) -> JsonObject:
    problems = manifest_issues(entry)
    if problems:
        raise OpenApiError(f"“{entry['name']}” cannot become a connector: {problems[0]}")
    return entry
