"""Data Connector: one call of a resource, its answer mapped into Request data."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence

from connectors.data_connector.authorization import log_of, sign_in
from connectors.data_connector.inbound import mapped
from connectors.data_connector.outbound import Resource
from connectors.sdk.connector import Answer, ConnectorError, Finding, Outcome
from connectors.sdk.ports import Callback, HttpRequest, HttpResponse, PortError, Ports
from connectors.sdk.values import Json, JsonObject, as_list, as_object, as_text, compact, texts

CONFIGURATION = "data.configuration"
WRONG = "_configuration_error_"
MOST_ATTEMPTS, LONGEST, USUAL_WAIT = 50, 3_600.0, 5
USUAL_LIMIT = 60.0
_INDEX = re.compile(r"""\[["']?([^\]"']+)["']?\]""")


class DataConnector:
    """The connector named by the manifest."""

    def check(self, config: JsonObject) -> Sequence[Finding]:
        """A word without braces is sent as it stands, which is seldom meant."""
        findings = []
        for index, row in enumerate(map(as_object, as_list(config.get("outboundConfig")))):
            value = as_text(row.get("value"))
            if row.get("format") != "feel" and value.isidentifier() and value == row.get("key"):
                message = f"This sends the word “{value}”; write {{{{{value}}}}} for the variable."
                findings.append(Finding("warning", ("outboundConfig", index, "value"), message))
        return [*findings, *_unread_paths(config)]

    def run(self, config: JsonObject, data: JsonObject, ports: Ports) -> Outcome:
        """Call the resource; with a callback the task then waits for the server.

        Settings that name no resource are no failure: as in ProcessMaker the task completes, and a variable says why.
        """
        try:
            return _called(config, data, ports)
        except (ConnectorError, PortError) as error:
            if error.code != CONFIGURATION:
                raise _to_be_tried_again(error, config, ports) from None
            task = ports.task
            return Outcome({f"{WRONG}{task.element_id}": f"{task.name} ({task.element_id}): {error.message}"})


def _unread_paths(config: JsonObject) -> Iterator[Finding]:
    """Paths in the manner of JSONPath or JavaScript find nothing, and an empty text takes the place of the value."""
    for index, row in enumerate(map(as_object, as_list(config.get("dataMapping")))):
        value = as_text(row.get("value"))
        is_path = row.get("format") not in ("mustache", "feel")
        if is_path and value != "$status" and (value.startswith(("$", ".")) or _INDEX.search(value)):
            dotted = _INDEX.sub(r".\1", value).lstrip("$.")
            message = f"The path “{value}” finds nothing; {_instead(dotted)}."
            yield Finding("warning", ("dataMapping", index, "value"), message)


def _instead(dotted: str) -> str:
    if not dotted:
        return "leave it empty for the whole answer"
    return "name one item, as in items.0.name" if "*" in dotted else f"write {dotted}"


def _to_be_tried_again(
    error: ConnectorError | PortError, config: JsonObject, ports: Ports
) -> ConnectorError | PortError:
    """The error of a call, with how often the resource wants it tried again; what may have arrived is not."""
    if not error.code.startswith("http.") or error.code.endswith(".in-doubt"):
        return error
    endpoints = as_object(ports.sources.get(config.get("dataSource")).get("endpoints"))
    resource = as_object(endpoints.get(as_text(config.get("endpoint"))))
    retries, wait = (_whole(resource.get(name)) for name in ("retry_attempts", "retry_wait_time"))
    pause = float(USUAL_WAIT if wait is None else wait)
    return ConnectorError(error.code, error.message, min(retries or 0, MOST_ATTEMPTS), min(pause, LONGEST))


def _whole(value: Json) -> int | None:
    """A whole number, which ProcessMaker may also keep as text."""
    text = "" if isinstance(value, bool) else str(value)
    return int(text) if text.strip().isdecimal() else None


def _seconds(value: Json) -> float:
    """A time limit in seconds; the usual one where there is none."""
    try:
        wanted = 0.0 if isinstance(value, bool) else float(str(value))
    except ValueError:
        wanted = 0.0
    return min(wanted, LONGEST) if wanted > 0 else USUAL_LIMIT


def _called(config: JsonObject, data: JsonObject, ports: Ports) -> Outcome:
    source = ports.sources.get(_chosen(config, "dataSource", "data connector"))
    name = as_text(_chosen(config, "endpoint", "resource"))
    endpoints = as_object(source.get("endpoints"))
    if name not in endpoints:
        raise ConnectorError(CONFIGURATION, f"Endpoint '{name}' not found")
    if source.get("type") == "SOAP":
        raise ConnectorError(
            "data.soap",
            f"SOAP: pin an answer. Nothing but ProcessMaker calls the SOAP service “{as_text(source.get('name'))}”.",
        )
    callback = _callback(config, ports) if config.get("callback") is True else {}
    resource = Resource(as_object(endpoints[name]), config, {**data, **callback}, ports)
    response = ports.http.send(_request(resource, source, name, ports))
    written = {**callback, **mapped(response, config, data, ports)}
    if not callback:
        return Outcome(written)
    variable = as_text(config.get("callback_variable"), "callback")
    answers = (Answer("The server calls back", {variable: {}}),)
    return Outcome(written, waits="the callback of the server", answers=answers)


def _chosen(config: JsonObject, name: str, what: str) -> Json:
    value = config.get(name)
    if value is None or value == "":
        raise ConnectorError(CONFIGURATION, f"No {what} is chosen.")
    return value


def _callback(config: JsonObject, ports: Ports) -> JsonObject:
    name = as_text(config.get("callback_url"), "callback_url")
    return {name: ports.links.callback(_expected(config))}


def _expected(config: JsonObject) -> Callback:
    """Who may call back, and with what."""
    methods = texts(config.get("callback_methods", ["POST"]))
    kinds = texts(config.get("callback_data_types", ["FORM"]))
    addresses = texts(config.get("callback_whitelist"))
    variable = as_text(config.get("callback_variable"), "callback")
    if config.get("callback_authentication") in (None, ""):
        return Callback(variable, methods, kinds, addresses=addresses)
    user, password = (as_text(config.get(f"callback_authentication_{name}")) for name in ("username", "password"))
    return Callback(variable, methods, kinds, f"{user}:{password}", addresses)


def _request(resource: Resource, source: JsonObject, name: str, ports: Ports) -> HttpRequest:
    headers = resource.headers()
    body, kind = resource.body()
    if kind and not any(known.lower() == "content-type" for known in headers):
        headers["Content-Type"] = kind
    signed = sign_in(source, ports)
    signed.add_to(headers)
    return HttpRequest(
        resource.method(),
        signed.address(resource.url()),
        tuple(headers.items()),
        body,
        seconds=_seconds(resource.endpoint.get("timeout")),
        verify=as_object(source.get("credentials")).get("verify_certificate") is not False,
        title=f"{as_text(source.get('name'))}: {name}",
        sample=_sample(resource.endpoint),
        log=log_of(source),
        tried_again=not _whole(resource.endpoint.get("retry_attempts")),
    )


def _sample(endpoint: JsonObject) -> HttpResponse:
    """The sample data of the resource, as a preview's answer."""
    kept = endpoint.get("testData")
    if isinstance(kept, str):
        try:
            kept = json.loads(kept)
        except (ValueError, RecursionError):
            kept = {}
    body = compact(kept if isinstance(kept, dict | list) else {})
    return HttpResponse(200, (("Content-Type", "application/json"),), body.encode("utf-8"))
