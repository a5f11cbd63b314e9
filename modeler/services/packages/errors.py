"""Why a package cannot be installed, upgraded or removed."""

from __future__ import annotations

from collections.abc import Sequence


class PackageError(Exception):
    """A package was refused or could not be had; nothing has changed. The message is one clear line."""


class ConsentNeeded(PackageError):  # noqa: N818 - names what is missing; it is a question to the user
    """The package wants permissions that nobody has consented to; `wanted` says them in words."""

    def __init__(self, name: str, wanted: Sequence[str]) -> None:
        super().__init__(f"“{name}” wants permissions that nobody has agreed to yet: {'; '.join(wanted)}.")
        self.wanted = tuple(wanted)
