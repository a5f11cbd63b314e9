"""A ProcessMaker package as a workspace folder: plain files, nothing lost, secrets left out.

order.bpmn              each process, its BPMN byte for byte
screens/31-summary.json data-connectors/shop.json scripts/7-level.json
users.json              whoever the package names
processmaker-package.json   everything, as it was; secrets are references
"""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from connectors.sdk.values import Json, JsonObject, as_list, as_object, as_text
from modeler.services.data_connectors import FOLDER as SOURCES
from modeler.services.durable import Absent, write_durably
from modeler.services.operating_system import OperatingSystem
from modeler.services.process_package import Asset, Package
from modeler.services.profile import Profile
from modeler.services.screens.folder import FOLDER as SCREENS

WHOLE = "processmaker-package.json"
_SECRETS = ("token", "password", "client_secret", "key", "pem", "passphrase")
_UNSAFE = re.compile(r"[^A-Za-z0-9]+")


@dataclass
class FolderPlan:
    """The files that a package becomes, by path within the folder, and what the user should know."""

    files: dict[str, bytes] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)

    def add(self, path: str, content: bytes) -> None:
        """Plan a file; a name that is taken gets a number."""
        stem, dot, suffix = path.rpartition(".")
        chosen, number = path, 2
        while chosen.lower() in {each.lower() for each in self.files}:
            chosen, number = f"{stem}-{number}{dot}{suffix}", number + 1
        self.files[chosen] = content


def plan_folder(package: Package) -> FolderPlan:
    """The files of a package; nothing is written yet."""
    plan = FolderPlan()
    for asset in package.of_type("Process"):
        plan.add(f"{_slug(asset.name)}.bpmn", as_text(asset.attributes.get("bpmn")).encode("utf-8"))
    for kind, folder in (("Screen", SCREENS), ("Script", "scripts")):
        for asset in package.of_type(kind):
            plan.add(f"{folder}/{asset.attributes.get('id')}-{_slug(asset.name)}.json", _json(asset.attributes))
    for asset in package.of_type("DataConnector"):
        plan.add(f"{SOURCES}/{_slug(asset.name)}.json", _json(_source(asset, plan)))
    users = list(_users(package))
    if users:
        plan.add("users.json", _json(users))
    plan.add(WHOLE, _json(_without_secrets(package.manifest)))
    return plan


def write_folder(plan: FolderPlan, folder: Path, profile: Profile) -> list[Path]:
    """Write the planned files, or none when one of them is there already: `FileExistsError`. Raises `FileError`."""
    paths = [folder / name for name in plan.files]
    for path in paths:
        if path.exists():
            raise FileExistsError(str(path))
    for path, content in zip(paths, plan.files.values(), strict=True):
        path.parent.mkdir(parents=True, exist_ok=True)
        write_durably(OperatingSystem(), profile, path, content, Absent())
    return paths


def _source(asset: Asset, plan: FolderPlan) -> JsonObject:
    """A data connector whose secrets are references; their values are not written anywhere."""
    given = as_object(asset.references.get("credentials"))
    credentials = _with_references(given, asset.name)
    names = [str(value).removeprefix("secret:") for key, value in credentials.items() if value != given.get(key)]
    if names:
        plan.notes.append(f"“{asset.name}” needs the secrets {', '.join(names)}; their values were left out.")
    return {**asset.attributes, "credentials": credentials}


def _with_references(credentials: JsonObject, owner: str) -> JsonObject:
    prefix = _slug(owner).replace("-", "_").upper()
    return {
        name: f"secret:{prefix}_{name.upper()}" if name in _SECRETS and value else value
        for name, value in credentials.items()
    }


def _without_secrets(manifest: JsonObject) -> JsonObject:
    """The manifest with every written-out credential replaced by its reference, in inner packages too."""
    whole = copy.deepcopy(manifest)
    for asset in map(as_object, as_object(whole.get("export")).values()):
        references = asset.get("references")
        if isinstance(references, dict) and "credentials" in references:
            credentials = as_object(references["credentials"])
            references["credentials"] = _with_references(credentials, as_text(asset.get("name")))
        attributes = asset.get("attributes")
        inner = as_object(attributes).get("manifest")
        if isinstance(attributes, dict) and isinstance(inner, str):
            attributes["manifest"] = json.dumps(_without_secrets(as_object(json.loads(inner))), ensure_ascii=False)
    return whole


def _users(package: Package) -> Iterator[Json]:
    """Users that the package names by address; their numbers come from the assets that refer to them."""
    seen: set[str] = set()
    for asset in map(as_object, as_object(package.manifest.get("export")).values()):
        attributes = as_object(asset.get("attributes"))
        for dependent in map(as_object, as_list(asset.get("dependents"))):
            matches = as_object(dependent.get("fallbackMatches"))
            id = str(_user_id(as_text(dependent.get("type")), attributes))
            if matches.get("email") and id not in seen and id:
                seen.add(id)
                yield {"id": _number(id), "fullname": as_text(matches.get("username")), "email": matches["email"]}


def _user_id(kind: str, attributes: JsonObject) -> Json:
    if kind == "user":
        return attributes.get("user_id") or attributes.get("run_as_user_id") or ""
    if kind == "manager":
        properties = attributes.get("properties")
        try:
            return as_object(json.loads(as_text(properties) or "{}")).get("manager_id") or ""
        except ValueError:
            return ""
    return ""


def _number(text: str) -> Json:
    return int(text) if text.isdigit() else text


def _json(value: Json) -> bytes:
    return (json.dumps(value, indent=1, ensure_ascii=False) + "\n").encode("utf-8", "surrogatepass")


def _slug(name: str) -> str:
    return _UNSAFE.sub("-", name).strip("-").lower()[:60] or "unnamed"
