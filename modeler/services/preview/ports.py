"""The ports of a preview: nothing leaves the machine, time is virtual, the outbox keeps what would be sent."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from uuid import NAMESPACE_URL, uuid5

from connectors.sdk.ports import Callback, Escape, File, HttpRequest, HttpResponse, Person, PortError, TaskLink
from connectors.sdk.redaction import MASK, Redactor
from connectors.sdk.values import Json, JsonObject, as_object, compact
from engine.expressions import ExpressionError, compile_expression, html_text, php_text, plain_text, render
from modeler.services.preview.outbox import Attachment, EffectKind, Outbox
from modeler.services.workspace.directory import NOWHERE
from modeler.services.workspace.folder_files import names_workspace_file, workspace_file

ScreenRenderer = Callable[[Json, JsonObject], str]
_ESCAPES = {"none": plain_text, "html": html_text, "php": php_text}
ANSWERS = "https://answer.invalid"
TASKS = "/tasks/update_variable/"
CALLBACKS = "https://server.invalid/callback"
STAND_IN_SECRET = "secret-of-the-preview"
_TOKENS = frozenset({"access_token", "refresh_token", "id_token"})
_SIGN_IN_HEADERS = frozenset({"authorization", "proxy-authorization", "cookie", "x-api-key"})


@dataclass(frozen=True, slots=True)
class StillClock:
    """The virtual time of one call."""

    moment: datetime

    def now(self) -> datetime:
        """The moment of the call."""
        return self.moment


class RequestTemplates:
    """Mustache over Request data."""

    def render(self, text: str, data: JsonObject, escape: Escape = "none") -> str:
        """The text with the data filled in; a malformed template is a `PortError` that says where."""
        try:
            return render(text, data, escape=_ESCAPES[escape])
        except ExpressionError as error:
            raise PortError("template", f"The template “{text[:80]}” is not valid: {error}") from None

    def evaluate(self, expression: str, data: JsonObject) -> Json:
        """The value of an expression in ProcessMaker's dialect; a `PortError` says what is wrong with it."""
        try:
            value = compile_expression(expression, "processmaker").evaluate(data)
        except ExpressionError as error:
            raise PortError("expression", str(error)) from None
        read: Json = json.loads(json.dumps(value, default=str))
        return read


@dataclass(frozen=True, slots=True)
class OutboxMail:
    """Puts messages into the outbox."""

    outbox: Outbox
    element: str
    connector: str
    at: datetime

    def send(self, message: bytes, recipients: Sequence[str], server: str) -> None:
        """Keep a message; which server would carry it does not matter here."""
        self.outbox.add_mail(self.element, self.connector, self.at, message, recipients)

    def sender(self, server: str) -> Person:
        """A stand-in for the server's sender, named after it."""
        return Person(server or "Processwright", f"no-reply@{NOWHERE}")


@dataclass(frozen=True, slots=True)
class SampleHttp:
    """Answers every call with a pinned response or the connector's sample, and shows the call in the outbox."""

    outbox: Outbox
    element: str
    connector: str
    at: datetime
    pin: HttpResponse | None = None
    mask: Redactor = field(default_factory=Redactor)

    def send(self, request: HttpRequest) -> HttpResponse:
        """Keep the exchange; nothing is called."""
        is_pinned = self.pin is not None and not _signs_in(request)
        answer = self.pin if self.pin is not None and is_pinned else request.sample
        record = compact(self.mask.value(exchange_record(request, answer, "pin" if is_pinned else "sample")))
        file = Attachment("exchange.json", "application/json", record.encode("utf-8"))
        title = request.title or f"{request.method} {self.mask.text(request.url)}"
        files = [file, *drawn_page(request, self.mask)]
        self.outbox.add(self.element, self.connector, request.shown_as, title, self.at, *files)
        return answer


def drawn_page(request: HttpRequest, mask: Redactor) -> list[Attachment]:
    """What a reader of the service will see, for the outbox, where the call has such a page."""
    if not request.drawing:
        return []
    return [Attachment("message.html", "text/html", mask.text(request.drawing).encode("utf-8"))]


def _signs_in(request: HttpRequest) -> bool:
    """Whether a call only gets a token for the next one: a pinned answer is not meant for it."""
    return b'"access_token"' in request.sample.body


def exchange_record(
    request: HttpRequest, response: HttpResponse, source: str, took: timedelta | None = None, error: str = ""
) -> JsonObject:
    """A call and its answer as JSON, for the outbox and for logs; headers that sign in are masked.

    `error` says why there is no answer.
    """
    more: JsonObject = {} if took is None else {"milliseconds": round(took / timedelta(milliseconds=1))}
    if error:
        more["error"] = error
    return {
        "request": {
            "method": request.method,
            "url": request.url,
            "headers": [[name, MASK if name.lower() in _SIGN_IN_HEADERS else value] for name, value in request.headers],
            "body": _readable(request.body),
            "size": len(request.body),
        },
        "response": {
            "status": response.status,
            "headers": [list(pair) for pair in response.headers],
            "body": _without_tokens(_readable(response.body)),
            "size": len(response.body),
            "source": source,
            **more,
        },
    }


