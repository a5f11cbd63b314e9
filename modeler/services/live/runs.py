"""Live runs: Requests whose chosen connectors send real mail and make real calls; they wait on disk and go on later.

    runs = LiveRuns(profile, secrets)
    run = runs.start(document, catalog, LiveChoice(data, elements=frozenset({"mail"}), workspace=folder))
    run.go_on()
    run.complete("Task_1", {"approved": True})

A run keeps the model as it was at its start. Each step that may have acted on the world is on the disk before the next
one begins, so that after a crash at most that step is made again, and `sending` sees to it that nothing is sent twice.
"""

from __future__ import annotations

import secrets as chance
import sqlite3
import ssl
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from threading import Event, RLock
from types import MappingProxyType
from typing import TypeVar

from connectors.sdk.host import Hosts
from connectors.sdk.ports import PortError, TaskLink
from connectors.sdk.values import JsonObject, as_list, as_object, as_text
from engine.bpmn import Document
from engine.runtime import RequestError, RequestStore, start
from engine.runtime.clock import VirtualClock
from engine.runtime.handlers import error
from modeler.editing.connector_types import Json
from modeler.services.catalog import Catalog
from modeler.services.live.answer_page import AnswerPage, address_of, is_answer_page
from modeler.services.live.answering import Desk, Question
from modeler.services.live.bench import LiveBench, Outside, SecretSource
from modeler.services.live.code_mail import CodeMail
from modeler.services.live.doors import Doors
from modeler.services.live.exchange_log import LOGS
from modeler.services.live.ports import kept_files
from modeler.services.live.refused import AnsweredAlready
from modeler.services.live.replies import Reply, collect
from modeler.services.live.sending import CRASHED, Ledger, Sent
from modeler.services.mail_sign_in.tokens import AccessTokens
from modeler.services.preview.connector_tasks import given
from modeler.services.preview.library import with_library
from modeler.services.preview.starting import Preview, PreviewOptions, handlers_of
from modeler.services.profile import Profile
from modeler.services.secrets.keyring_store import Secrets
from modeler.services.storage.json_file import read_values, write_values
from modeler.services.storage.operating_system import OperatingSystem
from modeler.services.workspace.mail_servers import MailServers, read_mail_servers

T = TypeVar("T")
LiveRefused = RequestError
"""What the window catches where a run cannot start or go on; it does not know the engine."""
FOLDER = "live"
OUTPUT = "generated"
DELIVERY = "mail.undeliverable"
PAGE = "page.json"
ELSEWHERE = "Another window has gone on with this live run. Choose it again to see how it stands."
MODEL, FACTS, REQUESTS, SENDING = "model.bpmn", "run.json", "requests.sqlite", "sending.sqlite"
NOBODY: Mapping[str, Json] = MappingProxyType(
    {"id": 0, "username": "", "firstname": "", "lastname": "", "fullname": "", "email": ""}
)
"""A preview makes somebody up, and that would get real mail here."""


@dataclass(frozen=True, slots=True)
class LiveChoice:
    """What the user decided for one run; nothing of it is remembered for the next."""

    data: JsonObject = field(default_factory=dict)
    elements: frozenset[str] = frozenset()
    workspace: Path | None = None
    start: str | None = None
    loopback: bool = False
    output: Path | None = None
    pins: Mapping[str, JsonObject] = field(default_factory=dict)
    user: JsonObject = field(default_factory=lambda: dict(NOBODY))
    """Who starts the Request; mail to its requester goes to this address."""


@dataclass(frozen=True, slots=True)
class StoredRun:
    """A run that is kept on disk."""

    id: str
    title: str
    status: str
    begun: datetime
    elements: frozenset[str]


