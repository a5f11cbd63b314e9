"""`check FILE...`: problems of loading, integrity, schema and connector settings."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from engine.bpmn import DocumentError, Problem
from modeler.cli.terminal.failures import PROBLEMS, WRONG_USE, Ended
from modeler.cli.terminal.output import format_option, print_result, problem_rows, say
from modeler.services.checks.checker import Checker
from modeler.services.checks.connectors import connector_checker
from modeler.services.checks.document import check_document, is_finding
from modeler.services.checks.findings import Findings, remark_checker
from modeler.services.checks.migrations import migration_checker
from modeler.services.checks.references import reference_checker
from modeler.services.packages.installed import installed_catalog
from modeler.services.profile import Profile
from modeler.services.storage.file_errors import FileError
from modeler.services.storage.files import Files

UNREADABLE = "unreadable-file"


@click.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@format_option
def command(files: tuple[Path, ...], as_json: bool) -> None:
    """Print the problems of each FILE: `file:line: severity rule message [element]`.

    Ends with status 1 when there are errors or warnings, and with 2 when a file is refused.
    """
    desk = Files(Profile.of_user())
    catalog = installed_catalog()
    findings = Findings()
    checkers = [connector_checker(catalog), migration_checker(catalog), remark_checker(catalog, findings)]
    try:
        results = [
            (path, *_checked(desk, path, [*checkers, reference_checker(catalog, path.absolute().parent)]))
            for path in files
        ]
    finally:
        findings.close()
    for _, _, refusal in results:
        if refusal:
            say(f"processwright: {refusal}")
    problems = [(path, problem) for path, found, _ in results for problem in found]
    rows = [row for path, found, _ in results for row in problem_rows(path, found)]
    print_result(as_json, {"problems": rows}, "\n".join(_as_text(path, problem) for path, problem in problems))
    if any(refusal for _, _, refusal in results):
        raise Ended(WRONG_USE)
    if any(is_finding(problem) for _, problem in problems):
        raise Ended(PROBLEMS)


def _checked(desk: Files, path: Path, checkers: Sequence[Checker]) -> tuple[list[Problem], str | None]:
    try:
        return check_document(desk.open(path, to_write=False).document, checkers), None
    except DocumentError as error:
        return [error.problem], f"{path}: {' '.join(str(error).split())}"
    except FileError as error:
        return [Problem("error", None, UNREADABLE, str(error))], str(error)


def _as_text(path: Path, problem: Problem) -> str:
    place = f"{path}:{problem.line}" if problem.line else str(path)
    element = f" [{problem.element_id}]" if problem.element_id else ""
    return f"{place}: {problem.severity} {problem.rule} {problem.message}{element}"
