"""Names for files, made of words that others wrote: one plain part of a path on every system, nothing hidden in it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

MOST_BYTES = 120
_FORBIDDEN = re.compile(r'[\\/:*?"<>|]+')
_DEVICES = frozenset({"con", "prn", "aux", "nul", *(f"{name}{n}" for name in ("com", "lpt") for n in range(1, 10))})
_ENDING = re.compile(r"\.[A-Za-z0-9]{1,8}$")


def safe_name(name: str, default: str = "file") -> str:
    """`name` as the name of one file: no folders, no control or direction characters, no device, not too long."""
    last = name.replace("\\", "/").rpartition("/")[2]
    plain = "".join(sign for sign in unicodedata.normalize("NFC", last) if unicodedata.category(sign)[0] != "C")
    plain = " ".join(_FORBIDDEN.sub("_", plain).split()).strip(". ")
    ending = _ENDING.search(plain)
    suffix = ending[0] if ending else ""
    stem = _cut(plain[: len(plain) - len(suffix)], MOST_BYTES - len(suffix)).strip(". ")
    if not stem:
        return default + suffix
    return f"_{stem}{suffix}" if stem.split(".")[0].casefold().strip() in _DEVICES else stem + suffix


def unique_name(name: str, taken: Iterable[str]) -> str:
    """`name`, or `name (2)` and so on where that is taken, also in other letters."""
    used = {unicodedata.normalize("NFC", each).casefold() for each in taken}
    ending = _ENDING.search(name)
    suffix = ending[0] if ending else ""
    stem, found, number = name[: len(name) - len(suffix)], name, 1
    while unicodedata.normalize("NFC", found).casefold() in used:
        number += 1
        found = f"{stem} ({number}){suffix}"
    return found


def _cut(text: str, most: int) -> str:
    """As many whole letters as fit into so many bytes."""
    return text.encode("utf-8")[:most].decode("utf-8", "ignore")
