"""Who has a waiting task in a preview, why, and who could take it: read from the trace, named by the workspace."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from engine.runtime import Request
from modeler.services.workspace.directory import People, read_people

MOST = 200


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody who could take a task."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class TaskPeople:
    """Who has a task (nobody yet with an empty `assignee`), which rule chose, and who could have it."""

    assignee: str = ""
    name: str = ""
    why: str = ""
    offered_to: tuple[str, ...] = ()
    candidates: tuple[Candidate, ...] = ()


def people_of(request: Request, element: str, folder: Path | None) -> TaskPeople:
    """Who has the task at an element now."""
    people = read_people(folder)
    told = request.history.assignments(element)
    last = told[-1] if told else None
    details: Mapping[str, object] = last.people if last is not None else {}
    assignee = "" if last is None or last.assignee in (None, "") else str(last.assignee)
    why = str(details.get("why") or details.get("rule") or (f"lane {details['lane']}" if details.get("lane") else ""))
    offered = [*_user_names(people, details.get("users")), *_group_names(people, details.get("groups"))]
    return TaskPeople(
        assignee,
        _name(people, assignee, _present(request, element, assignee)),
        why,
        tuple(offered),
        tuple(_candidates(people, details))[:MOST],
    )


def _candidates(people: People, details: Mapping[str, object]) -> Iterator[Candidate]:
    """Those whom the file names first, then everybody else in the workspace."""
    named = [*map(str, _listed(details.get("users")))]
    for group in _listed(details.get("groups")):
        named += people.groups.get(str(group), ())
    for id in dict.fromkeys([*named, *people.users]):
        yield Candidate(id, _name(people, id))


def _name(people: People, id: str, otherwise: str = "") -> str:
    person = people.users.get(id)
    if person is not None:
        return person.name or person.address
    return otherwise or (f"user {id}" if id.isdigit() else id)


def _present(request: Request, element: str, id: str) -> str:
    """The name of whoever is at the keyboard, if the task is theirs."""
    user = request.data_at(element).get("_user") if element in request.waiting else None
    is_it = isinstance(user, Mapping) and id and str(user.get("id")) == id
    return str(user.get("fullname") or "") if is_it and isinstance(user, Mapping) else ""


def _user_names(people: People, users: object) -> list[str]:
    return [_name(people, str(id)) for id in _listed(users)]


def _group_names(people: People, groups: object) -> list[str]:
    return [people.group_names.get(str(id)) or str(id) for id in _listed(groups)]


def _listed(value: object) -> list[object]:
    if isinstance(value, str):
        return [part.strip() for part in value.split(",") if part.strip()]
    return list(value) if isinstance(value, list | tuple) else []
