"""Choices that a connector loads over the network: on a click, off the window's thread, remembered for a while.

What was loaded is kept by connector, setting and the settings that the list depends on (a secret's name among them),
and forgotten after an hour. Nothing is asked by itself.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import QLocale, QObject, QTime, Signal

from modeler.ui.background import Background
from modeler.ui.panels.form_model import Choice, Field, Form, Loading

if TYPE_CHECKING:
    from modeler.editing.connector_types import JsonObject, Manifest
    from modeler.editing.form_fields import Choice as Offered
    from modeler.services.live.choices import ConnectorChoices, HttpFor
    from modeler.services.secrets.keyring_store import Secrets

KEPT = timedelta(hours=1)
PREFIX = "secret:"
_Key = tuple[str, str, str, str]


@dataclass(frozen=True, slots=True)
class _State:
    choices: tuple[Choice, ...] = ()
    at: datetime | None = None
    error: str = ""
    is_loading: bool = False


class LoadedChoices(QObject):
    """Loads lists of choices for the form; `changed` says that a field may look different now."""

    changed = Signal()

    def __init__(
        self,
        background: Background,
        secrets: Callable[[], Secrets],
        parent: QObject,
        now: Callable[[], datetime] = datetime.now,
    ) -> None:
        super().__init__(parent)
        self._background, self._secrets, self._now = background, secrets, now
        self._states: dict[_Key, _State] = {}
        self._service: ConnectorChoices | None = None
        self.http: HttpFor | None = None
        """How calls go out, where that is not over the network: for tests."""

    def shown_in(self, form: Form, manifest: Manifest, values: JsonObject) -> Form:
        """The form with what is loaded at those of its fields whose choices the connector can load."""
        return form.with_fields(lambda field: self._shown(field, manifest, values) if field.loads else field)

    def load(self, manifest: Manifest, field: Field, setting: str, values: JsonObject) -> None:
        """Ask the connector now; a question that is under way is not asked again."""
        key = _key(manifest, field, values)
        before = self._states.get(key, _State())
        if before.is_loading:
            return
        self._states[key] = replace(before, is_loading=True, error="")
        service = self._asking()
        self._background.run(
            lambda: service.load(manifest, setting, values),
            lambda found: self._loaded(key, found),
            lambda error: self._failed(key, error),
        )
        self.changed.emit()

    def close(self) -> None:
        """End the connectors' processes."""
        if self._service is not None:
            self._service.close()
            self._service = None

    def _shown(self, field: Field, manifest: Manifest, values: JsonObject) -> Field:
        state = self._states.get(_key(manifest, field, values), _State())
        if state.at is not None and self._now() - state.at > KEPT:
            state = _State(is_loading=state.is_loading)
        loaded = {repr(choice.value) for choice in state.choices}
        kept = tuple(choice for choice in field.choices if repr(choice.value) not in loaded)
        return replace(
            field,
            choices=(*state.choices, *kept),
            loading=Loading(
                self._words(state, field, manifest, values), state.error, state.is_loading, state.at is not None
            ),
        )

    def _words(self, state: _State, field: Field, manifest: Manifest, values: JsonObject) -> str:
        if state.at is not None:
            time = QLocale().toString(QTime(state.at.hour, state.at.minute), QLocale.FormatType.ShortFormat)
            return self.tr("{} loaded at {}.").format(len(state.choices), time)
        hosts = ", ".join(manifest.permissions.hosts[:1])
        wanted = [str(values[name]) for name in field.loads if values.get(name)]
        if any(not each.startswith(PREFIX) for each in wanted):
            return self.tr("Loading needs the secret in the keyring; one that is readable in the file is not used.")
        names = [each.removeprefix(PREFIX) for each in wanted]
        if not names:
            return self.tr("Loading asks {}.").format(hosts)
        return self.tr("Loading asks {} with the secret “{}”.").format(hosts, "”, “".join(names))

    def _loaded(self, key: _Key, found: tuple[Offered, ...]) -> None:
        choices = tuple(Choice(each.value, each.label) for each in found)
        self._states[key] = _State(choices, self._now())
        self.changed.emit()

    def _failed(self, key: _Key, error: Exception) -> None:
        self._states[key] = replace(self._states[key], is_loading=False, error=str(error))
        self.changed.emit()

    def _asking(self) -> ConnectorChoices:
        if self._service is None:
            from modeler.services.live.choices import ConnectorChoices, network

            self._service = ConnectorChoices(self._secrets(), self.http or network)
        return self._service


def _key(manifest: Manifest, field: Field, values: JsonObject) -> _Key:
    depends = json.dumps([values.get(name) for name in field.loads], sort_keys=True)
    return manifest.id, manifest.version, field.key, depends
