"""A ProcessMaker package as a workspace folder: plain files, nothing lost, secrets left out.

order.bpmn              each process, its BPMN byte for byte
screens/31-summary.json data-connectors/shop.json scripts/7-level.json
users.json groups.json  whoever the package names
processmaker-package.json   everything, as it was; secrets are references
"""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from connectors.sdk.values import Json, JsonObject, as_object, as_text
from engine.runtime.scripts.languages import language_of
from modeler.services.profile import Profile
from modeler.services.screens.folder import FOLDER as SCREENS
from modeler.services.storage.durable import Absent, write_durably
from modeler.services.storage.operating_system import OperatingSystem
from modeler.services.workspace.data_connectors import FOLDER as SOURCES
from modeler.services.workspace.package_people import package_people
from modeler.services.workspace.process_package import Asset, Package, inner_manifest
from modeler.services.workspace.record_collections import FOLDER as COLLECTIONS

WHOLE = "processmaker-package.json"
_SECRETS = ("token", "password", "client_secret", "key", "pem", "passphrase")
_KEPT_ONLY = {"EnvironmentVariable": "Environment variables", "Media": "Files"}
_ENCODING = re.compile(r"""\ufeff?<\?xml[^>]*?encoding\s*=\s*["']([A-Za-z0-9._-]+)["']""")
_VALUE = "environment_variables_value"
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
        plan.add(f"{_slug(asset.name)}.bpmn", bpmn_bytes(as_text(asset.attributes.get("bpmn"))))
    for kind, folder in (("Screen", SCREENS), ("Script", "scripts")):
        for asset in package.of_type(kind):
            plan.add(f"{folder}/{asset.attributes.get('id')}-{_slug(asset.name)}.json", json_bytes(asset.attributes))
    for asset in package.of_type("DataConnector"):
        plan.add(f"{SOURCES}/{_slug(asset.name)}.json", json_bytes(_source(asset, plan)))
    for asset in package.of_type("Collection"):
        plan.add(f"{COLLECTIONS}/{_slug(asset.name)}.json", json_bytes({**asset.attributes, "records": []}))
    people = package_people(package)
    for name, entries in (("users.json", people.users), ("groups.json", people.groups)):
        if entries:
            plan.add(name, json_bytes([*entries.values()]))
    plan.notes += _notes(package)
    plan.add(WHOLE, _whole(package))
    return plan


def bpmn_bytes(text: str) -> bytes:
    """BPMN from a package as a file, in the encoding that it declares itself."""
    declared = _ENCODING.match(text)
    try:
        return text.encode(declared[1] if declared else "utf-8")
    except (LookupError, UnicodeEncodeError):
        return text.encode("utf-8", "surrogatepass")


def _whole(package: Package) -> bytes:
    """The package itself: byte for byte where no secret stands in it, else with references in their places."""
    cleaned = _without_secrets(package.manifest)
    return package.source if package.source and cleaned == package.manifest else json_bytes(cleaned)


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
        if isinstance(references, dict) and references.get(_VALUE):
            references[_VALUE] = f"secret:{_slug(as_text(asset.get('name'))).replace('-', '_').upper()}"
        attributes = asset.get("attributes")
        inner = inner_manifest(as_object(attributes).get("manifest"))
        cleaned = _without_secrets(inner) if inner else inner
        if isinstance(attributes, dict) and cleaned != inner:
            is_text = isinstance(attributes.get("manifest"), str)
            attributes["manifest"] = json.dumps(cleaned, ensure_ascii=False) if is_text else cleaned
    return whole


def _notes(package: Package) -> Iterator[str]:
    """What is kept but does not work here as it does on the server."""
    named = {as_text(asset.attributes.get("language")) for asset in package.of_type("Script")}
    languages = sorted(language for language in named if language_of(language) is None)
    if languages:
        shown = ", ".join(language.upper() or "an unnamed language" for language in languages)
        yield f"Scripts in {shown} are kept; a preview asks for their answers instead of running them."
    variables = [asset.name for asset in package.of_type("EnvironmentVariable") if asset.references.get(_VALUE)]
    if variables:
        yield f"The values of the environment variables {', '.join(variables)} were left out."
    collections = [asset.name for asset in package.of_type("Collection")]
    if collections:
        yield f"Collections ({', '.join(collections)}) come without records; “records” in their files would show some."
    for kind, words in _KEPT_ONLY.items():
        names = [asset.name for asset in package.of_type(kind)]
        if names:
            yield f"{words} ({', '.join(names)}) stay in {WHOLE}; a preview does not use them."


def json_bytes(value: Json) -> bytes:
    """A value as the text of a file that people read too."""
    return (json.dumps(value, indent=1, ensure_ascii=False) + "\n").encode("utf-8", "surrogatepass")


def _slug(name: str) -> str:
    return _UNSAFE.sub("-", name).strip("-").lower()[:60] or "unnamed"