class LiveRun(Preview):
    """One live Request. Its methods may be called from any thread, one acts at a time."""

    def __init__(self, id: str, preview: Preview, bench: LiveBench, store: RequestStore, desk: Desk) -> None:
        super().__init__(preview.request, bench, preview.handlers, preview.lent)
        self.id = id
        self.live = bench
        self._store = store
        self._desk = desk
        self._lock = RLock()
        self._pause = Event()
        self.request.holds = True
        self._stored = store.length(id)

    def go_on(self) -> LiveRun:
        """Run until it is completed or waits; timers that are due by the real clock fire too."""
        with self._lock:
            self._proceed()
            self._take_early()
            self.live.hosts.close()
            return self

    def _proceed(self) -> None:
        self._pause.clear()
        self.live.go_on()
        self.live.brake.release()
        if self.is_stale:
            raise RequestError(ELSEWHERE)
        if not self.doubts:
            self._work()
            self._tick()

    def _take_early(self) -> None:
        """What a server sent before its task waited counts now."""
        for question, data in self._desk.early(self.id):
            if question.element in self.request.waiting and not self._pause.is_set():
                self.called(question, data)

    @property
    def doubts(self) -> list[Sent]:
        """What a crash left in doubt: somebody must say whether it was sent before the run goes on."""
        return [each for each in self.live.outside.ledger.in_doubt(self.id) if each.reason == CRASHED]

    def _tick(self) -> None:
        """Let real time pass; only where nothing is half done, or a step after a crash would not be the same one."""
        while self.request.status == "waiting" and not self._pause.is_set():
            due = self.request.next_due
            self.request.catch_up(self.live.outside.now())
            self._work()
            if due is None or due > self.live.outside.now():
                break

    def _work(self) -> None:
        while not self._pause.is_set() and self._step():
            pass
        self.save()

    def _step(self) -> bool:
        self.live.has_acted = False
        self.live.brake.begin()
        went_on = self.request.step()
        if self.live.has_acted:
            self.save()
        return went_on

    def pause(self) -> None:
        """Stop after the present step; may be called from any thread."""
        self._pause.set()

    def break_off(self) -> str:
        """End what the present step does, which leaves an incident at its element; may be called from any thread.

        Where something was handed over in it, it is waited for: returned is what, in words.
        """
        self._pause.set()
        return self.live.brake.pull(self.live.break_off)

    def complete(self, element: str, data: Mapping[str, object]) -> LiveRun:
        """Answer a waiting task by hand, and go on; where it had asked by mail, its links count no more.

        Raises `RequestError` where it does not wait.
        """
        with self._lock:
            self.go_on()
            self.request.give(element, given(data))
            question = self._desk.open_question(self.id, element)
            self._keep(self._desk.using_up(question, 0, "", "") if question else None)
            return self.go_on()

    def looked_at(self, look: Callable[[], T]) -> T | None:
        """What `look` finds while nothing moves; None where the run is at work just now."""
        if not self._lock.acquire(blocking=False):
            return None
        try:
            return look()
        finally:
            self._lock.release()

    @property
    def is_at_work(self) -> bool:
        """Whether something moves it or reads it just now."""
        return self.looked_at(lambda: True) is None

    @property
    def next_due(self) -> datetime | None:
        """When its next timer is due; None while it is at work or may not go on by itself."""
        return self.looked_at(lambda: self.request.next_due if self._goes_on_by_itself else None)

    @property
    def may_go_on(self) -> bool:
        """Whether its timers may fire: not while it is at work."""
        return bool(self.looked_at(lambda: self._goes_on_by_itself))

    @property
    def _goes_on_by_itself(self) -> bool:
        """Not while it is paused or has failed, another window goes on with it, or somebody must say what was sent."""
        if self.request.status != "waiting" or self._pause.is_set():
            return False
        return not self.is_stale and not self.doubts

    def fail(self, element: str, message: str, code: str) -> LiveRun:
        """Let a waiting task fail, such as one whose mail came back; and go on."""
        return self._act(lambda: self.request.give(element, error(message, code)))

    def retry(self, element: str) -> LiveRun:
        """Let a failed element begin again, and go on; its mail goes through the servers as they are now."""
        self.live.look_at_servers()
        return self._act(lambda: self.request.retry(element))

    def cancel(self) -> LiveRun:
        """End the Request now."""
        return self._act(self.request.cancel)

    def answered(self, question: Question, number: int, comment: str = "", by: str = "") -> None:
        """The answer to a mail: uses the question up and completes the task in one transaction, then goes on.

        Raises `AnsweredAlready`, and `RequestError` where the task waits no longer.
        """
        using_up = self._desk.using_up(question, number, comment, by)
        self._finish(question, lambda: question.outputs(number, comment), using_up)

    def called(self, question: Question, data: JsonObject, by: str = "") -> None:
        """What a server that calls back has sent: as an answer to a mail. Raises as `answered` does."""
        self._finish(question, lambda: data, self._desk.using_up(question, 1, "", by))

    def _finish(
        self, question: Question, outputs: Callable[[], JsonObject], using_up: Callable[[sqlite3.Connection], None]
    ) -> None:
        with self._lock:
            self._desk.open(self._desk.find(question.nonce) or question)
            self._proceed()
            before = self.request.snapshot()
            try:
                self.request.complete(question.element, outputs())
                self._keep(using_up)
            except AnsweredAlready:
                self.request.restore(before)
                raise
            self.go_on()

    def save(self) -> None:
        """Put what happened on the disk."""
        self._keep()

    @property
    def is_stale(self) -> bool:
        """Whether another window has gone on with it meanwhile; this copy must not be used any more."""
        return self._store.length(self.id) != self._stored

    def _keep(self, also: Callable[[sqlite3.Connection], None] | None = None) -> None:
        def check(connection: sqlite3.Connection) -> None:
            if self._store.length(self.id, connection) != self._stored:
                raise RequestError(ELSEWHERE)
            if also is not None:
                also(connection)

        self._store.save(self.id, self.request, check)
        self._stored = len(self.request.events)

    def _act(self, act: Callable[[], object]) -> LiveRun:
        with self._lock:
            self.go_on()
            act()
            self.save()
            return self.go_on()


