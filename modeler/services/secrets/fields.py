"""Settings that are secrets: where they stand, which of them hold a plain value, and how that gets into the keyring."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from connectors.sdk.manifest import Manifest
from connectors.sdk.schema import MAXIMUM_DEPTH, resolved
from connectors.sdk.values import Json, JsonObject, JsonPath, as_list, as_object, as_text, value_at, with_value_at
from engine.bpmn import Document, Element
from modeler.editing import binding
from modeler.services.catalog import Catalog
from modeler.services.secrets.keyring_store import PREFIX, Secrets
from modeler.services.workspace.data_connectors import FOLDER, read_sources

_REFERENCE = re.compile(r"secret:[A-Za-z0-9_.-]+")
FILE = "mail-servers.json"
CREDENTIALS = frozenset({"password", "token", "client_secret", "key", "pem", "passphrase"})
"""The credentials of a data connector that must not stand in its file."""


@dataclass(frozen=True, slots=True)
class SecretUse:
    """One place that refers to a secret."""

    name: str
    place: str
    element: str | None = None


def is_reference(value: Json) -> bool:
    """Whether a value is `secret:NAME` and nothing else."""
    return isinstance(value, str) and _REFERENCE.fullmatch(value) is not None


def secret_settings(manifest: Manifest, values: JsonObject) -> Iterator[tuple[JsonPath, Json]]:
    """Every setting that the schema marks as secret and that is filled in, with its place."""
    yield from _walk(manifest.properties, manifest.properties, values, (), 0)


def plain_secrets(manifest: Manifest, values: JsonObject) -> list[JsonPath]:
    """Where a value stands in clear text that belongs into the keyring."""
    return [path for path, value in secret_settings(manifest, values) if not is_reference(value)]


def suggested_name(element: Element, path: JsonPath) -> str:
    """A name for the secret of a setting, such as `NOTIFY_TEAM_TOKEN`."""
    words = f"{element.get('name') or element.id or ''} {' '.join(str(step) for step in path)}"
    return "_".join(re.findall(r"[A-Za-z0-9]+", words)).upper()[:100] or "SECRET"


def move_to_keyring(
    document: Document,
    element: Element,
    manifest: Manifest,
    path: JsonPath,
    secrets: Secrets,
    name: str = "",
    for_session: bool = False,
) -> str:
    """Keep the plain value of a setting as a secret and leave the reference, as one step; returns the reference.

    Raises `SecretError`; the document is then as it was.
    """
    values = binding.read(manifest, element).values
    chosen = name or free_name(suggested_name(element, path), secrets)
    secrets.keep(chosen, as_text(value_at(values, path)), for_session)
    with document.edit("Move a secret to the keyring"):
        binding.write(manifest, element, as_object(with_value_at(values, path, PREFIX + chosen)))
    return PREFIX + chosen


def uses(documents: Iterable[tuple[str, Document]], catalog: Catalog, folder: Path | None) -> list[SecretUse]:
    """Where secrets are referred to: in connectors' settings, data connectors, and mail servers."""
    found: list[SecretUse] = []
    for title, document in documents:
        for element in document.elements(Element):
            manifest = catalog.connector_of(element)
            if manifest is not None:
                place = f"{title}: {element.get('name') or element.id}"
                found += [
                    SecretUse(name, place, element.id) for name in references_in(binding.read(manifest, element).values)
                ]
    for source in read_sources(folder):
        place = f"{FOLDER}: {as_text(source.get('name'))}"
        found += [SecretUse(name, place) for name in references_in(source.get("credentials"))]
    found += [SecretUse(name.removeprefix(PREFIX), f"{FILE}: {server}") for name, server in _of_mail_servers(folder)]
    return list(dict.fromkeys(found))


def _of_mail_servers(folder: Path | None) -> list[tuple[str, str]]:
    from modeler.services.workspace.mail_servers import read_mail_servers, secrets_of

    return list(secrets_of(read_mail_servers(folder)))


def free_name(wanted: str, secrets: Secrets) -> str:
    """The name, with a number behind it where a secret of that name is known."""
    taken, name, number = set(secrets.names), wanted, 2
    while name in taken:
        name, number = f"{wanted[:95]}_{number}", number + 1
    return name


def references_in(value: Json) -> Iterator[str]:
    """The names of the secrets that a value refers to, at any depth."""
    if isinstance(value, str):
        if is_reference(value):
            yield value.removeprefix(PREFIX)
        return
    for inner in value.values() if isinstance(value, dict) else as_list(value):
        yield from references_in(inner)


def _walk(schema: Json, root: JsonObject, value: Json, path: JsonPath, depth: int) -> Iterator[tuple[JsonPath, Json]]:
    here = resolved(schema, root)
    if depth > MAXIMUM_DEPTH:
        return
    if here.get("format") == "secret" and value not in (None, ""):
        yield path, value
    if isinstance(value, dict):
        for name, part in as_object(here.get("properties")).items():
            if name in value:
                yield from _walk(part, root, value[name], (*path, name), depth + 1)
    elif isinstance(value, list) and "items" in here:
        for index, item in enumerate(value):
            yield from _walk(here["items"], root, item, (*path, index), depth + 1)
    for branch in (*as_list(here.get("oneOf")), *as_list(here.get("anyOf")), *as_list(here.get("allOf"))):
        yield from _walk(branch, root, value, path, depth + 1)
