"""What a preview borrows from the workspace: processes that are called, and decisions of business rule tasks.

Files are looked at only where a Request needs something that its own file does not have, and only so many of them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from itertools import islice
from pathlib import Path

from engine.bpmn import Document, DocumentError, Process
from engine.runtime import DecisionModel, DecisionModelError, ProcessGraph, compile_graph
from engine.runtime.decisions import BUSINESS_RULES, NO_FILES, decision_handlers
from engine.runtime.handlers import TaskHandler

MAX_FILES = 200
MAX_BYTES = 5_000_000
MAX_DEPTH = 4
MAX_ENTRIES = 5_000


def compile_with_library(document: Document, folder: Path | None) -> ProcessGraph:
    """The graph of a document, with the called processes that it does not have itself."""
    graph = compile_graph(document)
    lent = _lent(_missing_calls(graph), folder)
    return compile_graph(document, library=lent) if lent else graph


def lent_to(document: Document, graph: ProcessGraph, folder: Path | None) -> list[Document]:
    """The documents of the folder whose processes the graph of a document has beside its own."""
    own = {process.id for process in document.elements(Process)}
    return _lent({node.called for node in graph.nodes if node.called} - own, folder)


def _lent(wanted: Collection[str], folder: Path | None) -> list[Document]:
    lent: list[Document] = []
    for data, name in _files(folder, ".bpmn") if folder is not None and wanted else ():
        if not any(id.encode() in data for id in wanted):
            continue
        try:
            other = Document.from_bytes(data, name)
        except DocumentError:
            continue
        if any(process.id in wanted for process in other.elements(Process)):
            lent.append(other)
    return lent


def _missing_calls(graph: ProcessGraph) -> set[str]:
    return {node.called for node in graph.nodes if node.called and node.called not in graph.processes}


def workspace_decisions(graph: ProcessGraph, folder: Path | None) -> dict[str, TaskHandler]:
    """Handlers of the business rule tasks: decided by the workspace's DMN files, or told which decision is missing."""
    if not any(node.kind in BUSINESS_RULES for node in graph.nodes):
        return {}
    models: list[DecisionModel] = []
    told: list[str] = []
    for data, name in _files(folder, ".dmn") if folder else ():
        try:
            models.append(DecisionModel.from_bytes(data))
            told.append(name)
        except DecisionModelError as error:
            told.append(f"{name} cannot be used: {error}")
    return decision_handlers(graph, models, f"looked in {'; '.join(told)}" if told else NO_FILES)


def _files(folder: Path, suffix: str) -> Iterator[tuple[bytes, str]]:
    """The files of a folder and the folders in it, in a fixed order; unreadable ones are left out."""
    for path in islice(_walk(folder, suffix), MAX_FILES):
        try:
            if path.stat().st_size <= MAX_BYTES:
                yield path.read_bytes(), path.name
        except OSError:
            continue


def _walk(folder: Path, suffix: str) -> Iterator[Path]:
    """Files by their ending, those nearer to the folder first; hidden folders and links are not entered."""
    level, looked_at = [folder], 0
    for _ in range(MAX_DEPTH):
        entries = [entry for each in level for entry in _entries(each)]
        looked_at += len(entries)
        yield from (entry for entry in entries if entry.suffix.lower() == suffix and entry.is_file())
        level = [entry for entry in entries if entry.is_dir() and not entry.is_symlink() and entry.name[:1] != "."]
        if not level or looked_at > MAX_ENTRIES:
            return


def _entries(folder: Path) -> list[Path]:
    try:
        return sorted(folder.iterdir())
    except OSError:
        return []
