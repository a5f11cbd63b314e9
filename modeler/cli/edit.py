"""`edit FILE --script EDITS.json -o OUT`: modeling commands without a window."""

from __future__ import annotations

import json
import os
import sys
from functools import cache
from pathlib import Path

import click

from modeler.cli.terminal.documents import reading, writing
from modeler.cli.terminal.failures import PROBLEMS, WRONG_USE, Ended
from modeler.cli.terminal.output import format_option, print_result, say
from modeler.editing import behaviors, script
from modeler.editing.behaviors.default_connectors import default_connectors
from modeler.services.catalog import Catalog
from modeler.services.packages.installed import installed_catalog
from modeler.services.profile import Profile
from modeler.services.storage.durable import Written
from modeler.services.storage.file_errors import explained
from modeler.services.storage.files import Files, OpenFile
from modeler.services.storage.operating_system import OperatingSystem

MAX_SCRIPT_BYTES = 64 * 1024 * 1024
_PATH = click.Path(path_type=Path)


@click.command()
@click.argument("file", type=_PATH)
@click.option("--script", "script_file", required=True, type=_PATH, help="The list of commands; - for standard input.")
@click.option("-o", "output", required=True, type=click.Path(path_type=Path, dir_okay=False), help="The file to write.")
@format_option
def command(file: Path, script_file: Path, output: Path, as_json: bool) -> None:
    """Apply the modeling commands of a script to FILE and write the result to OUT.

    The script is a JSON list; each command is one step, the same that the canvas calls. An empty list opens and saves,
    byte for byte. A command that the rules refuse ends the run with status 1 and writes nothing.
    """
    commands = _commands(script_file)
    catalog = cache(installed_catalog)
    defaults = default_connectors(lambda: catalog().connectors)
    desk = Files(Profile.of_user(), behaviors=(*behaviors.ALL, defaults))
    in_place = os.path.realpath(file) == os.path.realpath(output)
    opened = reading(file, lambda: desk.open(file, to_write=in_place))
    try:
        count = _applied(opened, commands, catalog(), as_json)
        written = writing(lambda: opened.save() if in_place else opened.save_copy(output))
    finally:
        opened.close()
    _tell(written, file, output, count, as_json)


def _commands(path: Path) -> object:
    try:
        data = sys.stdin.buffer.read() if str(path) == "-" else OperatingSystem().read(path, MAX_SCRIPT_BYTES)
    except OSError as error:
        raise Ended(WRONG_USE, str(explained(error, "read", path))) from error
    try:
        commands = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise Ended(WRONG_USE, f"{path} is no JSON: {error}") from error
    if not isinstance(commands, list):
        raise Ended(WRONG_USE, f"{path}: the script is no list of commands")
    return commands


def _applied(opened: OpenFile, commands: object, catalog: Catalog, as_json: bool) -> int:
    try:
        return script.run(opened.document, commands, catalog)
    except script.ScriptError as error:
        refused = {"index": error.index, "command": error.command, "reason": error.reason}
        print_result(as_json, {"refused": refused}, "")
        raise Ended(PROBLEMS, f"{str(error).rstrip('.')}. Nothing was written.") from error


def _tell(written: Written, file: Path, output: Path, count: int, as_json: bool) -> None:
    for note in written.notes:
        say(note)
    result = {"file": str(output), "source": str(file), "commands": count, "bytes": written.state.size}
    print_result(as_json, result, f"{output}: {count} commands")
