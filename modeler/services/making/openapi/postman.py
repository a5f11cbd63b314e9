"""A Postman collection (2.0, 2.1) as an OpenAPI description: its folders are walked, its variables filled in."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from connectors.sdk.values import Json, JsonObject, as_list, as_object, as_text
from modeler.services.making.openapi.description import OpenApiError
from modeler.services.making.openapi.requests import Written, described

_VARIABLE = re.compile(r"\{\{\s*([^{}\s]+)\s*\}\}")
_DEEPEST = 20


def is_postman(data: Json) -> bool:
    """Whether JSON is a collection."""
    info = as_object(as_object(data).get("info"))
    return "item" in as_object(data) and ("schema" in info or "_postman_id" in info)


def read_postman(data: JsonObject) -> JsonObject:
    """The description of a collection; raises `OpenApiError`."""
    variables = _values(data.get("variable"))
    requests = [_request(item, data, variables) for item in _items(data, 0)]
    if not requests:
        raise OpenApiError("the collection has no requests")
    return described(as_text(as_object(data.get("info")).get("name"), "Collection"), requests)


def _items(holder: JsonObject, depth: int) -> Iterator[JsonObject]:
    if depth > _DEEPEST:
        raise OpenApiError(f"the folders of the collection are nested deeper than {_DEEPEST} levels")
    for item in map(as_object, as_list(holder.get("item"))):
        if "request" in item:
            yield item
        yield from _items(item, depth + 1)


def _request(item: JsonObject, collection: JsonObject, variables: dict[str, str]) -> Written:
    given = item["request"]
    request: JsonObject = {"url": given} if isinstance(given, str) else as_object(given)
    url = request.get("url")
    raw = as_text(url) if isinstance(url, str) else as_text(as_object(url).get("raw"))
    headers = [(name, _filled(value, variables)) for name, value in _pairs(request.get("header"))]
    body = as_object(request.get("body"))
    mode = as_text(body.get("mode"))
    auth = as_object(request.get("auth")) or as_object(collection.get("auth"))
    if auth.get("type") == "apikey":
        headers.append((_values(auth.get("apikey")).get("key", "X-API-Key"), "token"))
    return Written(
        _filled(raw, variables),
        as_text(request.get("method"), "GET").upper(),
        as_text(item.get("name")),
        headers,
        _filled(as_text(body.get("raw")), variables) if mode == "raw" else None,
        [*_pairs(body.get(mode))] if mode in ("urlencoded", "formdata") else None,
        as_text(auth.get("type")),
        _sample(item),
        is_multipart=mode == "formdata",
        files=tuple(
            as_text(row.get("key")) for row in map(as_object, as_list(body.get(mode))) if row.get("type") == "file"
        ),
    )


def _pairs(rows: Json) -> list[tuple[str, str]]:
    """Names and values of rows that are not switched off."""
    listed = [as_object(row) for row in as_list(rows)]
    return [(as_text(row.get("key")), as_text(row.get("value"))) for row in listed if row.get("disabled") is not True]


def _values(rows: Json) -> dict[str, str]:
    return {name: value for name, value in _pairs(rows) if name}


def _filled(text: str, variables: dict[str, str]) -> str:
    """A text with the collection's variables; others stay as variables of the Request."""
    return _VARIABLE.sub(lambda found: variables.get(found[1], found[0]), text)


def _sample(item: JsonObject) -> Json:
    """The first saved answer that is JSON and no refusal."""
    for response in map(as_object, as_list(item.get("response"))):
        code = response.get("code")
        try:
            value: Json = json.loads(as_text(response.get("body")))
        except (ValueError, RecursionError):
            continue
        if not isinstance(code, int) or code < 300:
            return value
    return None
