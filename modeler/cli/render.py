"""`render FILE -o X.svg, .png or .pdf`: a diagram as a picture. SVG needs no Qt; the others load it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from math import isfinite
from pathlib import Path
from types import MappingProxyType
from typing import TypeAlias

import click

from engine.bpmn import BPMNDiagram, Document
from modeler.cli.terminal.documents import reading, writing
from modeler.cli.terminal.failures import PROBLEMS, WRONG_USE, Ended
from modeler.cli.terminal.output import format_option, print_result, say
from modeler.drawing import Style, theme, title
from modeler.services.export.connector_icons import ConnectorIcons
from modeler.services.export.svg import svg
from modeler.services.packages.installed import installed_catalog
from modeler.services.profile import Profile
from modeler.services.storage.durable import write_durably
from modeler.services.storage.files import Files

Render: TypeAlias = Callable[[BPMNDiagram, Style, float, ConnectorIcons, Profile], bytes]


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "-o", "output", required=True, type=click.Path(path_type=Path, dir_okay=False), help="X.svg, X.png or X.pdf."
)
@click.option("--diagram", "wanted", help="The id, the name or the number of one of several diagrams.")
@click.option("--scale", type=click.FloatRange(0.05, 20.0), default=1.0, show_default=True, help="For PNG.")
@click.option("--theme", "look", type=click.Choice(["light", "dark"]), default="light", show_default=True)
@format_option
def command(file: Path, output: Path, wanted: str | None, scale: float, look: str, as_json: bool) -> None:
    """Draw FILE as a picture in the form that the ending of the output asks for."""
    render = _RENDERERS.get(output.suffix.lower())
    if render is None:
        raise Ended(WRONG_USE, f"{output}: the output must end in {', '.join(_RENDERERS)}.")
    desk = Files(Profile.of_user())
    document = reading(file, lambda: desk.open(file, to_write=False).document)
    diagram = _chosen(document, file, wanted)
    style = theme(look)
    if not isfinite(scale):
        raise Ended(WRONG_USE, "The scale is a number from 0.05 to 20.")
    if scale != 1 and render is not _png:
        say(f"{output}: only pictures in PNG have a scale; this one can be drawn at any size as it is.")
    data = render(diagram, style, scale, ConnectorIcons(installed_catalog(), style.selection), desk.profile)
    written = writing(lambda: write_durably(desk.system, desk.profile, output, data))
    for note in written.notes:
        say(note)
    result = {"file": str(output), "diagram": diagram.id, "title": title(diagram), "bytes": len(data)}
    print_result(as_json, result, f"{output}: {title(diagram)}")


def _chosen(document: Document, file: Path, wanted: str | None) -> BPMNDiagram:
    diagrams = document.diagrams
    if not diagrams:
        raise Ended(PROBLEMS, f"{file}: the file holds no diagram to draw.")
    if wanted is None:
        if len(diagrams) > 1:
            say(f"{file}: the first of {len(diagrams)} diagrams; --diagram chooses another.")
        return diagrams[0]
    for number, diagram in enumerate(diagrams, 1):
        if wanted in (diagram.id, diagram.name, title(diagram), str(number)):
            return diagram
    names = ", ".join(f"{number} {title(each)} ({each.id})" for number, each in enumerate(diagrams, 1))
    raise Ended(WRONG_USE, f"{file}: there is no diagram {wanted}. It has: {names}.")


def _svg(diagram: BPMNDiagram, style: Style, _scale: float, icons: ConnectorIcons, _profile: Profile) -> bytes:
    return svg(diagram, style, None, icons.reference, icons.data_uri).encode("utf-8")


def _png(diagram: BPMNDiagram, style: Style, scale: float, icons: ConnectorIcons, profile: Profile) -> bytes:
    from modeler.ui import pictures

    source = pictures.package_pictures(icons.path, icons.color, profile.folder / "icons")
    sheet = pictures.qt_sheet(diagram, style, icons.reference)
    fitting = pictures.fitting_scale(sheet.bounds.width, sheet.bounds.height, scale)
    if fitting < scale:
        say(
            f"{title(diagram)}: the scale is {fitting:.2g} instead of {scale:g}; a PNG of that size would be too large."
        )
    return pictures.png(sheet, scale, source)


def _pdf(diagram: BPMNDiagram, style: Style, _scale: float, icons: ConnectorIcons, profile: Profile) -> bytes:
    from modeler.ui import pictures

    source = pictures.package_pictures(icons.path, icons.color, profile.folder / "icons")
    return pictures.pdf(pictures.qt_sheet(diagram, style, icons.reference), source)


_RENDERERS: Mapping[str, Render] = MappingProxyType({".svg": _svg, ".png": _png, ".pdf": _pdf})
