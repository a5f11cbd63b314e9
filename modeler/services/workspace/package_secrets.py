"""What is secret in a ProcessMaker package: each value becomes a reference of its own, and is written nowhere."""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Iterator, Mapping
from typing import TypeAlias

from connectors.sdk.values import Json, JsonObject, as_object, as_text
from modeler.services.workspace.process_package import Asset, Package, inner_manifest

VALUE = "environment_variables_value"
Owners: TypeAlias = Mapping[str, str]
"""What the references of an asset begin with, by its uuid: no two assets share one."""

_SECRET = re.compile(r"token|secret|passw|passphrase|pem|key|private", re.IGNORECASE)
_OPEN = re.compile(r"(?:^|_)(?:url|type|uri|header|parameter|cookie|name|id|expires(?:_in|_at)?)$", re.IGNORECASE)


def secret_owners(package: Package) -> Owners:
    """How the references of each asset begin; assets of like names get numbers."""
    found: dict[str, str] = {}
    for asset in package.assets:
        words = "_".join(re.findall(r"[A-Za-z0-9]+", asset.name)).upper()[:60] or "SERVICE"
        name, number = words, 2
        while name in found.values():
            name, number = f"{words}_{number}", number + 1
        found.setdefault(asset.uuid, name)
    return found


def with_references(credentials: JsonObject, owner: str) -> JsonObject:
    """Credentials in which every secret value is a reference."""
    return {name: _hidden(name, value, owner) for name, value in credentials.items()}


def is_secret(name: str, value: Json) -> bool:
    """Whether a credential is secret; addresses, kinds and switches are not."""
    return bool(value) and isinstance(value, str) and bool(_SECRET.search(name)) and not _OPEN.search(name)


def without_secrets(manifest: JsonObject, owners: Owners) -> JsonObject:
    """The manifest with every written-out credential replaced by its reference, in inner packages too."""
    whole = copy.deepcopy(manifest)
    for uuid, asset in as_object(whole.get("export")).items():
        _clean(as_object(asset), owners.get(uuid, "SERVICE"), owners)
    return whole


def values_left_out(assets: tuple[Asset, ...]) -> Iterator[str]:
    """The names of environment variables that come with a value."""
    return (asset.name for asset in assets if asset.references.get(VALUE))


def _clean(asset: JsonObject, owner: str, owners: Owners) -> None:
    references, attributes = asset.get("references"), asset.get("attributes")
    if isinstance(references, dict) and "credentials" in references:
        references["credentials"] = with_references(as_object(references["credentials"]), owner)
    if isinstance(references, dict) and references.get(VALUE):
        references[VALUE] = f"secret:{owner}"
    inner = inner_manifest(as_object(attributes).get("manifest"))
    cleaned = without_secrets(inner, owners) if inner else inner
    if isinstance(attributes, dict) and cleaned != inner:
        is_text = isinstance(attributes.get("manifest"), str)
        attributes["manifest"] = json.dumps(cleaned, ensure_ascii=False) if is_text else cleaned


def _hidden(name: str, value: Json, owner: str) -> Json:
    if isinstance(value, dict):
        return {inner: _hidden(inner, each, f"{owner}_{_plain(name)}") for inner, each in value.items()}
    return f"secret:{owner}_{_plain(name)}" if is_secret(name, value) else value


def _plain(name: str) -> str:
    return "_".join(re.findall(r"[A-Za-z0-9]+", as_text(name))).upper()
