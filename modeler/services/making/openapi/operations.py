"""The operations of a description: what each is called, where it is, what it takes and what it answers."""

from __future__ import annotations

import difflib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from connectors.sdk.values import JsonObject, as_list, as_object, as_text
from modeler.services.making.openapi.description import Description, OpenApiError

METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")


@dataclass(frozen=True, slots=True)
class Operation:
    """One operation, its references followed."""

    id: str
    method: str
    path: str
    data: JsonObject
    parameters: tuple[JsonObject, ...]
    servers: tuple[JsonObject, ...]

    @property
    def title(self) -> str:
        """Words for people: the summary, the id with its words taken apart, or where the operation is."""
        summary = as_text(self.data.get("summary")).strip().rstrip(".")
        words = in_words(self.id).capitalize() if self.data.get("operationId") else self.line
        return summary or words

    @property
    def line(self) -> str:
        """How it is written in documentation: `GET /pets`."""
        return f"{self.method} {self.path}"


def operations(description: Description) -> list[Operation]:
    """Every operation in the order of the file; ids are unique."""
    found: list[Operation] = []
    for path, part in as_object(description.data.get("paths")).items():
        item = description.resolved(part)
        for method in METHODS:
            if isinstance(item.get(method), dict):
                found.append(_operation(description, path, method, item, {each.id for each in found}))
    return found


def chosen(all: Sequence[Operation], wanted: Sequence[str]) -> list[Operation]:
    """The operations with these ids (or `GET /pets`), or all of them; an unknown one raises `OpenApiError`."""
    if not all:
        raise OpenApiError("the description has no operations")
    by_name = {name: each for each in all for name in (each.id, each.line)}
    for name in wanted:
        if name not in by_name:
            near = difflib.get_close_matches(name, by_name, n=3) or list(by_name)[:3]
            raise OpenApiError(f"there is no operation “{name}”; there is {', '.join(f'“{each}”' for each in near)}")
    return [by_name[name] for name in dict.fromkeys(wanted)] if wanted else list(all)


def address(operation: Operation, given: str) -> str:
    """The server of an operation with its variables filled in; raises `OpenApiError` when it has no address."""
    server = operation.servers[0] if operation.servers else {}
    url = as_text(server.get("url"))
    for name, variable in as_object(server.get("variables")).items():
        url = url.replace("{" + name + "}", str(as_object(variable).get("default", "")))
    if given:
        url = _given(given, url)
    if not url.startswith(("http://", "https://")):
        what = f"the server is “{url}”" if url else "it names no server"
        raise OpenApiError(f"{what}, which is no full address; give it with --server https://…")
    return url.rstrip("/")


def _given(given: str, described: str) -> str:
    """The address that somebody gave, with the path of a server that is described by nothing but that."""
    is_host_alone = urlsplit(given).path in ("", "/") and described.startswith("/")
    return given.rstrip("/") + described if is_host_alone else given


def _operation(description: Description, path: str, method: str, item: JsonObject, taken: set[str]) -> Operation:
    data = as_object(item[method])
    id, number = as_text(data.get("operationId")) or _named(method, path), 2
    wanted = id
    while id in taken:
        id, number = f"{wanted}{number}", number + 1
    parameters: dict[tuple[str, str], JsonObject] = {}
    for part in [*as_list(item.get("parameters")), *as_list(data.get("parameters"))]:
        parameter = description.resolved(part)
        if as_text(parameter.get("name")):
            parameters[as_text(parameter["name"]), as_text(parameter.get("in"))] = parameter
    servers = as_list(data.get("servers")) or as_list(item.get("servers")) or as_list(description.data.get("servers"))
    return Operation(id, method.upper(), path, data, tuple(parameters.values()), tuple(map(as_object, servers)))


def _named(method: str, path: str) -> str:
    """An id for an operation that has none: `getPetsById` of `GET /pets/{id}`."""
    words: list[str] = []
    for part in path.strip("/").split("/"):
        clean = "".join(word[:1].upper() + word[1:] for word in re.split(r"[^A-Za-z0-9]+", part))
        words.append(f"By{clean}" if part.startswith("{") else clean)
    return method + ("".join(words) or "Root")


def in_words(name: str) -> str:
    """A name in one piece, such as `listBooks`, as words."""
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])|[_-]+", " ", name)
