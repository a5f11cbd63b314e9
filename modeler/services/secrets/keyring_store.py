"""The secrets of one user: values in the keyring of the system, only their names in the profile.

    secrets = Secrets(profile)
    secrets.keep("SHOP_TOKEN", value)     # raises KeyringMissingError where the system keeps no secrets
    secrets.get("secret:SHOP_TOKEN")     # what a live run asks, at the last moment

Where there is no keyring, a secret can be kept for this session only; no file ever holds a value.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from secrets import token_hex
from typing import TYPE_CHECKING

from connectors.sdk.ports import PortError
from modeler.services.profile import Profile
from modeler.services.storage.json_file import read_values, write_values
from modeler.services.storage.operating_system import OperatingSystem

if TYPE_CHECKING:
    from keyring.backend import KeyringBackend

SERVICE = "processwright"
PREFIX = "secret:"
FILE = "secret-names.json"
OWN = "processwright."
"""The names of keys of our own begin like this; they are not listed."""
_NAME = re.compile(r"[A-Za-z0-9_.-]{1,100}")
_KEEPS_NOTHING = ("keyring.backends.null", "keyring.backends.fail", "keyrings.alt.file")
"""Backends that forget, refuse, or write values into a plain file."""


class SecretError(Exception):
    """A secret cannot be kept or removed; the message says why and what to do, never the value."""


class KeyringMissingError(SecretError):
    """This system keeps no secrets: offer to keep the value for this session only."""


class Secrets:
    """Values by name; also the secrets port of a live run."""

    def __init__(self, profile: Profile, system: OperatingSystem | None = None) -> None:
        self._file = profile.folder / FILE
        self._system = system or OperatingSystem()
        self._session: dict[str, str] = {}

    @property
    def names(self) -> list[str]:
        """The names of all secrets that are set or were ever set here, sorted."""
        known = read_values(self._system, self._file).get("names")
        listed = (name for name in known if isinstance(name, str)) if isinstance(known, list) else ()
        return sorted({*listed, *(name for name in self._session if not name.startswith(OWN))})

    @property
    def has_keyring(self) -> bool:
        """Whether values can be kept beyond this session."""
        return _backend() is not None

    def is_set(self, name: str) -> bool:
        """Whether a value is there."""
        return self._find(name) is not None

    def is_for_session(self, name: str) -> bool:
        """Whether the value will be forgotten when the program ends."""
        return name in self._session

    def get(self, reference: str) -> str:
        """The value behind `secret:NAME`; a `PortError` names the secret that is missing."""
        value = self._find(reference.removeprefix(PREFIX))
        if value is None:
            name = reference.removeprefix(PREFIX)
            raise PortError("secret.missing", f"The secret “{name}” is not set: set it under Preview → Secrets.")
        return value

    def keep(self, name: str, value: str, for_session: bool = False) -> None:
        """Keep a value under a name; raises `KeyringMissingError` where `for_session` is the only way."""
        if not _NAME.fullmatch(name):
            raise SecretError("A name has letters, digits, and the signs _ . - only, such as SHOP_TOKEN.")
        if not value:
            raise SecretError(f"The secret “{name}” has no value.")
        if for_session:
            self._session[name] = value
            return
        backend = _backend()
        if backend is None:
            raise KeyringMissingError(
                "This system has no keyring to keep secrets in; it can be kept for this session only."
            )
        _store(backend, name, value)
        self._session.pop(name, None)
        self._note({*self.names, name})

    def renew(self, reference: str, value: str) -> None:
        """Keep another value where the one behind `secret:NAME` is; for this session where the keyring takes it not."""
        name = reference.removeprefix(PREFIX)
        try:
            self.keep(name, value, for_session=self.is_for_session(name))
        except SecretError:
            self._session[name] = value

    def forget(self, name: str) -> None:
        """Forget a secret and its name."""
        self._session.pop(name, None)
        backend = _backend()
        if backend is not None and _read(backend, name) is not None:
            from keyring.errors import KeyringError

            try:
                backend.delete_password(SERVICE, name)
            except KeyringError as error:
                raise SecretError(f"The keyring does not delete “{name}”: {_words(error)}") from None
        self._note({*self.names} - {name})

    def own_key(self, name: str) -> str:
        """A random key of the program's own, kept in the keyring or, where there is none, for this session."""
        found = self._find(name)
        if found is not None:
            return found
        made = token_hex(32)
        backend = _backend()
        try:
            if backend is None:
                raise KeyringMissingError("no keyring")
            _store(backend, name, made)
        except SecretError:
            self._session[name] = made
        return made

    def _find(self, name: str) -> str | None:
        if name in self._session:
            return self._session[name]
        backend = _backend()
        return _read(backend, name) if backend is not None else None

    def _note(self, names: set[str]) -> None:
        write_values(self._system, self._file, {"names": sorted(names - set(self._session))})


def _backend() -> KeyringBackend | None:
    """The keyring of the system; none where it would forget a value or write it into a file."""
    import keyring

    chosen = keyring.get_keyring()
    return chosen if all(_keeps(each) for each in _members(chosen)) else None


def _members(backend: KeyringBackend) -> Iterator[KeyringBackend]:
    chained = list(getattr(backend, "backends", ()))
    yield from chained or [backend]


def _keeps(backend: KeyringBackend) -> bool:
    return not type(backend).__module__.startswith(_KEEPS_NOTHING)


def _read(backend: KeyringBackend, name: str) -> str | None:
    from keyring.errors import KeyringError

    try:
        return backend.get_password(SERVICE, name)
    except KeyringError:
        return None


def _store(backend: KeyringBackend, name: str, value: str) -> None:
    """Store and read back: some keyrings are small, and some only look as if they kept something."""
    from keyring.errors import KeyringError, NoKeyringError

    try:
        backend.set_password(SERVICE, name, value)
    except NoKeyringError:
        raise KeyringMissingError(
            "This system has no keyring to keep secrets in; it can be kept for this session only."
        ) from None
    except KeyringError as error:
        raise SecretError(f"The keyring does not take “{name}”: {_words(error)}") from None
    if _read(backend, name) != value:
        raise KeyringMissingError(f"The keyring did not keep “{name}” as it is; it can be kept for this session only.")


def _words(error: Exception) -> str:
    """The kind of an error: its text could repeat the value."""
    return type(error).__name__
