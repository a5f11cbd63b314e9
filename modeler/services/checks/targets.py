"""Which engines, and which versions of one, cannot run a connector, as its manifest says."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from connectors.sdk.manifest import Manifest
from connectors.sdk.version_ranges import RangeError, lies_within
from engine.bpmn import Document, Element, Problem

ENGINES: Final[Mapping[str, str]] = MappingProxyType(
    {"processmaker": "ProcessMaker", "camunda-7": "Camunda 7", "camunda-8": "Camunda 8", "flowable": "Flowable"}
)
RULE: Final = "target-unsupported"
VERSION: Final = "target-version"


def wrong_version(manifest: Manifest, document: Document) -> str:
    """Why a connector is not for the engine's version that a file is made for; empty where it is, or nobody says."""
    wanted, version = manifest.engines.get("camunda", ""), document.platform_version
    if not wanted or not version or document.profile not in ("camunda7", "camunda8"):
        return ""
    try:
        fits = lies_within(version, wanted)
    except RangeError:
        return ""
    return "" if fits else f"needs Camunda {wanted}; this file is made for Camunda {version}."


def unsupported(manifest: Manifest, element: Element, engine: str, line: int | None) -> Problem | None:
    """The problem of an element that one of the `ENGINES` cannot run; None where it can, or nobody says otherwise."""
    target = manifest.targets.get(engine)
    if target is None or not target.unsupported:
        return None
    message = f"{ENGINES[engine]} cannot run “{manifest.name}”: {target.unsupported}"
    return Problem("error", element.id, RULE, message, line)
