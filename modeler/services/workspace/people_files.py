"""`users.json` and `groups.json` of a workspace, for an editor: read whole, checked, written back at once.

What an editor does not know of an entry stays in it, in its order.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from connectors.sdk.values import Json, JsonObject, as_list, as_object, as_text
from modeler.services.storage.json_file import write_whole
from modeler.services.storage.operating_system import OperatingSystem
from modeler.services.workspace.json_style import written_again
from modeler.services.workspace.object_lists import read_objects, require_unchanged

USERS, GROUPS = "users.json", "groups.json"
_MAIL = re.compile(r"[^@\s]+@[^@\s.]+(?:\.[^@\s.]+)+")
EVERY = "all"
"""What a cell shows of somebody who manages every process."""
_LISTS = frozenset(("users", "manages"))
_KEYS = {USERS: ("id", "fullname", "email", "manager_id", "status", "manages"), GROUPS: ("id", "name", "users")}


@dataclass(frozen=True, slots=True)
class PeopleFile:
    """One of the two files; `error` says why it cannot be read, `before` is what stood there."""

    path: Path
    entries: tuple[JsonObject, ...] = ()
    error: str = ""
    before: bytes | None = None

    @property
    def keys(self) -> tuple[str, ...]:
        """What an editor shows of an entry."""
        return _KEYS[self.path.name]


@dataclass(frozen=True, slots=True)
class Complaint:
    """What is wrong with an entry, by its row and key."""

    row: int
    key: str
    words: str = field(compare=False)


def read_people_file(folder: Path, name: str) -> PeopleFile:
    """A file as it is now; one that is not there has no entry."""
    path = folder / name
    read = read_objects(path)
    return PeopleFile(path, read.entries, read.error, read.before)


def shown(key: str, value: Json) -> str:
    """A value as a cell of a table shows it; members of a group and processes with commas."""
    if key == "manages" and value is True:
        return EVERY
    if key in _LISTS:
        return ", ".join(map(str, as_list(value)))
    return "" if value is None else str(value)


def with_value(entry: JsonObject, key: str, text: str) -> JsonObject:
    """An entry with what was typed into a cell; a number stays a number."""
    typed = text.strip()
    if typed == shown(key, entry.get(key)):
        return entry
    if key == "manages" and typed.casefold() == EVERY:
        return {**entry, key: True}
    if key in _LISTS:
        parts = [part.strip() for part in typed.split(",") if part.strip()]
        return {**entry, key: [*map(_number, parts)] if key == "users" else [*parts]}
    return {**entry, key: _number(typed) if key in ("id", "manager_id") else typed}


def full_name_or_parts(entry: JsonObject) -> str:
    """What somebody is called, however the file says it."""
    parts = (as_text(entry.get("firstname")), as_text(entry.get("lastname")))
    return as_text(entry.get("fullname")) or " ".join(part for part in parts if part)


def new_entry(name: str, entries: Sequence[JsonObject]) -> JsonObject:
    """An entry under the next free number."""
    numbers = [int(str(each.get("id"))) for each in entries if str(each.get("id")).isdecimal()]
    id = max(numbers, default=0) + 1
    return {"id": id, "fullname": "", "email": ""} if name == USERS else {"id": id, "name": "", "users": []}


def complaints(file: PeopleFile, users: Sequence[JsonObject]) -> list[Complaint]:
    """What is wrong with the entries of a file; `users` are those whom groups may name."""
    check = _user if file.path.name == USERS else _group
    known = {str(each.get("id")) for each in users}
    seen: set[str] = set()
    found: list[Complaint] = []
    for row, entry in enumerate(file.entries):
        id = str(entry.get("id") if entry.get("id") is not None else "")
        if not id or id in seen:
            found.append(Complaint(row, "id", "Two have this number." if id else "A number is missing."))
        seen.add(id)
        found += check(row, entry, known)
    return found


def new_complaints(
    found: Sequence[Complaint], file: PeopleFile, before: Sequence[Complaint], saved: PeopleFile
) -> list[Complaint]:
    """Those that the saved file did not give reason for already: the same entry with the same fault."""
    known = [(saved.entries[each.row], each.key, each.words) for each in before]
    return [each for each in found if (file.entries[each.row], each.key, each.words) not in known]


def _user(row: int, entry: JsonObject, known: set[str]) -> Iterator[Complaint]:
    if not full_name_or_parts(entry):
        yield Complaint(row, "fullname", "A name is missing.")
    if not _MAIL.fullmatch(as_text(entry.get("email"))):
        yield Complaint(row, "email", "This is no e-mail address.")
    manager = entry.get("manager_id")
    if manager not in (None, "") and str(manager) not in known:
        yield Complaint(row, "manager_id", f"There is no user {manager}.")


def _group(row: int, entry: JsonObject, known: set[str]) -> Iterator[Complaint]:
    if not as_text(entry.get("name")):
        yield Complaint(row, "name", "A name is missing.")
    missing = [str(each) for each in as_list(entry.get("users")) if str(each) not in known]
    if missing:
        yield Complaint(row, "users", f"There is no user {', '.join(missing)}.")


def write_people_file(system: OperatingSystem, file: PeopleFile) -> PeopleFile:
    """Put a file on disk. Raises `FileChanged` where somebody else wrote it meanwhile, and `FileError`."""
    require_unchanged(file.path, file.before)
    data = written_again(file.before, [as_object(each) for each in file.entries], indent=1)
    write_whole(system, file.path, data)
    return replace(file, before=data)


def _number(text: str) -> Json:
    return int(text) if text.isascii() and text.isdecimal() and str(int(text)) == text else text
