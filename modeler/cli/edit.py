"""`edit FILE --script EDITS.json -o OUT`: modeling commands without a window."""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path

import click

from modeler.cli.terminal.documents import reading, writing
from modeler.cli.terminal.failures import PROBLEMS, Ended
from modeler.cli.terminal.output import format_option, print_result, say
from modeler.cli.terminal.script_file import ScriptFile, read_script
from modeler.editing import behaviors, script
from modeler.editing.behaviors.default_connectors import default_connectors
from modeler.services.catalog import Catalog
from modeler.services.packages.installed import installed_catalog
from modeler.services.profile import Profile
from modeler.services.storage.durable import Written
from modeler.services.storage.files import Files, OpenFile

_PATH = click.Path(path_type=Path)


@click.command(epilog=f"Commands: {', '.join(script.NAMES)}.")
@click.argument("file", type=_PATH)
@click.option("--script", "script_file", required=True, type=_PATH, help="The list of commands; - for standard input.")
@click.option("-o", "output", required=True, type=click.Path(path_type=Path, dir_okay=False), help="The file to write.")
@format_option
def command(file: Path, script_file: Path, output: Path, as_json: bool) -> None:
    """Apply the modeling commands of a script to FILE and write the result to OUT.

    The script is a JSON list, such as [{"do": "rename", "element": "Task_1", "name": "Pack"}]; each command is one
    step, the same that the canvas calls. An empty list opens and saves, byte for byte. A command that the rules refuse
    ends the run with status 1, names its index and line, and writes nothing.
    """
    commands = read_script(script_file)
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


def _applied(opened: OpenFile, written: ScriptFile, catalog: Catalog, as_json: bool) -> int:
    def unread(index: int, command: str, keys: list[str]) -> None:
        what = ", ".join(f"“{key}”" for key in keys)
        say(f"{written.place(index)}: command {index} ({command}): {what} had no effect")

    try:
        return script.run(opened.document, written.commands, catalog, unread)
    except script.ScriptError as error:
        line = written.line(error.index)
        refused = {"index": error.index, "line": line, "command": error.command, "reason": error.reason}
        print_result(as_json, {"refused": refused}, "")
        reason = str(error) if str(error).endswith((".", "?", "!")) else f"{error}."
        raise Ended(PROBLEMS, f"{written.place(error.index)}: {reason} Nothing was written.") from error


def _tell(written: Written, file: Path, output: Path, count: int, as_json: bool) -> None:
    for note in written.notes:
        say(note)
    result = {"file": str(output), "source": str(file), "commands": count, "bytes": written.state.size}
    print_result(as_json, result, f"{output}: {count} {'command' if count == 1 else 'commands'}")
