"""The parent's side of the ports: each call is checked against the manifest's permissions, then done.

A connector's process can ask for anything; what it was not granted is refused here, whatever its code does. Values of
secrets that were handed out are remembered for one run, so that messages can be masked.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from urllib.parse import urlsplit

from connectors.sdk.manifest import Manifest
from connectors.sdk.ports import Escape, File, Person, PortError, Ports
from connectors.sdk.redaction import Redactor
from connectors.sdk.values import Json, JsonObject, as_list, as_object, as_text, texts
from connectors.sdk.wire import packed, packed_response, unpacked, unpacked_callback, unpacked_link, unpacked_request

MAXIMUM_CALLS = 10_000
_FREE = ("clock", "links", "templates")
_WRITTEN_SECRETS = frozenset({"token", "password", "client_secret", "key", "pem", "passphrase"})
_ADDRESS = re.compile(r"[!-;=?-~]+@[!-;=?-~]+")
_Call = Callable[[JsonObject], Json]


class PortServer:
    """Serves the ports of one run of one connector."""

    def __init__(self, manifest: Manifest, config: JsonObject, ports: Ports, redactor: Redactor | None = None) -> None:
        self.redactor = redactor or Redactor()
        self._manifest = manifest
        self._secrets = granted_secrets(manifest, config)
        self._ports = ports
        self._calls_left = MAXIMUM_CALLS
        self._table = self._calls()

    @property
    def task(self) -> JsonObject:
        """The task, as it crosses the pipe."""
        task = self._ports.task
        return {
            "elementId": task.element_id,
            "name": task.name,
            "requestId": task.request_id,
            "loopCounter": task.loop_counter,
            "processName": task.process_name,
        }

    def call(self, name: str, arguments: JsonObject) -> Json:
        """Do one call; raises `PortError` when it is unknown, not permitted or fails."""
        self._calls_left -= 1
        if self._calls_left < 0:
            raise PortError("limit", f"The connector made more than {MAXIMUM_CALLS:,} calls in one run.")
        if name not in self._table:
            raise PortError("unknown", f"There is no “{name}”.")
        self._require(name)
        return self._table[name](arguments)

    def _require(self, name: str) -> None:
        port, _, action = name.partition(".")
        permissions = self._manifest.permissions
        granted = port in _FREE or port in ("secrets", "http") or port in permissions.ports
        if port == "files":
            granted = action in permissions.files or (action == "read" and "workspace" in permissions.files)
        if not granted:
            raise PortError("permission", f"“{self._manifest.name}” has no permission for {name}.")

    def _calls(self) -> dict[str, _Call]:
        ports = self._ports
        return {
            "clock.now": lambda _: ports.clock.now().isoformat(),
            "templates.render": self._render,
            "templates.evaluate": lambda a: ports.templates.evaluate(
                as_text(a.get("expression")), as_object(a.get("data"))
            ),
            "links.answer": lambda a: ports.links.answer(_number(a.get("number"))),
            "links.callback": lambda a: ports.links.callback(unpacked_callback(a.get("callback"))),
            "links.task": lambda a: ports.links.task(unpacked_link(a.get("link"))),
            "sources.get": self._source,
            "mail.send": self._send_mail,
            "mail.sender": lambda a: _person(ports.mail.sender(as_text(a.get("server")))),
            "directory.find": lambda a: [
                _person(person) for person in ports.directory.find(as_text(a.get("kind")), a.get("value"))
            ],
            "http.send": self._call_server,
            "screens.render": lambda a: ports.screens.render(a.get("reference"), as_object(a.get("data"))),
            "screens.title": lambda a: ports.screens.title(a.get("reference")),
            "files.read": self._read_file,
            "files.write": self._write_file,
            "secrets.get": self._secret,
        }

    def _render(self, arguments: JsonObject) -> Json:
        wanted = arguments.get("escape")
        escape: Escape = "html" if wanted == "html" else "php" if wanted == "php" else "none"
        return self._ports.templates.render(as_text(arguments.get("text")), as_object(arguments.get("data")), escape)

    def _call_server(self, arguments: JsonObject) -> Json:
        request = unpacked_request(arguments.get("request"))
        host = urlsplit(request.url).hostname or ""
        if not is_permitted(host, self._manifest.permissions.hosts):
            name = self._manifest.name
            raise PortError("permission", f"“{name}” has no permission to call the host “{host}”.")
        return packed_response(self._ports.http.send(request))

    def _send_mail(self, arguments: JsonObject) -> Json:
        recipients = texts(arguments.get("recipients"))
        if len(recipients) != len(as_list(arguments.get("recipients"))) or not recipients:
            raise PortError("mail.recipients", "The mail has no recipient.")
        if not all(_ADDRESS.fullmatch(each) for each in recipients):
            raise PortError("mail.recipients", "A recipient is not an address that can be sent to.")
        self._ports.mail.send(unpacked(arguments.get("message")), recipients, as_text(arguments.get("server")))
        return None

    def _read_file(self, arguments: JsonObject) -> Json:
        reference = arguments.get("reference")
        if "workspace" in as_object(reference) and "workspace" not in self._manifest.permissions.files:
            raise PortError("permission", f"“{self._manifest.name}” has no permission to read files of the folder.")
        file = self._ports.files.read(reference)
        return {"name": file.name, "mediaType": file.media_type, "content": packed(file.content)}

    def _write_file(self, arguments: JsonObject) -> Json:
        name, kind = as_text(arguments.get("name")), as_text(arguments.get("mediaType"))
        return self._ports.files.write(File(name, kind, unpacked(arguments.get("content"))))

    def _source(self, arguments: JsonObject) -> Json:
        """A description grants the secrets that it refers to; one that is written out in it is masked at least."""
        source = self._ports.sources.get(arguments.get("reference"))
        for name, value in as_object(source.get("credentials")).items():
            if isinstance(value, str) and value.startswith("secret:"):
                self._secrets |= {value}
            elif isinstance(value, str) and name in _WRITTEN_SECRETS:
                self.redactor.add(value)
        return source

    def _secret(self, arguments: JsonObject) -> Json:
        reference = as_text(arguments.get("reference"))
        if not reference.startswith("secret:"):
            self.redactor.add(reference)
            words = f"A secret of “{self._manifest.name}” stands in the file in clear text; move it to the keyring."
            raise PortError("secret.in-file", words)
        if reference not in self._secrets:
            raise PortError("permission", f"“{self._manifest.name}” has no permission for that secret.")
        value = self._ports.secrets.get(reference)
        self.redactor.add(value)
        return value


def granted_secrets(manifest: Manifest, config: JsonObject) -> frozenset[str]:
    """The references to secrets that a run may resolve: those in the settings which the permissions name."""
    values = (config.get(name) for name in manifest.permissions.secrets)
    return frozenset(value for value in values if isinstance(value, str) and value.startswith("secret:"))


def is_permitted(host: str, patterns: Sequence[str]) -> bool:
    """Whether a host name fits one of the manifest's: exactly, `*.domain` for what is below it, or `*` for any."""
    name = host.lower().rstrip(".")
    return any(
        bool(name) and (pattern == "*" or name == pattern.lower() or _is_below(name, pattern)) for pattern in patterns
    )


def _is_below(name: str, pattern: str) -> bool:
    return pattern.startswith("*.") and name.endswith(pattern[1:].lower())


def _number(value: Json) -> int:
    return value if isinstance(value, int) else 0


def _person(person: Person) -> JsonObject:
    return {"name": person.name, "address": person.address}
