"""The ports of a live run: real mail, calls and files, each thing at most once, and all of it shown in the outbox."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from email.parser import BytesHeaderParser
from email.policy import SMTP
from functools import partial
from hashlib import sha256
from itertools import count
from pathlib import Path
from typing import TypeVar
from urllib.parse import urlsplit

from connectors.sdk.live.mail import PartlyRefusedError
from connectors.sdk.live.retries import Retrying, is_repeatable
from connectors.sdk.ports import File, Http, HttpRequest, HttpResponse, Mail, Person, PortError
from connectors.sdk.redaction import Redactor
from connectors.sdk.values import Json, compact
from connectors.sdk.wire import packed_response, unpacked_response
from modeler.services.live.brake import Brake
from modeler.services.live.sending import InDoubtError, Kept, Ledger, Sending, key_of
from modeler.services.preview.outbox import Attachment, EffectKind, Outbox
from modeler.services.preview.ports import RequestFiles, drawn_page, exchange_record
from modeler.services.workspace.folder_files import names_workspace_file, workspace_file

IN_DOUBT = ".in-doubt"
_SUBJECT = re.compile(rb"(?im)^subject:[^\r\n]*(?:\r\n[ \t][^\r\n]*)*")
_Result = TypeVar("_Result")


@dataclass(frozen=True, slots=True)
class Place:
    """Which call of which element of which run uses the ports; `counter` tells one call from the next."""

    run: str
    element: str
    connector: str
    counter: int


class Once:
    """Sends things of one call, each at most once; its keys are the same when the call is made again after a crash."""

    def __init__(self, ledger: Ledger, place: Place, mask: Redactor, brake: Brake | None = None) -> None:
        self.brake = brake or Brake()
        self._ledger = ledger
        self._place = place
        self._mask = mask
        self._numbers = count(1)

    def sending(self, kind: str, title: str, target: str, recipients: Sequence[str] = ()) -> Sending:
        """The next thing of this call."""
        place = self._place
        key = key_of(place.run, place.element, place.counter, kind, next(self._numbers))
        title, target = self._mask.text(title), self._mask.text(target)
        return Sending(key, place.run, place.element, kind, title, target, tuple(recipients))

    def rest(self, sending: Sending, recipients: Sequence[str]) -> Sending:
        """The same thing for those of its recipients who did not get it."""
        key = sha256(f"{sending.key}\nrest".encode()).hexdigest()[:32]
        return replace(sending, key=key, target=", ".join(recipients), recipients=tuple(recipients))

    def do(self, sending: Sending, act: Callable[[], _Result], keep: Callable[[_Result], str | None]) -> _Result | Kept:
        """Act, unless it was done before; raises `PortError`, with `.in-doubt` where nobody knows what happened."""
        self.brake.hand_over(f"“{sending.title}” to {sending.target}")
        try:
            kept = self._ledger.begin(sending)
        except InDoubtError as doubt:
            raise PortError(f"{sending.kind}{IN_DOUBT}", str(doubt)) from None
        if kept is not None:
            return kept
        try:
            result = act()
        except PortError as error:
            self._note(sending.key, error)
            raise
        except Exception as error:
            self._ledger.doubtful(sending.key, self._mask.text(f"{type(error).__name__}: {error}"))
            raise
        self._ledger.sent(sending.key, keep(result))
        return result

    def masked(self, words: str) -> str:
        """Words without any secret."""
        return self._mask.text(words)

    def _note(self, key: str, error: PortError) -> None:
        words = self.masked(error.message)
        if error.code.endswith(IN_DOUBT):
            self._ledger.doubtful(key, words)
        elif isinstance(error, PartlyRefusedError):
            self._ledger.sent(key, json.dumps(error.reached), words)
        else:
            self._ledger.failed(key, words)


@dataclass(frozen=True, slots=True)
class OnceMail:
    """Sends each message once. `tag` stands at the end of the subject, so that a reply is found by it too."""

    mail: Mail
    once: Once
    outbox: Outbox
    place: Place
    at: datetime
    tag: Callable[[], str] = lambda: ""

    def send(self, message: bytes, recipients: Sequence[str], server: str) -> None:
        """Send one message to all who have not got it yet, and show it in the outbox with what became of it."""
        content = tagged(message, self.tag())
        subject = str(BytesHeaderParser(policy=SMTP).parsebytes(content).get("Subject", ""))
        sending = self.once.sending("mail", subject, ", ".join(recipients), recipients)
        while sending.recipients:
            left = sending.recipients
            found = self.once.do(sending, partial(self._hand_over, content, left, server), lambda _: None)
            if not isinstance(found, Kept):
                return
            if not self._is_shown(subject, left):
                self._show(content, left)
            reached = json.loads(found.answer) if found.answer is not None else left
            sending = self.once.rest(sending, [each for each in left if each not in reached])

    def sender(self, server: str) -> Person:
        """From whom the mail of a server comes."""
        return self.mail.sender(server)

    def _hand_over(self, content: bytes, recipients: Sequence[str], server: str) -> None:
        try:
            self.mail.send(content, recipients, server)
        except PortError as error:
            self._show(content, recipients, self.once.masked(error.message))
            raise
        self._show(content, recipients)

    def _is_shown(self, subject: str, recipients: Sequence[str]) -> bool:
        """Whether the outbox has the attempt that only some recipients got."""
        return any(
            effect.has_failed and (effect.element, effect.title) == (self.place.element, subject)
            for effect in self.outbox.effects
            if effect.recipients == tuple(recipients)
        )

    def _show(self, content: bytes, recipients: Sequence[str], trouble: str = "") -> None:
        place = self.place
        self.outbox.add_mail(place.element, place.connector, self.at, content, recipients, trouble=trouble)


def tagged(message: bytes, tag: str) -> bytes:
    """The message with a plain word more in its subject, every other byte as it was."""
    if not tag:
        return message
    head, blank, body = message.partition(b"\r\n\r\n")
    marked = _SUBJECT.sub(lambda found: found[0] + b"\r\n " + tag.encode("ascii"), head + b"\r\n", count=1)
    return marked.removesuffix(b"\r\n") + blank + body


@dataclass(frozen=True, slots=True)
class OnceHttp:
    """Makes calls; one that changes something is made once and says so to the server by its `Idempotency-Key`.

    That key lets a server recognize a repetition; it is no reason for one, so only the other calls are made again after
    a `pause`. Each attempt is in the outbox, so that one sees what came of it and when the next one was made.
    """

    http: Http
    once: Once
    outbox: Outbox
    place: Place
    mask: Redactor
    now: Callable[[], datetime]
    pause: Callable[[float], object]
    most: float | None = None
    """How many seconds the element gives a call, if it says so."""

    def send(self, request: HttpRequest) -> HttpResponse:
        """Make one call; each attempt is shown in the outbox, with secrets masked."""
        if self.most:
            request = replace(request, seconds=self.most)
        if not is_repeatable(request):
            return self._once(request)
        attempts = _Attempts(self)
        if not request.tried_again:
            return attempts.send(request)
        return Retrying(attempts, f"{self.place.run}/{self.place.counter}", self.pause).send(request)

    def made(self, request: HttpRequest, attempt: int = 0) -> HttpResponse:
        """Make the call itself and show what came of it; one attempt of several need not be waited for."""
        begun = self.now()
        try:
            answer = self.once.brake.reading(lambda: self.http.send(request)) if attempt else self.http.send(request)
        except PortError as error:
            self._show(request, HttpResponse(0), begun, attempt, error.message)
            raise
        self._show(request, answer, begun, attempt)
        return answer

    def _once(self, request: HttpRequest) -> HttpResponse:
        title = request.title or f"{request.method} {urlsplit(request.url).path}"
        sending = self.once.sending("http", title, urlsplit(request.url).hostname or "")
        keyed = replace(request, headers=(*request.headers, ("Idempotency-Key", sending.key)))
        found = self.once.do(sending, lambda: self.made(keyed), self._kept)
        if not isinstance(found, Kept):
            return found
        answer = unpacked_response(json.loads(found.answer)) if found.answer is not None else request.sample
        self._show(keyed, answer, self.now(), 1)
        return answer

    def _show(self, request: HttpRequest, answer: HttpResponse, begun: datetime, attempt: int, error: str = "") -> None:
        self.mask.add_tokens(answer.body)
        exchange = exchange_record(request, answer, "live", self.now() - begun, error)
        record = compact(self.mask.value(exchange))
        file = Attachment("exchange.json", "application/json", record.encode("utf-8"))
        files = [file, *drawn_page(request, self.mask)]
        title = request.title or f"{request.method} {self.mask.text(request.url)}"
        title = title if attempt <= 1 else f"{title} (attempt {attempt})"
        self.outbox.add(self.place.element, self.place.connector, request.shown_as, title, begun, *files)

    def _kept(self, answer: HttpResponse) -> str:
        """The answer for a run that goes on after a crash; secrets never reach the disk."""
        headers = tuple((name, self.mask.text(value)) for name, value in answer.headers)
        return json.dumps(packed_response(replace(answer, headers=headers, body=self.mask.bytes(answer.body))))


@dataclass
class _Attempts:
    """Counts the attempts at one call."""

    port: OnceHttp
    made: int = 0

    def send(self, request: HttpRequest) -> HttpResponse:
        self.made += 1
        return self.port.made(request, self.made)


@dataclass(frozen=True, slots=True)
class LiveFiles:
    """The files port: files of the Request, kept for a run that waits; PDF files also go into a folder of the user."""

    files: RequestFiles
    kept: Path
    folder: Path
    outbox: Outbox
    place: Place
    at: datetime
    workspace: Path | None = None

    def read(self, reference: Json) -> File:
        """The file that a Request variable refers to, or one of the workspace folder."""
        if names_workspace_file(reference):
            return workspace_file(self.workspace, reference)
        return self.files.find(reference)

    def write(self, file: File) -> Json:
        """Add a file to the Request; a PDF is a real file that does not take the place of another one."""
        number = self.files.add(file)
        try:
            keep_file(self.kept, number, file)
            if file.media_type == "application/pdf":
                written = written_beside(self.folder, file)
                attachment = Attachment(written.name, file.media_type, file.content)
                self._show("pdf", written.name, attachment, str(written))
            else:
                self._show("file", file.name, Attachment(file.name, file.media_type, file.content))
        except OSError as error:
            raise PortError("file.write", f"{file.name} cannot be written: {error.strerror or error}") from None
        return number

    def _show(self, kind: EffectKind, title: str, file: Attachment, note: str = "") -> None:
        self.outbox.add(self.place.element, self.place.connector, kind, title, self.at, file, note=note)


def written_beside(folder: Path, file: File) -> Path:
    """Write a file under its own name, or under `NAME (2)` and so on where that is taken; returns where it is."""
    folder.mkdir(parents=True, exist_ok=True)
    name = Path(file.name.replace("\\", "/")).name
    if name in ("", ".", ".."):
        name = "document"
    stem, suffix = Path(name).stem, Path(name).suffix
    for number in count(1):
        path = folder / (name if number == 1 else f"{stem} ({number}){suffix}")
        try:
            with path.open("xb") as out:
                out.write(file.content)
        except FileExistsError:
            continue
        return path
    raise AssertionError("numbers do not end")


def keep_file(folder: Path, number: int, file: File) -> None:
    """Keep a file of the Request for when it goes on in another start of the program."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{number}.content").write_bytes(file.content)
    (folder / f"{number}.json").write_text(json.dumps({"name": file.name, "mediaType": file.media_type}))


def kept_files(folder: Path) -> list[tuple[int, File]]:
    """The files that a Request had when it was left; they belong to its past."""
    found: list[tuple[int, File]] = []
    for number in count(1):
        facts, content = folder / f"{number}.json", folder / f"{number}.content"
        if not facts.is_file() or not content.is_file():
            return found
        told = json.loads(facts.read_text())
        found.append((0, File(str(told["name"]), str(told["mediaType"]), content.read_bytes())))
    return found
