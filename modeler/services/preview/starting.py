"""Run a Request offline: the engine with the installed connectors behind it, and an outbox for what they would do.

    with Hosts() as hosts:
        preview = start_preview(document, discover(), hosts, PreviewOptions(data={"amount": 1200}))
        preview.request.run()
        preview.result(), preview.effects

The Request steps, waits and goes back as `engine.runtime` says; `effects` always fit the step at which it stands.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from connectors.sdk.connector import Answer, error_in
from connectors.sdk.host import Hosts
from connectors.sdk.ports import HttpResponse
from connectors.sdk.values import JsonObject, json_of
from engine.bpmn import Document
from engine.runtime.clock import VirtualClock
from engine.runtime.errors import RequestError
from engine.runtime.graph import ProcessGraph
from engine.runtime.handlers import PinnedHandler, TaskHandler
from engine.runtime.request import Request, start
from engine.runtime.scripts import script_handlers
from engine.runtime.trace import json_lines
from modeler.services.catalog import Catalog
from modeler.services.preview.connector_tasks import (
    Bench,
    ConnectorHandler,
    PinnedFailure,
    given,
    handlers_for,
    plain,
)
from modeler.services.preview.library import Lent, documents_of, with_library, workspace_decisions
from modeler.services.preview.outbox import Effect, Outbox
from modeler.services.preview.task_mails import notifying_tasks


@dataclass(frozen=True, slots=True)
class PreviewOptions:
    """How a Request starts. `pins` give an element's outcome, `answers` what a server is taken to answer it."""

    data: JsonObject = field(default_factory=dict)
    start: str | None = None
    seed: int = 0
    workspace: Path | None = None
    pins: Mapping[str, JsonObject] = field(default_factory=dict)
    answers: Mapping[str, HttpResponse] = field(default_factory=dict)
    clock: datetime | None = None
    """Where virtual time begins; a Monday morning unless said."""
    user: JsonObject | None = None
    """Who starts the Request, as expressions see it in `_user`; somebody made up unless said."""


@dataclass
class Preview:
    """One Request in preview; what is put into `handlers` takes effect at the next visit of an element."""

    request: Request
    bench: Bench
    handlers: dict[str, TaskHandler] = field(default_factory=dict)
    lent: tuple[Lent, ...] = ()
    """The files whose processes it calls."""

    @property
    def outbox(self) -> Outbox:
        """Every effect of the run; see `effects` for those up to the present step."""
        return self.bench.outbox

    @property
    def answers(self) -> dict[str, tuple[Answer, ...]]:
        """What can be answered now: for each waiting element the answers that its connector offers."""
        return {id: self.bench.answers_to[id] for id in self.request.waiting if id in self.bench.answers_to}

    def answer(self, element: str, label: str) -> None:
        """Give a waiting element one of its answers and go on; raises `KeyError` for one that is not offered."""
        chosen = {each.label: each.data for each in self.answers.get(element, ())}
        give_answer(self.request, element, chosen[label])

    @property
    def effects(self) -> tuple[Effect, ...]:
        """What connectors have done up to the step at which the Request stands."""
        return self.outbox.until(len(self.request.events))

    def result(self, folder: Path | None = None) -> dict[str, object]:
        """How the Request stands, in the form that the command line prints; files are named below `folder`."""
        request = self.request
        return {
            "status": request.status,
            "data": plain(request.data),
            "path": request.path,
            "waiting": request.waiting,
            "effects": [_shown(effect, folder) for effect in self.effects],
            "errors": [{name: each.get(name) for name in ("element", "code", "message")} for each in request.errors],
        }

    def trace_lines(self) -> str:
        """Everything that happened, one JSON object a line."""
        return json_lines(self.request.trace)


def start_preview(document: Document, catalog: Catalog, hosts: Hosts, options: PreviewOptions | None = None) -> Preview:
    """A Request that stands at its start; raises `engine.runtime`'s `RequestError` where it cannot start."""
    chosen = options or PreviewOptions()
    return PreparedPreview(document, catalog, hosts, chosen.workspace, chosen.answers).start(chosen)


