"""What editors of fields may ask for beyond their own field: icons, variables, secrets, and choices loaded again."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from modeler.ui.icons import Icons


@dataclass(frozen=True, slots=True)
class KnownVariable:
    """A variable of the Request that can be inserted: its path, and where it comes from."""

    path: str
    origin: str = ""


@dataclass(frozen=True, slots=True)
class Unknown:
    """A part of a text that names a variable nobody sets: where it stands and what it says."""

    start: int
    end: int
    name: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """What can be said about a text with variables: unknown names, what is wrong, and what it gives with real data.

    `lack` says of the unknown names, in place of `{}`, what it means that they are.
    """

    unknown: tuple[Unknown, ...] = ()
    error: str = ""
    live: str | None = None
    lack: str = ""


class Variables(Protocol):
    """What is known of the Request's data where the shown element stands."""

    def known(self, language: str = "") -> Sequence[KnownVariable]:
        """The variables that can be inserted into a template, or into an expression of some language."""

    def judge(self, text: str, language: str = "") -> Verdict:
        """What a template means, or an expression of some language."""


class Secrets(Protocol):
    """The keyring, as far as a form may see it: names and whether they are set, never a value."""

    def names(self) -> Sequence[str]:
        """The secrets that are stored."""

    def is_set(self, name: str) -> bool:
        """Whether a secret is stored."""

    def store(self, name: str, value: str, for_session: bool) -> None:
        """Store a secret. Raises `SecretRefusedError` with a reason."""


class SecretRefusedError(Exception):
    """The keyring did not take a secret; its text says why, and it may be kept until the program ends."""

    def __init__(self, reason: str, can_be_for_session: bool = False) -> None:
        super().__init__(reason)
        self.can_be_for_session = can_be_for_session


class NoVariables:
    """Where nothing is known of the Request's data."""

    def known(self, language: str = "") -> Sequence[KnownVariable]:
        """Nothing."""
        return ()

    def judge(self, text: str, language: str = "") -> Verdict:
        """Nothing can be said."""
        return Verdict()


def _nothing() -> None:
    """Nobody reads choices again."""


def _no_answer(_key: str) -> None:
    """Nobody loads choices."""


def _no_keep(_key: str, _text: object) -> None:
    """Nobody keeps what cannot be stored, or opens what a field refers to."""


@dataclass(frozen=True)
class FieldContext:
    """Handed to every editor; parts of the window fill it in."""

    icons: Icons
    variables: Variables = field(default_factory=NoVariables)
    secrets: Secrets | None = None
    reload: Callable[[], None] = _nothing
    load: Callable[[str], None] = _no_answer
    open: Callable[[str, object], None] = _no_keep
    keep: Callable[[str, object], None] = _no_keep
