"""E-mail addresses from typed text: split, checked, never able to add a header or a recipient unseen."""

from __future__ import annotations

import re
from email.headerregistry import Address

from connectors.sdk.connector import ConnectorError
from connectors.sdk.ports import Person

# Without the question mark that the standard allows: nobody has it, and encoded words are made with it.
_LOCAL = re.compile(r"[A-Za-z0-9!#$%&'*+/=^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=^_`{|}~-]+)*")
_LABEL = re.compile(r"[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?")
_NAMED = re.compile(r'\s*(?:"(?P<quoted>[^"\\<>]*)"|(?P<plain>[^"<>@,;:]*))\s*<(?P<address>[^<>]*)>\s*')


def one_line(text: str, what: str) -> str:
    """The text, refused when it holds a line break or another control character: those could add a header.

    The email package decodes encoded words (`=?utf-8?q?=0D=0A…?=`) that it finds in a value and then writes what was in
    them, line breaks too; their opening is broken up, so that the reader sees the text as it was typed.
    """
    text = encodable(text)
    if any(ord(letter) < 32 or letter in "\x7f\x85\u2028\u2029" for letter in text):
        shown = text.encode("unicode_escape").decode("ascii")
        raise ConnectorError("mail.header", f"{what} must be one line without control characters: “{shown}”")
    return _broken_up(text) if "?=" in text else text


def encodable(text: str) -> str:
    """The text as it can be sent: half a letter, as broken data hold it, is a question mark."""
    return text.encode("utf-8", "replace").decode("utf-8")


def named_people(addresses: str, names: str) -> list[Person]:
    """The people in a text, those without a name called as the comma-separated `names` say, in their order."""
    called = [part.strip().strip('"').strip() for part in _parts(names)]
    found = people_in(addresses)
    pairs = zip(found, [*called, *[""] * len(found)], strict=False)
    return [Person(person.name or name, person.address) for person, name in pairs]


def _parts(text: str) -> list[str]:
    """The text between commas that stand in no quotes, of which the last ones count where they do not match."""
    following, parts, begin = text.count('"'), [], 0
    for at, letter in enumerate(text):
        following -= letter == '"'
        if letter == "," and following % 2 == 0:
            parts.append(text[begin:at])
            begin = at + 1
    return [*parts, text[begin:]]


def _broken_up(text: str) -> str:
    """The text in which no encoded word begins; names need that always, because one header holds many of them."""
    return text.replace("=?", "= ?")


def people_in(text: str) -> list[Person]:
    """The people in a comma-separated text such as `ann@example.org, "Lee, Bo" <bo@example.org>`."""
    one_line(text.strip(), "An address")
    return [_person(part) for part in _parts(text) if part.strip()]


def checked(person: Person) -> Address:
    """The address as a header holds it; raises `ConnectorError` that names what is wrong."""
    name = _broken_up(one_line(person.name, "A recipient's name"))
    address = one_line(person.address, "An address").strip()
    local, at, domain = address.rpartition("@")
    host = _ascii_domain(domain)
    if not at or not _LOCAL.fullmatch(local) or len(local) > 64 or host is None:
        whose = f" of {name}" if name else ""
        raise ConnectorError("mail.address", f"“{address}” is not a valid e-mail address{whose}{_hint(address)}.")
    return Address(name, addr_spec=f"{local}@{host}")


def _hint(address: str) -> str:
    """What is most likely meant, where that can be told."""
    if ";" in address or address.count("@") > 1:
        return ": separate several addresses with commas"
    local = address.rpartition("@")[0]
    return "" if local.isascii() else ": letters such as “ü” cannot be sent before the @"


def _person(text: str) -> Person:
    named = _NAMED.fullmatch(text)
    if named is None:
        return Person("", text.strip())
    name = named["quoted"] if named["quoted"] is not None else named["plain"]
    return Person(name.strip(), named["address"].strip())


def _ascii_domain(domain: str) -> str | None:
    try:
        host = domain.encode("idna").decode("ascii")
    except UnicodeError:
        return None
    labels = host.split(".")
    return host if len(host) <= 253 and all(_LABEL.fullmatch(label) for label in labels) else None
