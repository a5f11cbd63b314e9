"""What an editor of `mail-servers.json` works on: the entries as they were read and as they are edited now.

What an editor does not know stays in an entry; what was not changed keeps its very characters in the file.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from connectors.sdk.values import Json, JsonObject, as_object, as_text, same
from modeler.services.storage.json_file import write_whole
from modeler.services.storage.operating_system import OperatingSystem
from modeler.services.workspace.json_style import written_again
from modeler.services.workspace.mail_servers import FILE, EntryProblem, MailServers, collected
from modeler.services.workspace.object_lists import ReadObjects, read_objects, require_unchanged
from modeler.services.workspace.source_files import free_name

Key = tuple[str, ...]
"""Where a value stands in an entry: `("incoming", "host")`."""


class MailServerList:
    """The mail servers of one workspace folder; nothing reaches the disk before it is saved."""

    def __init__(self, folder: Path, system: OperatingSystem | None = None) -> None:
        self.path = folder / FILE
        self._system = system or OperatingSystem()
        self.take_theirs()

    @property
    def error(self) -> str:
        """Why the file cannot be read; it is not written then."""
        return self._read.error

    @property
    def is_unsaved(self) -> bool:
        """Whether there are changes that are not on disk."""
        return not same([*self._read.entries], [*self.entries])

    @property
    def problems(self) -> Sequence[EntryProblem]:
        """What is wrong with the entries, by place and key."""
        return self.servers.wrong

    @property
    def servers(self) -> MailServers:
        """What a live run would make of the entries as they are now."""
        return collected(self.entries)

    @property
    def bare_secret(self) -> tuple[int, str] | None:
        """The place and key of a secret that was typed where its name belongs; it must not reach the disk."""
        known = {each for entry in self._read.entries for each in _bare(entry).values()}
        found = ((index, key) for index, entry in enumerate(self.entries) for key, text in _bare(entry).items()
                 if text not in known)  # fmt: skip
        return next(found, None)

    def name(self, index: int) -> str:
        """What a server is called, as a mail's setting chooses it."""
        return as_text(self.entries[index].get("name")).strip() or f"Server {index + 1}"

    def find(self, name: str) -> int | None:
        """The place of the server that a setting names; that of the default one for no name."""
        if not name:
            return self.default
        return next((index for index in range(len(self.entries)) if self.name(index) == name), None)

    @property
    def default(self) -> int | None:
        """The place of the server that mails without a choice go through."""
        marked = [index for index, entry in enumerate(self.entries) if entry.get("default") is True]
        return marked[-1] if marked else 0 if self.entries else None

    def add(self, values: JsonObject) -> int:
        """Add a server with a name that no other one has; returns its place."""
        wanted = free_name(as_text(values.get("name")) or "Mail server", map(self.name, range(len(self.entries))))
        self.entries.append({**values, "name": wanted})
        self._origins.append({})
        return len(self.entries) - 1

    def duplicate(self, index: int) -> int:
        """Add a copy below a server; returns its place. The sign-in of a person is not copied."""
        copied = {key: value for key, value in self.entries[index].items() if key != "default"}
        copied["name"] = free_name(self.name(index), map(self.name, range(len(self.entries))))
        self.entries.insert(index + 1, copied)
        self._origins.insert(index + 1, copied)
        return index + 1

    def remove(self, index: int) -> None:
        """Take a server away."""
        del self.entries[index], self._origins[index]

    def make_default(self, index: int) -> None:
        """Let mails without a choice go through this server; the mark stands at one only."""
        for place, entry in enumerate(self.entries):
            if place == index or "default" in entry:
                self.set_value(place, ("default",), True if place == index else None)

    def value(self, index: int, key: Key) -> Json:
        """A value of an entry; None where it has none."""
        found: Json = self.entries[index]
        for part in key:
            found = as_object(found).get(part)
        return found

    def set_value(self, index: int, key: Key, value: Json) -> None:
        """Change a value of an entry; None takes it away, and what then is empty around it as well."""
        self.entries[index] = _ordered(_with(self.entries[index], key, value), self._origins[index])

    def save(self) -> None:
        """Put the servers on disk. Raises `FileChanged` where somebody else wrote the file, and `FileError`."""
        require_unchanged(self.path, self._read.before)
        self._write()

    def keep_mine(self) -> None:
        """Save over what somebody else wrote meanwhile. Raises `FileError`."""
        self._write()

    def take_theirs(self) -> None:
        """Drop the changes for what is on disk now."""
        self._read = read_objects(self.path)
        self.entries: list[JsonObject] = [*self._read.entries]
        self._origins: list[JsonObject] = [*self._read.entries]

    def _write(self) -> None:
        data = written_again(self._read.before, [*self.entries])
        write_whole(self._system, self.path, data)
        self._read = ReadObjects(tuple(self.entries), before=data)
        self._origins = [*self.entries]


def _bare(entry: JsonObject) -> dict[str, str]:
    """What stands in an entry in clear text and is secret, by key."""
    incoming, oauth = as_object(entry.get("incoming")), as_object(entry.get("oauth"))
    found = {
        "password": entry.get("password"),
        "oauth.clientSecret": oauth.get("clientSecret"),
        "oauth.refreshToken": oauth.get("refreshToken"),
        "incoming.password": incoming.get("password"),
    }
    return {key: str(each) for key, each in found.items() if each and not str(each).startswith("secret:")}


def _with(entry: JsonObject, key: Key, value: Json) -> JsonObject:
    first, rest = key[0], key[1:]
    if rest:
        value = _with(as_object(entry.get(first)), rest, value) or None
    if value is None:
        return {name: each for name, each in entry.items() if name != first}
    return {**entry, first: value}


def _ordered(entry: JsonObject, origin: JsonObject) -> JsonObject:
    """The same with its keys where they stood: what was emptied and filled again is not written at another place."""
    keys = [key for key in origin if key in entry] + [key for key in entry if key not in origin]
    found: JsonObject = {}
    for key in keys:
        inner, before = entry[key], origin.get(key)
        found[key] = _ordered(inner, before) if isinstance(inner, dict) and isinstance(before, dict) else inner
    return found
