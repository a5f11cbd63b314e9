"""The keyring as the fields of a form see it: names and whether they are set; a value goes in and never comes out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from modeler.ui.panels.fields.context import SecretRefusedError

if TYPE_CHECKING:
    from modeler.services.secrets.keyring_store import Secrets


class FormSecrets:
    """Asks the service when a field needs it first, so that a window without secrets never loads it."""

    def __init__(self, find: Callable[[], Secrets]) -> None:
        self._find = find

    def names(self) -> Sequence[str]:
        """The secrets that are stored."""
        return self._find().names

    def is_set(self, name: str) -> bool:
        """Whether a secret is stored."""
        return self._find().is_set(name)

    def store(self, name: str, value: str, for_session: bool) -> None:
        """Store a secret; a refusal says whether it can be kept until the program ends."""
        from modeler.services.secrets.keyring_store import KeyringMissingError, SecretError

        try:
            self._find().keep(name, value, for_session=for_session)
        except SecretError as error:
            raise SecretRefusedError(str(error), isinstance(error, KeyringMissingError)) from None
