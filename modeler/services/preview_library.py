"""What a preview borrows from the workspace: processes that are called, and decisions of business rule tasks.

Files are looked at only where a Request needs something that its own file does not have, and only so many of them.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from engine.bpmn import Document, DocumentError, Process
from engine.runtime import DecisionModel, DecisionModelError, ProcessGraph, compile_graph, decision_handlers
from engine.runtime.handlers import TaskHandler

MAX_FILES = 200
MAX_BYTES = 5_000_000


def compile_with_library(document: Document, folder: Path | None) -> ProcessGraph:
    """The graph of a document, with the called processes that it does not have itself."""
    graph = compile_graph(document)
    missing = _missing_calls(graph)
    if folder is None or not missing:
        return graph
    lent: list[Document] = []
    for data, name in _files(folder, "*.bpmn"):
        if not any(id.encode() in data for id in missing):
            continue
        try:
            other = Document.from_bytes(data, name)
        except DocumentError:
            continue
        if {process.id for process in other.elements(Process)} & missing:
            lent.append(other)
    return compile_graph(document, library=lent) if lent else graph


def _missing_calls(graph: ProcessGraph) -> set[str]:
    return {node.called for node in graph.nodes if node.called and node.called not in graph.processes}


def workspace_decisions(graph: ProcessGraph, folder: Path | None) -> dict[str, TaskHandler]:
    """Handlers of the business rule tasks whose decisions are in the workspace's DMN files."""
    if folder is None or not any(node.kind.endswith("usinessRuleTask") for node in graph.nodes):
        return {}
    models: list[DecisionModel] = []
    for data, _ in _files(folder, "*.dmn"):
        try:
            models.append(DecisionModel.from_bytes(data))
        except DecisionModelError:
            continue
    return dict(decision_handlers(graph, models))


def _files(folder: Path, pattern: str) -> Iterator[tuple[bytes, str]]:
    """The files of a folder and the folders in it, in a fixed order; unreadable ones are left out."""
    for path in islice(sorted(folder.rglob(pattern)), MAX_FILES):
        try:
            if path.stat().st_size <= MAX_BYTES:
                yield path.read_bytes(), path.name
        except OSError:
            continue
