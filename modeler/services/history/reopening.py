"""A run of the history as a run that can be looked at: its Request is folded again from its trace, nobody is called.

run = reopened(archive.load(id), "29 Nov 14:02", catalog, hosts, folder)
session.show(run)
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import cast

from connectors.sdk.host import Hosts
from connectors.sdk.ports import File
from engine.bpmn import Document, DocumentError, Element, FlowNode, SequenceFlow
from engine.bpmn.profiles import Profile
from engine.runtime import RequestError, compile_graph, read_trace
from modeler.services.catalog import Catalog
from modeler.services.history.archive import RunArchive
from modeler.services.history.rows import HistoryError, RunDetails, RunRecord, StoredModel
from modeler.services.history.taking import effect_of, model_hash
from modeler.services.preview.connector_tasks import Bench
from modeler.services.preview.library import Lent, documents_of
from modeler.services.preview.outbox import Outbox
from modeler.services.preview.past import Past
from modeler.services.preview.ports import RequestFiles
from modeler.services.preview.recorded_run import RecordedRun
from modeler.services.preview.session import MakeRun
from modeler.services.preview.starting import Preview, PreviewOptions, handlers_of


def reader(
    archive: RunArchive, id: str, title: Callable[[str, datetime], str], catalog: Catalog, folder: Path | None
) -> MakeRun:
    """What reads a run when it is wanted; `title` makes what it is called of its name and its beginning."""

    def read(hosts: Hosts) -> RecordedRun:
        record = archive.load(id)
        return reopened(record, title(record.head.name, record.head.born), catalog, hosts, folder)

    return read


def reopened(record: RunRecord, title: str, catalog: Catalog, hosts: Hosts, folder: Path | None) -> RecordedRun:
    """The run as it was, on the process as it was then. Raises `HistoryError` where it cannot be read."""
    try:
        return _reopened(record, title, catalog, hosts, folder)
    except (RequestError, DocumentError, LookupError, TypeError, ValueError, ArithmeticError, AttributeError) as error:
        raise HistoryError(f"This run cannot be read: {error}. Delete it.") from error


def _reopened(record: RunRecord, title: str, catalog: Catalog, hosts: Hosts, folder: Path | None) -> RecordedRun:
    document = document_of(record)
    bench = Bench.for_workspace(hosts, folder, {})
    lent = tuple(_lent(model, folder) for model in record.lent)
    graph = compile_graph(document, library=documents_of(lent))
    options = options_of(record.details, folder)
    handlers = handlers_of(document, catalog, graph, bench, PreviewOptions(workspace=folder), documents_of(lent))
    request = read_trace(graph, record.lines, handlers, bench.people.functions, record.details.marks or None)
    request.holds = True
    outbox = Outbox([effect_of(each) for each in record.effects])
    preview, pins = Preview(request, bench, handlers, lent), dict(record.details.pins)
    past = Past(record.head.id, title, record.head.born, record.head.model, document, preview, options, pins)
    files = RequestFiles(
        kept=[(each.position, File(each.name, each.media_type, each.content)) for each in record.files],
        left_out=frozenset(number for number, each in enumerate(record.files, 1) if not each.is_whole),
    )
    run = RecordedRun(
        0, request, outbox, files, acts=list(record.details.acts), past=past, id=record.head.id,
        parent_id=record.head.parent, at_step=record.head.at_step, born=record.head.born,
    )  # fmt: skip
    run.moved = run.born + record.head.real
    return run


def document_of(record: RunRecord) -> Document:
    """The process on which a run ran; raises `HistoryError` where it is not there."""
    if record.model is None:
        raise HistoryError("This run cannot be read: the process on which it ran is missing. Delete it.")
    return _opened(record.model)


def _opened(model: StoredModel) -> Document:
    document = Document.from_bytes(model.content, model.name)
    document.profile = cast(Profile, model.profile)  # written from a document's own, and compared only
    return document


def _lent(model: StoredModel, folder: Path | None) -> Lent:
    """A process that was called then, with the place where its file was, or would be."""
    return Lent.of((folder or Path()) / model.name, _opened(model))


def options_of(details: RunDetails, folder: Path | None) -> PreviewOptions:
    """How a run was started, to start another one like it."""
    clock = datetime.fromisoformat(details.clock) if details.clock else None
    return PreviewOptions(
        dict(details.data), details.start, details.seed, folder, dict(details.pins), {}, clock, details.user
    )


@dataclass(frozen=True, slots=True)
class Gone:
    """What a run passed and a process does not have any more: names of steps and flows, and how many without a name."""

    names: tuple[str, ...] = ()
    nameless: int = 0


def changes_since(past: Past, now: Document) -> Gone | None:
    """What the changes of a process since a run mean for it; None where the process is as it was then."""
    if model_hash(now.to_bytes()) == past.model:
        return None
    request = past.preview.request
    passed = {*request.path, *request.flows}
    gone = [
        element
        for element in past.document.elements(Element)
        if isinstance(element, FlowNode | SequenceFlow) and element.id in passed and now.find(element.id or "") is None
    ]
    named = [each for each in gone if each.get("name") or isinstance(each, FlowNode)]
    return Gone(tuple(each.get("name") or each.id or "" for each in named), len(gone) - len(named))
