"""Kills with signal 9 while Requests that wait are answered and saved, one after the other."""

from __future__ import annotations

import itertools
import os
import random
import select
import signal
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from engine.runtime import Request, RequestStore, start
from engine.runtime.state import Event
from tests.properties.random_models import RandomModel
from tests.reliability.figures import Figures
from tests.services.storage.killing import fork, was_killed

SIZE = 30
LONGEST_LIFE = 0.12


class Work:
    """Requests by number, each with a random model of its own; what is done next follows from the history alone."""

    def __init__(self, folder: Path, seed: int) -> None:
        self.store = RequestStore(folder / "requests.sqlite")
        self.seed = seed

    def begun(self, number: int) -> Request:
        """The Request at its beginning, run until it waits."""
        graph = RandomModel(random.Random(f"{self.seed}/{number}"), SIZE).graph()
        return start(graph, {"x": number % 3}, seed=number).run()

    def act(self, request: Request) -> None:
        """Answer, trigger, or let time pass: by chance, but the same after the same history."""
        chance = random.Random(f"{self.seed}/{len(request.events)}")
        armed = [str(watch["element"]) for watch in request.watches]
        choice = chance.choice(sorted({*armed, *request.waiting}))
        if choice not in armed:
            request.complete(choice, {"x": chance.randint(0, 2)})
        elif request.next_due and chance.random() < 0.5:
            request.advance()
        else:
            request.trigger(choice)

    def finished(self, request: Request) -> Request:
        """The Request at its end."""
        while request.status == "waiting":
            self.act(request)
        return request

    def go_on(self, number: int, writing: int) -> None:
        """Work on every Request from this one on, for ever; tell how much of which is surely stored."""
        for each in itertools.count(number):
            name, request = f"r{each}", self.begun(each)
            if name in self.store.list():
                request = self.store.load(name, request.graph)
            while request.status == "waiting":
                os.write(writing, b"B %d 0\n" % each)
                self.act(request)
                self.store.save(name, request)
                os.write(writing, b"D %d %d\n" % (each, len(request.events)))


def prove(count: int, seed: int) -> Figures:
    """Kill a process that works on Requests `count` times; most kills come while one waits half done."""
    figures, chance = Figures(), random.Random(seed)
    with tempfile.TemporaryDirectory() as folder:
        work, number = Work(Path(folder), seed), 0
        for _ in range(count):
            number = one_life(work, number, chance, figures)
        last = work.begun(number)
        if f"r{number}" in work.store.list():
            last = work.store.load(f"r{number}", last.graph)
        figures.check(same_end(work, number, last), f"the end of r{number} is another one")
        figures.count("Requests", number + 1)
    return figures


def one_life(work: Work, number: int, chance: random.Random, figures: Figures) -> int:
    """Let a process work, kill it, look at what it left; returns the Request that it was at."""
    reading, writing = os.pipe()
    pid = fork(lambda: work.go_on(number, writing))
    os.close(writing)
    select.select([reading], [], [], 10)
    time.sleep(chance.uniform(0, LONGEST_LIFE))
    os.kill(pid, signal.SIGKILL)
    figures.check(was_killed(pid), "the process ended by itself")
    told = _told(reading)
    figures.count("kills")
    figures.count("inside an act or its save", int(bool(told) and told[-1][0] == "B"))
    at = max((each for _, each, _ in told), default=number)
    for each in range(number, at + 1):
        stored = max((events for kind, which, events in told if kind == "D" and which == each), default=0)
        look(work, each, stored, each < at, figures)
    return at


def _told(reading: int) -> list[tuple[str, int, int]]:
    data = b""
    while part := os.read(reading, 1 << 16):
        data += part
    os.close(reading)
    lines = (line.split() for line in data.decode().split("\n")[:-1])
    return [(kind, int(number), int(events)) for kind, number, events in lines]


def look(work: Work, number: int, stored: int, ended: bool, figures: Figures) -> None:
    """Check a Request after a kill: its history is a prefix of the whole one, and nothing saved is missing."""
    name, whole = f"r{number}", work.finished(work.begun(number))
    if name not in work.store.list():
        figures.check(stored == 0, f"{name} is lost")
        return
    request = work.store.load(name, whole.graph)
    figures.check(is_prefix(request.events, whole.events), f"the history of {name} is no prefix")
    figures.check(len(request.events) >= stored, f"{name} has {len(request.events)} events, {stored} were saved")
    figures.count("waiting Requests found", int(request.status == "waiting"))
    if ended:
        figures.check(same_end(work, number, request), f"the end of {name} is another one")


def is_prefix(events: Sequence[Event], whole: Sequence[Event]) -> bool:
    """Whether a history is the beginning of another one."""
    return list(events) == list(whole[: len(events)])


def same_end(work: Work, number: int, request: Request) -> bool:
    """Whether a Request, worked on to its end, is the same as one that was never interrupted."""
    whole, request = work.finished(work.begun(number)), work.finished(request)
    return (request.events, request.state, request.status) == (whole.events, whole.state, "completed")
