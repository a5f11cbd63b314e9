"""`connectors from-openapi FILE -o DIR`: operations of a service become palette entries."""

from __future__ import annotations

from pathlib import Path

import click

from modeler.cli.terminal.failures import WRONG_USE, Ended
from modeler.cli.terminal.folders import read_text, write_plan
from modeler.cli.terminal.output import format_option, print_result, say
from modeler.services.making.openapi import OpenApiError, chosen, make, operations, read_source

_PATH = click.Path(path_type=Path)


@click.command()
@click.argument("file", type=_PATH)
@click.option("--operation", "wanted", multiple=True, metavar="ID", help="An operation by its id, or as “GET /pets”.")
@click.option("-o", "--output", "folder", type=_PATH, help="The workspace folder to write into.")
@click.option("--server", default="", help="The address of the service, where the description has none.")
@click.option("--id", "number", type=int, help="The number of the Data Connector in ProcessMaker.")
@click.option("--lenient", is_flag=True, help="Tell the faults of the description, and read what can be read.")
@click.option("--list", "only_list", is_flag=True, help="Only list the operations.")
@format_option
def command(
    file: Path,
    wanted: tuple[str, ...],
    folder: Path | None,
    server: str,
    number: int | None,
    lenient: bool,
    only_list: bool,
    as_json: bool,
) -> None:
    """Turn operations of an OpenAPI description (3.0, 3.1; JSON or YAML) into connectors.

    FILE may also be a Postman collection, or a text file with a cURL command; - reads it from standard input.

    Writes a Data Connector into DIR/data-connectors and an entry for each operation into DIR/connectors/NAME.
    Credentials are references to secrets. Ends with status 2 for a description that cannot be used, and says why.
    """
    if folder is None and not only_list:
        raise Ended(WRONG_USE, "Say with -o where to write, or --list the operations.")
    text = read_text(file)
    try:
        description = read_source(text, lenient)
        selected = chosen(operations(description), wanted)
        if only_list or folder is None:
            listed = [{"id": each.id, "operation": each.line, "title": each.title} for each in selected]
            print_result(as_json, {"operations": listed}, "\n".join(f"{x.id:<32} {x.line}" for x in selected))
            return
        made = make(description, selected, server, number)
    except OpenApiError as error:
        raise Ended(WRONG_USE, f"{file}: {error}") from error
    paths = write_plan(made.plan(), folder)
    for note in made.notes:
        say(note)
    result = {
        "dataConnector": made.asset["id"],
        "connectors": [entry["id"] for entry in made.entries],
        "files": [str(path) for path in paths],
        "notes": made.notes,
    }
    print_result(as_json, result, "\n".join(map(str, paths)))
