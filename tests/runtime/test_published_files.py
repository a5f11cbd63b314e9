"""Every published file compiles, or the compiler says for each element why it does not run."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.bpmn import Document, DocumentError, FlowNode, Process, SequenceFlow
from engine.runtime import ProcessGraph, RequestError, compile_graph, start
from engine.runtime.compiling.table import not_executable
from tests.bpmn.corpus import FILES, NAMES

SHAPE = frozenset(("NOT_EXECUTABLE", "NO_START", "LINK", "NO_EVENT", "CANCEL"))
"""Incidents that a model has by its shape, whatever the data: none may come without a problem beforehand."""


@pytest.mark.parametrize("path", FILES, ids=NAMES)
def test_a_published_file_compiles_or_says_why_not(path: Path) -> None:
    document = opened(path)
    if isinstance(document, str):
        assert document, "it is refused without a word"
        return

    graph = compile_graph(document)

    told = {problem.element_id for problem in graph.problems}
    assert not left_out(document, graph) - told
    assert {node.id for node in graph.nodes if node.enter is not_executable} <= told
    assert surprises(graph) <= told


def opened(path: Path) -> Document | str:
    """The document, or in words why it is none."""
    try:
        return Document.from_bytes(path.read_bytes(), path.name)
    except DocumentError as error:
        return error.problem.message


def left_out(document: Document, graph: ProcessGraph) -> set[str | None]:
    """The flow nodes and sequence flows of processes that the graph does not have."""
    known = {*(node.id for node in graph.nodes), *(flow.id for flow in graph.flows)}
    found: set[str | None] = set()
    for process in document.elements(Process):
        waiting = [*process.children]
        while waiting:
            element = waiting.pop()
            waiting.extend(element.children)
            if isinstance(element, (FlowNode, SequenceFlow)) and element.id and element.id not in known:
                found.add(element.id)
    return found


def surprises(graph: ProcessGraph) -> set[object]:
    """The elements at which a run meets an incident that only the model's shape explains."""
    try:
        request = start(graph).run()
    except RequestError:
        return {None}
    return {error["element"] for error in request.errors if error["code"] in SHAPE}
