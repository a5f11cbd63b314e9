"""Proofs and fakes for authors of connectors.

    def test_my_connector():
        assert contract(Path(my_package.__file__).parent) == []

`contract` runs everything that a connector must do whatever its purpose; `fake_ports` lets a test run one without a
window, an engine or a network and look at what it did.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

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
from connectors.sdk.proofs import REFERENCE, broken
from connectors.sdk.values import Json, JsonObject, as_object, value_at

_ABSENT = "\0absent"
FAKE_TIME = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)


@dataclass
class SentMail:
    """A message that the fake mail port got."""

    message: bytes
    recipients: tuple[str, ...]
    server: str


@dataclass
class FakeClock:
    """Always the same moment."""

    moment: datetime = FAKE_TIME

    def now(self) -> datetime:
        """The moment."""
        return self.moment


class FakeTemplates:
    """Fills in `{{name}}` and nothing else of Mustache; an expression is a dotted name."""

    def evaluate(self, expression: str, data: JsonObject) -> Json:
        """The value of a dotted name."""
        value = value_at(data, tuple(expression.split(".")), _ABSENT)
        if value == _ABSENT:
            raise PortError("expression", f"there is no {expression}")
        return value

    def render(self, text: str, data: JsonObject, escape: Escape = "none") -> str:
        """The text with simple variables replaced."""
        parts = text.split("{{")
        rendered = parts[0]
        for part in parts[1:]:
            name, _, rest = part.partition("}}")
            value = value_at(data, tuple(name.strip("{ }").split(".")), "")
            shown = "" if value is None else str(value)
            raw = escape == "none" or name.startswith("{")
            rendered += (shown if raw else _escaped(shown)) + rest.removeprefix("}")
        return rendered


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


@dataclass
class FakeMail:
    """Collects messages."""

    sent: list[SentMail] = field(default_factory=list)

    def send(self, message: bytes, recipients: Sequence[str], server: str) -> None:
        """Remember a message."""
        self.sent.append(SentMail(message, tuple(recipients), server))

    def sender(self, server: str) -> Person:
        """A made-up sender, named after the server."""
        return Person(server or "Processes", "processes@example.org")


@dataclass
class FakeDirectory:
    """People by kind, or by kind and id as in `user:7`."""

    people: Mapping[str, Sequence[Person]] = field(default_factory=dict)

    def find(self, kind: str, value: Json = None) -> Sequence[Person]:
        """The people listed for the kind and id."""
        id = as_object(value).get("id") if isinstance(value, dict) else value
        key = kind if id is None else f"{kind}:{id}"
        if key not in self.people:
            raise PortError("directory.missing", f"There is no {key}.")
        return self.people[key]


@dataclass
class FakeScreens:
    """Screens as HTML with simple variables, by reference."""

    pages: Mapping[str, str] = field(default_factory=dict)

    def render(self, reference: Json, data: JsonObject) -> str:
        """The page with variables filled in."""
        if str(reference) not in self.pages:
            raise PortError("screen.missing", f"Screen {reference} is not in the workspace.")
        return FakeTemplates().render(self.pages[str(reference)], data, "html")

    def title(self, reference: Json) -> str:
        """A made-up title."""
        return f"Screen {reference}"


@dataclass
class FakeFiles:
    """Files by reference."""

    files: dict[str, File] = field(default_factory=dict)

    def read(self, reference: Json) -> File:
        """The file kept under a reference."""
        if str(reference) not in self.files:
            raise PortError("file.missing", f"There is no file {reference}.")
        return self.files[str(reference)]

    def write(self, file: File) -> Json:
        """Keep a file; its name is its reference."""
        self.files[file.name] = file
        return file.name


@dataclass
class FakeSecrets:
    """Secrets by reference."""

    values: Mapping[str, str] = field(default_factory=dict)

    def get(self, reference: str) -> str:
        """The value of a reference."""
        if reference not in self.values:
            raise PortError("secret.missing", f"{reference} is not stored.")
        return self.values[reference]


@dataclass
class FakeHttp:
    """Answers with a given response, or with the request's own sample as a preview does."""

    answer: HttpResponse | None = None
    requests: list[HttpRequest] = field(default_factory=list)

    def send(self, request: HttpRequest) -> HttpResponse:
        """Remember the request and answer."""
        self.requests.append(request)
        return self.answer or request.sample


@dataclass
class FakeSources:
    """Data connectors by number or name."""

    sources: Mapping[str, JsonObject] = field(default_factory=dict)

    def get(self, reference: Json) -> JsonObject:
        """The description kept under a reference."""
        if str(reference) not in self.sources:
            raise PortError("source.missing", f"There is no data connector {reference}.")
        return self.sources[str(reference)]


@dataclass
class FakeLinks:
    """Addresses that lead nowhere; `callbacks` and `tasks` are those that were asked for."""

    callbacks: list[Callback] = field(default_factory=list)
    tasks: list[TaskLink] = field(default_factory=list)

    def answer(self, number: int) -> str:
        """An address with the number of the answer."""
        return f"https://answer.invalid/{number}"

    def callback(self, callback: Callback) -> str:
        """An address that nobody calls; remembers the rules."""
        self.callbacks.append(callback)
        return "https://server.invalid/callback"

    def task(self, link: TaskLink) -> str:
        """An address that nobody opens; remembers who it is for."""
        self.tasks.append(link)
        return "https://answer.invalid/tasks/update_variable/token"


def fake_ports(
    people: Mapping[str, Sequence[Person]] | None = None,
    pages: Mapping[str, str] | None = None,
    files: Mapping[str, File] | None = None,
    secrets: Mapping[str, str] | None = None,
    answer: HttpResponse | None = None,
    sources: Mapping[str, JsonObject] | None = None,
) -> Ports:
    """Ports that reach nothing; what a connector did stays in them (`ports.mail.sent`)."""
    return Ports(
        task=TaskInfo("task_1", "Task", "1", 0, "Process"),
        clock=FakeClock(),
        templates=FakeTemplates(),
        mail=FakeMail(),
        directory=FakeDirectory(people or {}),
        screens=FakeScreens(pages or {}),
        files=FakeFiles(dict(files or {})),
        secrets=FakeSecrets(secrets or {}),
        http=FakeHttp(answer),
        sources=FakeSources(sources or {}),
        links=FakeLinks(),
    )


def contract(folder: Path, module: str = "") -> list[str]:
    """What a connector package breaks of what every connector must keep; empty when it is sound.

    Looked at: manifest, icon, defaults, example against outputs, secrets, and with code also hostile settings, twice
    the same preview and permissions. Each fault says what to do about it.
    """
    return broken(folder, module, lambda secret: fake_ports(secrets={REFERENCE: secret}))
