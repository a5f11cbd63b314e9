"""Values that go into scripts and come out of them: JSON's, and nothing else."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from datetime import date, datetime, time
from decimal import Decimal

from engine.runtime.scripts.contract import ScriptError

MAX_DEPTH = 100
MAX_VALUES = 500_000
MAX_TEXT = 32 << 20


def plain_inputs(data: Mapping[str, object]) -> dict[str, object]:
    """Request data as JSON values of its own, so that a script can change nothing here."""
    try:
        copied = json.loads(json.dumps(dict(data), default=_said, allow_nan=False))
    except (ValueError, RecursionError) as error:
        raise ScriptError(f"the Request data cannot be given to a script: {error}", "SCRIPT_RESULT") from None
    return dict(copied)


def _said(value: object) -> object:
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, (date, datetime, time)):
        return value.isoformat()
    return dict(value) if isinstance(value, Mapping) else str(value)


def plain_output(value: object) -> object:
    """What a script gave as JSON values; raises `ScriptError` where it is something else, or too much."""
    return _Plain().value(value, 0)


class _Plain:
    """One conversion and its budget: a value may be small in the sandbox and endless written out."""

    def __init__(self) -> None:
        self.values = 0
        self.text = 0

    def value(self, value: object, depth: int) -> object:
        self.values += 1
        if self.values > MAX_VALUES or self.text > MAX_TEXT:
            raise ScriptError("the script's result is too large", "SCRIPT_MEMORY")
        if depth > MAX_DEPTH:
            raise ScriptError("the script's result is nested too deeply", "SCRIPT_RESULT")
        if value is None or isinstance(value, (bool, int, str)):
            self.text += len(value) if isinstance(value, str) else 0
            return value
        if isinstance(value, dict):
            return {self.name(name): self.value(item, depth + 1) for name, item in value.items()}
        if isinstance(value, (list, tuple)):
            return [self.value(item, depth + 1) for item in value]
        return self.scalar(value)

    def scalar(self, value: object) -> object:
        if isinstance(value, float):
            if math.isfinite(value):
                return value
            raise ScriptError(f"the script's result holds {value}, which is no JSON number", "SCRIPT_RESULT")
        if isinstance(value, (Decimal, date, datetime, time)):
            return _said(value)
        kind = getattr(value, "name", None) or type(value).__name__
        raise ScriptError(f"the script's result holds a {kind}, which is no JSON value", "SCRIPT_RESULT")

    def name(self, name: object) -> str:
        if isinstance(name, str):
            self.text += len(name)
            return name
        if isinstance(name, int):
            return str(name)
        raise ScriptError("a name in the script's result is no text", "SCRIPT_RESULT")
