"""Masks the values of secrets wherever they could be shown: messages, traces, logs, files."""

from __future__ import annotations

import json
from base64 import b64encode, urlsafe_b64encode
from urllib.parse import quote, quote_plus

from connectors.sdk.values import Json

MASK = "•••"
_SHORTEST = 4


class Redactor:
    """Remembers secrets at the moment they are handed out, and masks them and their usual encodings."""

    def __init__(self) -> None:
        self._hidden: set[str] = set()

    def add(self, secret: str) -> None:
        """Mask this value from now on; very short values would mask ordinary text and are left alone."""
        if len(secret) < _SHORTEST:
            return
        raw = secret.encode("utf-8")
        forms = {secret, quote(secret, safe=""), quote_plus(secret), json.dumps(secret)[1:-1], raw.hex()}
        forms |= {b64encode(raw).decode(), urlsafe_b64encode(raw).decode(), secret[::-1]}
        forms |= {b64encode(raw).decode().rstrip("="), repr(secret)[1:-1]}
        self._hidden |= {form for form in forms if len(form) >= _SHORTEST}

    def text(self, text: str) -> str:
        """The text with every known secret masked."""
        for form in sorted(self._hidden, key=len, reverse=True):
            text = text.replace(form, MASK)
        return text

    def value(self, value: Json) -> Json:
        """A JSON value with every known secret masked, in keys too."""
        if isinstance(value, str):
            return self.text(value)
        if isinstance(value, list):
            return [self.value(each) for each in value]
        if isinstance(value, dict):
            return {self.text(key): self.value(each) for key, each in value.items()}
        return value
