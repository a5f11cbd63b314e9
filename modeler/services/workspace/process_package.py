"""ProcessMaker's packages, manifest version 2: read, also as template or encrypted, into assets.

package = read_package(path.read_bytes(), password)
package.of_type("Process")
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass

from connectors.sdk.values import Json, JsonObject, as_list, as_object, as_text

_LARGEST = 200_000_000
_BLOCK = 16
_DEEPEST, _MOST_PACKAGES = 200, 10
_NEWER = "version 2 can be read. Export it again from a newer ProcessMaker."
_TOO_DEEP = "The package is damaged: it is nested too deeply."


class PackageError(ValueError):
    """A file that is no package, or that cannot be opened; the message says what to do."""


class PasswordNeededError(PackageError):
    """The package is encrypted."""


@dataclass(frozen=True, slots=True)
class Asset:
    """One thing in a package: a process, a screen, a script, a data connector …"""

    uuid: str
    kind: str
    name: str
    attributes: JsonObject
    references: JsonObject
    dependents: tuple[JsonObject, ...] = ()


@dataclass(frozen=True, slots=True)
class Package:
    """A package with the assets of everything inside it; `manifest` is the file as it was, decrypted.

    `source` are the bytes of a file that was not encrypted.
    """

    kind: str
    name: str
    assets: tuple[Asset, ...]
    manifest: JsonObject
    source: bytes = b""

    def of_type(self, kind: str) -> tuple[Asset, ...]:
        """The assets of one type."""
        return tuple(asset for asset in self.assets if asset.kind == kind)


def read_package(data: bytes, password: str | None = None) -> Package:
    """Read a package; raises `PackageError`, and `PasswordNeededError` when it is encrypted and there is none."""
    if len(data) > _LARGEST:
        raise PackageError("The package is larger than 200 MB.")
    try:
        manifest = json.loads(data)
    except (ValueError, RecursionError):
        raise PackageError("The file is not a package: it is not JSON.") from None
    if not isinstance(manifest, dict) or "type" not in manifest or not {"export", "version"} & manifest.keys():
        raise PackageError("The file is not a ProcessMaker package.")
    if str(manifest.get("version")) != "2":
        raise PackageError(f"The package is of version {manifest.get('version', '1')}; {_NEWER}")
    opened = {**manifest, "export": _export(manifest, password)}
    opened.pop("encrypted", None)
    _require_flat(opened)
    source = b"" if manifest.get("encrypted") is True else data
    assets = tuple(_assets(opened))
    if not assets:
        raise PackageError("The package holds nothing: there are no assets in its “export”.")
    return Package(as_text(opened["type"]), as_text(opened.get("name")), assets, opened, source)


def _require_flat(value: Json) -> None:
    """Refuse what is nested so deeply that nobody made it to be opened."""
    level: list[Json] = [value]
    for _ in range(_DEEPEST):
        level = [
            inner
            for each in level
            if isinstance(each, dict | list)
            for inner in (each.values() if isinstance(each, dict) else each)
        ]
        if not level:
            return
    raise PackageError(_TOO_DEEP)


def _export(manifest: JsonObject, password: str | None) -> JsonObject:
    export = manifest["export"]
    if manifest.get("encrypted") is not True:
        return as_object(export)
    if password is None:
        raise PasswordNeededError("The package is encrypted; its password is needed.")
    return decrypted(as_text(export), password)


def decrypted(text: str, password: str) -> JsonObject:
    """The assets of an encrypted package; there is no checksum, so a wrong password shows as nonsense."""
    from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

    wrong = PackageError("The password is incorrect, or the package is damaged.")
    try:
        sealed = base64.b64decode(text, validate=True)
        key = hashlib.sha256(password.encode("utf-8")).digest()
        decryptor = Cipher(algorithms.AES256(key), modes.CBC(sealed[:_BLOCK])).decryptor()
        plain = decryptor.update(sealed[_BLOCK:]) + decryptor.finalize()
        padding = plain[-1] if plain else 0
        if not 1 <= padding <= _BLOCK or plain[-padding:] != bytes([padding]) * padding:
            raise wrong
        value = json.loads(plain[:-padding])
    except (binascii.Error, ValueError, RecursionError):
        raise wrong from None
    if not isinstance(value, dict):
        raise wrong
    return value


def _assets(manifest: JsonObject, depth: int = 0) -> Iterator[Asset]:
    """The assets of a manifest; a template's inner package counts as part of it."""
    if depth > _MOST_PACKAGES:
        raise PackageError(_TOO_DEEP)
    for uuid, value in as_object(manifest.get("export")).items():
        asset = as_object(value)
        attributes = as_object(asset.get("attributes"))
        name = as_text(asset.get("name")) or as_text(attributes.get("title")) or as_text(attributes.get("name"))
        dependents = tuple(as_object(each) for each in as_list(asset.get("dependents")))
        yield Asset(uuid, as_text(asset.get("type")), name, attributes, as_object(asset.get("references")), dependents)
        inner = inner_manifest(attributes.get("manifest"))
        if inner:
            yield from _assets(inner, depth + 1)


def inner_manifest(value: Json) -> JsonObject:
    """The package inside a template; nothing where there is none. Raises `PackageError` for a hostile one."""
    try:
        inner = as_object(json.loads(value)) if isinstance(value, str) else as_object(value)
    except ValueError:
        return {}
    except RecursionError:
        raise PackageError(_TOO_DEEP) from None
    _require_flat(inner)
    return inner
