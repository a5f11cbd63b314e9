"""JSON files of people, written again as they write them: the same spacing and order, and only what changed is new."""

from __future__ import annotations

import json
from itertools import product

from connectors.sdk.values import Json
from modeler.editing.json_text import rewritten

_INDENTS: tuple[int | str | None, ...] = (2, 1, 4, 3, "\t", 8, None)
_MARK = b"\xef\xbb\xbf"


def written_again(before: bytes | None, value: Json, indent: int = 2) -> bytes:
    """The file for a value, in the style of what stood there; a new file is indented so far."""
    text = _text(before)
    if before is None or text is None:
        return (json.dumps(value, indent=indent, ensure_ascii=False) + "\n").encode("utf-8", "surrogatepass")
    again = _styled(text, value)
    mark = _MARK if before.startswith(_MARK) else b""
    return mark + again.encode("utf-8", "surrogatepass")


def _text(before: bytes | None) -> str | None:
    """What stood there; nothing where it is no JSON that can be kept."""
    try:
        text = (before or b"").decode("utf-8-sig", "surrogatepass")
        json.loads(text)
    except (ValueError, RecursionError):
        return None
    return text


def _styled(text: str, value: Json) -> str:
    """A text that a program laid out is laid out again; in any other one only what differs is written."""
    original: Json = json.loads(text)
    ordered = _in_order(value, original)
    for indent, is_ascii, newline in product(_INDENTS, (False, True), ("\n", "\r\n")):
        laid_out = json.dumps(original, indent=indent, ensure_ascii=is_ascii).replace("\n", newline)
        if text.startswith(laid_out) and not text[len(laid_out) :].strip():
            tail = text[len(laid_out) :]
            return json.dumps(ordered, indent=indent, ensure_ascii=is_ascii).replace("\n", newline) + tail
    return rewritten(text, ordered)


def _in_order(value: Json, original: Json) -> Json:
    """The value with members that got out of order as they stand in the original; new ones come behind them."""
    if isinstance(value, dict) and isinstance(original, dict):
        common = [name for name in original if name in value]
        is_in_order = [name for name in value if name in original] == common
        names = list(value) if is_in_order else [*common, *(name for name in value if name not in original)]
        return {name: _in_order(value[name], original.get(name)) for name in names}
    if isinstance(value, list) and isinstance(original, list) and len(value) == len(original):
        return [_in_order(each, old) for each, old in zip(value, original, strict=True)]
    return value
