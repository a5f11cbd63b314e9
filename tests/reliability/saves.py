"""Kills with signal 9 at random times while a document is saved again and again."""

from __future__ import annotations

import os
import random
import select
import signal
import tempfile
import time
from pathlib import Path

from engine.bpmn import Task
from modeler.services.profile import Profile
from modeler.services.storage.files import Files
from tests.benchmarks.generate import generate
from tests.reliability.figures import Figures
from tests.services.storage.killing import fork, was_killed

NODES = 150
LONGEST_LIFE = 0.06


def prove(count: int, seed: int) -> Figures:
    """Kill a saving process `count` times inside a save."""
    figures, chance = Figures(), random.Random(seed)
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / "documents"
        place.mkdir()
        path = place / "order.bpmn"
        path.write_text(generate(NODES))
        profile = Profile(Path(folder) / "profile")
        version = 0
        while figures.counts["inside a save"] < count and figures.counts["kills"] < count * 20:
            version = one_life(path, profile, version, chance, figures)
    return figures


def one_life(path: Path, profile: Profile, version: int, chance: random.Random, figures: Figures) -> int:
    """Start a process that saves, kill it, and look at what it left; returns the version on disk."""
    reading, writing = os.pipe()
    pid = fork(lambda: save_for_ever(path, profile, version, writing))
    os.close(writing)
    select.select([reading], [], [], 10)
    time.sleep(chance.uniform(0, LONGEST_LIFE))
    os.kill(pid, signal.SIGKILL)
    was_killed(pid)
    begun, done = told(reading, version)
    os.close(reading)
    figures.count("kills")
    if begun > done:
        figures.count("inside a save")
    return look(path, profile, begun, done, figures)


def save_for_ever(path: Path, profile: Profile, version: int, writing: int) -> None:
    """Rename a task and save, telling before and after each save which version it is."""
    opened = Files(profile).open(path)
    task = next(opened.document.elements(Task))
    for number in range(version + 1, version + 1_000_000):
        with opened.document.edit("Rename"):
            task.name = f"Version {number}"
        os.write(writing, b"B%d\n" % number)
        opened.save()
        os.write(writing, b"D%d\n" % number)


def told(reading: int, version: int) -> tuple[int, int]:
    """The last version whose save began, and the last whose save was done."""
    data = b""
    while part := os.read(reading, 1 << 16):
        data += part
    begun = done = version
    for line in data.split(b"\n")[:-1]:
        if line.startswith(b"B"):
            begun = int(line[1:])
        else:
            done = int(line[1:])
    return begun, done


def look(path: Path, profile: Profile, begun: int, done: int, figures: Figures) -> int:
    """Check the document after a kill; returns its version."""
    strays = [name for name in os.listdir(path.parent) if name != path.name]
    figures.check(len(strays) <= 1, f"{len(strays)} stray files")
    if not path.exists():
        figures.check(False, "the document is missing")
        return done
    started = time.process_time()
    opened = Files(profile).open(path)
    figures.check(time.process_time() - started < 1, "the lock of the dead process was not free within a second")
    figures.check(opened.read_only is None, "the lock of the dead process is still held")
    name = next(opened.document.elements(Task)).name or ""
    version = int(name.removeprefix("Version ")) if name.startswith("Version ") else 0
    opened.close()
    figures.check(done <= version <= begun, f"version {version} is stale: {done} was saved")
    figures.check(os.listdir(path.parent) == [path.name], "a stray file is left after the restart")
    for work in Files(profile).unsaved_work():
        figures.check(work.damage is None, f"journal: {work.damage}")
        work.discard()
    return version
