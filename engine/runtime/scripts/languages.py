"""Which language a script is in, by the names that files give it."""

from __future__ import annotations

from types import MappingProxyType
from typing import Literal

Language = Literal["python", "javascript"]

_NAMES: MappingProxyType[str, Language] = MappingProxyType(
    {
        "python": "python",
        "python3": "python",
        "x-python": "python",
        "jython": "python",
        "graal.python": "python",
        "javascript": "javascript",
        "js": "javascript",
        "ecmascript": "javascript",
        "graal.js": "javascript",
        "nodejs": "javascript",
        "node": "javascript",
    }
)


def language_of(text: str) -> Language | None:
    """The language of a `scriptFormat` such as `text/x-python`; None for one that does not run here."""
    plain = text.strip().lower().partition(";")[0].rpartition("/")[2]
    return _NAMES.get(plain)
