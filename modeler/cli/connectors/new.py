"""`connectors new NAME`: a connector package that works from the first minute."""

from __future__ import annotations

from pathlib import Path

import click

from modeler.cli.terminal.failures import WRONG_USE, Ended
from modeler.cli.terminal.folders import write_plan
from modeler.cli.terminal.output import format_option, print_result
from modeler.services.catalog import discover
from modeler.services.making.scaffold import NameRefusedError, names_for, new_folder, new_package


@click.command()
@click.argument("name")
@click.option("-o", "--output", "folder", type=click.Path(path_type=Path), help="The folder to make; named by its id.")
@click.option("--no-code", is_flag=True, help="Only a manifest and an icon: form and preview need no code.")
@format_option
def command(name: str, folder: Path | None, no_code: bool, as_json: bool) -> None:
    """Make a connector package called NAME: manifest, icon, run code, tests and what builds its wheel.

    Its tests pass at once. Nothing that is there already is overwritten: the command then ends with status 1.
    """
    try:
        names = names_for(name)
        plan = new_folder(name) if no_code else new_package(name)
    except NameRefusedError as error:
        raise Ended(WRONG_USE, str(error)) from error
    if discover().get(names.id) is not None:
        raise Ended(WRONG_USE, f"There is a connector “{names.id}” already: it could not be installed beside that one.")
    made = folder or Path(names.id)
    paths = write_plan(plan, made)
    result = {"id": names.id, "folder": str(made), "files": [str(path) for path in paths]}
    print_result(as_json, result, f"{made}: the connector “{names.name}”, {len(paths)} files\n{_next(made, no_code)}")


def _next(made: Path, no_code: bool) -> str:
    if no_code:
        return f"Next: change {made / 'connector.json'}, then  processwright connectors install {made}"
    return f"Next: cd {made}, then  python -m pytest"