def _without_tokens(body: Json) -> Json:
    """What a sign-in answers, with the tokens in it masked."""
    if not isinstance(body, dict):
        return body
    return {name: MASK if name in _TOKENS and value else value for name, value in body.items()}


def _readable(body: bytes) -> Json:
    """A body as the JSON that it holds, else as text."""
    text = body.decode("utf-8", "replace")
    try:
        value: Json = json.loads(text)
        compact(value).encode("utf-8")
    except (ValueError, RecursionError):
        return text
    return value


@dataclass(frozen=True, slots=True)
class PreviewLinks:
    """Links of a mail in the outbox: the window follows them itself, elsewhere they lead nowhere."""

    element: str
    request: int
    visit: int

    def answer(self, number: int) -> str:
        """The address of one answer; its last part is the number."""
        return f"{ANSWERS}/{self.request}/{self.element}/{self.visit}/{number}"

    def callback(self, callback: Callback) -> str:
        """An address that stands for the server's own."""
        return f"{CALLBACKS}/{self.request}/{self.element}"

    def task(self, link: TaskLink) -> str:
        """The address of a task; what it is for is told by the mail that holds it."""
        place = f"{ANSWERS}/{self.request}/{self.element}/{self.visit}"
        return f"{ANSWERS}{TASKS}{uuid5(NAMESPACE_URL, place)}"


class NoScreens:
    """Where there are no screens, using one is an error that names it."""

    def render(self, reference: Json, data: JsonObject) -> str:
        """Always refused."""
        raise PortError("screen.missing", f"Screen {reference} is not in the workspace.")

    def title(self, reference: Json) -> str:
        """Always refused."""
        raise PortError("screen.missing", f"Screen {reference} is not in the workspace.")


@dataclass
class RequestFiles:
    """The files of one Request, by number; like the outbox it can go back to an earlier position of the run."""

    position: Callable[[], int] = lambda: 0
    kept: list[tuple[int, File]] = field(default_factory=list)
    left_out: frozenset[int] = frozenset()
    """The numbers of files that were too large for the history; of them only the name is known."""

    def find(self, reference: Json) -> File:
        """The file with a number, or with it in `{"id": …}`, `{"file": …}` or a reference to a document of Camunda.

        `{"name": …}` is the latest of that name.
        """
        given = as_object(reference)
        numbers = [given[key] for key in ("documentId", "id", "file") if key in given]
        wanted = given.get("name")
        if isinstance(wanted, str) and not numbers:
            found = next((file for _, file in reversed(self.kept) if file.name == wanted), None)
            if found is None:
                raise PortError("file.missing", f"The Request has no file called “{wanted}”.")
            return found
        key = str(numbers[0] if numbers else reference)
        files = {str(number): file for number, (_, file) in enumerate(self.kept, 1)}
        if key not in files:
            raise PortError("file.missing", f"The Request has no file {key}.")
        if int(key) in self.left_out:
            told = f"The file “{files[key].name}” was too large to be kept in the history of runs."
            raise PortError("file.missing", told)
        return files[key]

    def name_of(self, reference: Json) -> str:
        """The name of the file that a variable refers to; empty where there is none."""
        try:
            return self.find(reference).name
        except PortError:
            return ""

    def begin(self) -> None:
        """A task begins: after a step back, what comes now takes the place of what happened then."""
        here = self.position()
        self.kept = [each for each in self.kept if each[0] < here or not here]

    def add(self, file: File) -> int:
        """Keep a file; returns its number."""
        self.kept.append((self.position(), file))
        return len(self.kept)

    def copy_until(self, position: int) -> RequestFiles:
        """The files that there were when the run stood at `position`, in a list of their own."""
        return RequestFiles(kept=[each for each in self.kept if each[0] < position], left_out=self.left_out)


@dataclass(frozen=True, slots=True)
class OutboxFiles:
    """The files port: new files are effects that the outbox shows."""

    files: RequestFiles
    outbox: Outbox
    element: str
    connector: str
    at: datetime
    workspace: Path | None = None

    def read(self, reference: Json) -> File:
        """The file that a Request variable refers to, or one of the workspace folder."""
        if names_workspace_file(reference):
            return workspace_file(self.workspace, reference)
        return self.files.find(reference)

    def write(self, file: File) -> Json:
        """Add a file to the Request."""
        kind: EffectKind = "pdf" if file.media_type == "application/pdf" else "file"
        attachment = Attachment(file.name, file.media_type, file.content)
        self.outbox.add(self.element, self.connector, kind, file.name, self.at, attachment)
        return self.files.add(file)


class StandInSecrets:
    """A preview never needs a real secret."""

    def get(self, reference: str) -> str:
        """The same stand-in for every secret."""
        return STAND_IN_SECRET
