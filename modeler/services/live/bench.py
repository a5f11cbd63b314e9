"""The bench of a live run: connectors that the user chose get the real world, all others stay offline."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Protocol

from connectors.sdk.connector import Answer
from connectors.sdk.connector import Outcome as ConnectorOutcome
from connectors.sdk.host import Hosts
from connectors.sdk.live import LiveMail
from connectors.sdk.manifest import Manifest
from connectors.sdk.ports import Http, HttpResponse, Links, Mail, Ports, Sources, TaskInfo
from connectors.sdk.redaction import Redactor
from connectors.sdk.serving import is_permitted
from connectors.sdk.values import JsonObject
from engine.runtime.handlers import TaskCall
from modeler.services.live.brake import Brake
from modeler.services.live.exchange_log import ExchangeLog, LoggedHttp
from modeler.services.live.ports import LiveFiles, Once, OnceHttp, OnceMail, Place
from modeler.services.live.sending import Ledger
from modeler.services.mail_sign_in.signer import HttpTo, KeyringMeans, Signer, checked_http
from modeler.services.mail_sign_in.tokens import AccessTokens
from modeler.services.preview.connector_tasks import Bench
from modeler.services.preview.outbox import Outbox
from modeler.services.preview.ports import RequestTemplates, StillClock
from modeler.services.screens import FolderScreens
from modeler.services.workspace.data_connectors import FolderSources
from modeler.services.workspace.directory import RequestDirectory, read_people
from modeler.services.workspace.mail_servers import MailServers, read_mail_servers

_CALLS_AT_ONE_PLACE = 1_000


class SecretSource(Protocol):
    """Where live runs get secrets: the `Secrets` of the user."""

    def get(self, reference: str) -> str:
        """The value behind `secret:NAME`."""

    def renew(self, reference: str, value: str) -> None:
        """Keep another value under a name that has one, such as a refresh token that was replaced."""


class Questions(Protocol):
    """Who makes links for the answers to a mail; see `answering`."""

    def links(self, place: Place, title: str, secret: Callable[[str], str]) -> Links:
        """The links port for one call that may ask a question; `secret` gives what a reference stands for."""

    def tag(self, place: Place) -> str:
        """The word for the subject of the question's mail; empty when the call asked nothing."""

    def keep_late(self, run: str, element: str, token: int, answer: Answer) -> None:
        """What happens when nobody answers in time."""

    def offer(self, place: Place, answers: tuple[Answer, ...]) -> None:
        """The call waits now, for one of these."""


@dataclass
class Outside:
    """What live runs use of the world. Tests put servers of their own here."""

    secrets: SecretSource
    ledger: Ledger
    now: Callable[[], datetime]
    pause: Callable[[float], object]
    tokens: AccessTokens
    loopback: bool = False
    http: HttpTo = checked_http
    mail: Callable[[Signer], Mail] = lambda signer: LiveMail(
        signer.servers.servers, signer.means.secret, token=signer.of_server
    )


