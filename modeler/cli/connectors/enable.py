"""`connectors enable ID`: offers a connector again that was disabled."""

from __future__ import annotations

import click

from modeler.cli.terminal.output import format_option, print_result
from modeler.cli.terminal.packages import ask, or_ended
from modeler.services.packages.errors import ConsentNeeded
from modeler.services.packages.store import Packages
from modeler.services.profile import Profile


@click.command()
@click.argument("id")
@click.option("--yes", is_flag=True, help="Agree to its permissions without being asked.")
@format_option
def command(id: str, yes: bool, as_json: bool) -> None:
    """Offer the connector ID, or all connectors of the package ID, again.

    One that was installed beside Processwright, as by pip, is off until its permissions are agreed to here.
    """
    packages = Packages(Profile.of_user())
    try:
        or_ended(lambda: packages.switch(id, True))
    except ConsentNeeded as needed:
        ask([f"  permission  {words}" for words in needed.wanted], f"Enable {id} with these permissions?", yes)
        or_ended(lambda: packages.switch(id, True, consent=True))
    print_result(as_json, {"id": id, "enabled": True}, f"“{id}” is enabled.")
