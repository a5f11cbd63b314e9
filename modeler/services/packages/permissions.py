"""What a user agrees to when a package is installed, and what an upgrade asks for beyond that."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from connectors.sdk.manifest import Manifest, Permissions

RUNS_CODE = "code"


def permissions_of(connectors: Iterable[Manifest]) -> dict[str, str]:
    """Every permission of a package: a short key to remember, and a sentence to agree to."""
    found: dict[str, str] = {}
    for manifest in connectors:
        if manifest.run:
            found[RUNS_CODE] = "Runs code of its own, in a process of its own"
        if manifest.runs_as:
            found[f"runs-as:{manifest.runs_as}"] = f"Runs as the connector “{manifest.runs_as}”, with its permissions"
        found.update(_keyed(manifest.permissions))
    return found


def grown(agreed: Collection[str], wanted: Mapping[str, str]) -> tuple[str, ...]:
    """The sentences for what goes beyond what was agreed to."""
    return tuple(words for key, words in wanted.items() if not _is_covered(key, agreed))


def _keyed(permissions: Permissions) -> dict[str, str]:
    keys = [f"host:{host}" for host in permissions.hosts]
    keys += [f"port:{port}" for port in sorted(permissions.ports)]
    keys += [f"file:{mode}" for mode in permissions.files]
    keys += [f"secret:{name}" for name in permissions.secrets]
    return dict(zip(keys, permissions.in_words(), strict=True))


def _is_covered(key: str, agreed: Collection[str]) -> bool:
    if key in agreed:
        return True
    kind, _, host = key.partition(":")
    if kind != "host":
        return False
    above = [f"host:*.{host.split('.', count)[-1]}" for count in range(1, host.removeprefix("*.").count(".") + 1)]
    return "host:*" in agreed or any(each in agreed for each in above)
