"""One request that somebody has written down, as an operation of an OpenAPI description.

What stands in the request becomes the defaults of its inputs; credentials become a security scheme and are not kept.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, urlsplit

from connectors.sdk.values import Json, JsonObject, as_object

_SECRET = re.compile(r"api[-_]?key|token|secret|passw|signature|^(x-auth.*|pwd|key|appid|sig|cookie)$", re.IGNORECASE)
_PATH_VARIABLE = re.compile(r"^(?::([\w-]+)|\{\{([\w-]+)\}\})$")


@dataclass
class Written:
    """A request as it was written down."""

    url: str
    method: str = "GET"
    title: str = ""
    headers: list[tuple[str, str]] = field(default_factory=list)
    body: str | None = None
    form: list[tuple[str, str]] | None = None
    auth: str = ""
    sample: Json = None
    is_multipart: bool = False
    files: tuple[str, ...] = ()
    """The fields of a form of several parts that are files."""

    def scheme(self) -> tuple[str, JsonObject] | None:
        """How it signs in: by an option, or by a header or a field of the query that holds a credential."""
        parts = urlsplit(self.url)
        kind = "basic" if parts.username else self.auth
        for name, value in self.headers:
            if name.lower() == "authorization":
                kind = "basic" if value.lower().startswith("basic") else "bearer"
            elif _SECRET.search(name) and name.lower() != "cookie":
                return name, {"type": "apiKey", "in": "header", "name": name}
        if kind in ("basic", "bearer"):
            return kind, {"type": "http", "scheme": kind}
        queried = (name for name, _ in parse_qsl(parts.query, keep_blank_values=True) if _SECRET.search(name))
        key = next(queried, None)
        return None if key is None else (key, {"type": "apiKey", "in": "query", "name": key})


def described(title: str, requests: Sequence[Written]) -> JsonObject:
    """An OpenAPI description of requests."""
    paths: JsonObject = {}
    schemes: JsonObject = {}
    for request in requests:
        scheme = request.scheme()
        if scheme is not None:
            schemes[scheme[0]] = scheme[1]
        path, operation = _operation(request, scheme[0] if scheme else "")
        item = as_object(paths.setdefault(path, {}))
        item.setdefault(request.method.lower(), operation)
    info: JsonObject = {"title": title, "version": "1"}
    return {"openapi": "3.0.3", "info": info, "paths": paths, "components": {"securitySchemes": schemes}}


def _operation(request: Written, scheme: str) -> tuple[str, JsonObject]:
    parts = urlsplit(request.url)
    whole = parts.path.split("/")
    # Without a server the first step is a variable that stands for it.
    steps = whole[1:]
    names = [_PATH_VARIABLE.match(step) for step in steps]
    path = "/" + "/".join(f"{{{m[1] or m[2]}}}" if m else step for m, step in zip(names, steps, strict=True))
    parameters = [_parameter(m[1] or m[2], "path") for m in names if m]
    queried = parse_qsl(parts.query, keep_blank_values=True)
    parameters += [_parameter(name, "query", value) for name, value in queried if name != scheme]
    parameters += [_parameter(name, "header", value) for name, value in request.headers if _is_plain(name, scheme)]
    unique = {(each["name"], each["in"]): each for each in parameters}
    operation: JsonObject = {"parameters": list(unique.values()), "responses": {"200": _response(request.sample)}}
    host = parts.netloc.rpartition("@")[2]
    server = f"{parts.scheme}://{host}" if parts.scheme else host
    operation["servers"] = [{"url": server}] if server else []
    operation["security"] = [{scheme: []}] if scheme else []
    if request.title:
        operation["summary"] = request.title
    body = _body(request)
    return path, {**operation, "requestBody": {"content": body}} if body else operation


def _is_plain(name: str, scheme: str) -> bool:
    return name.lower() not in ("authorization", "content-type", "accept", "content-length", "host", scheme.lower())


def _parameter(name: str, where: str, value: str | None = None) -> JsonObject:
    """A parameter with what stood there for its default, unless that is a credential."""
    is_kept = value and not _SECRET.search(name)
    schema: JsonObject = {"type": "string", "default": value} if is_kept else {"type": "string"}
    return {"name": name, "in": where, "required": where == "path", "schema": schema}


def _response(sample: Json) -> JsonObject:
    response: JsonObject = {"description": "the answer"}
    return response if sample is None else {**response, "content": {"application/json": {"example": sample}}}


def _body(request: Written) -> JsonObject:
    if request.form is not None:
        kind = "multipart/form-data" if request.is_multipart else "application/x-www-form-urlencoded"
        return {kind: {"schema": _object(request.form, request.files)}}
    if request.body is None:
        return {}
    try:
        value: Json = json.loads(request.body)
    except (ValueError, RecursionError):
        return _text_body(request)
    if isinstance(value, dict):
        return {"application/json": {"schema": _object(value.items())}}
    return {"application/json": {"schema": {}, "example": value}}


def _text_body(request: Written) -> JsonObject:
    kind = next((value for name, value in request.headers if name.lower() == "content-type"), "text/plain")
    return {kind.partition(";")[0]: {"schema": {"type": "string", "default": request.body}}}


def _object(members: Iterable[tuple[str, Json]], files: Sequence[str] = ()) -> JsonObject:
    """The schema of an object whose members are all there, some of them files."""
    file: JsonObject = {"type": "string", "format": "binary"}
    named: JsonObject = {
        name: {**file}
        if name in files
        else _typed(value)
        if _SECRET.search(name)
        else {**_typed(value), "default": value}
        for name, value in members
    }
    schema: JsonObject = {"type": "object", "properties": named}
    return {**schema, "required": list(named)} if named else schema


def _typed(value: Json) -> JsonObject:
    kinds = {bool: "boolean", int: "integer", float: "number", list: "array", dict: "object"}
    kind = kinds.get(type(value), "string")
    return {"type": kind, "items": {}} if kind == "array" else {"type": kind, "nullable": True}
