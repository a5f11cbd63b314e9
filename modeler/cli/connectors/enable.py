"""`connectors enable ID`: offers a connector again that was disabled."""

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
    """Offer the connector ID, or all connectors of the package ID, again."""
    or_ended(lambda: Packages(Profile.of_user()).switch(id, True))
    print_result(as_json, {"id": id, "enabled": True}, f"“{id}” is enabled.")
