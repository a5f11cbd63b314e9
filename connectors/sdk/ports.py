"""The only ways from a connector to the outside. Preview and live runs differ in what stands behind them.

Arguments and results are JSON values and `bytes`, because they cross a pipe: the process that started the connector
serves the ports and enforces the permissions of the manifest. A refused or failed call raises `PortError`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, Protocol

from connectors.sdk.values import Json, JsonObject


class PortError(Exception):
    """A port refused or failed; `code` tells failures apart (`mail.refused`, `permission`, `screen.missing` …)."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


@dataclass(frozen=True, slots=True)
class TaskInfo:
    """Which task of which Request runs: enough to name things the same way in every run."""

    element_id: str
    name: str = ""
    request_id: str = "1"
    loop_counter: int = 0
    process_name: str = ""


@dataclass(frozen=True, slots=True)
class Person:
    """Someone who can get a message."""

    name: str
    address: str


@dataclass(frozen=True, slots=True)
class File:
    """A file of the Request."""

    name: str
    media_type: str
    content: bytes


@dataclass(frozen=True, slots=True)
class HttpResponse:
    """What a server answered."""

    status: int
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes = b""

    def header(self, name: str) -> str:
        """The first header of that name, in any case; empty when there is none."""
        return next((value for key, value in self.headers if key.lower() == name.lower()), "")


@dataclass(frozen=True, slots=True)
class HttpRequest:
    """One call of a server. `sample` is what a preview takes for the answer; `shown_as` says how to draw the call.

    `repeatable` declares that the call does no harm when it is made twice, whatever its method: a sign-in, a search.
    `drawing` is an HTML page of what a reader of the service will see; only the outbox looks at it. `log` names the
    debug log that a live call goes into. `tried_again` is False where somebody else tries a call again that fails: the
    port of a live run then makes it once.
    """

    method: str
    url: str
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes = b""
    seconds: float = 60.0
    verify: bool = True
    title: str = ""
    shown_as: Literal["http", "slack"] = "http"
    repeatable: bool = False
    sample: HttpResponse = HttpResponse(200)
    drawing: str = ""
    log: str = ""
    tried_again: bool = True


class Clock(Protocol):
    """The time of the Request: virtual in a preview."""

    def now(self) -> datetime:
        """The present moment, with its time zone."""


Escape = Literal["none", "html", "php"]


class Templates(Protocol):
    """Mustache, and expressions in the dialect of the process."""

    def render(self, text: str, data: JsonObject, escape: Escape = "none") -> str:
        """The text with the data filled in; `html` and `php` (ProcessMaker's way) escape what is filled in."""

    def evaluate(self, expression: str, data: JsonObject) -> Json:
        """The value of an expression; raises `PortError` when it is malformed or fails."""


class Mail(Protocol):
    """Sends finished messages."""

    def send(self, message: bytes, recipients: Sequence[str], server: str) -> None:
        """Hand over one message (RFC 5322 bytes) for these envelope recipients; `server` empty: the default one."""

    def sender(self, server: str) -> Person:
        """From whom the mail of a server comes."""


class Directory(Protocol):
    """The workspace's users and groups, and the people around a Request."""

    def find(self, kind: str, value: Json = None) -> Sequence[Person]:
        """People of a kind: `requester`, `participants`, `manager`, `assignedUser`, `user` or `group` with its id."""


class Http(Protocol):
    """Calls servers whose host names the manifest lists."""

    def send(self, request: HttpRequest) -> HttpResponse:
        """Make one call and return the answer whatever its status; raises `PortError` when there is none."""


class Screens(Protocol):
    """The workspace's screens."""

    def render(self, reference: Json, data: JsonObject) -> str:
        """A screen as an HTML page with the data filled in."""

    def title(self, reference: Json) -> str:
        """The name of a screen."""


class Files(Protocol):
    """The files of the Request."""

    def read(self, reference: Json) -> File:
        """The file that a Request variable refers to, or a file of the workspace folder: `{"workspace": "a/b.pdf"}`."""

    def write(self, file: File) -> Json:
        """Add a file to the Request; returns what to store in Request data."""


class Sources(Protocol):
    """The workspace's data connectors: descriptions of services, their resources and how to sign in."""

    def get(self, reference: Json) -> JsonObject:
        """The description that has this number, uuid or name."""


@dataclass(frozen=True, slots=True)
class Callback:
    """What a server that calls back may do, and the variable that takes what it sends.

    `kinds` are FORM, JSON, XML and TEXT; `credentials` are `user:password` where it signs in, the password itself or
    `secret:NAME`; `addresses` are those it may call from, all where there are none.
    """

    variable: str
    methods: tuple[str, ...] = ("POST",)
    kinds: tuple[str, ...] = ("FORM",)
    credentials: str = ""
    addresses: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TaskLink:
    """Who answers a person's task from a mail: signed in or not, and the screen that is shown when it is done."""

    person: Person
    login: bool = False
    done: Json = None
    server: str = ""


class Links(Protocol):
    """Addresses that lead back to the task which waits."""

    def answer(self, number: int) -> str:
        """Where the reader of a mail gives the answer with this number, counted from 1."""

    def callback(self, callback: Callback) -> str:
        """Where a server calls back; what it sends completes the task."""

    def task(self, link: TaskLink) -> str:
        """Where a person answers a task: with `?varName=…&varValue=…` behind it, that variable completes the task."""


class Secrets(Protocol):
    """Stored secrets, by the reference that the configuration holds."""

    def get(self, reference: str) -> str:
        """The value behind `secret:NAME`."""


@dataclass(frozen=True, slots=True)
class Ports:
    """Everything that a run may use."""

    task: TaskInfo
    clock: Clock
    templates: Templates
    mail: Mail
    directory: Directory
    screens: Screens
    files: Files
    secrets: Secrets
    http: Http
    sources: Sources
    links: Links
