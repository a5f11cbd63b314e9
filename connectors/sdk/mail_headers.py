"""How people stand in a mail's headers: each on a line of their own, names quoted or encoded by themselves.

The email package encodes a list as one text when a name in it has letters beyond ASCII and commas or quotes: addresses
then become part of a name. It also loses spaces where it breaks a long subject. Here names and subjects are encoded
whole, and nothing else is.
"""

from __future__ import annotations

import re
from email.header import Header
from email.headerregistry import Address, AddressHeader, UnstructuredHeader
from email.policy import EmailPolicy
from typing import Any

_ATOMS = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~ -]+")
_LONGEST_QUOTED = 60
_LONGEST_LINE = 70


class LetterPolicy(EmailPolicy):
    """The policy of messages that we send: as SMTP wants it, in seven bits."""

    def __init__(self, **changes: Any) -> None:
        super().__init__(**{"linesep": "\r\n", "cte_type": "7bit", **changes})

    def fold(self, name: str, value: Any) -> str:
        """The lines of a header."""
        return _folded(name, value) or super().fold(name, value)

    def fold_binary(self, name: str, value: Any) -> bytes:
        """The lines of a header as they are sent."""
        return _folded(name, value).encode("ascii") or super().fold_binary(name, value)


def _folded(name: str, value: object) -> str:
    """The lines of headers in which the email package goes wrong; nothing for others."""
    if isinstance(value, AddressHeader):
        return f"{name}: " + ",\r\n ".join(map(_mailbox, value.addresses)) + "\r\n"
    if isinstance(value, UnstructuredHeader) and not (text := str(value)).isascii():
        return f"{name}: {_encoded(text, len(name) + 2)}\r\n"
    return ""


def _mailbox(address: Address) -> str:
    return f"{_phrase(address.display_name)} <{address.addr_spec}>" if address.display_name else address.addr_spec


def _phrase(name: str) -> str:
    if not name.isascii() or len(name) > _LONGEST_QUOTED:
        return _encoded(name, 1)
    if _ATOMS.fullmatch(name):
        return name
    return '"' + name.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _encoded(text: str, before: int) -> str:
    """A text in encoded words; `before` are the letters that stand before it on its first line."""
    header = Header(text, "utf-8", maxlinelen=_LONGEST_LINE, header_name="x" * max(before - 2, 0))
    return header.encode(splitchars="", linesep="\r\n")
