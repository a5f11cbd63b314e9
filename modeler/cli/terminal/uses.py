"""Where the user's files use a connector or package, for commands that list it or ask before it goes."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from connectors.sdk.manifest import Manifest
from modeler.services.packages.installed import installed_catalog
from modeler.services.packages.where_used import Use, uses_in_files
from modeler.services.profile import Profile
from modeler.services.workspace.recent import Workspace, processes_in


def manifests_of(id: str) -> list[Manifest]:
    """The connector with this id, or the connectors of the package of this name."""
    entries = installed_catalog().entries
    return [entry.manifest for entry in entries if entry.manifest and id in (entry.id, entry.package)]


def uses_in(manifests: Sequence[Manifest], paths: Sequence[Path] = (), with_recent: bool = False) -> list[Use]:
    """The elements that use connectors in files and folders; without any, in the folder that the window has open.

    Where it has none, that is the current folder; `with_recent` looks into the files as well that were opened lately.
    """
    workspace = Workspace(Profile.of_user())
    places = paths or (workspace.folder or Path(),)
    files = [file for place in places for file in (processes_in(place) if place.is_dir() else [place])]
    if with_recent:
        files += [path for path in workspace.recent if path.is_file()]
    unique = {path.resolve(): path for path in reversed(files)}
    return list(uses_in_files(list(unique.values())[::-1], manifests))


def line(use: Use) -> str:
    """One use, as a line for a person."""
    return f"{use.path}: {use.name} [{use.element_id}] {use.connector}"