@dataclass
class LiveBench(Bench):
    """A bench whose chosen elements reach the world; `folder` is where PDF files go."""

    outside: Outside = field(kw_only=True)
    questions: Questions = field(kw_only=True)
    run: str = field(kw_only=True)
    elements: frozenset[str] = field(kw_only=True)
    folder: Path = field(kw_only=True)
    kept: Path = field(kw_only=True)
    servers: MailServers = field(kw_only=True)
    mask: Redactor = field(default_factory=Redactor, kw_only=True)
    position: Callable[[], int] = field(default=lambda: 0, kw_only=True)
    began: Callable[[int], int] = field(default=int, kw_only=True)
    has_acted: bool = field(default=False, kw_only=True)
    """Whether something real may have happened since somebody last looked."""
    logs: Path | None = field(default=None, kw_only=True)
    """Where data connectors in debug mode leave their logs."""
    brake: Brake = field(default_factory=Brake, kw_only=True)
    _calls: Counter[int] = field(default_factory=Counter, kw_only=True)

    @classmethod
    def for_run(
        cls,
        hosts: Hosts,
        workspace: Path | None,
        *,
        outside: Outside,
        questions: Questions,
        run: str,
        elements: frozenset[str],
        folder: Path,
        kept: Path,
        servers: MailServers,
        answers: Mapping[str, HttpResponse] | None = None,
    ) -> LiveBench:
        """The bench for one run of a process in a workspace folder."""
        return cls(
            hosts, read_people(workspace), FolderScreens(workspace), FolderSources(workspace), answers=answers or {},
            outbox=Outbox(), outside=outside, questions=questions, run=run, elements=elements, folder=folder,
            kept=kept, servers=servers, workspace=workspace,
        )  # fmt: skip

    def follow(self, position: Callable[[], int], began: Callable[[int], int]) -> None:
        """Let each call know how far the run has come, and how far it had when the work of a token began.

        Files and effects are never taken back.
        """
        self.position = position
        self.began = began
        self.outbox.position = position

    def begin(self) -> None:
        """A live run never goes back: everything that happened stays."""

    def visit(self, call: TaskCall) -> int:
        """A number that no other call of this run has, and that the same call has again after a crash."""
        here = self.position()
        self._calls[here] += 1
        return here * _CALLS_AT_ONE_PLACE + self._calls[here]

    def work(self, call: TaskCall) -> int:
        """The same for all attempts at the work of a token until one ends well, and no visit's number.

        What an attempt has sent is not sent again when the task is tried again, and its question stays the same one.
        """
        return self.began(call.token) * _CALLS_AT_ONE_PLACE

    def moment(self) -> datetime | None:
        """Calls take their time: the next attempt at one is counted from its end."""
        return self.outside.now()

    def redactor(self) -> Redactor:
        """One for the whole run: what one element used must not be shown by another."""
        return self.mask

    def note_answers(self, call: TaskCall, visit: int, answers: tuple[Answer, ...]) -> None:
        """What the task waits for can now be answered from outside too."""
        super().note_answers(call, visit, answers)
        if call.element in self.elements:
            self.questions.offer(Place(self.run, call.element, "", visit), answers)

    def note_late(self, call: TaskCall, outcome: ConnectorOutcome) -> timedelta:
        """Remember it beyond this start, or the task would be done again when the time is over."""
        after = super().note_late(call, outcome)
        if after and outcome.late is not None:
            self.questions.keep_late(self.run, call.element, call.token, outcome.late)
        return after

    def sources_with(self, folder: Path, element: str) -> Sources:
        """Only the workspace says where a live call goes and which secrets it gets, never a package."""
        return self.sources if element in self.elements else super().sources_with(folder, element)

    def ports(self, manifest: Manifest, call: TaskCall, data: JsonObject, visit: int, redactor: Redactor) -> Ports:
        """The ports for one call: live ones where the user chose so."""
        if call.element not in self.elements:
            return super().ports(manifest, call, data, visit, redactor)
        self.has_acted = True
        outside, place = self.outside, Place(self.run, call.element, manifest.id, visit)
        once, at = Once(outside.ledger, place, redactor, self.brake), outside.now()
        this_time = Once(outside.ledger, replace(place, counter=self.visit(call)), redactor, self.brake)
        servers = outside.mail(self.signer)
        pause = self.brake.paused(outside.pause)
        calls = outside.http(lambda host: is_permitted(host, manifest.permissions.hosts), outside.loopback)
        return Ports(
            task=TaskInfo(call.element, call.name, self.run, visit, self.process_name),
            clock=StillClock(at),
            templates=RequestTemplates(),
            mail=OnceMail(servers, once, self.outbox, place, at, lambda: self.questions.tag(place)),
            directory=RequestDirectory(self.people, data, stand_ins=False, participants=call.participants),
            screens=self.screens.at(at, self.scripts, self.files.name_of),
            files=LiveFiles(self.files, self.kept, self.folder, self.outbox, place, at, self.workspace),
            secrets=outside.secrets,
            sources=self.sources,
            links=self.questions.links(place, call.name or call.element, self.read_secret),
            http=self._logged(
                OnceHttp(calls, this_time, self.outbox, place, redactor, outside.now, pause, call.timeout), redactor
            ),
        )

    def _logged(self, http: Http, redactor: Redactor) -> Http:
        """The port with the debug log of data connectors behind it."""
        return http if self.logs is None else LoggedHttp(http, ExchangeLog(self.logs), self.outside.now, redactor)

    def read_secret(self, reference: str) -> str:
        """The value behind a reference, for what the program itself signs in to; masked from now on."""
        return self.signer.means.secret(reference)

    def look_at_servers(self) -> None:
        """Take over what was changed in the workspace's mail servers; only where somebody asks for another attempt."""
        if self.workspace is not None:
            self.servers = read_mail_servers(self.workspace)

    @property
    def signer(self) -> Signer:
        """What mail servers and mailboxes are signed in to with; masked from now on."""
        outside = self.outside
        means = KeyringMeans(outside.secrets, self.mask, outside.http, outside.loopback)
        return Signer(self.servers, outside.tokens, means)