class LiveRuns:
    """The live runs of one user: starts them, keeps those that wait, and knows what is in doubt."""

    def __init__(
        self,
        profile: Profile,
        secrets: SecretSource | None = None,
        *,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        pause: Callable[[float], object] | None = None,
        outside: Callable[[Outside], Outside] = lambda usual: usual,
        tls: Callable[[], ssl.SSLContext] = ssl.create_default_context,
        system: OperatingSystem | None = None,
    ) -> None:
        self._tls = tls
        self._folder = profile.folder / FOLDER
        self._folder.mkdir(parents=True, exist_ok=True)
        self._system = system or OperatingSystem()
        self.secrets = secrets if secrets is not None else Secrets(profile)
        self.ledger = Ledger(self._folder / SENDING, now)
        self._store = RequestStore(self._folder / REQUESTS)
        key = self.secrets.own_key("processwright.answers") if isinstance(self.secrets, Secrets) else chance.token_hex()
        self.desk = Desk(self._folder / REQUESTS, key, now)
        self._tokens = AccessTokens(now)
        self._closing = Event()
        self._now, self._pause, self._outside = now, pause or self._closing.wait, outside
        self._open: dict[str, LiveRun] = {}

    def start(self, document: Document, catalog: Catalog, choice: LiveChoice, title: str = "") -> LiveRun:
        """A Request at its start, stored before anything happens. Raises `RequestError`."""
        id = f"live-{chance.token_hex(8)}"
        model = document.to_bytes()
        own = Document.from_bytes(model, title or MODEL)
        graph, lent = with_library(own, choice.workspace)
        bench = self._bench(id, choice)
        options = PreviewOptions(choice.data, choice.start, workspace=choice.workspace, pins=choice.pins)
        handlers = handlers_of(own, catalog, graph, bench, options)
        seed, clock = chance.randbelow(1 << 31), VirtualClock(self._now())
        request = start(graph, choice.data, choice.start, seed, handlers, clock, bench.people.functions, choice.user)
        self._keep_facts(id, model, choice, title)
        run = self._run(id, Preview(request, bench, handlers, lent), bench)
        run.save()
        return run

    def resume(self, id: str, catalog: Catalog) -> LiveRun:
        """A run of an earlier start, where it stood. Raises `RequestError` where it is not there any more."""
        known = self._open.get(id)
        if known is not None and not known.looked_at(lambda: known.is_stale):
            return known
        facts = read_values(self._system, self._folder / id / FACTS)
        try:
            document = Document.from_bytes((self._folder / id / MODEL).read_bytes(), MODEL)
        except OSError:
            raise RequestError(f"The live run {id} is not there any more.") from None
        choice = _choice(facts)
        graph, lent = with_library(document, choice.workspace)
        bench = self._bench(id, choice)
        options = PreviewOptions(workspace=choice.workspace, pins=choice.pins)
        handlers = handlers_of(document, catalog, graph, bench, options)
        request = self._store.load(id, graph, handlers, bench.people.functions)
        bench.files.kept = list(kept_files(bench.kept))
        bench.late.update(self.desk.lates(id))
        for element, answers in self.desk.open_answers(id).items():
            bench.answers_to[element] = answers
        return self._run(id, Preview(request, bench, handlers, lent), bench)

    @property
    def open_runs(self) -> list[LiveRun]:
        """The runs that were started or resumed in this program."""
        return list(self._open.values())

    def stored(self) -> list[StoredRun]:
        """Every run that is kept, newest first."""
        found = []
        for id, status in self._store.list().items():
            facts = read_values(self._system, self._folder / id / FACTS)
            begun = as_text(facts.get("begun"))
            moment = datetime.fromisoformat(begun) if begun else datetime.min.replace(tzinfo=UTC)
            elements = frozenset(map(str, as_list(facts.get("elements"))))
            found.append(StoredRun(id, as_text(facts.get("title"), id), status, moment, elements))
        return sorted(found, key=lambda run: run.begun, reverse=True)

    def answer(self, catalog: Catalog, question: Question, number: int, comment: str = "", by: str = "") -> None:
        """Give the answer to a mail, whether its run is open or was left in an earlier start."""
        self.resume(question.run, catalog).answered(question, number, comment, by)

    def called(self, catalog: Catalog, question: Question, data: JsonObject, by: str = "") -> bool:
        """A server calls back; False where its task does not wait yet, and what it sent is kept until then."""
        if self.desk.keep_early(question, data):
            return False
        self.desk.open(self.desk.find(question.nonce) or question)
        self.resume(question.run, catalog).called(question, data, by)
        return True

    def finished(self, catalog: Catalog, question: Question, data: JsonObject, by: str = "") -> str:
        """A person answered a task from a mail; returns the page of the screen that the task shows then, if any."""
        run = self.resume(question.run, catalog)
        run.called(question, data, by)
        link = self.desk.tasks.find(question.nonce)
        if link is None or link.done is None:
            return ""
        try:
            return run.live.screens.render(link.done, {})
        except PortError:
            return ""  # the answer counts, whatever became of the screen

    def collect_replies(self, catalog: Catalog) -> int:
        """Read the mailboxes of all runs that wait, and act on the replies; returns how many there were.

        Raises `PortError` with what kept a mailbox from being read.
        """
        waiting = [run.id for run in self.stored() if run.status == "waiting"]
        runs = [self.resume(id, catalog) for id in waiting if self.desk.open_answers(id)]
        for run in runs:
            run.live.look_at_servers()
        boxes = {box: run.live.signer.of_mailbox for run in runs for box in run.live.servers.mailboxes.values()}
        return sum(collect(box, self.desk, credential, lambda reply: self._act_on(catalog, reply), self._tls)
                   for box, credential in boxes.items())  # fmt: skip

    def _act_on(self, catalog: Catalog, reply: Reply) -> None:
        question = reply.question
        if reply.kind == "answer":
            self.answer(catalog, self.desk.open(question), reply.number, reply.comment, reply.sender)
        elif reply.kind == "delivery" and question.answered is None:
            self.resume(question.run, catalog).fail(question.element, reply.comment, DELIVERY)
        else:
            self.desk.note(question, f"{reply.sender} replied without naming an answer: {reply.comment[:200]}")

    def due(self) -> list[str]:
        """The runs with a timer that is due now and may fire."""
        return [id for id in self._store.due(self._now()) if id not in self._open or self._open[id].may_go_on]

    def seconds_to_next(self) -> float | None:
        """How long it is to the next timer of the open runs, 0 where it is overdue; None where none waits for one."""
        now = self._now()
        due = [run.next_due for run in self._open.values()]
        return min((max(0.0, (moment - now).total_seconds()) for moment in due if moment is not None), default=None)

    def doors(self, catalog: Catalog, news: Callable[[], None]) -> Doors:
        """What is done with answers and calls that come in; `news` is called after each, from another thread."""

        def answered(question: Question, number: int, comment: str) -> None:
            self.answer(catalog, question, number, comment)
            news()

        def called(question: Question, data: JsonObject, by: str) -> bool:
            counts = self.called(catalog, question, data, by)
            news()
            return counts

        def finished(question: Question, data: JsonObject, by: str) -> str:
            page = self.finished(catalog, question, data, by)
            news()
            return page

        def mail_code(question: Question, link: TaskLink, code: str) -> None:
            live = self.resume(question.run, catalog).live
            mail = live.outside.mail(live.signer)
            CodeMail(mail, self.ledger, live.outbox, self._now).send(question, link, code)
            news()

        def waits(question: Question) -> bool:
            run = self.resume(question.run, catalog)
            return run.looked_at(lambda: question.element in run.request.waiting) is not False

        return Doors(answered, called, finished, mail_code, waits)

    def open_page(self, catalog: Catalog, news: Callable[[], None]) -> AnswerPage | None:
        """The page for answers, at the port it had before, so that links in old mails still lead to it.

        None where another program of this user serves it already.
        """

        doors = self.doors(catalog, news)
        file = self._folder / PAGE
        port = read_values(self._system, file).get("port")
        if not isinstance(port, int):
            page = AnswerPage(self.desk, doors)
            write_values(self._system, file, {"port": page.port})
            return page
        try:
            return AnswerPage(self.desk, doors, port)
        except OSError:
            if is_answer_page(port):
                self.desk.address = address_of(port)
                return None
            return AnswerPage(self.desk, doors)

    def model(self, id: str) -> bytes:
        """The process of a run as it was at its start."""
        return (self._folder / id / MODEL).read_bytes()

    def forget(self, id: str) -> None:
        """Take a run away; what is in doubt of it stays on the list."""
        if (run := self._open.pop(id, None)) is not None:
            run.live.hosts.close()
        self._store.delete(id)
        self.ledger.forget(id)
        self.desk.forget(id)
        place = self._folder / id
        for path in sorted(place.rglob("*"), reverse=True):
            path.rmdir() if path.is_dir() else path.unlink()
        if place.is_dir():
            place.rmdir()

    def interrupt(self) -> None:
        """The program is about to end: what goes on stops after its present step, and pauses are cut short."""
        self._closing.set()
        for run in self._open.values():
            run.pause()

    def close(self) -> None:
        """End the connectors' processes; runs that wait stay on disk."""
        self.interrupt()
        for run in self._open.values():
            run.live.hosts.close()
        self._open = {}

    def _run(self, id: str, preview: Preview, bench: LiveBench) -> LiveRun:
        bench.follow(lambda: len(preview.request.events), preview.request.work_began)
        run = LiveRun(id, preview, bench, self._store, self.desk)
        self._open[id] = run
        return run

    def _bench(self, id: str, choice: LiveChoice) -> LiveBench:
        usual = Outside(self.secrets, self.ledger, self._now, self._pause, self._tokens, choice.loopback)
        output = choice.output or (choice.workspace or self._folder / id) / OUTPUT
        servers = read_mail_servers(choice.workspace) if choice.workspace else MailServers()
        bench = LiveBench.for_run(
            Hosts(), choice.workspace, outside=self._outside(usual), questions=self.desk, run=id,
            elements=choice.elements, folder=output, kept=self._folder / id / "files", servers=servers,
        )  # fmt: skip
        bench.logs = self._folder.parent / LOGS
        return bench

    def _keep_facts(self, id: str, model: bytes, choice: LiveChoice, title: str) -> None:
        place = self._folder / id
        place.mkdir(parents=True)
        (place / MODEL).write_bytes(model)
        facts: dict[str, object] = {
            "title": title, "begun": self._now().isoformat(), "elements": sorted(choice.elements),
            "workspace": str(choice.workspace) if choice.workspace else None, "loopback": choice.loopback,
            "output": str(choice.output) if choice.output else None, "pins": dict(choice.pins),
        }  # fmt: skip
        write_values(self._system, place / FACTS, facts)


def requester(workspace: Path | None, id: str) -> JsonObject | None:
    """The user of the workspace with this id, as a Request knows who started it."""
    from modeler.services.workspace.directory import read_people

    found = read_people(workspace).users.get(id)
    if found is None:
        return None
    first, _, last = found.name.partition(" ")
    number: Json = int(id) if id.isdigit() else id
    return {
        **NOBODY,
        "id": number,
        "firstname": first,
        "lastname": last,
        "fullname": found.name,
        "email": found.address,
    }


def _choice(facts: Mapping[str, object]) -> LiveChoice:
    workspace, output = as_text(facts.get("workspace")), as_text(facts.get("output"))
    pins: dict[str, Json] = as_object(facts.get("pins"))
    return LiveChoice(
        elements=frozenset(map(str, as_list(facts.get("elements")))),
        workspace=Path(workspace) if workspace else None,
        loopback=facts.get("loopback") is True,
        output=Path(output) if output else None,
        pins={element: as_object(outputs) for element, outputs in pins.items()},
    )
