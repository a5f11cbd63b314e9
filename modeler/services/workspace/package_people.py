"""The users and groups that a ProcessMaker package names: by address or name, with the numbers that its assets use.

A package holds no user and no group, only how to find them again (`fallbackMatches`). Their numbers stand where they
are used: in a process's own columns, or in the assignment of the element that `meta.path` names.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from connectors.sdk.values import Json, JsonObject, as_list, as_object, as_text
from engine.bpmn import Document, DocumentError, Element, Process
from engine.bpmn.namespaces import PROCESSMAKER
from modeler.services.workspace.process_package import Asset, Package

_STEP = re.compile(r"(?:[\w.-]+:)?([\w.-]+)(?:\[(\d+)\])?")
_ASSIGNED = {"user_assignment": "assignedUsers", "group_assignment": "assignedGroups"}
_USERS = frozenset(("user", "manager", "user_assignment"))


@dataclass
class PackagePeople:
    """Entries for `users.json` and `groups.json`, each once."""

    users: dict[str, JsonObject] = field(default_factory=dict)
    groups: dict[str, JsonObject] = field(default_factory=dict)

    def add(self, kind: str, id: str, matches: JsonObject, manages: Sequence[str] = ()) -> None:
        """Note somebody under a number; who has none cannot be referred to and is left out."""
        if not id:
            return
        if kind in _USERS and matches.get("email"):
            entry: JsonObject = {"id": _number(id), "fullname": as_text(matches.get("username"))}
            known = self.users.setdefault(id, {**entry, "email": matches["email"]})
            if manages:
                known["manages"] = [*dict.fromkeys([*map(as_text, as_list(known.get("manages"))), *manages])]
        elif kind == "group_assignment" and matches.get("name"):
            self.groups.setdefault(id, {"id": _number(id), "name": matches["name"], "users": []})


def package_people(package: Package) -> PackagePeople:
    """Everybody whom the assets of a package name with a number."""
    people = PackagePeople()
    for asset in package.assets:
        for kind, id, matches in _mentions(asset):
            people.add(kind, id, matches, _processes(asset) if kind == "manager" else ())
    return people


def _processes(asset: Asset) -> list[str]:
    """The ids of the processes of an asset."""
    document = _document(asset)
    return [] if document is None else [process.id for process in document.elements(Process) if process.id]


def _mentions(asset: Asset) -> Iterator[tuple[str, str, JsonObject]]:
    assigned: dict[tuple[str, str], list[JsonObject]] = {}
    for dependent in asset.dependents:
        kind, matches = as_text(dependent.get("type")), as_object(dependent.get("fallbackMatches"))
        if kind in _ASSIGNED:
            path = as_text(as_object(dependent.get("meta")).get("path"))
            assigned.setdefault((kind, path), []).append(matches)
        elif kind in ("user", "manager"):
            yield kind, str(_owner(kind, asset.attributes)), matches
    document = _document(asset) if assigned else None
    for (kind, path), named in assigned.items():
        element = element_at(document, path) if document is not None else None
        ids = _ids(element.foreign(PROCESSMAKER, _ASSIGNED[kind]) if element is not None else None)
        if len(ids) == len(named):
            yield from ((kind, id, matches) for id, matches in zip(ids, named, strict=True))


def element_at(document: Document, path: str) -> Element | None:
    """The element at a path such as `/bpmn:definitions/bpmn:process/bpmn:task[2]`, counted by name and parent."""
    found: Element | None = None
    level: Iterable[Element] = (document.definitions,)
    for step in path.strip("/").split("/"):
        match = _STEP.fullmatch(step)
        if match is None:
            return None
        named = [each for each in level if each.tag == match[1]]
        index = int(match[2] or 1) - 1
        found = named[index] if 0 <= index < len(named) else None
        if found is None:
            return None
        level = found.children
    return found


def _document(asset: Asset) -> Document | None:
    try:
        return Document.from_bytes(as_text(asset.attributes.get("bpmn")).encode("utf-8", "replace"), asset.name)
    except DocumentError:
        return None


def _ids(text: str | None) -> list[str]:
    return [part.strip() for part in (text or "").split(",") if part.strip()]


def _owner(kind: str, attributes: JsonObject) -> Json:
    if kind == "user":
        return attributes.get("user_id") or attributes.get("run_as_user_id") or ""
    try:
        properties = as_object(json.loads(as_text(attributes.get("properties")) or "{}"))
    except (ValueError, RecursionError):
        return ""
    return properties.get("manager_id") or ""


def _number(text: str) -> Json:
    return int(text) if text.isdigit() else text
