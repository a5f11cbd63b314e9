"""`connectors where-used ID [PATH…]`: the elements that use a connector."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import click

from modeler.cli.terminal.documents import reading
from modeler.cli.terminal.failures import WRONG_USE, Ended
from modeler.cli.terminal.output import format_option, print_result
from modeler.cli.terminal.uses import line, manifests_of, uses_in
from modeler.services.packages.where_used import Use
from modeler.services.profile import Profile
from modeler.services.storage.files import Files


@click.command(name="where-used")
@click.argument("id")
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path, exists=True))
@format_option
def command(id: str, paths: tuple[Path, ...], as_json: bool) -> None:
    """List the elements that use the connector or package ID in files and folders.

    Without PATHs it looks in the workspace folder that the window has open, or else in the current folder.
    """
    manifests = manifests_of(id)
    if not manifests:
        raise Ended(WRONG_USE, f"There is no connector or package “{id}”.")
    desk = Files(Profile.of_user())
    for path in paths:
        if path.is_file():
            reading(path, partial(desk.open, path, to_write=False))
    found = uses_in(manifests, paths)
    print_result(as_json, {"uses": [_as_json(use) for use in found]}, "\n".join(map(line, found)) or "Nowhere.")


def _as_json(use: Use) -> dict[str, str]:
    return {"file": str(use.path), "element": use.element_id, "name": use.name, "connector": use.connector}
