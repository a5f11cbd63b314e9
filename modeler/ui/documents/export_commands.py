"""Export from the window: checked BPMN, and pictures of the diagram."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog

from engine.bpmn import BPMNDiagram
from modeler.drawing import LIGHT
from modeler.services.export.bpmn import export_bpmn as write_bpmn
from modeler.services.storage.durable import write_durably
from modeler.services.storage.file_errors import FileError
from modeler.ui.long_work import LongWork
from modeler.ui.metrics import QtMetrics
from modeler.ui.questions import ask_about_problems, tell_error

if TYPE_CHECKING:
    from modeler.ui.documents.page import DocumentPage
    from modeler.ui.shell import Shell

PNG_SCALE = 3.0


def export_bpmn(window: Shell, page: DocumentPage) -> bool:
    """Check, ask where to, write. False when nothing was written."""
    window.properties_panel.commit()
    errors = sum(1 for row in window.problem_watch.check() if row.severity == "error")
    if errors and ask_about_problems(window, errors) != "export":
        window.bottom.bring(window.problems_panel)
        return False
    path = _ask(window, page, window.tr("Export BPMN"), "-export.bpmn", window.tr("BPMN files (*.bpmn)"))
    if path is None:
        return False
    files = window.session.files
    try:
        write_bpmn(files.system, files.profile, page.file.document, path, allow_problems=True)
    except FileError as error:
        tell_error(window, window.tr("Not exported"), path.name, str(error))
        return False
    page.say("info", window.tr("Exported to {}").format(path))
    return True


def export_image(window: Shell, page: DocumentPage) -> bool:
    """Ask where to, draw, write. False when nothing was written."""
    filters = window.tr("PNG picture (*.png);;SVG drawing (*.svg);;PDF page (*.pdf)")
    path = _ask(window, page, window.tr("Export as image"), ".png", filters)
    if path is None or page.diagram is None:
        return False
    draw = _drawing(window, page.diagram, path.suffix.lower())
    text = window.tr("Drawing {}…").format(path.name)
    picture = LongWork[bytes](window, window.background, text, lambda _late: None).wait(draw)
    if picture is None:
        return False
    files = window.session.files
    try:
        write_durably(files.system, files.profile, path, picture)
    except FileError as error:
        tell_error(window, window.tr("Not exported"), path.name, str(error))
        return False
    page.say("info", window.tr("Exported to {}").format(path))
    return True


def _drawing(window: Shell, diagram: BPMNDiagram, kind: str) -> Callable[[], bytes]:
    """What draws the diagram as it is on the canvas, also in a worker: the icons are taken from the window here."""
    from modeler.services.export.connector_icons import ConnectorIcons
    from modeler.services.export.svg import svg
    from modeler.ui import pictures

    if kind == ".svg":
        vector = ConnectorIcons(window.catalog, LIGHT.selection)
        return lambda: svg(diagram, LIGHT, QtMetrics(), vector.reference, vector.data_uri).encode()
    icons = window.connector_icons
    known = {each.id: icons.picture(each.id) for each in window.catalog.connectors}
    images = {id: pixmap.toImage() for id, pixmap in known.items() if pixmap is not None}

    def draw() -> bytes:
        drawn = pictures.qt_sheet(diagram, LIGHT, icons.reference)
        return pictures.pdf(drawn, images.get) if kind == ".pdf" else pictures.png(drawn, PNG_SCALE, images.get)

    return draw


def _ask(window: Shell, page: DocumentPage, title: str, ending: str, filters: str) -> Path | None:
    start = page.file.path or Path(page.title)
    name, chosen = QFileDialog.getSaveFileName(window, title, str(start.with_name(start.stem + ending)), filters)
    if not name:
        return None
    path = Path(name)
    wanted = chosen.partition("(*")[2].partition(")")[0] if chosen else ""
    return path if path.suffix else path.with_suffix(wanted or Path(ending).suffix)
