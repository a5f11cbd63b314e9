"""What a connector's own code offers for a setting, such as the channels of a chat: asked only when somebody says so.

The question is a live call. It runs in the package's process, with the user's secrets, to the hosts that the manifest
lists; nothing else of the world is there.
"""

from __future__ import annotations

from collections.abc import Callable

from connectors.sdk.connector import ConnectorError
from connectors.sdk.host import Hosts
from connectors.sdk.manifest import Manifest
from connectors.sdk.ports import Http, PortError, Secrets, TaskInfo
from connectors.sdk.serving import is_permitted
from connectors.sdk.values import JsonObject
from modeler.editing.form_fields import Choice, ChoicesUnavailableError
from modeler.services.live.lone_ports import lone_ports
from modeler.services.workspace.data_connectors import FolderSources

HttpFor = Callable[[Callable[[str], bool]], Http]
_ELEMENT = "choices"
_MOST = 20_000


def network(permitted: Callable[[str], bool]) -> Http:
    """The real network, for permitted hosts."""
    from connectors.sdk.live.http import LiveHttp

    return LiveHttp(permitted)


class ConnectorChoices:
    """Asks connectors for choices, with their processes behind it until it is closed."""

    def __init__(self, secrets: Secrets, http: HttpFor = network) -> None:
        self._secrets, self._http = secrets, http
        self._hosts = Hosts()

    def load(self, manifest: Manifest, setting: str, config: JsonObject) -> tuple[Choice, ...]:
        """The values to choose from; raises `ChoicesUnavailableError` with the reason and what to do."""
        return loaded_choices(self._hosts, manifest, setting, config, self._secrets, self._http)

    def close(self) -> None:
        """End the processes."""
        self._hosts.close()


def loaded_choices(
    hosts: Hosts, manifest: Manifest, setting: str, config: JsonObject, secrets: Secrets, http: HttpFor = network
) -> tuple[Choice, ...]:
    """The values to choose from; raises `ChoicesUnavailableError` with the reason and what to do."""
    permitted = http(lambda host: is_permitted(host, manifest.permissions.hosts))
    ports = lone_ports(TaskInfo(_ELEMENT, manifest.name), manifest.id, {}, permitted, secrets, FolderSources(None))
    try:
        found = hosts.host(manifest).choices(manifest, setting, config, ports)
    except (ConnectorError, PortError) as error:
        raise ChoicesUnavailableError(error.message) from None
    return tuple(Choice(each.value, each.label) for each in found[:_MOST])
