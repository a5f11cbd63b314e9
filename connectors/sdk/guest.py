"""The inside of a host process: loads a package's connector, runs it on demand, asks the parent for every port.

Started by `host`. The standard output of the connector's code goes to the error stream: the channel to the parent is a
private copy of the original one.
"""

from __future__ import annotations

import importlib
import json
import os
import traceback
from collections.abc import Sequence
from datetime import datetime
from typing import BinaryIO

from connectors.sdk.connector import Answer, Connector, ConnectorError, Finding, Outcome
from connectors.sdk.ports import (
    Callback,
    Escape,
    File,
    HttpRequest,
    HttpResponse,
    Person,
    PortError,
    Ports,
    TaskInfo,
    TaskLink,
)
from connectors.sdk.values import Json, JsonObject, as_list, as_object, as_text
from connectors.sdk.walls import raise_walls
from connectors.sdk.wire import (
    WireError,
    packed,
    packed_callback,
    packed_link,
    packed_request,
    receive,
    send,
    unpacked,
    unpacked_response,
)


def main() -> None:
    """Serve the parent until it closes the channel."""
    outgoing = os.fdopen(os.dup(1), "wb")
    incoming = os.fdopen(os.dup(0), "rb")
    os.dup2(2, 1)
    silence = os.open(os.devnull, os.O_RDONLY)
    os.dup2(silence, 0)
    guest = _Guest(_Channel(incoming, outgoing))
    try:
        guest.serve()
    except WireError:
        return


class _Channel:
    """Both directions of the conversation, and calls to the parent within it."""

    def __init__(self, incoming: BinaryIO, outgoing: BinaryIO) -> None:
        self._incoming = incoming
        self._outgoing = outgoing

    def next(self) -> JsonObject:
        """The parent's next message."""
        return receive(self._incoming)

    def answer(self, id: Json, result: Json) -> None:
        """Answer a request of the parent."""
        send(self._outgoing, {"jsonrpc": "2.0", "id": id, "result": result})

    def fail(self, id: Json, code: str, message: str, retries: int = 0, wait: float = 0.0) -> None:
        """Answer a request of the parent with an error."""
        error: JsonObject = {
            "code": -32000,
            "message": message,
            "data": {"code": code, "retries": retries, "wait": wait},
        }
        send(self._outgoing, {"jsonrpc": "2.0", "id": id, "error": error})

    def port(self, name: str, /, **arguments: Json) -> Json:
        """Call a port; raises `PortError` when the parent refuses or fails."""
        send(self._outgoing, {"jsonrpc": "2.0", "id": "port", "method": name, "params": arguments})
        reply = self.next()
        if "error" in reply:
            error = as_object(reply["error"])
            code = as_text(as_object(error.get("data")).get("code"), "port")
            raise PortError(code, as_text(error.get("message"), "the call failed"))
        return reply.get("result")


class _Guest:
    """Answers `check`, `choices` and `run`."""

    def __init__(self, channel: _Channel) -> None:
        self._channel = channel
        self._connector: dict[str, Connector] = {}

    def serve(self) -> None:
        """Answer requests until the parent ends the conversation."""
        while True:
            request = self._channel.next()
            id, params = request.get("id"), as_object(request.get("params"))
            try:
                result = self._answer(as_text(request.get("method")), params)
            except ConnectorError as error:
                self._channel.fail(id, error.code, error.message, error.retries, error.wait)
            except PortError as error:
                self._channel.fail(id, error.code, error.message)
            except WireError:
                raise
            except BaseException as error:
                traceback.print_exc()
                self._channel.fail(id, "connector.failed", _described(error))
            else:
                self._channel.answer(id, result)

    def _answer(self, method: str, params: JsonObject) -> Json:
        if method == "limit":
            walls: list[Json] = [*raise_walls(as_text(params.get("workplace")))]
            return {"memory": _limit_memory(params.get("megabytes")), "walls": walls}
        connector = self._loaded(as_text(params.get("run")))
        if method == "check":
            return [_finding(finding) for finding in connector.check(as_object(params.get("config")))]
        ports = _ports(self._channel, as_object(params.get("task")))
        if method == "choices":
            return _choices(connector, as_text(params.get("setting")), as_object(params.get("config")), ports)
        return _told(connector.run(as_object(params.get("config")), as_object(params.get("data")), ports))

    def _loaded(self, place: str) -> Connector:
        if place not in self._connector:
            module, _, name = place.partition(":")
            self._connector[place] = getattr(importlib.import_module(module), name)()
        return self._connector[place]


def _told(outcome: object) -> Json:
    if not isinstance(outcome, Outcome):
        raise ConnectorError("connector.failed", f"run must give an Outcome, and gave {type(outcome).__name__}.")
    answers: list[Json] = [_answer(each) for each in outcome.answers]
    late = _answer(outcome.late) if outcome.late is not None else None
    told: JsonObject = {"data": _checked(outcome.data), "waits": outcome.waits, "answers": answers}
    return {**told, "seconds": outcome.seconds, "late": late}


