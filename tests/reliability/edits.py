"""Kills with signal 9 while a document is edited: what comes back is a state that was, and at most one command old."""

from __future__ import annotations

import hashlib
import os
import random
import select
import signal
import tempfile
import time
from pathlib import Path

from engine.bpmn import Task
from modeler.services.profile import Profile
from modeler.services.storage.files import Files, restored
from tests.benchmarks.generate import generate
from tests.reliability.figures import Figures
from tests.services.storage.killing import fork, was_killed

NODES = 60
LONGEST_LIFE = 0.08
MOST_LOST = 1


def prove(count: int, seed: int) -> Figures:
    """Kill an editing process `count` times."""
    figures, chance = Figures(), random.Random(seed)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "order.bpmn"
        path.write_text(generate(NODES))
        for _ in range(count):
            one_life(path, Profile(Path(folder) / "profile"), chance, figures)
    return figures


def one_life(path: Path, profile: Profile, chance: random.Random, figures: Figures) -> None:
    """Start a process that edits, kill it, recover, and compare with what it had told."""
    reading, writing = os.pipe()
    start = chance.randrange(1 << 30)
    pid = fork(lambda: edit_for_ever(path, profile, start, writing))
    os.close(writing)
    select.select([reading], [], [], 10)
    time.sleep(chance.uniform(0, LONGEST_LIFE))
    os.kill(pid, signal.SIGKILL)
    was_killed(pid)
    states = told(reading)
    os.close(reading)
    figures.count("kills")
    figures.count("commands", len(states))
    found = Files(profile).unsaved_work()
    figures.check(len(found) == 1, f"{len(found)} journals instead of 1")
    for work in found:
        document, damage = restored(work)
        figures.check(damage is None, str(damage))
        known = len(work.records)
        figures.check(len(states) - known <= MOST_LOST, f"{len(states) - known} commands lost")
        if known <= len(states):
            figures.check(mark(document.to_bytes()) == states[known - 1], "a state that never was")
        work.discard()


def edit_for_ever(path: Path, profile: Profile, start: int, writing: int) -> None:
    """Random commands, undos and redos; after each one, tell the state's hash."""
    chance = random.Random(start)
    document = Files(profile).open(path).document
    tasks = list(document.elements(Task))
    while True:
        kind = chance.random()
        if kind < 0.15 and document.history.can_undo:
            document.history.undo()
        elif kind < 0.25 and document.history.can_redo:
            document.history.redo()
        else:
            with document.edit("Rename"):
                chance.choice(tasks).name = f"Name {chance.random()}"
        os.write(writing, mark(document.to_bytes()) + b"\n")


def mark(data: bytes) -> bytes:
    """A state, short."""
    return hashlib.sha256(data).hexdigest().encode()


def told(reading: int) -> list[bytes]:
    """The states that the process told, in order."""
    data = b""
    while part := os.read(reading, 1 << 16):
        data += part
    return data.split(b"\n")[:-1]
