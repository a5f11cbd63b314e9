"""The people of a workspace: users and groups from plain files, and stand-ins for a preview.

`users.json` is a list of `{"id", "fullname", "email"}`, `groups.json` of `{"id", "name", "users": [ids]}`. A user whose
`manages` lists the ids of processes, or is `true` for all of them, is their process manager. In a preview somebody who
is not in the files still gets the mail, at a telling address that leads nowhere; a live run refuses.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from connectors.sdk.ports import Person, PortError
from connectors.sdk.values import Json, JsonObject, as_list, as_object, as_text, value_at
from engine.expressions import ExpressionError

NOWHERE = "preview.invalid"
_ROLES = {
    "requester": "Requester",
    "participants": "Participants",
    "manager": "Process manager",
    "assignedUser": "Assigned user",
}
_IDS_IN_DATA = {
    "requester": ("_request", "user_id"),
    "manager": ("_request", "process", "manager_id"),
    "assignedUser": ("_user", "id"),
}


@dataclass(frozen=True, slots=True)
class People:
    """Users by id and groups by id; ids are texts, because files hold numbers and uuids."""

    users: Mapping[str, Person] = field(default_factory=dict)
    groups: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    group_names: Mapping[str, str] = field(default_factory=dict)
    records: Mapping[str, JsonObject] = field(default_factory=dict)
    """All that the file says of each user."""
    group_records: Mapping[str, JsonObject] = field(default_factory=dict)
    environment: Mapping[str, Json] = field(default_factory=dict)
    """The environment variables of the server, as far as `environment.json` gives them."""

    @property
    def functions(self) -> Mapping[str, Callable[..., object]]:
        """What the engine asks a server for: users, members and managers of groups, managers, environment variables."""
        return {
            "user": lambda id: self.records.get(str(id)),
            "group_users": lambda id: list(self.groups.get(str(id), ())),
            "process_manager": self.manager_of,
            "group_manager": self.group_manager_of,
            "env": self.variable,
        }

    def group_manager_of(self, user: object, groups: object) -> Json:
        """The manager of the first of some groups that a user is in; null where none is known."""
        named = groups if isinstance(groups, list) else str(groups).split(",")
        ids = (str(each.get("id") if isinstance(each, dict) else each).strip() for each in named)
        return next(
            (self.group_records[id].get("manager_id") for id in ids if str(user) in self.groups.get(id, ())), None
        )

    def variable(self, name: object) -> Json:
        """The value of an environment variable; raises `ExpressionError` for one that nobody gave."""
        if name not in self.environment:
            raise ExpressionError(
                f'env("{name}") asks the server: give it a value in environment.json beside the process'
            )
        return self.environment[str(name)]

    def manager_of(self, process: object) -> Json:
        """The id of the user who manages a process: one who names it, else one who manages all."""
        named = (user.get("id") for user in self.records.values() if process in as_list(user.get("manages")))
        every = (user.get("id") for user in self.records.values() if user.get("manages") is True)
        return next(named, next(every, None))


def read_people(folder: Path | None) -> People:
    """The people of a workspace folder; a file that is missing or malformed holds nobody."""
    users = [as_object(each) for each in _entries(folder, "users.json")]
    groups = [as_object(each) for each in _entries(folder, "groups.json")]
    return People(
        users={_id(user): Person(_full_name(user), as_text(user.get("email"))) for user in users},
        groups={_id(group): tuple(map(str, as_list(group.get("users")))) for group in groups},
        group_names={_id(group): as_text(group.get("name")) for group in groups},
        records={_id(user): user for user in users},
        group_records={_id(group): group for group in groups},
        environment=as_object(_content(folder, "environment.json")),
    )


class RequestDirectory:
    """The directory port for one call: the workspace's people, and who the Request says is who.

    `participants` gives the ids of those who have been given tasks of the Request.
    """

    def __init__(
        self,
        people: People,
        data: JsonObject,
        stand_ins: bool,
        participants: Callable[[], Sequence[object]] = tuple,
    ) -> None:
        self._people = people
        self._data = data
        self._stand_ins = stand_ins
        self._participants = participants

    def find(self, kind: str, value: Json = None) -> Sequence[Person]:
        """People of a kind; see the port's protocol."""
        if kind == "user":
            return [self._user(value)]
        if kind == "group":
            return self._group(value)
        if kind not in _ROLES:
            raise PortError("directory.kind", f"There are no people of the kind “{kind}”.")
        return self._role(kind)

    def _role(self, kind: str) -> Sequence[Person]:
        found = self._took_part() if kind == "participants" else self._in_role(kind)
        if found:
            return found
        refusal = f"The Request does not say who the {kind} {'are' if kind == 'participants' else 'is'}."
        return [self._stand_in(_ROLES[kind], kind.lower(), refusal)]

    def _in_role(self, kind: str) -> Sequence[Person]:
        id = value_at(self._data, _IDS_IN_DATA[kind])
        if kind == "manager" and id is None:
            id = self._people.manager_of(value_at(self._data, ("_request", "process_id")))
        if id is not None and str(id) in self._people.users:
            return [self._user(id)]
        address = as_text(value_at(self._data, ("_user", "email"))) if kind != "manager" else ""
        return [Person(as_text(value_at(self._data, ("_user", "fullname"))), address)] if address else []

    def _took_part(self) -> Sequence[Person]:
        """Whoever began the Request, if that is known, and everybody who was given a task of it, each once."""
        began = value_at(self._data, _IDS_IN_DATA["requester"])
        ids = [str(began)] if str(began) in self._people.users else []
        return [self._user(id) for id in dict.fromkeys([*ids, *map(str, self._participants())])]

    def _user(self, value: Json) -> Person:
        id, name = _reference(value)
        found = self._people.users.get(id)
        if found is not None and found.address:
            return found
        name = name or (found.name if found is not None else "")
        shown = f"User {id} ({name})" if name else f"User {id or '“”'}"
        lack = "is not" if found is None else "has no e-mail address"
        return self._stand_in(name or f"User {id}", f"user-{id}", f"{shown} {lack} in the workspace's users.json.")

    def _group(self, value: Json) -> Sequence[Person]:
        id, name = _reference(value)
        members = self._people.groups.get(id)
        if members:
            return [self._user(member) for member in members]
        name = name or self._people.group_names.get(id, "")
        shown = f"Group {id} ({name})" if name else f"Group {id or '“”'}"
        lack = "is not" if members is None else "has no users"
        message = f"{shown} {lack} in the workspace's groups.json."
        return [self._stand_in(name or f"Group {id}", f"group-{id}", message)]

    def _stand_in(self, name: str, local: str, refusal: str) -> Person:
        if not self._stand_ins:
            raise PortError("directory.missing", refusal)
        safe = "".join(letter if (letter.isascii() and letter.isalnum()) or letter == "-" else "-" for letter in local)
        return Person(name, f"{safe.strip('-') or 'nobody'}@{NOWHERE}")


def _reference(value: Json) -> tuple[str, str]:
    if isinstance(value, dict):
        name = as_text(value.get("fullname")) or as_text(value.get("name"))
        return str(value.get("id", "")), name
    return str("" if value is None else value).strip(), ""


def _entries(folder: Path | None, name: str) -> Iterable[Json]:
    return as_list(_content(folder, name))


def _content(folder: Path | None, name: str) -> Json:
    if folder is None:
        return None
    try:
        read: Json = json.loads((folder / name).read_bytes())
    except (OSError, ValueError, RecursionError):
        return None
    return read


def _id(entry: JsonObject) -> str:
    return str(entry.get("id", ""))


def _full_name(user: JsonObject) -> str:
    parts = [as_text(user.get("firstname")), as_text(user.get("lastname"))]
    return as_text(user.get("fullname")) or " ".join(part for part in parts if part)
