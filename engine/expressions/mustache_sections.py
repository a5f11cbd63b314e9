"""The sections that ProcessMaker adds to Mustache: each turns its rendered content into another text."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Callable, Mapping
from types import MappingProxyType
from urllib.parse import quote_plus
from xml.sax.saxutils import escape


def _base64(text: str) -> str:
    return base64.b64encode(text.encode()).decode()


def _html64(text: str) -> str:
    return _base64(f"<html><body>{text}</body></html>")


def _key(text: str) -> str:
    """A repeatable stand-in for the server's salted hash: the preview must give one result each time."""
    return quote_plus("$sha256$" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode())


def _json(text: str) -> str:
    return json.dumps(text).replace("/", "\\/")


def _serialize(text: str) -> str:
    return f's:{len(text.encode())}:"{text}";'


def _xml(text: str) -> str:
    """The text as an XML-RPC value."""
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n<params>\n<param>\n <value>\n'
        f"  <string>{escape(text)}</string>\n </value>\n</param>\n</params>\n"
    )


TRANSFORMS: Mapping[str, Callable[[str], str]] = MappingProxyType(
    {
        "base64": _base64,
        "html64": _html64,
        "key": _key,
        "json": _json,
        "serialize": _serialize,
        "xml": _xml,
    }
)
