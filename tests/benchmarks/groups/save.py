"""Saving: an edited document as bytes, and on disk."""

from __future__ import annotations

import shutil

from engine.bpmn import Document, Task
from modeler.services.files import Files
from modeler.services.profile import Profile
from tests.benchmarks.bench import Bench

NAMES = ("save.xml_ms", "save.file_ms", "save.first_file_ms")


def run(bench: Bench) -> None:
    """Rename a task before each save, so that there is something to write."""
    meter, path = bench.meter, bench.scratch / bench.file.name
    shutil.copyfile(bench.file, path)
    opened = Files(Profile(bench.scratch / "profile")).open(path)
    bench.meter.checks["roundtrip_equal"] = opened.document.to_bytes() == bench.data
    rename(opened.document, -1)
    with meter.time("save.first_file_ms"):
        opened.save()
    for number in meter.rounds():
        rename(opened.document, number)
        with meter.time("save.xml_ms"):
            opened.document.to_bytes()
    for number in meter.rounds():
        rename(opened.document, number)
        with meter.time("save.file_ms"):
            opened.save()
    opened.close()


def rename(document: Document, number: int) -> None:
    """One small edit."""
    with document.edit("Rename"):
        next(document.elements(Task)).name = f"Renamed {number}"