def _answer(answer: Answer) -> Json:
    return {"label": answer.label, "data": _checked(answer.data)}


def _choices(connector: Connector, setting: str, config: JsonObject, ports: Ports) -> Json:
    offer = getattr(connector, "choices", None)
    if offer is None:
        return []
    return [{"value": each.value, "label": each.label} for each in offer(setting, config, ports)]


def _checked(data: JsonObject) -> JsonObject:
    try:
        json.dumps(data, allow_nan=False)
    except (TypeError, ValueError) as error:
        raise ConnectorError("connector.failed", f"The outcome is not JSON: {error}") from error
    return data


def _described(error: BaseException) -> str:
    if isinstance(error, MemoryError):
        return "MemoryError: it needs more memory than its manifest allows (limits.megabytes)"
    return f"{type(error).__name__}: {error}" if str(error) else type(error).__name__


def _finding(finding: Finding) -> Json:
    return {"severity": finding.severity, "path": list(finding.path), "message": finding.message}


def _limit_memory(megabytes: Json) -> bool:
    """Cap the process's memory where the system can; says whether it could."""
    try:
        import resource
    except ImportError:
        return False
    if isinstance(megabytes, int):
        resource.setrlimit(resource.RLIMIT_AS, (megabytes << 20, megabytes << 20))
        resource.setrlimit(resource.RLIMIT_FSIZE, (megabytes << 20, megabytes << 20))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    return True


def _ports(channel: _Channel, task: JsonObject) -> Ports:
    counter = task.get("loopCounter")
    return Ports(
        task=TaskInfo(
            element_id=as_text(task.get("elementId")),
            name=as_text(task.get("name")),
            request_id=as_text(task.get("requestId")),
            loop_counter=counter if isinstance(counter, int) else 0,
            process_name=as_text(task.get("processName")),
        ),
        clock=_Clock(channel),
        templates=_Templates(channel),
        mail=_Mail(channel),
        directory=_Directory(channel),
        screens=_Screens(channel),
        files=_Files(channel),
        secrets=_Secrets(channel),
        http=_Http(channel),
        sources=_Sources(channel),
        links=_Links(channel),
    )


def _person(value: Json) -> Person:
    data = as_object(value)
    return Person(as_text(data.get("name")), as_text(data.get("address")))


class _Proxy:
    """A port whose work is done by the parent."""

    def __init__(self, channel: _Channel) -> None:
        self._call = channel.port


class _Clock(_Proxy):
    def now(self) -> datetime:
        return datetime.fromisoformat(as_text(self._call("clock.now")))


class _Templates(_Proxy):
    def render(self, text: str, data: JsonObject, escape: Escape = "none") -> str:
        return as_text(self._call("templates.render", text=text, data=data, escape=escape))

    def evaluate(self, expression: str, data: JsonObject) -> Json:
        return self._call("templates.evaluate", expression=expression, data=data)


class _Mail(_Proxy):
    def send(self, message: bytes, recipients: Sequence[str], server: str) -> None:
        self._call("mail.send", message=packed(message), recipients=list(recipients), server=server)

    def sender(self, server: str) -> Person:
        return _person(self._call("mail.sender", server=server))


class _Directory(_Proxy):
    def find(self, kind: str, value: Json = None) -> Sequence[Person]:
        return [_person(each) for each in as_list(self._call("directory.find", kind=kind, value=value))]


class _Screens(_Proxy):
    def render(self, reference: Json, data: JsonObject) -> str:
        return as_text(self._call("screens.render", reference=reference, data=data))

    def title(self, reference: Json) -> str:
        return as_text(self._call("screens.title", reference=reference))


class _Files(_Proxy):
    def read(self, reference: Json) -> File:
        data = as_object(self._call("files.read", reference=reference))
        return File(as_text(data.get("name")), as_text(data.get("mediaType")), unpacked(data.get("content")))

    def write(self, file: File) -> Json:
        content = packed(file.content)
        return self._call("files.write", name=file.name, mediaType=file.media_type, content=content)


class _Secrets(_Proxy):
    def get(self, reference: str) -> str:
        return as_text(self._call("secrets.get", reference=reference))


class _Sources(_Proxy):
    def get(self, reference: Json) -> JsonObject:
        return as_object(self._call("sources.get", reference=reference))


class _Links(_Proxy):
    def answer(self, number: int) -> str:
        return as_text(self._call("links.answer", number=number))

    def callback(self, callback: Callback) -> str:
        return as_text(self._call("links.callback", callback=packed_callback(callback)))

    def task(self, link: TaskLink) -> str:
        return as_text(self._call("links.task", link=packed_link(link)))


class _Http(_Proxy):
    def send(self, request: HttpRequest) -> HttpResponse:
        return unpacked_response(self._call("http.send", request=packed_request(request)))
