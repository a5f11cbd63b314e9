"""Kills with signal 9 while runs are recorded by two processes at once: what was stored is there, whole."""

from __future__ import annotations

import os
import random
import select
import signal
import sqlite3
import tempfile
import time
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

from engine.runtime import compile_graph, read_trace
from engine.runtime.request import Request, start
from modeler.services.catalog import Catalog
from modeler.services.history.archive import RunArchive
from modeler.services.history.reopening import document_of
from modeler.services.history.rows import Limits, Place
from modeler.services.history.taking import RunTaker
from modeler.services.preview.model_copy import ModelCopy
from modeler.services.preview.run_snapshot import RunSnapshot
from modeler.services.preview.starting import PreviewOptions
from modeler.services.profile import Profile
from tests.reliability.figures import Figures
from tests.services.small_process import SMALL
from tests.services.storage.killing import fork, was_killed

LONGEST_LIFE = 0.25
MOST = 60
PLACE = Place("place", "/work/order.bpmn", "order.bpmn")
NOW = datetime(2026, 11, 30, tzinfo=UTC)
MODEL = ModelCopy(SMALL, "order.bpmn", "standard")


def archive(folder: Path) -> RunArchive:
    """The history, with so low a limit that old runs have to go all the time."""
    return RunArchive(Profile(folder), lambda: Limits(runs=MOST), lambda: NOW)


def prove(count: int, seed: int) -> Figures:
    """Kill two processes that record runs `count` times, and read everything after each time."""
    figures, chance = Figures(), random.Random(seed)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for life in range(count):
            one_life(folder, life, chance, figures)
    return figures


def one_life(folder: Path, life: int, chance: random.Random, figures: Figures) -> None:
    """Two processes record, are killed one after the other, and what they left is looked at."""
    pipes = [os.pipe() for _ in range(2)]
    pids = [fork(lambda which=which: record(folder, f"{life}-{which}", pipes[which][1])) for which in range(2)]  # type: ignore[misc]
    for _, writing in pipes:
        os.close(writing)
    select.select([pipes[0][0]], [], [], 10)
    for pid in pids:
        time.sleep(chance.uniform(0, LONGEST_LIFE))
        os.kill(pid, signal.SIGKILL)
        figures.check(was_killed(pid), "the process ended by itself")
        figures.count("kills")
    look(folder, [_told(reading) for reading, _ in pipes], figures)


def record(folder: Path, name: str, writing: int) -> None:
    """Record one run after the other for ever, each in three states; tell what is surely stored."""
    taker, runs, graph, number = RunTaker(lambda: Catalog({})), archive(folder), compile_graph(MODEL.open()), 0
    while True:
        request = start(graph, {"number": number, "text": "x" * 400}, seed=number)
        for act in (lambda each: each.step(), lambda each: each.run(), lambda each: each.complete("Check", {})):
            act(request)
            runs.store(taker.take(snapshot(f"{name}-{number}", request)), PLACE)
            os.write(writing, f"{name}-{number} {len(request.events)}\n".encode())
        number += 1


def snapshot(id: str, request: Request) -> RunSnapshot:
    """How a Request stands, in the hand of the history."""
    return RunSnapshot(
        id, MODEL, request.graph, request.events, request.marks, request.seed, request.status, request.data,
        request.begun, request.now, NOW, NOW + timedelta(seconds=1), PreviewOptions(),
    )  # fmt: skip


def _told(reading: int) -> dict[str, int]:
    data = b""
    while part := os.read(reading, 1 << 16):
        data += part
    os.close(reading)
    told = (line.split() for line in data.decode().split("\n")[:-1])
    return {id: int(events) for id, events in told}


def look(folder: Path, told: list[dict[str, int]], figures: Figures) -> None:
    """Everything in the file can be read, and the last run of each process is there as far as it was stored.

    That of the first one may have gone for newer ones of the second.
    """
    runs = archive(folder)
    heads = runs.heads(PLACE.key, count=MOST + 2)
    figures.check(runs.take_notice() == "", "the file was moved aside")
    figures.check(len(heads) <= MOST, f"{len(heads)} runs are kept")
    with closing(sqlite3.connect(folder / "history" / "runs.sqlite")) as connection:
        figures.check(connection.execute("PRAGMA integrity_check").fetchone() == ("ok",), "the file is damaged")
        figures.check(not connection.execute("PRAGMA foreign_key_check").fetchall(), "parts of a run are left")
    lengths = {}
    for head in heads:
        found = runs.load(head.id)
        request = read_trace(compile_graph(document_of(found)), found.lines, marks=found.details.marks)
        lengths[head.id] = len(request.events)
        figures.check(request.status == head.status, f"{head.id} is {request.status} and said to be {head.status}")
        figures.check(len(request.marks) == head.steps, f"{head.id} has other steps than it says")
        figures.count("runs read")
    for id, events in [*told[0].items()][-1:]:
        figures.check(lengths.get(id, events) >= events, f"{id} has lost what was stored")
    for id, events in [*told[1].items()][-1:]:
        figures.check(lengths.get(id, 0) >= events, f"{id} has lost what was stored")
