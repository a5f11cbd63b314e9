"""`import PACKAGE -o DIR`: a ProcessMaker package or template as a folder of plain files."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from modeler.cli.terminal.failures import WRONG_USE, Ended
from modeler.cli.terminal.folders import read_text, write_plan
from modeler.cli.terminal.output import format_option, print_result
from modeler.services.storage.file_errors import explained
from modeler.services.workspace.package_folder import plan_folder
from modeler.services.workspace.process_package import Package, PackageError, PasswordNeededError, read_package

_PATH = click.Path(path_type=Path)


@click.command()
@click.argument("package", type=_PATH)
@click.option("-o", "--output", "folder", type=_PATH, required=True, help="The folder to write into.")
@click.option("--password-file", type=_PATH, help="A file with the password of an encrypted package.")
@format_option
def command(package: Path, folder: Path, password_file: Path | None, as_json: bool) -> None:
    """Turn PACKAGE into a folder: processes, screens, scripts and data connectors as plain files.

    Credentials are left out; the files hold references. Ends with status 1 when a file is there already, and with
    2 for a file that is no package or a wrong password.
    """
    plan = plan_folder(_read(package, password_file))
    paths = write_plan(plan, folder)
    result = {"files": [str(path) for path in paths], "notes": plan.notes}
    print_result(as_json, result, "\n".join([*(str(path) for path in paths), *plan.notes]))


def _read(path: Path, password_file: Path | None) -> Package:
    try:
        data = path.read_bytes()
    except OSError as error:
        raise Ended(WRONG_USE, str(explained(error, "read", path))) from error
    password = None if password_file is None else read_text(password_file).rstrip("\r\n")
    try:
        return _opened(data, password)
    except PackageError as error:
        raise Ended(WRONG_USE, f"{path}: {error}") from error


def _opened(data: bytes, password: str | None) -> Package:
    """Ask for a password only where somebody can answer."""
    try:
        return read_package(data, password)
    except PasswordNeededError:
        if not sys.stdin.isatty():
            raise
        return read_package(data, click.prompt("Password of the package", hide_input=True, err=True))
