"""Every file of the published corpora runs at random without a fault of the engine, and its history always folds."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest

from engine.bpmn import Document, DocumentError
from engine.runtime import ProcessGraph, Request, RequestError, compile_graph, fold, json_lines, start
from engine.runtime.clock import START

FOLDERS = ("bpmn/auto-layout", "bpmn/camunda7", "bpmn/engine", "bpmn/miwg-reference", "bpmn/miwg-vendors")
MORE = ("bpmn/moddle", "bpmn/nayra", "bpmn/zeebe", "bpmn/processmaker-modeler", "engine/nayra-patterns")
DATA = {"x": 1, "list": [1, 2], "foo": True, "approved": True, "amount": 100, "bar": 3}


@pytest.mark.parametrize("folder", [*FOLDERS, *MORE])
def test_random_acts_on_real_files_leave_a_consistent_request(shared_data: Path, folder: str) -> None:
    for path in sorted((shared_data / folder).rglob("*.bpmn")):
        try:
            graph = compile_graph(Document.from_bytes(path.read_bytes(), path.name))
        except DocumentError:
            continue
        for seed in range(2):
            try:
                request = play(graph, Random(seed))
            except RequestError:
                assert not any(graph.scopes[index].nodes for index in graph.processes.values()), path.name
                continue
            assert fold(request.events, START) == request.state, path.name
            assert json_lines(request.trace)


def play(graph: ProcessGraph, random: Random) -> Request:
    request = start(graph, DATA, start=random.choice(starts(graph))).run()
    for _ in range(25):
        if request.status in ("completed", "canceled"):
            break
        try:
            random.choice(acts(graph, request))()
        except RequestError:
            continue
    return request


def starts(graph: ProcessGraph) -> list[str | None]:
    found = [node.id for node in graph.nodes if node.kind == "startEvent"]
    return [id for id in found if graph.scopes[graph.node(id).scope].kind == "process"] or [None]


def acts(graph: ProcessGraph, request: Request) -> list[Callable[[], object]]:
    """Everything that somebody could do now."""
    found: list[Callable[[], object]] = [request.step_back]
    for watch in request.watches:
        found.append(lambda element=str(watch["element"]): request.trigger(element))
    for id in request.waiting:
        found.append(lambda id=id: request.complete(id, {"v": 1}))
        found.append(lambda id=id: request.fail(id, "boom", "404"))
    for id, state in request.tokens:
        if state == "failed":
            found.append(lambda id=id: request.retry(id))
    if request.next_due:
        found.append(request.advance)
    for name in sorted({item.name for node in graph.nodes for item in node.triggers if item.kind == "signal"}):
        found.append(lambda name=name: request.signal(name, {"p": 1}))
    return found
