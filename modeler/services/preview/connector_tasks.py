"""Connectors as the engine's task handlers: settings and data go to the connector's process, its outcome comes back."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path

from connectors.sdk.connector import Answer, ConnectorError, error_in
from connectors.sdk.connector import Outcome as ConnectorOutcome
from connectors.sdk.host import BrokenOffError as CallBrokenOffError
from connectors.sdk.host import HostError, Hosts
from connectors.sdk.manifest import Manifest
from connectors.sdk.ports import Files, Http, HttpRequest, HttpResponse, Ports, Sources, TaskInfo
from connectors.sdk.redaction import Redactor
from connectors.sdk.values import JsonObject, as_object, without
from engine.bpmn import Document, Element
from engine.bpmn.namespaces import PROCESSMAKER
from engine.runtime.errors import BrokenOffError
from engine.runtime.handlers import Outcome, TaskCall, TaskHandler, completed, error, failure, retry, waiting
from engine.runtime.scripts import Scripts
from modeler.editing import binding
from modeler.editing.binding import Configuration
from modeler.services.catalog import Catalog
from modeler.services.preview.job_functions import kept_by
from modeler.services.preview.job_results import NO_MAPPING, JobResults, results_of
from modeler.services.preview.library import named
from modeler.services.preview.outbox import Outbox
from modeler.services.preview.ports import (
    OutboxFiles,
    OutboxMail,
    PreviewLinks,
    RequestFiles,
    RequestTemplates,
    SampleHttp,
    StandInSecrets,
    StillClock,
)
from modeler.services.screens import FolderScreens
from modeler.services.workspace.data_connectors import EitherSource, FolderSources
from modeler.services.workspace.directory import People, RequestDirectory, read_people

RESERVED = frozenset(
    {
        "_user", "_request", "_parent", "loopCounter", "numberOfInstances", "numberOfActiveInstances",
        "numberOfCompletedInstances", "numberOfTerminatedInstances", "loopCharacteristics",
    }
)  # fmt: skip


@dataclass
class Bench:
    """What all connector tasks of one preview share."""

    hosts: Hosts
    people: People
    screens: FolderScreens
    sources: Sources
    scripts: Scripts = field(default_factory=Scripts)
    outbox: Outbox = field(default_factory=Outbox)
    files: RequestFiles = field(default_factory=RequestFiles)
    answers: Mapping[str, HttpResponse] = field(default_factory=dict)
    answers_to: dict[str, tuple[Answer, ...]] = field(default_factory=dict)
    late: dict[tuple[str, int], Answer] = field(default_factory=dict)
    process_name: str = ""
    workspace: Path | None = None

    @classmethod
    def for_workspace(cls, hosts: Hosts, folder: Path | None, answers: Mapping[str, HttpResponse]) -> Bench:
        """The bench for a process in a folder that may hold people and screens."""
        people, screens, sources = read_people(folder), FolderScreens(folder), FolderSources(folder)
        return cls(hosts, people, screens, sources, answers=answers, workspace=folder)

    def renew(self) -> None:
        """The next Request begins: with nothing of what others did."""
        self.outbox, self.files, self.answers_to, self.late = Outbox(), RequestFiles(), {}, {}

    def follow(self, position: Callable[[], int], began: Callable[[int], int]) -> None:
        """Let effects and files know how far the run has come."""
        self.outbox.position = self.files.position = position

    def begin(self) -> None:
        """A task begins its work."""
        self.outbox.begin()
        self.files.begin()

    def take_back(self) -> None:
        """The task that began last was broken off: what it had done by then counts no more, however far it came."""
        self.begin()

    def visit(self, call: TaskCall) -> int:
        """How often the element was visited before; another attempt is the same visit."""
        if call.attempt > 1:
            return max(0, sum(element == call.element for _, element in self.outbox.visits) - 1)
        return self.outbox.note_visit(call.element)

    def work(self, call: TaskCall) -> int:
        """A number for what a call does: where a call goes on with what failed before, that call's number."""
        return self.visit(call)

    def note_late(self, call: TaskCall, outcome: ConnectorOutcome) -> timedelta:
        """Remember what happens when nobody answers in time; returns how long that is."""
        if outcome.late is None or outcome.seconds <= 0:
            return timedelta()
        self.late[call.element, call.token] = outcome.late
        return timedelta(seconds=outcome.seconds)

    def break_off(self) -> None:
        """End what connectors and scripts do now; may be called from any thread."""
        self.hosts.break_off()
        self.scripts.break_off()

    def go_on(self) -> None:
        """Connectors and scripts may run again."""
        self.hosts.go_on()
        self.scripts.go_on()

    def moment(self) -> datetime | None:
        """The time outside, where one passes: in a preview none does."""
        return None

    def redactor(self) -> Redactor:
        """What masks the secrets of one call."""
        return Redactor()

    def note_answers(self, call: TaskCall, visit: int, answers: tuple[Answer, ...]) -> None:
        """A task waits for one of these."""
        self.answers_to[call.element] = answers

    def sources_with(self, folder: Path, element: str) -> Sources:
        """The workspace's data connectors, and where it lacks one that of a connector's folder, for its samples."""
        return EitherSource(self.sources, FolderSources(folder))

    def ports(self, manifest: Manifest, call: TaskCall, data: JsonObject, visit: int, redactor: Redactor) -> Ports:
        """The offline ports for one call."""
        pin = self.answers.get(call.element)
        return Ports(
            task=TaskInfo(call.element, call.name, str(call.seed + 1), visit, self.process_name),
            clock=StillClock(call.now),
            templates=RequestTemplates(),
            mail=OutboxMail(self.outbox, call.element, manifest.id, call.now),
            directory=RequestDirectory(self.people, data, stand_ins=True, participants=call.participants),
            screens=self.screens.at(call.now, self.scripts, self.files.name_of),
            files=OutboxFiles(self.files, self.outbox, call.element, manifest.id, call.now, self.workspace),
            secrets=StandInSecrets(),
            sources=self.sources,
            links=PreviewLinks(call.element, call.seed + 1, visit),
            http=SampleHttp(self.outbox, call.element, manifest.id, call.now, pin, redactor),
        )


