"""Which wheels a package needs beside what Processwright has: the newest that fit, none in the place of ours.

No searching back and forth: each requirement takes the newest version that fits all that is known; where two cannot be
met together, that is said.
"""

from __future__ import annotations

import hashlib
import importlib.metadata
import platform
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from packaging.requirements import InvalidRequirement, Requirement
from packaging.utils import canonicalize_name

from modeler.services.packages.errors import PackageError
from modeler.services.packages.index import Index, Offer
from modeler.services.packages.names import require_free_names
from modeler.services.packages.wheels import Wheel, read_wheel

_MOST = 50


@dataclass(frozen=True)
class Fetched:
    """A wheel from an index, checked."""

    offer: Offer
    wheel: Wheel
    digest: str


def read_requirement(text: str) -> Requirement:
    """A requirement such as `acme-weather>=1.2`; raises `PackageError`."""
    try:
        wanted = Requirement(text)
    except InvalidRequirement as error:
        raise PackageError(f"“{text}” is neither a file nor the name of a package: {error}.") from error
    if wanted.url:
        raise PackageError(f"“{text}” names an address; give a wheel or an index instead.")
    return wanted


def fetch_newest(wanted: Requirement, indexes: Sequence[Index], hashes: Mapping[str, str]) -> Fetched:
    """The newest wheel that meets a requirement. Raises `PackageError`."""
    offers = [(offer, index) for index in indexes for offer in index.offers(wanted.name)]
    fitting = [(offer, index) for offer, index in offers if offer.suits(platform.python_version())]
    versions = {offer.wheel.version for offer, _ in fitting}
    chosen = max(wanted.specifier.filter(versions), default=None)
    found = next(((offer, index) for offer, index in fitting if offer.wheel.version == chosen), None)
    if found is None:
        raise PackageError(_nothing_found(wanted, indexes, len(offers)))
    offer, index = found
    data = index.read(offer)
    digest = hashlib.sha256(data).hexdigest()
    if hashes.get(offer.wheel.file, digest) != digest:
        raise PackageError(f"{offer.wheel.file} is another file than the one of that name which was installed before.")
    return Fetched(offer, read_wheel(data, offer.wheel.file), digest)


def missing_libraries(
    name: str, requires: Sequence[str], indexes: Sequence[Index], hashes: Mapping[str, str]
) -> list[Fetched]:
    """The wheels that a package needs and Processwright lacks, with what those need. Raises `PackageError`."""
    found: dict[str, Fetched] = {}
    waiting = [(name, each) for each in requires]
    while waiting:
        asker, text = waiting.pop(0)
        wanted = read_requirement(text)
        if not _applies(wanted) or _have(asker, wanted) or _chosen(asker, wanted, found):
            continue
        fetched = fetch_newest(wanted, indexes, hashes)
        require_free_names(fetched.wheel.contents, fetched.wheel.name)
        found[canonicalize_name(wanted.name)] = fetched
        waiting += [(fetched.wheel.name, each) for each in fetched.wheel.requires]
        if len(found) > _MOST:
            raise PackageError(f"“{name}” needs more than {_MOST} libraries.")
    return list(found.values())


def _applies(wanted: Requirement) -> bool:
    return wanted.marker is None or wanted.marker.evaluate({"extra": ""})


def _have(asker: str, wanted: Requirement) -> bool:
    """Whether Processwright has it; raises `PackageError` where it has another version."""
    try:
        version = importlib.metadata.version(wanted.name)
    except importlib.metadata.PackageNotFoundError:
        return False
    if not wanted.specifier.contains(version, prereleases=True):
        raise PackageError(f"“{asker}” needs {wanted.name}{wanted.specifier}, but Processwright has {version}.")
    return True


def _chosen(asker: str, wanted: Requirement, found: Mapping[str, Fetched]) -> bool:
    chosen = found.get(canonicalize_name(wanted.name))
    if chosen is not None and not wanted.specifier.contains(chosen.wheel.version, prereleases=True):
        version = chosen.wheel.version
        raise PackageError(f"“{asker}” needs {wanted.name}{wanted.specifier}, but {version} is needed by another part.")
    return chosen is not None


def _nothing_found(wanted: Requirement, indexes: Sequence[Index], offers: int) -> str:
    places = ", ".join(index.place for index in indexes)
    if not indexes:
        return f"It needs {wanted}, and no index was given to get it from."
    if offers:
        return f"No wheel of {wanted} fits this system and Python {platform.python_version()} ({places})."
    return f"There is no wheel of {wanted.name} in {places}."


def any_version(name: str, newer_than: str = "") -> Requirement:
    """The requirement of a package in any version, or in one after another."""
    return Requirement(f"{name}>{newer_than}" if newer_than else name)
