"""What an element takes from the answer: the mapping rows, read from data, body and headers as ProcessMaker does."""

from __future__ import annotations

import json
from email.message import Message
from http import HTTPStatus

from connectors.sdk.connector import ConnectorError
from connectors.sdk.ports import HttpResponse, Ports
from connectors.sdk.values import Json, JsonObject, as_list, as_object, as_text, json_of

_SHOWN = 300


def mapped(response: HttpResponse, config: JsonObject, data: JsonObject, ports: Ports) -> JsonObject:
    """The Request variables to write; raises `ConnectorError` for a status that is no success."""
    if not 200 <= response.status < 300:
        raise ConnectorError(f"http.{response.status}", _refusal(response))
    try:
        body = _json(response)
    except (ValueError, RecursionError):
        return {"response": _text(response), "status": response.status}
    if not isinstance(body, dict | list):
        raise ConnectorError("data.answer", f"The answer is neither an object nor a list: {json.dumps(body)[:_SHOWN]}")
    source = _merged(data, body, response)
    found: JsonObject = {}
    for row in map(as_object, as_list(config.get("dataMapping"))):
        key = ports.templates.render(as_text(row.get("key")), data, "php")
        found[key] = _value(row, body, source, response, ports)
    return found


def _value(row: JsonObject, body: Json, source: JsonObject, response: HttpResponse, ports: Ports) -> Json:
    text = as_text(row.get("value"))
    if not text:
        return body
    if text == "$status":
        return response.status
    if row.get("format") == "mustache":
        return ports.templates.render(text, source, "php")
    if row.get("format") == "feel":
        return ports.templates.evaluate(text, source)
    return at_path(source, ports.templates.render(text, source, "php"))


def at_path(source: Json, path: str) -> Json:
    """The value at a dotted path; an empty text where there is none. A name with a dot in it counts first."""
    here = source
    if isinstance(here, dict) and path in here:
        return here[path]
    for step in path.split("."):
        if isinstance(here, dict) and step in here:
            here = here[step]
        elif isinstance(here, list) and step.isdigit() and int(step) < len(here):
            here = here[int(step)]
        else:
            return ""
    return here


def _merged(data: JsonObject, body: Json, response: HttpResponse) -> JsonObject:
    members = body if isinstance(body, dict) else {str(index): each for index, each in enumerate(as_list(body))}
    headers: dict[str, list[Json]] = {}
    for name, value in response.headers:
        headers.setdefault(name, []).append(value)
    return {**data, **members, **headers}


def _json(response: HttpResponse) -> Json:
    """The JSON of the answer; `ValueError` for what is none, as are numbers without a value and halves of letters."""
    declared = _charset(response)
    body = _text(response) if declared and not declared.startswith(("utf-16", "utf-32")) else response.body
    found = json_of(body)
    json.dumps(found, ensure_ascii=False).encode("utf-8")
    return found


def _text(response: HttpResponse) -> str:
    """The answer as text, by the letters that it says it is written in."""
    try:
        return response.body.decode(_charset(response) or "utf-8-sig", "replace")
    except (LookupError, UnicodeError):
        return response.body.decode("utf-8-sig", "replace")


def _charset(response: HttpResponse) -> str:
    kind = Message()
    kind["Content-Type"] = response.header("Content-Type")
    return str(kind.get_content_charset("")).lower()


def _refusal(response: HttpResponse) -> str:
    words = HTTPStatus(response.status).phrase if response.status in list(HTTPStatus) else ""
    text = _text(response).strip()
    shown = f": {text[:_SHOWN]}" if text else "."
    return f"The server answered {response.status} {words}".rstrip() + shown
