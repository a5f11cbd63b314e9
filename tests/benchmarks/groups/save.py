"""Saving: an edited document as bytes, on disk, and as pictures."""

from __future__ import annotations

import shutil

from PySide6.QtGui import QGuiApplication

from engine.bpmn import Document, Task
from modeler.drawing import LIGHT
from modeler.services.export.svg import svg
from modeler.services.profile import Profile
from modeler.services.storage.files import Files
from modeler.ui import pictures
from tests.benchmarks.bench import Bench

NAMES = ("save.xml_ms", "save.file_ms", "save.first_file_ms", "save.svg_ms", "save.png_ms")


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
    draw(bench, opened.document)
    opened.close()


def draw(bench: Bench, document: Document) -> None:
    """The diagram as a picture in memory, each time from the document."""
    if not document.diagrams:
        return
    _application = QGuiApplication.instance() or QGuiApplication([])
    diagram = document.diagrams[0]
    for _ in bench.meter.rounds():
        with bench.meter.time("save.svg_ms"):
            svg(diagram, LIGHT)
    for _ in bench.meter.rounds():
        with bench.meter.time("save.png_ms"):
            pictures.png(pictures.qt_sheet(diagram, LIGHT))


def rename(document: Document, number: int) -> None:
    """One small edit."""
    with document.edit("Rename"):
        next(document.elements(Task)).name = f"Renamed {number}"
