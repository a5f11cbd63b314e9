"""The money and the percentages of ProcessMaker's controls: which control writes its number how."""

from __future__ import annotations

import math
import re

from connectors.sdk.values import Json, JsonObject, as_object, as_text
from modeler.services.amounts import PLAIN, Amount


def amount_of(config: JsonObject) -> Amount | None:
    """How a control of a screen writes its number; nothing where it writes a bare one."""
    kind = as_text(config.get("dataFormat"))
    if kind == "percentage":
        return Amount(after="%", thousands="")
    if kind != "currency":
        return None
    mask = as_object(config.get("dataMask"))
    thousands, point, decimals = _separators(as_text(mask.get("format")))
    return Amount(as_text(mask.get("symbol")), as_text(mask.get("code")), thousands, point, decimals)


def number_in(value: Json) -> float | None:
    """A value as a number, also where it is kept as text; nothing where it is none."""
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, int | float):
        return float(value) if math.isfinite(value) else None
    return float(value) if isinstance(value, str) and PLAIN.fullmatch(value.strip()) else None


def _separators(pattern: str) -> tuple[str, str, int]:
    """Thousands, point and decimals of a form such as `#,###.##` or `#.###,##`."""
    signs = re.sub(r"[#0]", "", pattern)
    point = signs[-1:] if re.search(r"[^#0][#0]{1,2}$", pattern) else "" if signs else "."
    thousands = signs[:1] if len(signs) > 1 or (signs and not point) else "" if signs else ","
    decimals = len(pattern) - pattern.rindex(point) - 1 if point and pattern else 2 if point else 0
    return thousands, point, decimals
