"""`connectors disable ID`: keeps a connector installed and offers it no more."""

from __future__ import annotations

import click

from modeler.cli.terminal.output import format_option, print_result
from modeler.cli.terminal.packages import or_ended
from modeler.services.packages.store import Packages
from modeler.services.profile import Profile


@click.command()
@click.argument("id")
@format_option
def command(id: str, as_json: bool) -> None:
    """Keep the connector ID, or all connectors of the package ID, installed, but neither offer nor run it."""
    or_ended(lambda: Packages(Profile.of_user()).switch(id, False))
    print_result(as_json, {"id": id, "enabled": False}, f"“{id}” is disabled.")
