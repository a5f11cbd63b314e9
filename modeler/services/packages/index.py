"""Places that offer wheels: a folder, or a simple index (PEP 503 and 691) by its address.

Only wheels are looked at, sources never: they run code when they are installed. A server must give the SHA-256 of each
file, and what comes must have it.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path
from typing import Protocol
from urllib.parse import unquote, urljoin, urlsplit

from packaging.specifiers import InvalidSpecifier, SpecifierSet
from packaging.utils import canonicalize_name

from connectors.sdk.values import as_list, as_object, as_text
from modeler.services.packages.contents import MOST_BYTES
from modeler.services.packages.download import fetch
from modeler.services.packages.errors import PackageError
from modeler.services.packages.wheels import WheelName, wheel_name
from modeler.services.storage.file_errors import explained
from modeler.services.storage.operating_system import OperatingSystem

_SHA256 = re.compile(r"[0-9a-f]{64}")
_MOST_LISTED = 20_000


@dataclass(frozen=True)
class Offer:
    """A wheel that an index offers; `digest` is empty where the index does not tell it beforehand."""

    wheel: WheelName
    place: str
    digest: str = ""
    python: str = ""

    def suits(self, version: str) -> bool:
        """Whether it fits the system and a version of Python."""
        try:
            return self.wheel.fits and SpecifierSet(self.python).contains(version, prereleases=True)
        except InvalidSpecifier:
            return False


class Index(Protocol):
    """Where packages and the libraries that they need can be had."""

    place: str

    def offers(self, name: str) -> list[Offer]:
        """The wheels of a distribution, in any order. Raises `PackageError`."""

    def read(self, offer: Offer) -> bytes:
        """The wheel itself. Raises `PackageError`."""


def open_index(place: str) -> Index:
    """The index at an address or in a folder. Raises `PackageError`."""
    if urlsplit(place).scheme in ("http", "https"):
        return AddressIndex(place if place.endswith("/") else f"{place}/")
    folder = Path(unquote(urlsplit(place).path) if place.startswith("file:") else place).expanduser()
    if not folder.is_dir():
        raise PackageError(f"There is no index at {place}: give an https address or a folder with wheels.")
    return FolderIndex(folder)


class FolderIndex:
    """Wheels in a folder, or in folders of their names inside it."""

    def __init__(self, folder: Path) -> None:
        self.place = str(folder.absolute())
        self._folder = folder

    def offers(self, name: str) -> list[Offer]:
        """The wheels of that name in the folder."""
        wanted = canonicalize_name(name)
        paths = [*self._folder.glob("*.whl"), *self._folder.glob("*/*.whl")][:_MOST_LISTED]
        found = [(path, named) for path in paths if (named := _named(path.name)) is not None]
        return [Offer(named, str(path)) for path, named in sorted(found, key=str) if named.name == wanted]

    def read(self, offer: Offer) -> bytes:
        """The file."""
        try:
            data = OperatingSystem().read(Path(offer.place), MOST_BYTES)
        except OSError as error:
            raise explained(error, "read", Path(offer.place)) from error
        if len(data) > MOST_BYTES:
            raise PackageError(f"{offer.wheel.file} is larger than {MOST_BYTES // (1024 * 1024)} MB.")
        return data


class AddressIndex:
    """A simple index on a server."""

    def __init__(self, address: str) -> None:
        self.place = address

    def offers(self, name: str) -> list[Offer]:
        """The wheels of that name which the server gives a hash for."""
        address = urljoin(self.place, f"{canonicalize_name(name)}/")
        answer = fetch(address, 20 * 1024 * 1024, accept="application/vnd.pypi.simple.v1+json, text/html;q=0.5")
        if answer is None:
            return []
        listed = _from_json if "json" in answer.media_type else _from_html
        return [offer for offer in listed(answer.content, answer.address) if offer.digest]

    def read(self, offer: Offer) -> bytes:
        """The file, which must have the hash that the index gave."""
        answer = fetch(offer.place, MOST_BYTES)
        if answer is None:
            raise PackageError(f"{offer.wheel.file} is listed in the index but not there.")
        if hashlib.sha256(answer.content).hexdigest() != offer.digest:
            raise PackageError(f"{offer.wheel.file} is not what the index says: its hash is another one.")
        return answer.content


def _from_json(content: bytes, base: str) -> list[Offer]:
    try:
        files = as_list(as_object(json.loads(content)).get("files"))
    except (ValueError, RecursionError) as error:
        raise PackageError(f"The answer of the index at {base} cannot be read: {error}.") from error
    found: list[Offer] = []
    for each in map(as_object, files[:_MOST_LISTED]):
        digest = as_text(as_object(each.get("hashes")).get("sha256"))
        python = as_text(each.get("requires-python"))
        if not each.get("yanked"):
            found += _offer(as_text(each.get("filename")), as_text(each.get("url")), digest, python, base)
    return found


def _from_html(content: bytes, base: str) -> list[Offer]:
    page = _Page()
    page.feed(content.decode("utf-8", "replace"))
    found: list[Offer] = []
    for link in page.links[:_MOST_LISTED]:
        address, _, fragment = link.get("href", "").partition("#")
        if "data-yanked" not in link:
            name = unquote(urlsplit(address).path.rpartition("/")[2])
            digest = fragment.removeprefix("sha256=")
            found += _offer(name, address, digest, link.get("data-requires-python", ""), base)
    return found


class _Page(HTMLParser):
    """The links of a page, each with its attributes."""

    def __init__(self) -> None:
        super().__init__()
        self.links: list[dict[str, str]] = []

    def handle_starttag(self, tag: str, attrs: Iterable[tuple[str, str | None]]) -> None:
        """Remember a link."""
        if tag == "a":
            self.links.append({name: value or "" for name, value in attrs})


def _offer(file: str, address: str, digest: str, python: str, base: str) -> list[Offer]:
    named = _named(file)
    if named is None or not _SHA256.fullmatch(digest):
        return []
    return [Offer(named, urljoin(base, address), digest, python)]


def _named(file: str) -> WheelName | None:
    try:
        return wheel_name(file) if file.endswith(".whl") else None
    except PackageError:
        return None
