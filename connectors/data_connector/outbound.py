"""What an element sends: its input rows evaluated, and the request of the resource filled with them.

The order and the odd corners are ProcessMaker's own, because a model must do here what it does there: an expression
that fails sends its message, Mustache escapes for HTML unless it is triple, an optional parameter without a value is
dropped.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit, urlunsplit

from connectors.data_connector.form_fields import read_query, written_query
from connectors.data_connector.multipart import is_file, multipart, single_file
from connectors.sdk.connector import ConnectorError
from connectors.sdk.ports import PortError, Ports
from connectors.sdk.values import Json, JsonObject, as_list, as_object, as_text, compact

_TOKEN = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
"""A name as HTTP has it, for a header or a method."""
OWN_SERVER = "https://server.invalid"
Headers = dict[str, str]


@dataclass(frozen=True, slots=True)
class Resource:
    """A resource of a data connector and the element's settings for it."""

    endpoint: JsonObject
    config: JsonObject
    data: JsonObject
    ports: Ports

    def method(self) -> str:
        """The HTTP method."""
        method = self._rendered(as_text(self.endpoint.get("method"), "GET"), self.data).strip().upper() or "GET"
        if not _TOKEN.fullmatch(method):
            raise ConnectorError("data.method", f"“{method[:80]}” is not a method that can be called.")
        return method

    def url(self) -> str:
        """The address with path variables filled in and the query put together."""
        values = self._values("PARAM")
        template = as_text(self.endpoint.get("url"))
        address = OWN_SERVER + template if template.startswith("/") else template
        filled = self._rendered(address, {**self.data, **values}).strip()
        if urlsplit(filled).scheme not in ("http", "https"):
            raise ConnectorError("data.url", f"“{filled}” is not an http or https address.")
        return self._with_query(filled, values)

    def headers(self) -> Headers:
        """The headers: all of the resource without input rows, else its required ones and the rows."""
        found: Headers = {"Accept": "application/json"}
        has_rows = "outboundConfig" in self.config
        for row in map(as_object, as_list(self.endpoint.get("headers"))):
            if not has_rows or row.get("required") is True:
                self._add_header(found, row)
        for row in self._rows("HEADER"):
            self._add_header(found, row)
        return found

    def body(self) -> tuple[bytes, str]:
        """The body and its media type; both empty when the resource has none."""
        template = as_text(self.endpoint.get("body"))
        if not template.strip():
            return b"", ""
        overlaid = {**self.data, **self._values("BODY")}
        text = self._rendered(template, overlaid)
        kind = self._rendered(as_text(self.endpoint.get("body_type")), overlaid)
        if kind == "form-data":
            return written_query(_fields(text)).encode("ascii"), "application/x-www-form-urlencoded"
        if kind == "multipart":
            fields = _fields(text)
            texts = {key: text_of(value) for key, value in fields.items() if not is_file(value)}
            return multipart(fields, texts, self.data, self.ports)
        if kind == "file":
            return single_file(text, self.data, self.ports)
        return text.encode("utf-8", "replace"), "application/json"

    def _with_query(self, address: str, values: JsonObject) -> str:
        parts = urlsplit(address)
        query = read_query(parts.query)
        declared = [as_object(row) for row in as_list(self.endpoint.get("params"))]
        for row in declared:
            self._add_parameter(query, row, values)
        if not declared:
            query.update(values)
        query.update(read_query(as_text(self.config.get("queryString")).lstrip("?")))
        return urlunsplit(parts._replace(query=written_query(query)))

    def _add_parameter(self, query: JsonObject, row: JsonObject, values: JsonObject) -> None:
        key = as_text(row.get("key"))
        value = values[key] if key in values else self._rendered(text_of(row.get("value")), self.data)
        if row.get("required") is True:
            query[key] = "" if value is None else value
        elif value is not None and value is not False and value not in ("", [], {}):
            query[key] = value

    def _add_header(self, headers: Headers, row: JsonObject) -> None:
        name = self._rendered(as_text(row.get("key")), self.data).strip()
        value = self._rendered(text_of(row.get("value")), self.data).strip()
        if any(ord(letter) < 32 or ord(letter) == 127 for letter in value) or (name and not _TOKEN.fullmatch(name)):
            raise ConnectorError("data.header", f"“{name}” is not a header that can be sent: “{value}”.")
        if name:
            for known in [known for known in headers if known.lower() == name.lower()]:
                del headers[known]
            headers[name] = value

    def _values(self, kind: str) -> JsonObject:
        return {as_text(row.get("key")): self._value(row) for row in self._rows(kind)}

    def _rows(self, kind: str) -> Iterator[JsonObject]:
        for row in map(as_object, as_list(self.config.get("outboundConfig"))):
            if row.get("type") == kind:
                yield row

    def _value(self, row: JsonObject) -> Json:
        text = text_of(row.get("value"))
        if row.get("format") != "feel":
            return self._rendered(text, self.data)
        try:
            return self.ports.templates.evaluate(text, self.data)
        except PortError as error:
            return f"{text}: {error.message}"

    def _rendered(self, text: str, data: JsonObject) -> str:
        return self.ports.templates.render(text, data, "php")


def text_of(value: Json) -> str:
    """A value as it stands in an address or a header."""
    if isinstance(value, str):
        return value
    if value is None or isinstance(value, bool):
        return "1" if value else ""
    return compact(value)


def _fields(text: str) -> JsonObject:
    try:
        fields = json.loads(text)
    except (ValueError, RecursionError):
        fields = None
    if not isinstance(fields, dict):
        raise ConnectorError("data.body", "The body of a form must be a JSON object once its variables are filled in.")
    return fields
