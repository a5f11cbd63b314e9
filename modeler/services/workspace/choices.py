"""What a form offers for a setting that points into the workspace: screens, users, groups, mail servers."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path

from connectors.sdk.ports import PortError
from connectors.sdk.values import Json, as_list, as_object, as_text
from modeler.editing.forms import Choice
from modeler.services.workspace.data_connectors import FolderSources, read_sources, resource_label
from modeler.services.workspace.directory import People, read_people
from modeler.services.workspace.folder_files import offered_files

SLACK_CHANNELS = "slack-channels.json"


def workspace_choices(folder: Path | None) -> Callable[[str], Sequence[Choice]]:
    """A source of choices for `forms.build`; files are read once, at the first question."""
    cache: dict[str, Sequence[Choice]] = {}

    def choices(source: str) -> Sequence[Choice]:
        if source not in cache:
            cache[source] = _found(source, folder)
        return cache[source]

    return choices


def _found(source: str, folder: Path | None) -> Sequence[Choice]:
    if source.startswith("screens:"):
        return _screens(folder, source.partition(":")[2].split(","))
    if source == "mail-servers":
        return _mail_servers(folder)
    if source in ("users", "groups"):
        return _people(source, read_people(folder))
    if source == "workspace-files":
        return [Choice(name, name) for name in offered_files(folder)]
    if source == "slack-channels":
        return _slack_channels(folder)
    if source == "data-connectors":
        return [Choice(each["id"], as_text(each["name"])) for each in read_sources(folder)]
    if source.startswith("endpoints:"):
        return _endpoints(folder, source.partition(":")[2])
    return ()


def _mail_servers(folder: Path | None) -> list[Choice]:
    from modeler.services.workspace.mail_servers import read_mail_servers

    return [Choice("", "Default email server"), *(Choice(name, name) for name in read_mail_servers(folder).names)]


def _slack_channels(folder: Path | None) -> list[Choice]:
    """The channels that the workspace names in `slack-channels.json`: `[{"id": "C01", "name": "buying"}]`."""
    try:
        channels = json.loads((folder / SLACK_CHANNELS).read_bytes()) if folder is not None else []
    except (OSError, ValueError, RecursionError):
        return []
    found = [as_object(each) for each in as_list(channels)]
    return [Choice(each.get("id"), f"#{as_text(each.get('name'))}") for each in found if as_text(each.get("id"))]


def _endpoints(folder: Path | None, reference: str) -> list[Choice]:
    try:
        source = FolderSources(folder).get(reference)
    except PortError:
        return []
    found = as_object(source.get("endpoints"))
    if source.get("type") == "SOAP":
        return [Choice(name, f"SOAP: {name}") for name in found]
    return [Choice(name, resource_label(resource, name)) for name, resource in found.items()]


def _people(source: str, people: People) -> list[Choice]:
    if source == "users":
        return [Choice({"id": _number(id), "fullname": user.name}, user.name) for id, user in people.users.items()]
    return [Choice({"id": _number(id), "fullname": name}, name) for id, name in people.group_names.items()]


def _screens(folder: Path | None, kinds: Sequence[str]) -> list[Choice]:
    """Pages of one's own by file name, whatever they are for, and ProcessMaker's screens of these kinds by title.

    A file name that is a number is the number that ProcessMaker refers to.
    """
    from modeler.services.screens import FolderScreens

    if folder is None:
        return []
    names = sorted(path.stem for path in (folder / "screens").glob("*.html"))
    found = {str(_number(name)): Choice(_number(name), name) for name in names}
    for screen in FolderScreens(folder).screens():
        reference = screen.id or screen.uuid or screen.title
        if screen.kind in kinds and reference:
            found.setdefault(reference, Choice(_number(reference), screen.title or reference))
    return list(found.values())


def _number(text: str) -> Json:
    return int(text) if text.isdigit() else text
