"""`export FILE [--target T] -o OUT`: a checked file for an engine."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from engine.bpmn import Problem
from modeler.cli.terminal.documents import reading, writing
from modeler.cli.terminal.failures import PROBLEMS, Ended
from modeler.cli.terminal.output import format_option, print_result, problem_rows, say
from modeler.services.export.bpmn import NotValid, export_bpmn
from modeler.services.export.targets import BPMN, TARGETS, prepared
from modeler.services.packages.installed import installed_catalog
from modeler.services.profile import Profile
from modeler.services.storage.files import Files

MOST_SHOWN = 20


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--target", type=click.Choice([*TARGETS]), default=BPMN, show_default=True, help="What to export for.")
@click.option("-o", "output", required=True, type=click.Path(path_type=Path, dir_okay=False), help="The file to write.")
@click.option("--allow-problems", is_flag=True, help="Write the file even if it is not valid by the schema.")
@format_option
def command(file: Path, target: str, output: Path, allow_problems: bool, as_json: bool) -> None:
    """Check FILE against the BPMN 2.0 schema and write it to OUT.

    For one engine, connectors get what their manifests say for it (`targets`), and those that it cannot run are told.
    Where there are such errors, or the schema finds some, nothing is written and the status is 1. Warnings tell what
    the engine would not read: settings for another one, conditions in another language. They stay in the file.
    """
    desk = Files(Profile.of_user())
    document = reading(file, lambda: desk.open(file, to_write=False)).document
    ready = prepared(document, installed_catalog(), target)
    _say(file, ready.unread)
    try:
        if ready.refused and not allow_problems:
            raise NotValid(ready.refused, f"{TARGETS[target]} cannot run all of it")
        written, found = writing(
            lambda: export_bpmn(desk.system, desk.profile, ready.document, output, allow_problems=allow_problems)
        )
    except NotValid as error:
        _say(file, error.problems)
        rows = problem_rows(file, [*ready.unread, *error.problems])
        print_result(as_json, {"target": target, "file": None, "findings": rows}, "")
        raise Ended(PROBLEMS, f"{error}. Nothing was written; --allow-problems writes it all the same.") from error
    for note in written.notes:
        say(note)
    problems = [*ready.refused, *found]
    counted = {"problems": len(problems), "warnings": len(ready.unread)}
    rows = problem_rows(file, [*ready.unread, *problems])
    result = {"target": target, "file": str(output), "bytes": written.state.size, **counted, "findings": rows}
    print_result(as_json, result, f"{output}: valid BPMN 2.0" if not problems else f"{output}: written with problems")


def _say(file: Path, problems: Sequence[Problem]) -> None:
    for problem in problems[:MOST_SHOWN]:
        say(f"{file}:{problem.line}: {problem.severity} {problem.rule} {problem.message}")
    if len(problems) > MOST_SHOWN:
        say(f"{file}: and {len(problems) - MOST_SHOWN} more")
