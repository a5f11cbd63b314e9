"""Which characters a file can hold: XML has no place for most control characters, nor for halves of characters."""

from __future__ import annotations

import re
from typing import Final

UNWRITABLE: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_BREAKS: Final = "\x0b\x0c"


def writable(text: str) -> str:
    """Text as a file can hold it: breaks of lines and pages, as word processors paste them, become line ends.

    What else XML cannot hold is left out; it is nothing that anybody sees.
    """
    return UNWRITABLE.sub(_instead, text) if UNWRITABLE.search(text) is not None else text


def _instead(found: re.Match[str]) -> str:
    return "\n" if found.group() in _BREAKS else ""