@dataclass(frozen=True)
class ConnectorHandler:
    """Runs one connector element in its package's host process."""

    manifest: Manifest
    configuration: Configuration
    bench: Bench
    results: JobResults = NO_MAPPING
    entry: Manifest | None = None
    """The connector that runs as this one, where that is another one."""
    may_retry: bool = False
    """Whether the element leaves it to its connector how often a failure is tried again."""

    def run(self, call: TaskCall) -> Outcome:
        """The engine's question, asked of the connector."""
        if self.configuration.error:
            return failure(f"{call.name or call.element}: {self.configuration.error}", "connector.settings")
        return replace(self._run(call), ended=self.bench.moment())

    def _run(self, call: TaskCall) -> Outcome:
        late = self.bench.late.get((call.element, call.token)) if call.attempt > 1 else None
        if late is not None:
            return given(late.data)
        self.bench.begin()
        data = plain(call.data)
        redactor, visit = self.bench.redactor(), self.bench.work(call)
        ports = self._fitting(self.bench.ports(self.manifest, call, data, visit, redactor), call)
        try:
            host = self.bench.hosts.host(self.manifest)
            outcome = host.run(self.manifest, self.configuration.values, data, ports, redactor)
        except CallBrokenOffError:
            self.bench.take_back()
            raise BrokenOffError(call.name or call.element) from None
        except HostError as fault:
            return failure(fault.message, fault.code)
        except ConnectorError as refusal:
            return self.failed(call, refusal, ports.files)
        answer, keep = without(outcome.data, RESERVED), kept_by(lambda: ports.files)
        try:
            decided = None if outcome.waits else self.results.errors.after_answer(answer, call.attempt, keep)
            if decided is not None:
                return decided
            outputs = self.results.of(answer, data, keep)
        except ConnectorError as refusal:
            return _unclear(call, refusal)
        if not outcome.waits:
            return completed(outputs)
        self.bench.note_answers(call, visit, outcome.answers)
        return waiting(outcome.waits, outputs, self.bench.note_late(call, outcome))

    def _fitting(self, ports: Ports, call: TaskCall) -> Ports:
        """The ports of a call as this element needs them."""
        if self.entry is not None:
            ports = replace(ports, sources=self.bench.sources_with(self.entry.folder, call.element))
        return ports if self.may_retry else replace(ports, http=MadeOnce(ports.http))

    def failed(self, call: TaskCall, refusal: ConnectorError, files: Files | None = None) -> Outcome:
        """What comes of a failure: an error of its code, unless the element's own rule says otherwise."""
        keep = kept_by(lambda: files or self.bench.ports(self.manifest, call, {}, 0, Redactor()).files)
        try:
            decided = self.results.errors.after_failure(refusal, call.attempt, keep)
        except ConnectorError as fault:
            return _unclear(call, fault)
        if decided is not None:
            return decided
        if self.may_retry and call.attempt <= refusal.retries:
            return retry(refusal.message, timedelta(seconds=refusal.wait), refusal.code)
        often = f"failed after {call.attempt} attempts: " if self.may_retry and call.attempt > 1 else ""
        return error(f"{often}{refusal.message}", refusal.code)


