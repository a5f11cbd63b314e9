"""What a preview borrows from the workspace: processes that are called, and decisions of business rule tasks.

Files are looked at only where a Request needs something that its own file does not have, and only so many of them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from engine.bpmn import Document, DocumentError, Element, Process
from engine.runtime import DecisionModel, DecisionModelError, ProcessGraph, compile_graph
from engine.runtime.decisions import BUSINESS_RULES, NO_FILES, decision_handlers
from engine.runtime.handlers import TaskHandler

MAX_FILES = 200
MAX_BYTES = 5_000_000
MAX_DEPTH = 4
MAX_ENTRIES = 5_000


@dataclass(frozen=True, slots=True)
class Lent:
    """A file of the workspace that lends processes to be called."""

    path: Path
    document: Document
    processes: tuple[str, ...]

    @classmethod
    def of(cls, path: Path, document: Document) -> Lent:
        """The file, with the ids of its processes."""
        return cls(path, document, tuple(process.id or "" for process in document.elements(Process)))


def compile_with_library(document: Document, folder: Path | None) -> ProcessGraph:
    """The graph of a document, with the called processes that it does not have itself."""
    return with_library(document, folder)[0]


def with_library(document: Document, folder: Path | None) -> tuple[ProcessGraph, tuple[Lent, ...]]:
    """The graph of a document, and the files that lend it the processes that are called, by these too."""
    graph, lent = compile_graph(document), dict[Path, Lent]()
    wanted = _missing_calls(graph) if folder is not None else set()
    while wanted:
        found = {each.path: each for each in _lending(wanted, folder) if each.path not in lent}
        if not found:
            break
        lent.update(found)
        graph = compile_graph(document, library=[each.document for each in lent.values()])
        wanted = _missing_calls(graph)
    return graph, tuple(lent.values())


def lent_to(document: Document, folder: Path | None) -> list[Document]:
    """The documents of the folder whose processes the graph of a document has beside its own."""
    return documents_of(with_library(document, folder)[1])


def documents_of(lent: Sequence[Lent]) -> list[Document]:
    """The documents of files that lend processes."""
    return [each.document for each in lent]


def place_in(element: Element) -> str:
    """What stands before the id of an element of a lent file in the graph: the process in which it is."""
    around: Element | None = element
    while around is not None and not isinstance(around, Process):
        around = around.parent
    return f"{around.id}/" if around is not None else ""


def named(document: Document, lent: Sequence[Document] = ()) -> Iterator[tuple[str, Element]]:
    """The elements with an id of a document and of those that are lent to it, as its graph calls them."""
    for element in document.elements(Element):
        if element.id:
            yield element.id, element
    for other in lent:
        for element in other.elements(Element):
            if element.id:
                yield place_in(element) + element.id, element


def _lending(wanted: Collection[str], folder: Path | None) -> Iterator[Lent]:
    for data, path in _files(folder, ".bpmn") if folder is not None else ():
        if not any(id.encode() in data for id in wanted):
            continue
        try:
            other = Document.from_bytes(data, path.name)
        except DocumentError:
            continue
        lent = Lent.of(path, other)
        if any(process in wanted for process in lent.processes):
            yield lent


def _missing_calls(graph: ProcessGraph) -> set[str]:
    return {node.called for node in graph.nodes if node.called and node.called not in graph.processes}


def workspace_decisions(graph: ProcessGraph, folder: Path | None) -> dict[str, TaskHandler]:
    """Handlers of the business rule tasks: decided by the workspace's DMN files, or told which decision is missing."""
    if not any(node.kind in BUSINESS_RULES for node in graph.nodes):
        return {}
    models: list[DecisionModel] = []
    told: list[str] = []
    for data, path in _files(folder, ".dmn") if folder else ():
        try:
            models.append(DecisionModel.from_bytes(data))
            told.append(path.name)
        except DecisionModelError as error:
            told.append(f"{path.name} cannot be used: {error}")
    return decision_handlers(graph, models, f"looked in {'; '.join(told)}" if told else NO_FILES)


def _files(folder: Path, suffix: str) -> Iterator[tuple[bytes, Path]]:
    """The files of a folder and the folders in it, in a fixed order; unreadable ones are left out."""
    for path in islice(_walk(folder, suffix), MAX_FILES):
        try:
            if path.stat().st_size <= MAX_BYTES:
                yield path.read_bytes(), path
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