class PreparedPreview:
    """A document that was read once, to start one Request of it after the other.

    Each Request gets an outbox and files of its own; only the last one that was started may go on.
    """

    def __init__(
        self,
        document: Document,
        catalog: Catalog,
        hosts: Hosts,
        workspace: Path | None,
        answers: Mapping[str, HttpResponse] | None = None,
    ) -> None:
        """Read all that Requests of the document share."""
        self._bench = Bench.for_workspace(hosts, workspace, answers or {})
        self.graph, self.lent = with_library(document, workspace)
        shared = PreviewOptions(workspace=workspace)
        self._handlers = handlers_of(document, catalog, self.graph, self._bench, shared, documents_of(self.lent))

    def start(self, options: PreviewOptions) -> Preview:
        """A Request that stands at its start; raises `engine.runtime`'s `RequestError` where it cannot start."""
        bench = self._bench
        bench.renew()
        handlers = {**self._handlers, **_pins(options, self._handlers)}
        clock = VirtualClock(options.clock) if options.clock is not None else None
        known = bench.people.functions
        request = start(self.graph, options.data, options.start, options.seed, handlers, clock, known, options.user)
        bench.follow(lambda: len(request.events), request.work_began)
        return Preview(request, bench, handlers, self.lent)

    def close(self) -> None:
        """End what runs scripts; connectors' processes belong to the hosts."""
        self._bench.scripts.close()


def handlers_of(
    document: Document,
    catalog: Catalog,
    graph: ProcessGraph,
    bench: Bench,
    options: PreviewOptions,
    lent: Sequence[Document] = (),
) -> dict[str, TaskHandler]:
    """What does the work of tasks in preview, of a document and those that are lent to it; pins come before all."""
    handlers: dict[str, TaskHandler] = {**script_handlers(graph, bench.scripts)}
    handlers.update(notifying_tasks(document, catalog, bench, lent))
    handlers.update(workspace_decisions(graph, options.workspace))
    handlers.update(handlers_for(document, catalog, bench, lent))
    handlers.update(_pins(options, handlers))
    return handlers


def pinned(outputs: Mapping[str, object], instead_of: TaskHandler | None = None) -> TaskHandler:
    """What stands in for an element whose outcome is pinned: its outputs, or `_error` with `code` and `message`."""
    refusal = error_in(outputs)
    if refusal is not None and isinstance(instead_of, ConnectorHandler):
        return PinnedFailure(instead_of, refusal)
    return PinnedHandler(given(outputs))


def _pins(options: PreviewOptions, handlers: Mapping[str, TaskHandler]) -> dict[str, TaskHandler]:
    return {element: pinned(outputs, handlers.get(element)) for element, outputs in options.pins.items()}


def give_answer(request: Request, element: str, data: Mapping[str, object]) -> None:
    """Give what an element waits for; only the first answer counts, and raises `RequestError` for a second one.

    Data of the form `{"_error": {"code": …, "message": …}}` are an error that happens there.
    """
    if element not in request.waiting and element in request.path:
        raise RequestError(f"“{element}” does not wait any more: only the first answer counts")
    request.give(element, given(data))


def read_data(text: str) -> JsonObject:
    """Start data from JSON text; raises `ValueError` with a sentence when it is no JSON object."""
    try:
        value = json_of(text)
    except (ValueError, RecursionError) as error:
        raise ValueError(f"The data is not JSON: {error}") from None
    if not isinstance(value, dict):
        raise ValueError('The data must be a JSON object, such as {"amount": 1200}.')
    return value


def _shown(effect: Effect, folder: Path | None) -> dict[str, object]:
    files = [str(folder / file.name) for file in effect.files] if folder else []
    return {"element": effect.element, "connector": effect.connector, "kind": effect.kind, "files": files}
