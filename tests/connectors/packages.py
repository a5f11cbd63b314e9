"""Writes small connector packages for tests."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

MINIMAL: dict[str, Any] = {
    "schemaVersion": 1,
    "id": "greeter",
    "name": "Greeter",
    "version": "1.0",
    "appliesTo": ["bpmn:serviceTask"],
    "binding": {"implementation": "example/greeter", "config": "json-attribute"},
    "properties": {"type": "object", "properties": {"name": {"type": "string", "default": "you"}}},
}


def write_package(folder: Path, code: str = "", **changes: Any) -> Path:
    """A folder with a `connector.json` and, where there is code, `run.py`."""
    folder.mkdir(parents=True, exist_ok=True)
    manifest = {key: value for key, value in {**MINIMAL, **changes}.items() if value is not None}
    (folder / "connector.json").write_text(json.dumps(manifest), encoding="utf-8")
    if code:
        (folder / "run.py").write_text(code, encoding="utf-8")
    return folder