@dataclass(frozen=True, slots=True)
class MadeOnce:
    """The calls of an element that says itself how often a failure is tried again: each attempt makes them once."""

    http: Http

    def send(self, request: HttpRequest) -> HttpResponse:
        """Make one call."""
        return self.http.send(replace(request, tried_again=False))


@dataclass(frozen=True)
class PinnedFailure:
    """A failure that somebody pinned at a connector: what comes of it is still for the connector's rule to say."""

    handler: ConnectorHandler
    refusal: ConnectorError

    def run(self, call: TaskCall) -> Outcome:
        """As if the call had failed so."""
        return self.handler.failed(call, self.refusal)


def _unclear(call: TaskCall, refusal: ConnectorError) -> Outcome:
    """A rule of the element itself cannot be followed."""
    return failure(f"{call.name or call.element}: {refusal.message}", refusal.code)


def given(answer: Mapping[str, object]) -> Outcome:
    """What an answer does to the task that waits for it: it completes, or the error that the answer is happens."""
    refusal = error_in(answer)
    return completed(answer) if refusal is None else error(refusal.message, refusal.code)


def handlers_for(
    document: Document, catalog: Catalog, bench: Bench, lent: Sequence[Document] = ()
) -> dict[str, TaskHandler]:
    """A handler for every element that an installed connector claims, of a document and those that are lent to it."""
    found: dict[str, TaskHandler] = {}
    for id, element in named(document, lent):
        manifest = catalog.connector_of(element)
        if manifest is not None and _has_outcome(manifest):
            found[id] = _handler(manifest, element, catalog, bench)
    return found


def _has_outcome(manifest: Manifest) -> bool:
    """Whether a connector does the element's work; one that only fills places in may leave that to the engine."""
    return manifest.binding.codec != "places" or bool(manifest.run or manifest.runs_as or "example" in manifest.raw)


def _handler(manifest: Manifest, element: Element, catalog: Catalog, bench: Bench) -> ConnectorHandler:
    """What runs an element: its connector, or the one as which that runs."""
    runner = catalog.get(manifest.runs_as) if manifest.runs_as else manifest
    if runner is None:
        missing = f"“{manifest.name}” runs as the connector “{manifest.runs_as}”, which is not installed."
        return ConnectorHandler(manifest, Configuration({}, None, missing), bench)
    entry = manifest if manifest.runs_as else None
    configuration, results = binding.read(runner, element), results_of(manifest, element)
    return ConnectorHandler(runner, configuration, bench, results, entry, _leaves_retries(element))


def _leaves_retries(element: Element) -> bool:
    """Whether the element's error handling, in ProcessMaker's form, says nothing of attempts; 0 is a word too."""
    said = binding.parsed(element.foreign(PROCESSMAKER, "errorHandling"))
    return not said.error and said.values.get("retry_attempts") in (None, "")


def plain(data: Mapping[str, object]) -> JsonObject:
    """Request data as JSON values; what JSON cannot say becomes text."""
    return as_object(json.loads(json.dumps(dict(data), default=_text)))


def _text(value: object) -> object:
    return dict(value) if isinstance(value, Mapping) else str(value)
