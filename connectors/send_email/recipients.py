"""Who gets a mail: the recipient kinds of all generations of ProcessMaker's settings."""

from __future__ import annotations

from collections.abc import Iterator
from email.headerregistry import Address

from connectors.sdk.addresses import checked, named_people, people_in
from connectors.sdk.connector import ConnectorError
from connectors.sdk.ports import Person, Ports
from connectors.sdk.values import Json, JsonObject, as_list, as_object, as_text

_ROLES = ("requester", "participants", "manager", "assignedUser")


def addressees(
    config: JsonObject, data: JsonObject, ports: Ports
) -> tuple[list[Address], list[Address], list[Address]]:
    """To, Cc and Bcc; nobody twice, the first place counts."""
    finder = _Finder(data, ports)
    seen: set[str] = set()
    to = _new([*finder.listed(config.get("toRecipients")), *finder.legacy(config)], seen)
    cc = _new(finder.listed(config.get("ccRecipients")), seen)
    bcc = _new(finder.listed(config.get("bccRecipients")), seen)
    return to, cc, bcc


def _new(people: Iterator[Person] | list[Person], seen: set[str]) -> list[Address]:
    found = []
    for person in people:
        address = checked(person)
        if address.addr_spec.casefold() not in seen:
            seen.add(address.addr_spec.casefold())
            found.append(address)
    return found


class _Finder:
    """Turns recipient entries into people."""

    def __init__(self, data: JsonObject, ports: Ports) -> None:
        self._data = data
        self._ports = ports

    def listed(self, entries: Json) -> Iterator[Person]:
        """The people of a list of `{type, value}`."""
        for entry in as_list(entries):
            yield from self._entry(as_object(entry))

    def legacy(self, config: JsonObject) -> Iterator[Person]:
        """The people of the settings that older versions wrote."""
        yield from self.listed(config.get("requestRecipients"))
        for id in as_list(config.get("users")):
            yield from self._find("user", id)
        for id in as_list(config.get("groups")):
            yield from self._find("group", id)
        for text in as_list(config.get("addEmails")):
            yield from people_in(self._rendered(text))
        yield from named_people(self._rendered(config.get("email")), self._rendered(config.get("targetName")))

    def _entry(self, entry: JsonObject) -> Iterator[Person]:
        kind, value = as_text(entry.get("type")), entry.get("value")
        if kind == "email":
            yield from people_in(self._rendered(value))
        elif kind == "userId":
            yield from self._find("user", self._rendered(value).strip())
        elif kind == "usersAndGroups":
            chosen = as_object(value)
            for user in as_list(chosen.get("users")):
                yield from self._find("user", user)
            for group in as_list(chosen.get("groups")):
                yield from self._find("group", group)
        elif kind in _ROLES:
            yield from self._find(kind, None)
        else:
            raise ConnectorError("mail.recipient", f"“{kind}” is not a kind of recipient.")

    def _find(self, kind: str, value: Json) -> Iterator[Person]:
        yield from self._ports.directory.find(kind, value)

    def _rendered(self, value: Json) -> str:
        text = value if isinstance(value, str) else "" if value is None else str(value)
        return self._ports.templates.render(text, self._data)
