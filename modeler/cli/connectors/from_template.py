"""`connectors from-template FILE -o DIR`: Camunda element templates become palette entries."""

from __future__ import annotations

from pathlib import Path

import click

from connectors.sdk.values import JsonObject
from modeler.cli.terminal.failures import WRONG_USE, Ended
from modeler.cli.terminal.folders import read_text, write_plan
from modeler.cli.terminal.output import format_option, print_result, say
from modeler.services.making.templates import Converted, TemplateError, convert_all, read_versions
from modeler.services.preview.starting import read_data
from modeler.services.workspace.package_folder import FolderPlan

_PATH = click.Path(path_type=Path)


@click.command()
@click.argument("file", type=_PATH)
@click.option("-o", "--output", "folder", type=_PATH, required=True, help="The folder that gets one folder each.")
@click.option("--sample", type=_PATH, help="A JSON file: what the worker answers in a preview.")
@format_option
def command(file: Path, folder: Path, sample: Path | None, as_json: bool) -> None:
    """Turn the element templates of FILE (one or a list, Camunda 7 or 8) into connectors without code.

    Of several versions of a template the newest is in the palette; elements of the others keep their own forms and
    are brought up to date on request. An element made with one is written as Camunda Modeler writes it. What could
    not be taken over is told on standard error. Ends with status 2 for a file that holds no template.
    """
    answer = _sample(sample)
    try:
        made = [each for versions in read_versions(read_text(file)) for each in convert_all(versions, answer)]
    except TemplateError as error:
        raise Ended(WRONG_USE, f"{file}: {error}") from error
    plan = FolderPlan()
    for each in made:
        each.plan(plan)
    paths = write_plan(plan, folder)
    for note in (note for each in made for note in each.notes):
        say(note)
    result = {"connectors": [_shown(each, folder) for each in made], "files": [str(path) for path in paths]}
    print_result(as_json, result, "\n".join(f"{folder / each.id}: {each.manifest['name']}" for each in made))


def _sample(path: Path | None) -> JsonObject | None:
    if path is None:
        return None
    try:
        return read_data(read_text(path))
    except ValueError as error:
        raise Ended(WRONG_USE, f"{path}: {error}") from error


def _shown(made: Converted, folder: Path) -> JsonObject:
    return {
        "id": made.id,
        "name": made.manifest["name"],
        "folder": str(folder / made.id),
        "notes": [*made.notes],
    }
