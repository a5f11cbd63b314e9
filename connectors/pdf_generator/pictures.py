"""Pictures of a PDF that are files of the Request: put into the page itself, because the renderer reads nothing.

In a template `<img src="{{photo}}">` is the file that a variable refers to, `<img src="scan.png">` the one called so.
"""

from __future__ import annotations

import json
import re
from base64 import b64encode
from html import escape, unescape

from connectors.sdk.ports import File, PortError, Ports
from connectors.sdk.values import Json, as_object

_SOURCE = re.compile(r"""(<img\b[^>]*?\ssrc\s*=\s*)(?:"([^"]*)"|'([^']*)')""", re.IGNORECASE)
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)
_KIND = re.compile(r"image/[a-z0-9.+-]+", re.IGNORECASE)


def with_pictures(page: str, ports: Ports) -> str:
    """The page with the pictures in it that are files; what is none stays as it is written."""

    def filled(match: re.Match[str]) -> str:
        address = unescape(match[2] if match[2] is not None else match[3]).strip()
        file = _file(address, ports)
        if file is None:
            return match[0]
        return f'{match[1]}"{escape(f"data:{file.media_type};base64,{b64encode(file.content).decode()}")}"'

    return _SOURCE.sub(filled, page)


def _file(address: str, ports: Ports) -> File | None:
    if not address or address.startswith(("/", "#", "\\")) or _SCHEME.match(address):
        return None
    try:
        found = ports.files.read(_reference(address))
    except PortError:
        return None
    return found if _KIND.fullmatch(found.media_type) else None


def _reference(address: str) -> Json:
    """What an address means: a number, what a form stores of an upload, or a name."""
    if address.isdecimal():
        return int(address)
    try:
        stored = as_object(json.loads(address)) if address.startswith("{") else {}
    except (ValueError, RecursionError):
        stored = {}
    number = stored.get("file") or stored.get("id")
    return {"id": number} if isinstance(number, int | str) else {"name": address}
