"""What a live run would reach, before anything is reached: each connector element's recipients, hosts and secrets.

A dry pass, the same as a preview, finds what can be known; an element that it does not come to is listed with what its
connector may do.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from connectors.sdk.host import Hosts
from connectors.sdk.manifest import Manifest
from connectors.sdk.values import JsonObject, as_list, as_object, as_text
from engine.bpmn import Document, Element
from modeler.editing import binding
from modeler.services.catalog import Catalog
from modeler.services.checks.references import missing_files, missing_references
from modeler.services.live.runs import LiveChoice
from modeler.services.preview.outbox import Effect
from modeler.services.preview.starting import PreviewOptions, start_preview
from modeler.services.preview.task_mails import FAILED, NOTIFICATIONS, failure_mails_of, mails_of
from modeler.services.secrets.fields import CREDENTIALS, is_reference, references_in
from modeler.services.secrets.keyring_store import PREFIX
from modeler.services.workspace.data_connectors import FolderSources, ReadSources
from modeler.services.workspace.directory import NOWHERE
from modeler.services.workspace.mail_servers import MailServers, read_mail_servers


@dataclass(frozen=True, slots=True)
class Reach:
    """One element and what it would reach. `problems` say what would keep it from doing so."""

    element: str
    name: str
    connector: str
    is_reached: bool
    recipients: tuple[str, ...] = ()
    hosts: tuple[str, ...] = ()
    files: tuple[str, ...] = ()
    secrets: tuple[str, ...] = ()
    may: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LivePlan:
    """Every element that could run live, in the order of the file, and what is wrong with the workspace."""

    reaches: tuple[Reach, ...]
    problems: tuple[str, ...] = ()
    error: str = ""
    """Why the dry pass ended early, if it did."""

    def chosen(self, elements: Iterable[str]) -> LivePlan:
        """The part of the plan that concerns these elements."""
        wanted = frozenset(elements)
        return LivePlan(tuple(each for each in self.reaches if each.element in wanted), self.problems, self.error)

    @property
    def recipients(self) -> list[str]:
        """Everybody who would get a mail."""
        return sorted({address for each in self.reaches for address in each.recipients})

    @property
    def hosts(self) -> list[str]:
        """Every server that would be called."""
        return sorted({host for each in self.reaches for host in each.hosts})


def live_plan(
    document: Document, catalog: Catalog, choice: LiveChoice, is_set: Callable[[str], bool] | None = None
) -> LivePlan:
    """What a run with this data would reach; nothing is reached by asking. `is_set` knows which secrets have a value.

    Raises `RequestError` where a Request cannot start.
    """
    servers = read_mail_servers(choice.workspace)
    options = PreviewOptions(choice.data, choice.start, workspace=choice.workspace, pins=choice.pins, user=choice.user)
    with Hosts() as hosts:
        preview = start_preview(document, catalog, hosts, options)
        preview.request.run()
        effects = preview.outbox.effects
        path = set(preview.request.path)
        errors = preview.request.errors
    found = []
    for element, manifest, configs in _connectors(document, catalog):
        mails = manifest.id == NOTIFICATIONS or catalog.connector_of(element) is None
        here = [each for each in effects if each.element == element.id and (mails or each.connector != NOTIFICATIONS)]
        is_reached = bool(here) if configs == [FAILED] else element.id in path
        found.append(_reach(element, manifest, configs, here, is_reached, servers, choice, is_set))
    return LivePlan(tuple(found), servers.problems, str(errors[-1].get("message")) if errors else "")


def _connectors(document: Document, catalog: Catalog) -> Iterator[tuple[Element, Manifest, list[JsonObject]]]:
    """The elements with settings of a connector, and the tasks that send mails of their own."""
    for element in document.elements(Element):
        manifest = catalog.connector_of(element)
        if manifest is not None and element.id and manifest.run:
            yield element, manifest, [binding.read(manifest, element).values]
            yield from ((element, mail.manifest, [mail.settings]) for mail in failure_mails_of(element, catalog))
        elif element.id:
            mails = mails_of(element, catalog)
            for one in {mail.manifest.id: mail.manifest for mail in mails}.values():
                yield element, one, [mail.settings for mail in mails if mail.manifest.id == one.id]


def _reach(
    element: Element,
    manifest: Manifest,
    configs: list[JsonObject],
    effects: list[Effect],
    is_reached: bool,
    servers: MailServers,
    choice: LiveChoice,
    is_set: Callable[[str], bool] | None,
) -> Reach:
    chosen = [as_text(config.get("emailServer")) for config in configs] if "mail" in manifest.permissions.ports else []
    recipients = tuple(dict.fromkeys(address for effect in effects for address in effect.recipients))
    secrets = tuple(dict.fromkeys([*_secrets(configs, choice), *_server_secrets(chosen, servers)]))
    problems = [*_server_problems(chosen, servers), *_unknown_people(recipients)]
    problems += [problem for config in configs for problem in _exposed(config, choice)]
    sources = ReadSources(choice.workspace)
    problems += [words for config in configs for _, words in missing_references(manifest, config, sources)]
    if choice.workspace is not None:
        problems += [words for config in configs for _, words in missing_files(manifest, config, choice.workspace)]
    problems += [f"The secret “{name}” is not set." for name in secrets if is_set is not None and not is_set(name)]
    return Reach(
        element.id or "",
        element.get("name") or element.id or "",
        manifest.name,
        is_reached,
        recipients,
        tuple(dict.fromkeys([*_mail_hosts(chosen, servers), *_hosts(effects)])),
        (*(effect.title for effect in effects if effect.kind == "pdf"), *_folder_files(configs)),
        secrets,
        manifest.permissions.in_words(),
        tuple(problems),
    )


def _folder_files(configs: Iterable[JsonObject]) -> Iterator[str]:
    """Files of the workspace folder that a mail takes along."""
    for entry in (as_object(each) for config in configs for each in as_list(config.get("attachments"))):
        if entry.get("source") == "workspace" and as_text(entry.get("value")):
            yield f"{as_text(entry['value'])}, attached"


def _hosts(effects: Iterable[Effect]) -> Iterator[str]:
    for effect in effects:
        if effect.kind in ("http", "slack") and effect.files:
            request = as_object(as_object(_json(effect.files[0].content)).get("request"))
            yield urlsplit(as_text(request.get("url"))).hostname or ""


def _json(content: bytes) -> object:
    try:
        return json.loads(content)
    except (ValueError, RecursionError):
        return None


def _mail_hosts(chosen: Iterable[str], servers: MailServers) -> Iterator[str]:
    for name in chosen:
        if name in servers.servers:
            yield f"{servers.servers[name].host}:{servers.servers[name].port}"
            account = servers.account_of(servers.servers[name])
            if account is not None:
                yield account.host


def _server_problems(chosen: Iterable[str], servers: MailServers) -> Iterator[str]:
    for name in dict.fromkeys(chosen):
        if name not in servers.servers:
            yield (
                f"The mail server “{name}” is not in mail-servers.json."
                if name
                else ("There is no mail server in mail-servers.json beside the process.")
            )
            continue
        account = servers.account_of(servers.servers[name])
        if account is not None and account.grant == "refresh_token" and not account.refresh_token:
            yield f"Nobody has signed in to the mail server “{servers.servers[name].name}” yet."


def _server_secrets(chosen: Iterable[str], servers: MailServers) -> Iterator[str]:
    for name in chosen:
        if name in servers.servers:
            yield from (each.removeprefix(PREFIX) for each in servers.secrets_of(servers.servers[name]))


def _secrets(configs: Iterable[JsonObject], choice: LiveChoice) -> Iterator[str]:
    for config in configs:
        yield from references_in(config)
        source = config.get("dataSource")
        if source not in (None, ""):
            yield from references_in(_credentials(source, choice))


def _exposed(config: JsonObject, choice: LiveChoice) -> Iterator[str]:
    """Credentials that stand in a data connector's file instead of in the keyring."""
    source = config.get("dataSource")
    if source in (None, ""):
        return
    for name, value in _credentials(source, choice).items():
        if name in CREDENTIALS and value and not is_reference(value):
            yield f"The {name.replace('_', ' ')} of the data connector stands in its file; set a secret instead."


def _credentials(source: object, choice: LiveChoice) -> JsonObject:
    from connectors.sdk.ports import PortError

    try:
        return as_object(FolderSources(choice.workspace).get(str(source)).get("credentials"))
    except PortError:
        return {}


def _unknown_people(recipients: Iterable[str]) -> Iterator[str]:
    for address in recipients:
        if address.endswith(f"@{NOWHERE}"):
            yield f"{address.partition('@')[0]} is nobody whose address is known; the mail would be refused."
