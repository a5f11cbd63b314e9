"""Which engines cannot run a connector, as its manifest says."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from connectors.sdk.manifest import Manifest
from engine.bpmn import Element, Problem

ENGINES: Final[Mapping[str, str]] = MappingProxyType(
    {"processmaker": "ProcessMaker", "camunda-7": "Camunda 7", "camunda-8": "Camunda 8", "flowable": "Flowable"}
)
RULE: Final = "target-unsupported"


def unsupported(manifest: Manifest, element: Element, engine: str, line: int | None) -> Problem | None:
    """The problem of an element that one of the `ENGINES` cannot run; None where it can, or nobody says otherwise."""
    target = manifest.targets.get(engine)
    if target is None or not target.unsupported:
        return None
    message = f"{ENGINES[engine]} cannot run “{manifest.name}”: {target.unsupported}"
    return Problem("error", element.id, RULE, message, line)
